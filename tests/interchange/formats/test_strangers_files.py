"""Files as strangers make them: tables without headers, nested answers, decks without marks."""

import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from app.interchange.document import QuestionDocument, Reading
from app.interchange.formats import format_named, guess, pieces_of
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.profile import Profile

ITEM = '<assessmentItem identifier="{}" title="{}">{}<itemBody>{}</itemBody></assessmentItem>'
RESPONSE = (
    '<responseDeclaration identifier="{}"><correctResponse><value>{}</value></correctResponse>'
    "</responseDeclaration>"
)


def read(name: str, data: bytes | str) -> Reading:
    raw = data.encode() if isinstance(data, str) else data
    return format_named(name).read(raw, profile=Profile())


def documents(name: str, data: bytes | str) -> tuple[QuestionDocument, ...]:
    return read(name, data).documents


def from_json(value: object) -> tuple[QuestionDocument, ...]:
    return documents("json", json.dumps(value))


def options(document: QuestionDocument) -> list[tuple[str, bool]]:
    return [(option.text, option.correct) for option in document.options]


@pytest.mark.parametrize(
    "rows",
    [
        "Biggest of the rooms;hall;attic;cellar;A;Rooms\nOldest of the doors;back;front;side;B;Doors\nWhere is the key?;hall;desk;door;C;Doors\n",
        "1;Biggest of the rooms;hall;attic;cellar;1\n2;Oldest of the doors;back;front;side;2\n3;Where is the key?;hall;desk;door;3\n",
        "Biggest of the rooms;hall;attic;cellar;hall\nOldest of the doors;back;front;side;front\nWhere is the key?;hall;desk;door;door\n",
        "Tekst;X;Y;Z;Dobra\nBiggest of the rooms;hall;attic;cellar;A\nOldest of the doors;back;front;side;B\nWhere is the key?;hall;desk;door;C\n",
    ],
    ids=["letters", "numbers", "texts", "a header in another language"],
)
def test_a_table_of_choices_without_a_known_header_is_read_by_its_cells(rows: str) -> None:
    found = documents("csv", rows)
    assert [one.title for one in found] == [
        "Biggest of the rooms", "Oldest of the doors", "Where is the key?",
    ]  # fmt: skip
    assert [[option.text for option in one.options if option.correct] for one in found] == [
        ["hall"], ["front"], ["door"],
    ]  # fmt: skip


def test_what_stands_behind_a_bare_choice_are_tags_a_topic_or_the_reason() -> None:
    reason = "because it is the only room that has four windows and a stove"
    rows = [f"Which room is number {n}?,hall,attic,{n % 2 + 1},{{}}" for n in range(3)]
    (first, *_) = documents("csv", "\n".join(row.format("rooms") for row in rows))
    assert first.category == "rooms"
    (first, *_) = documents("csv", "\n".join(row.format("rooms,old") for row in rows))
    assert first.tags == ("rooms", "old")
    (first, *_) = documents("csv", "\n".join(row.format(reason) for row in rows))
    assert first.answer.endswith(reason)


def test_a_table_of_figures_is_no_choice() -> None:
    found = read("csv", "north of town,1,2,3,1\nsouth of town,2,3,1,2\nwest of town,3,1,2,3\n")
    assert not found.documents
    assert found.findings


def test_quotes_behind_a_space_hold_one_cell() -> None:
    rows = 'id,question,options,answer\nq1,"What, and why?", "oak, old|iron",iron\nq2,Which?, "a|b",a\n'
    first, second = documents("csv", rows)
    assert options(first) == [("oak, old", False), ("iron", True)]
    assert options(second) == [("a", True), ("b", False)]
    (told,) = documents("csv", 'question,answer\nWhat is said?, "Open" is said\n')
    assert told.answer.strip() == '"Open" is said'


def test_follow_ups_with_bars_between_them_are_several() -> None:
    (found,) = documents(
        "csv", "question,follow_up_probes\nWhat is a lock?,Who has keys?|Why two?\n"
    )
    assert found.follow_ups == ("Who has keys?", "Why two?")


def test_an_empty_field_leaves_its_place_to_one_that_says_something() -> None:
    asked = {"questionText": "What is a lock?", "referenceAnswer": None}
    (found,) = from_json(
        [asked | {"referenceAnswerMarkdown": "**Iron**", "plainTextAnswer": "Iron"}]
    )
    assert found.answer == "**Iron**"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"short": "Iron.", "detailed": "It has a bolt."}, "Iron.\n\nIt has a bolt."),
        ({"detailed": "It has a bolt."}, "It has a bolt."),
        ({"short": "Iron.", "answer": "Both."}, "Both."),
        ({"description": "Turn it.", "code": "turn()"}, "turn()"),
    ],
)
def test_what_answers_where_nothing_is_called_an_answer(said: dict[str, str], answer: str) -> None:
    (found,) = from_json([{"question": "What is a lock?", **said}])
    assert found.answer == answer


def test_code_beside_a_text_and_an_answer_belongs_to_the_question() -> None:
    asked = {
        "question": "What is printed?",
        "description": "Read it.",
        "code": "f()",
        "answer": "1",
    }
    (found,) = from_json([asked])
    assert (found.body, found.answer) == ("Read it.\nf()", "1")


@pytest.mark.parametrize("level", ["junior+", "middle-", "senior"])
def test_whom_a_question_is_required_for_is_its_level(level: str) -> None:
    (found,) = from_json([{"question": "What is a lock?", "requiredFor": level}])
    assert found.difficulty == {"j": "easy", "m": "medium", "s": "hard"}[level[0]]


@pytest.mark.parametrize("name", ["label", "_title", "chapter"])
def test_a_mapping_around_questions_is_named_in_several_ways(name: str) -> None:
    topic = {"id": "d", name: "Doors", "questions": [{"q": "What is a lock?", "a": "Iron."}]}
    (found,) = from_json({"topics": [topic]})
    assert found.section == ("Doors",)


def test_what_a_file_says_of_itself_is_no_question() -> None:
    reading = read("json", json.dumps({
        "meta": {"title": "Doors", "description": "All of them.", "version": 2},
        "cards": [{"question": "What is a lock?", "answer": "Iron."}],
    }))  # fmt: skip
    assert [one.title for one in reading.documents] == ["What is a lock?"]
    assert any("'meta'" in one.message for one in reading.findings)


def test_keys_that_ask_among_notes_are_questions_and_the_notes_are_told() -> None:
    text = "Doors:\n  - Wood:\n    - Oak is hard\n  - What is a lock?:\n    - Iron\n    - A bolt\n  - Keys:\n    - Who has one?: The owner.\n"
    reading = read("yaml", text)
    assert [(one.title, one.answer) for one in reading.documents] == [
        ("What is a lock?", "Iron\nA bolt"), ("Who has one?", "The owner."),
    ]  # fmt: skip
    assert any("'Wood'" in one.message for one in reading.findings)


def test_a_list_of_names_with_a_main_topic_holds_questions() -> None:
    lines = [{"id": f"D-{n}", "title": f"Door {n}", "primary_topic": "Locks"} for n in (1, 2)]
    found = documents("jsonl", "\n".join(map(json.dumps, lines)))
    assert [(one.title, one.category) for one in found] == [
        ("Door 1", "Locks"),
        ("Door 2", "Locks"),
    ]


@pytest.mark.parametrize("header", ["ŞIKLAR", "Question", "प्रश्न", "İpucu", "Re\u0301ponse"])
def test_names_of_columns_are_known_with_marks_above_or_below_their_letters(header: str) -> None:
    others = {"प्रश्न": "उत्तर", "Question": "İpucu", "İpucu": "Soru", "Re\u0301ponse": "Question"}
    if header not in others:
        return
    (found,) = documents("csv", f"{header},{others[header]}\nWhat is a lock?,Iron.\n") or (None,)
    assert found is not None
    assert "Iron." in (found.answer, *found.hints) or found.title == "Iron."


def test_a_document_type_that_is_only_a_name_is_harmless() -> None:
    body = "<p>What is a lock?</p><extendedTextInteraction responseIdentifier='R'/>"
    item = ITEM.format("i", "", "", body)
    assert documents("qti", "<!DOCTYPE assessmentItem>" + item)[0].title == "What is a lock?"
    for told in (' SYSTEM "a.dtd"', ' PUBLIC "-//A" "a.dtd"', ' [<!ENTITY a "b">]', " []"):
        with pytest.raises(UnreadableFile, match="document type"):
            read("qti", f"<!DOCTYPE assessmentItem{told}>{item}")


def test_an_item_of_several_choices_is_a_question_for_each() -> None:
    choice = (
        '<choiceInteraction responseIdentifier="{0}"><prompt>Part {0}: which {1}?</prompt>'
        '<simpleChoice identifier="A">oak</simpleChoice>'
        '<simpleChoice identifier="B">iron</simpleChoice></choiceInteraction>'
    )
    body = "<p>A door has a lock.</p>" + choice.format("R1", "lock") + choice.format("R2", "door")
    item = ITEM.format(
        "two", "A door", RESPONSE.format("R1", "B") + RESPONSE.format("R2", "A"), body
    )
    first, second = documents("qti", item)
    assert (first.title, first.body) == ("Part R1: which lock?", "A door has a lock.")
    assert options(first) == [("oak", False), ("iron", True)]
    assert options(second) == [("oak", True), ("iron", False)]
    assert (first.external_id, second.external_id) == ("two:R1", "two:R2")
    reading = read("qti", item.replace("<prompt>Part R1: which lock?</prompt>", ""))
    assert not reading.documents
    assert "2 lists of choices" in reading.findings[0].message


def test_a_title_that_is_a_part_of_the_identifier_is_no_name() -> None:
    body = "<p>The door is <textEntryInteraction responseIdentifier='R'/>.</p>"
    (found,) = documents("qti", ITEM.format("ITM-32ab", "32ab", RESPONSE.format("R", "oak"), body))
    assert found.title == "The door is _____."


def test_a_title_in_gift_begins_a_question_without_a_blank_line_above() -> None:
    reading = read("gift", "::a::The lock is old.\n::b::How many keys? {#2}\n::c::Why?{}\n")
    assert [one.title for one in reading.documents] == ["b", "c"]
    assert [one.line_start for one in reading.findings] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "Lock; a thing of iron; doors\n\nKey; opens a lock; doors\n\nWhat is a bolt?; A bar.; doors\n\nhinge; it turns; doors\n\nlatch; it falls; doors\n",
        "Lock\ta <b>thing</b> of iron\nKey\topens a lock\nhinge\tit turns\n",
    ],
)
def test_notes_without_a_header_need_not_ask_if_their_lines_are_alike(text: str) -> None:
    assert guess("cards.txt", None, text.encode()).name == "anki-text"
    first, second, *_ = documents("anki-text", text)
    assert (first.title, second.answer) == ("Lock", "opens a lock")


@pytest.mark.parametrize(
    "text",
    [
        "\tone\ttwo\n\tthree\tfour\n\tfive\tsix\n",
        "# A; b\n\n- c; d\n\ne; f\n\ng; h\n\ni; j\n",
        "a; b\nc; d\n",
    ],
)
def test_prose_and_code_are_no_notes(text: str) -> None:
    assert guess("notes.txt", None, text.encode()).name == "markdown"


def test_a_picture_with_covered_parts_is_told() -> None:
    note = {
        "fields": {"Occlusion": "{{c1::image-occlusion:rect:left=.1}}", "Image": "x"},
        "noteId": 1,
    }
    reading = read("anki-json", json.dumps([note]))
    assert not reading.documents
    assert reading.findings[0].code == "unsupported-type"


def test_notes_keep_the_order_of_their_file_whatever_their_type() -> None:
    text = "#separator:tab\nWhat is a?\tA.\nWhat is b?\tB.\tmore\nWhat is c?\tC.\n"
    assert [one.title[8] for one in documents("anki-text", text)] == ["a", "b", "c"]


def pieces(name: str, data: bytes) -> Iterator[Any]:
    return pieces_of(format_named(name), data, Profile())


@pytest.mark.parametrize("name", ["anki-text", "anki-json"])
def test_a_large_deck_is_not_held(name: str) -> None:
    """What is held of four times as many notes is not much more."""
    answer = "iron " * 1_000

    def peak(count: int) -> int:
        if name == "anki-text":
            data = "".join(f"What is lock {n}?\t{answer}\n" for n in range(count)).encode()
        else:
            notes = [
                {"noteId": n, "fields": {"Front": f"What is {n}?", "Back": answer}}
                for n in range(count)
            ]
            data = json.dumps({"result": notes}).encode()
        tracemalloc.start()
        assert sum(isinstance(one, QuestionDocument) for one in pieces(name, data)) == count
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most - len(data)

    assert peak(3_000) < 2 * peak(750)


def workbook(cell: str, formats: str, styles: str, *, is_mac: bool = False) -> bytes:
    files = {
        "xl/workbook.xml": f'<workbook xmlns:r="r"><workbookPr date1904="{int(is_mac)}"/><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<R><Relationship Id="r1" Target="worksheets/s.xml"/></R>',
        "xl/styles.xml": f"<styleSheet><numFmts>{formats}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>",
        "xl/worksheets/s.xml": f'<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>Question</t></is></c><c t="inlineStr"><is><t>Answer</t></is></c></row><row r="2"><c t="inlineStr"><is><t>When?</t></is></c>{cell}</row></sheetData></worksheet>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("number", "style", "code", "shown"),
    [
        ("42172", 14, "", "2015-06-17"),
        ("42172.75", 22, "", "2015-06-17 18:00"),
        ("0.25", 9, "", "25%"),
        ("0.125", 164, "0.0%", "12.5%"),
        ("0.5", 20, "", "12:00"),
        ("42172", 165, 'd" of "mmm', "2015-06-17"),
        ("42172", 166, '0" days"', "42172"),
        ("3.0", 0, "", "3"),
        ("1E+20", 14, "", "1E+20"),
        ("7", 167, "[Red]0.00", "7"),
    ],
)
def test_numbers_in_a_workbook_are_what_people_see(
    number: str, style: int, code: str, shown: str
) -> None:
    formats = (
        f"<numFmt numFmtId=\"{style}\" formatCode='{code.replace(chr(34), '&quot;')}'/>"
        if code
        else ""
    )
    styles = f'<xf numFmtId="0"/><xf numFmtId="{style}"/>'
    (found,) = documents("xlsx", workbook(f'<c s="1"><v>{number}</v></c>', formats, styles))
    assert found.answer == shown


def test_days_count_from_1904_where_a_workbook_says_so() -> None:
    book = workbook('<c s="0"><v>1</v></c>', "", '<xf numFmtId="14"/>', is_mac=True)
    assert documents("xlsx", book)[0].answer == "1904-01-02"
