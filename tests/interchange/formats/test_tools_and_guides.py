"""Files of more tools and guides: Blackboard, interview guides of several header rows, sheets that
name no questions, options with marks, data sets for tests of language models, boards."""

import io
import json
import zipfile

import pytest

from app.interchange.document import QuestionDocument, Reading
from app.interchange.formats import format_named, guess
from app.interchange.formats.profile import Profile


def read(name: str, text: str) -> Reading:
    return format_named(name).read(text.encode(), profile=Profile())


def records(*values: dict[str, object]) -> tuple[QuestionDocument, ...]:
    return read("json", json.dumps(values)).documents


def right(document: QuestionDocument) -> list[str]:
    return [one.text for one in document.options if one.correct]


BLACKBOARD = (
    "MC\tWhich port is for SSH?\t21\tincorrect\t22\tcorrect\n"
    "MA\tWhich are even?\t2\tcorrect\t3\tincorrect\t4\tCorrect\n"
    "TF\tThe moon is a star.\tfalse\n"
    "ESS\tSay why.\tBecause it is so.\nESS\tSay more.\n"
    "FIB\tIt is ____.\tsmall\ttiny\n"
    "MAT\tMatch.\tTCP\ttransport\tIP\tnetwork\nORD\tPut in order.\tfirst\tsecond\n"
    "NUM\tHow large is pi?\t3.14\t0.01\nFIB_PLUS\t[a] and [b].\ta\tone\t1\t\tb\ttwo\n"
)


def test_blackboard_lines_of_every_type() -> None:
    assert guess("upload.txt", None, BLACKBOARD.encode()).name == "blackboard"
    reading = read("blackboard", BLACKBOARD)
    assert not reading.findings
    assert [right(one) for one in reading.documents[:2]] == [["22"], ["2", "4"]]
    assert [one.answer for one in reading.documents[2:]] == [
        "False", "Because it is so.", "", "small\ntiny", "TCP -> transport\nIP -> network",
        "1. first\n2. second", "3.14 ± 0.01", "a: one, 1\nb: two",
    ]  # fmt: skip
    assert [one.kind for one in reading.documents].count("short") == 1
    assert reading.documents[4].line_start == 5


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("MC\tWhich?\ta\tcorrect\tb", "correct or incorrect"),
        ("MA\tWhich?\ta\tyes\tb\tno", "correct or incorrect"),
        ("TF\tIs it?\tmaybe", "true or false"),
        ("MAT\tMatch.\ta\tb\tc", "pairs"),
        ("FIB\tIt is ____.", "accepted"),
        ("MC\t", "no question text"),
        ("HOT\tWhere?\tx", "MC, MA, TF"),
    ],
)
def test_blackboard_lines_that_do_not_fit_say_what_was_expected(line: str, expected: str) -> None:
    reading = read("blackboard", f"TF\tIs it so?\ttrue\n{line}\n")
    assert len(reading.documents) == 1
    finding = reading.findings[0]
    assert (finding.severity, finding.line_start) == ("error", 2)
    assert expected in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "ID,Question,Answers,,,Key\n,,A,B,C,\nq1,Which is a lock?,Mutex,Queue,File,A\n",
        "2. Type,3. Question:,4. If multiple choice:,,,5. Key,\n,,Answer A:,Answer B:,Answer C:,"
        "Correct Answer,Correct Answer\nmc,Which is a lock?,Mutex,Queue,File,A,\n",
    ],
)
def test_a_header_of_two_rows_names_the_parts_of_its_columns(text: str) -> None:
    document = read("csv", text).documents[0]
    assert [one.text for one in document.options] == ["Mutex", "Queue", "File"]
    assert right(document) == ["Mutex"]


def test_a_first_row_of_the_table_is_no_second_row_of_its_header() -> None:
    reading = read("csv", "Question,Answer,,\nWhat is a lock?,Iron.,x,y\n,see above,x,y\n")
    assert [one.title for one in reading.documents] == ["What is a lock?"]


def test_a_sheet_of_questions_below_the_names_of_their_topics() -> None:
    reading = read(
        "csv",
        "Teamwork,Leadership\nHow do you help a colleague?,How do you lead?\n"
        "How do you disagree?,When did you say no?\n,What is trust?\n",
    )
    assert [(one.title, one.section) for one in reading.documents] == [
        ("How do you help a colleague?", ("Teamwork",)),
        ("How do you lead?", ("Leadership",)),
        ("How do you disagree?", ("Teamwork",)),
        ("When did you say no?", ("Leadership",)),
        ("What is trust?", ("Leadership",)),
    ]


def test_a_column_that_asks_is_one_of_questions_whatever_its_name() -> None:
    reading = read(
        "csv",
        "Nr,Thing,Model answer,Owner\n1,What is a lock?,Iron.,Mia\n2,What is a key?,Brass.,Jo\n",
    )
    assert [(one.title, one.answer) for one in reading.documents] == [
        ("What is a lock?", "Iron."),
        ("What is a key?", "Brass."),
    ]
    assert any("'Owner'" in one.message for one in reading.findings)


def test_a_sheet_that_asks_nothing_is_still_an_error() -> None:
    reading = read("csv", "Person,Born\nAda,1815\nGrace,1906\n")
    assert (reading.documents, reading.findings[0].severity) == ((), "error")


@pytest.mark.parametrize(
    "options",
    [["Mars", "*Jupiter", "Venus"], ["Mars", "✓ Jupiter", "Venus"], ["Mars", "Jupiter (correct)", "Venus"]],
)  # fmt: skip
def test_options_may_carry_the_mark_that_they_are_right(options: list[str]) -> None:
    document = records({"question": "Which planet is largest?", "options": options})[0]
    assert [one.text for one in document.options] == ["Mars", "Jupiter", "Venus"]
    assert right(document) == ["Jupiter"]


def test_stars_of_code_are_no_marks() -> None:
    answered: dict[str, object]
    answered = {"question": "Which multiplies?", "options": ["*", "+"], "answer": "*"}
    pointers: dict[str, object] = {"question": "Which is a pointer?", "options": ["*p", "**p"]}
    first, second = records(answered, pointers)
    assert [one.text for one in first.options] == ["*", "+"]
    assert right(first) == ["*"]
    assert "**p" in [one.text for one in second.options]


def test_cells_of_options_that_hold_a_dash_are_empty() -> None:
    reading = read(
        "csv",
        "Question,Option A,Option B,Option C,Option D,Correct Answer\n"
        "Which subtracts?,+,-,*,/,B\nExplain why.,-,-,-,-,It is so.\n",
    )
    first, second = reading.documents
    assert [one.text for one in first.options] == ["+", "-", "*", "/"]
    assert right(first) == ["-"]
    assert (second.options, second.answer) == ((), "It is so.")


@pytest.mark.parametrize(
    "values",
    [
        {"title": "Which is made of buckwheat?", "items": {"Soba": True, "Udon": False}},
        {"question": "Which is made of buckwheat?", "options": {"Soba": {"isCorrect": True}, "Udon": {"isCorrect": False}}},
        {"question": "Which is made of buckwheat?", "mc1_targets": {"choices": ["Soba", "Udon"], "labels": [1, 0]}},
    ],
)  # fmt: skip
def test_options_that_are_the_names_of_flags_or_stand_beside_labels(
    values: dict[str, object],
) -> None:
    document = records(values)[0]
    assert [(one.text, one.correct) for one in document.options] == [
        ("Soba", True),
        ("Udon", False),
    ]


def test_a_prompt_of_turns_beside_what_is_ideal() -> None:
    turns = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What is tar?"},
    ]
    document = records({"input": turns, "ideal": ["An archive", "A tape archive"]})[0]
    assert (document.title, document.answer) == ("What is tar?", "An archive\nA tape archive")


def test_a_text_that_asks_is_a_question_by_any_name_if_more_is_said_of_it() -> None:
    said = {"difficulty": "easy", "tips": ["Be brief"]}
    found = records({"id": "hr_1", "text": "Tell me about yourself.", **said})
    assert [(one.title, one.external_id, one.hints) for one in found] == [
        ("Tell me about yourself.", "hr_1", ("Be brief",))
    ]
    assert not records({"id": "hr_2", "text": "It was a dark night.", **said})
    assert not records({"id": "hr_3", "text": "Tell me about yourself."})


def test_a_board_is_its_cards_and_neither_its_lists_nor_its_labels() -> None:
    label = {"id": "x", "name": "easy", "color": "green"}
    board = {
        "name": "Interview",
        "desc": "",
        "lists": [{"id": "l1", "name": "Databases", "closed": False}],
        "labels": [label],
        "cards": [{"id": "c1", "name": "What is a lock?", "desc": "It waits.", "labels": [label]}],
    }
    found = read("json", json.dumps(board)).documents
    assert [(one.title, one.answer, one.tags) for one in found] == [
        ("What is a lock?", "It waits.", ("easy",))
    ]


def test_levels_with_ornaments_and_references_with_addresses() -> None:
    reading = read(
        "csv",
        "Question,Difficulty,Topic\n"
        "What is CORS?,🟡 Medium,Web (https://www.example.org/Web-1f2e?pvs=21)\n",
    )
    document = reading.documents[0]
    assert (document.difficulty, document.category) == ("medium", "Web")


def test_what_a_gap_hides_stands_before_what_its_note_says_besides() -> None:
    text = "#separator:tab\n#columns:Text\tBack Extra\nA {{c1::key}} opens it.\tIt is unique.\n"
    document = read("anki-text", text).documents[0]
    assert (document.title, document.answer) == ("A […] opens it.", "key\n\nIt is unique.")


def test_qti_1_in_a_package_is_refused_by_name() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("imsmanifest.xml", "<manifest><resources/></manifest>")
        archive.writestr("g1/quiz.xml", "<questestinterop><item/></questestinterop>")
    reading = format_named("qti").read(packed.getvalue(), profile=Profile())
    assert [one.severity for one in reading.findings] == ["error"]
    assert "QTI 1.2" in reading.findings[0].message


def test_what_is_spread_over_columns_of_one_name_is_kept_together() -> None:
    reading = read(
        "csv",
        "Question,Answer,Hint 1,Hint 2,Labels,Labels,Key point 1,Key point 2\n"
        "What is a lock?,Iron.,A door has one,It turns,home,metal,Keeps out,Has a key\n"
        "What is a key?,Brass.,,It fits,home,,,\n",
    )
    first, second = reading.documents
    assert first.hints == ("A door has one", "It turns")
    assert first.tags == ("home", "metal")
    assert [one.text for one in first.key_points] == ["Keeps out", "Has a key"]
    assert (second.hints, second.tags, second.key_points) == (("It fits",), ("home",), ())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("terms.tsv", "Term\tDefinition\nMutex\tA lock.\n"),
        ("form.csv", "Timestamp,What question do you add?,What is the correct answer?\n1/2,Mutex?,A lock.\n"),
        ("rubric.csv", "Question,Poor answer,Excellent answer\nMutex?,No.,A lock.\n"),
        ("ticket.csv", "Summary,Issue key,Description\nWhat is a mutex?,Q-1,A lock.\n"),
    ],
)  # fmt: skip
def test_names_that_ask_and_answer(name: str, text: str) -> None:
    reading = guess(name, None, text.encode()).read(text.encode(), profile=Profile())
    assert [one.answer for one in reading.documents] == ["A lock."]
    assert "utex" in reading.documents[0].title


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cards.txt", "What is osmosis?\tWater moves.\nWhat is a solute?\tWhat dissolves.\n"),
        ("list.csv", "What is osmosis?\nWhat is a solute?\n"),
    ],
)
def test_tables_without_a_header_whose_lines_ask(name: str, text: str) -> None:
    reading = guess(name, None, text.encode()).read(text.encode(), profile=Profile())
    assert [one.title for one in reading.documents] == ["What is osmosis?", "What is a solute?"]
    assert [one.code for one in reading.findings] == ["no-header"]


@pytest.mark.parametrize(
    "values",
    [
        {"options": ["Apple", "Leek", "Plum"], "correct": [True, False, True]},
        {"options": "Apple|Leek|Plum", "correct": "Apple|Plum"},
        {"properties": {"choices": ["Apple", "Leek", "Plum"]}, "correct": ["Apple", "Plum"]},
    ],
)
def test_keys_that_are_flags_or_several_texts(values: dict[str, object]) -> None:
    document = records({"question": "Which are fruits?", **values})[0]
    assert [one.text for one in document.options] == ["Apple", "Leek", "Plum"]
    assert right(document) == ["Apple", "Plum"]


def test_flags_behind_lettered_answers() -> None:
    reading = read(
        "csv",
        "Question,Answer A,Answer A correct?,Answer B,Answer B correct?,Answer C,Answer C correct?\n"
        "Which are sorts?,Heap,TRUE,Bubble,TRUE,Graph,FALSE\nWhich is a tree?,Trie,TRUE,Ring,FALSE,,\n",
    )
    assert list(map(right, reading.documents)) == [["Heap", "Bubble"], ["Trie"]]


def test_what_a_record_is_about_may_stand_apart() -> None:
    about = {"difficulty": "Beginner", "topic": "Functions", "tags": ["python"]}
    document = records(
        {"question": "What is a decorator?", "answer": "It wraps.", "metadata": about}
    )[0]
    assert (document.difficulty, document.category, document.tags) == (
        "easy",
        "Functions",
        ("python",),
    )


def test_a_bare_list_of_open_trivia_db_is_unescaped() -> None:
    item = {
        "type": "multiple", "difficulty": "easy", "category": "Math",
        "question": "What&#039;s &quot;&pi;&quot;?", "correct_answer": "3.14",
        "incorrect_answers": ["3.15"],
    }  # fmt: skip
    data = json.dumps([item]).encode()
    document = guess("q.json", None, data).read(data, profile=Profile()).documents[0]
    assert document.title == 'What\'s "π"?'


def test_notes_of_a_type_that_is_all_choices() -> None:
    text = (
        "#separator:tab\n#columns:Question\tQType\tQ_1\tQ_2\tQ_3\tAnswers\tExtra 1\n"
        "Which are volatile?\t1\tRAM\tSSD\tCache\t1 0 1\tThey forget.\n"
    )
    document = read("anki-text", text).documents[0]
    assert right(document) == ["RAM", "Cache"]
    assert document.answer.endswith("They forget.")
