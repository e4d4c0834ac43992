"""Sheets as people keep them: templates of quiz programs, forms, ticks, merged cells, notes."""

import io

import openpyxl
import pytest

from app.interchange.document import QuestionDocument, Reading
from app.interchange.formats import format_named, guess
from app.interchange.formats.profile import Profile


def csv(text: str) -> Reading:
    return format_named("csv").read(text.encode(), profile=Profile())


def workbook(*sheets: list[list[object]], merged: str = "") -> Reading:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"S{number}")
        for row in rows:
            sheet.append(row)
        if merged and number == 1:
            sheet.merge_cells(merged)
    file = io.BytesIO()
    book.save(file)
    return format_named("xlsx").read(file.getvalue(), profile=Profile())


def right(document: QuestionDocument) -> list[str]:
    return [one.text for one in document.options if one.correct]


@pytest.mark.parametrize(
    "text",
    [
        'Type,Title,Correct,Choice,Choice,Choice\nMCQ,Which guard?,"1,3",Lock,Log,Mutex\n',
        "questionname,questiontext,A,B,C,Answer 1,Answer 2\nQ1,Which guard?,Lock,Log,Mutex,A,C\n",
        "Question,Option 1,Correct 1,Option 2,Correct 2,Option 3,Correct 3\n"
        "Which guard?,Lock,yes,Log,no,Mutex,yes\n",
        'Question,Options,Correct answer\nWhich guard?,"[""Lock"",""Log"",""Mutex""]","1,3"\n',
        "Question,Options,Correct answer\nWhich guard?,\"['Lock' 'Log' 'Mutex']\",\"A, C\"\n",
        'Question #,Question Text,Answer 1,Answer 2,"Answer 3\n(Optional)",'
        '"Correct Answer(s)\n(Only include Answer #)"\n1,Which guard?,Lock,Log,Mutex,"1,3"\n',
    ],
)
def test_options_and_keys_of_many_templates(text: str) -> None:
    (document,) = csv(text).documents
    assert "Which guard?" in (document.title, document.body)
    assert [one.text for one in document.options] == ["Lock", "Log", "Mutex"]
    assert right(document) == ["Lock", "Mutex"]


def test_a_row_that_explains_the_columns_and_one_of_totals_are_told() -> None:
    reading = csv(
        "Question,Answer,Time in seconds\nText of the question (required),(required),(optional)\n"
        "What is a lock?,A guard.,30\nQuestion,Answer,Time in seconds\nTotal: 1 question,,\n"
    )
    (document,) = reading.documents
    assert document.expected_seconds == 30
    assert [(one.line_start, one.message) for one in reading.findings] == [
        (2, "the row explains the columns"),
        (4, "the row is the header again"),
        (5, "a row of totals: it asks nothing"),
    ]


def test_the_sentences_of_a_form_name_its_columns() -> None:
    (document,) = csv(
        "Timestamp,Your email,What is your interview question?,What would a good answer say?,"
        "How hard is it?,Which topic is it from?\n1,n@example.org,What is a lock?,A guard.,easy,Threads\n"
    ).documents
    assert (document.title, document.answer) == ("What is a lock?", "A guard.")
    assert (document.difficulty, document.category) == ("easy", "Threads")


def test_ticks_below_the_names_of_levels_are_levels() -> None:
    reading = csv(
        "Question,Answer,Junior,Mid,Senior\nWhat is a lock?,A guard.,x,,\n"
        "What is a log?,A list.,,,✓\nWhat is a leak?,A loss.,,x,x\n"
    )
    assert [one.difficulty for one in reading.documents] == ["easy", "hard", None]
    assert {one.message for one in reading.findings} == {
        "'Mid' is no field of a question", "'Senior' is no field of a question",
    }  # fmt: skip


def test_a_cell_that_is_merged_down_says_the_same_in_every_row() -> None:
    rows: list[list[object]] = [
        ["Our questions"], ["Area", "Question", "What we want to hear"],
        ["Threads", "What is a lock?", "A guard."], [None, "What is a log?", "A list."],
        [None, "What is a leak?", "A loss."],
    ]  # fmt: skip
    documents = workbook(rows, merged="A3:A4").documents
    assert [one.category for one in documents] == ["Threads", "Threads", None]
    assert [one.answer for one in documents] == ["A guard.", "A list.", "A loss."]


def test_a_row_with_nothing_but_a_name_before_the_questions_is_a_section() -> None:
    reading = csv(
        "No,Question,Answer\nThreads,,\n1,What is a lock?,A guard.\nFiles,,\n2,What is a log?,A list.\n"
    )
    assert [one.section for one in reading.documents] == [("Threads",), ("Files",)]
    assert [one.line_start for one in reading.findings if one.code == "section"] == [2, 4]


def test_stars_are_levels_on_the_scale_that_the_sheet_uses() -> None:
    reading = csv(
        "Question,Answer,Level\nWhat is a lock?,A,★\nWhat is a log?,B,★★\nWhat is a leak?,C,★★★\n"
    )
    assert [one.difficulty for one in reading.documents] == ["easy", "medium", "hard"]


def test_a_tick_beside_each_option_is_its_key() -> None:
    rows: list[list[object]] = [
        ["Question", "Answer 1", "Correctness", "Answer 2", "Correctness"],
        ["Which guards?", "Log", False, "Lock", True],
    ]
    (document,) = workbook(rows).documents
    assert right(document) == ["Lock"]


def test_text_that_excel_saves_as_unicode_is_a_table() -> None:
    data = "No\tQuestion\tAnswer\r\n1\tWhat is a lock?\tA guard.\r\n".encode("utf-16")
    (document,) = guess("bank.txt", None, data).read(data, profile=Profile()).documents
    assert (document.title, document.answer) == ("What is a lock?", "A guard.")


def test_a_question_to_several_rows_is_refused_by_name() -> None:
    (finding,) = csv("NewQuestion,MC,\nTitle,Locks,\nQuestionText,Which guards?,\n").findings
    assert (finding.severity, "Brightspace" in finding.message) == ("error", True)


def test_a_sheet_of_notes_is_an_error_only_where_no_sheet_asks() -> None:
    notes: list[list[object]] = [["How to use this"], ["Ask two first."]]
    asking: list[list[object]] = [["Question", "Answer"], ["What is a lock?", "A guard."]]
    beside = workbook(asking, notes)
    assert len(beside.documents) == 1
    assert [(one.code, one.severity) for one in beside.findings] == [
        ("no-question-column", "warning")
    ]
    assert [one.severity for one in workbook(notes).findings] == ["error"]


def test_statements_minutes_and_columns_named_by_numbers() -> None:
    (document,) = csv(
        "Statement,True/False,Explanation,Time (min)\nLocks guard.,TRUE,They do.,2\n"
    ).documents
    assert (document.title, document.answer) == ("Locks guard.", "TRUE\n\nThey do.")
    assert document.expected_seconds == 120
    (choice,) = csv("Question,1,2,3,Correct\nWhich guards?,Log,Lock,Leak,2\n").documents
    assert right(choice) == ["Lock"]
