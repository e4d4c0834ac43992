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


def test_a_named_mapping_around_named_mappings_of_questions_is_none() -> None:
    asked = {"question": "What is a lock?", "standardAnswer": "Iron.", "avoid": ["Wood."]}
    chapter = {"id": "c-1", "title": "Locks", "questions": [asked]}
    reading = read("json", json.dumps({"title": "Doors", "minutes": 15, "categories": [chapter]}))
    (found,) = reading.documents
    assert (found.title, found.answer, found.section[-1]) == ("What is a lock?", "Iron.", "Locks")
    assert any("'avoid'" in one.message for one in reading.findings)


def test_points_are_key_points_unless_they_are_numbers() -> None:
    (found,) = from_json([{"question": "What is a lock?", "points": ["iron", "a bolt"]}])
    assert [point.text for point in found.key_points] == ["iron", "a bolt"]
    reading = read("csv", "question,answer,points\nWhat is a lock?,Iron.,5\n")
    assert not reading.documents[0].key_points
    assert any("'points'" in one.message for one in reading.findings)


def test_answers_beside_choices_of_other_questions_are_those_that_are_accepted() -> None:
    choice = {"text": "Which is iron?", "options": ["a lock", "a door"], "correctOptionIndex": 0}
    accepted = {"text": "What is it made of?", "answers": ["iron", "steel"]}
    first, second = from_json([choice | {"answers": ["1"]}, accepted])
    assert options(first) == [("a lock", True), ("a door", False)]
    assert (options(second), second.answer) == ([], "iron\nsteel")
    (alone,) = from_json([accepted])  # where nothing else has options they may well be some
    assert len(alone.options) == 2


def test_a_list_of_one_option_is_the_answer() -> None:
    (found,) = from_json([{"question": "What is a lock?", "answers": ["iron"]}])
    assert (options(found), found.answer) == ([], "iron")


@pytest.mark.parametrize("cell", ["A. oak B. iron", "(a) oak\n(b) iron", "A) oak; B) iron"])
def test_options_in_a_cell_may_be_counted_by_letters(cell: str) -> None:
    (found,) = documents("csv", f'question,options,answer\nWhich?,"{cell}",B\n')
    assert options(found) == [("oak", False), ("iron", True)]


@pytest.mark.parametrize(
    ("header", "level"),
    [
        ("Resposta esperada;Nível", "Pleno"),
        ("Respuesta modelo;Nivel", "semisenior"),
        ("Beispielantwort;Niveau", "mittel"),
    ],
)
def test_answers_and_levels_of_other_languages(header: str, level: str) -> None:
    (found,) = documents("csv", f"Question;{header}\nWhat is a lock?;Iron.;{level}\n")
    assert (found.answer, found.difficulty) == ("Iron.", "medium")


def test_questions_behind_a_topic_are_read_without_a_header() -> None:
    rows = "2,Doors,A door is made of wood.,T\n1,Doors,What is a lock?,A. iron B. wood,A\n1,Keys,Who has the key?,A. nobody B. everybody,B\n"
    found = documents("csv", rows)
    assert [one.category for one in found] == ["Doors", "Doors", "Keys"]
    assert options(found[2]) == [("nobody", False), ("everybody", True)]
    assert not documents(
        "csv", "1,Oslo,Norway is cold,T\n2,Rome,Italy is warm,T\n3,Bern,A city,F\n"
    )


def test_a_row_of_totals_may_have_numbers_beside_it() -> None:
    assert [one.title for one in documents("csv", "Q,A\nTotal cost?,5\nWhat?,6\nTotal,2\n")][
        -1
    ] == "What?"


def test_a_cloze_in_another_belongs_to_it() -> None:
    text = "#separator:tab\nA {{c1::lock::of {{c2::iron}}}} has {{c3::a {{c4::thick}} bolt}}.\t\nOpen {{c1::only\tx\n"
    first, second = documents("anki-text", text)
    assert (first.title, first.answer) == ("A [of iron] has […].", "lock\na thick bolt")
    assert second.title == "Open {{c1::only"


def moodle(kind: str, more: str, asked: str = "What is a lock?") -> Reading:
    text = f"<questiontext><text>{asked}</text></questiontext>"
    return read(
        "moodle-xml",
        f'<quiz><question type="{kind}"><name><text>A</text></name>{text}{more}</question></quiz>',
    )


@pytest.mark.parametrize(
    ("kind", "more", "answer"),
    [
        (
            "coderunner",
            "<answer>def lock():\n    return 1\n</answer><testcases/>",
            "def lock():\n    return 1",
        ),
        ("shortanswerwiris", '<answer fraction="100"><text>iron</text></answer>', "iron"),
        ("regexp", '<answer fraction="100"><text>iron|steel</text></answer>', "iron|steel"),
        ("recordrtc", "<graderinfo><text>Iron.</text></graderinfo>", "Iron."),
    ],
)
def test_more_types_of_moodle_have_a_text_to_answer_with(kind: str, more: str, answer: str) -> None:
    (found,) = moodle(kind, more).documents
    assert (found.title, found.body, found.answer) == ("A", "What is a lock?", answer)


def test_statements_to_be_called_true_or_false_are_a_choice() -> None:
    rows = "".join(
        f'<row number="{n}"><optiontext><text>{text}</text></optiontext><feedbacktext><text>{told}</text></feedbacktext></row>'
        f'<weight rownumber="{n}" columnnumber="1"><value>{2 - n}.000</value></weight>'
        for n, text, told in ((1, "iron", ""), (2, "wood", "It burns."))
    )
    (found,) = moodle("kprime", rows).documents
    assert options(found) == [("iron", True), ("wood", False)]
    assert found.answer == "iron\n\nwood: It burns."


def test_gaps_that_hold_their_words_are_blanks() -> None:
    (found,) = moodle(
        "gapfill", '<answer fraction="100"><text>iron</text></answer>', "It is of [iron]."
    ).documents
    assert (found.body, found.answer) == ("It is of _____.", "iron")


def test_html_that_nobody_escaped_stays_in_the_text() -> None:
    (found,) = moodle("essay", "", "<p>What is <pre>a lock</pre>?</p>").documents
    assert found.body == "<p>What is <pre>a lock</pre>?</p>"


def test_items_in_one_file_are_all_read() -> None:
    items = [ITEM.format(n, "", "", f"<p>What is {n}?</p><extendedTextInteraction/>") for n in "ab"]
    found = documents("qti", f"<assessmentTest>{''.join(items)}</assessmentTest>")
    assert [one.title for one in found] == ["What is a?", "What is b?"]


def test_what_candidates_read_first_is_a_part_of_the_item_and_feedback_of_its_answer() -> None:
    body = (
        '<qti-rubric-block use="instructions" view="candidate scorer"><qti-content-body><p>Read on.</p></qti-content-body></qti-rubric-block>'
        '<qti-rubric-block use="scoring" view="scorer"><p>One point.</p></qti-rubric-block>'
        '<choiceInteraction responseIdentifier="R"><prompt>Which?</prompt><simpleChoice identifier="A">iron'
        "<feedbackInline>It rusts.</feedbackInline></simpleChoice>"
        '<simpleChoice identifier="B">oak</simpleChoice></choiceInteraction>'
        "<qti-feedback-block><qti-content-body><p>Iron is a metal.</p></qti-content-body></qti-feedback-block>"
    )
    (found,) = documents("qti", ITEM.format("i", "Doors", RESPONSE.format("R", "A"), body))
    assert "Read on." in found.body
    assert options(found) == [("iron", True), ("oak", False)]
    assert found.answer == "iron\n\niron: It rusts.\n\nOne point.\n\nIron is a metal."


def test_a_category_in_gift_ends_the_question_above_it() -> None:
    found = documents("gift", "$CATEGORY: a\n::x::What? {}\n$CATEGORY: b\n\n::y::Why? {}\n")
    assert [one.category for one in found] == ["a", "b"]


@pytest.mark.parametrize(
    "form", ["A.{}\nB.{}\nANSWER: B", "(A) {}\n(B) {}\nAnswer: (B)", "A) {}\n\nB) {}\nANSWER: B"]
)
def test_options_in_aiken_may_be_written_closely_or_in_brackets(form: str) -> None:
    first, second = documents(
        "aiken", "Which lock?\n{0}\nWhich key?\n{0}\n".format(form.format("oak", "iron"))
    )
    assert (first.title, second.title) == ("Which lock?", "Which key?")
    assert options(first) == options(second) == [("oak", False), ("iron", True)]


@pytest.mark.parametrize(
    "header",
    [
        "Themengebiet;Prüfungsfrage;Musterlösung (Stichpunkte);Erläuterung",
        "類型說明;題目;標準答案;说明",
        "Matière;Question;Réponse modèle;Explication",
    ],
)
def test_more_languages_name_the_columns_of_an_exam(header: str) -> None:
    (found,) = documents("csv", f"{header}\nDoors;What is a lock?;Iron.;It rusts.\n".encode())
    assert (found.title, found.answer) == ("What is a lock?", "Iron.\n\nIt rusts.")


@pytest.mark.parametrize("key", ["2 and 3", "B und C", "b, c", "2 y 3"])
def test_a_key_may_join_what_it_names_with_a_word(key: str) -> None:
    (found,) = documents(
        "csv", f'question,option 1,option 2,option 3,correct\nWhich?,oak,iron,steel,"{key}"\n'
    )
    assert [text for text, right in options(found) if right] == ["iron", "steel"]


def test_levels_in_chinese_may_be_one_sign() -> None:
    found = from_json([{"題目": f"什麼是鎖{n}？", "標準答案": "鐵", "難度": n} for n in "易中難"])
    assert [one.difficulty for one in found] == ["easy", "medium", "hard"]


def test_an_answer_that_lists_the_key_among_others_is_a_list_of_options() -> None:
    asked = {"text": "What is a lock of?", "answer": ["oak", "iron"], "correct_answer": "iron"}
    (found,) = from_json({"Q1": asked, "Q2": asked})[:1]
    assert options(found) == [("oak", False), ("iron", True)]
    (other,) = from_json([asked | {"correct_answer": "steel"}])
    assert not other.options


def test_keys_of_answers_are_asked_unless_they_are_codes() -> None:
    word = {"answer": "iron", "wrong": ["oak"]}
    first, _ = from_json({"title": "Words", "words": {"lock": word, "key": word}})
    assert (first.title, options(first)) == ("lock", [("iron", True), ("oak", False)])
    assert not from_json({"q1": word, "q2": word})
    assert not from_json({"lock": word, "note": "only one of two answers"})


def test_notes_name_their_own_decks_and_containers_theirs() -> None:
    note = {"deckName": "A::B", "modelName": "Basic", "fields": {"Front": "What?", "Back": "x"}}
    data = json.dumps([note]).encode()
    assert guess("notes.json", None, data).name == "anki-json"
    assert documents("anki-json", data)[0].category == "B"
    (found,) = from_json(
        {"decks": [{"deckName": "Doors", "cards": [{"front": "What?", "back": "x"}]}]}
    )
    assert found.section == ("Doors",)


@pytest.mark.parametrize("folder", ["", "export/"])
def test_a_package_may_be_packed_with_its_folder(folder: str) -> None:
    item = ITEM.format("i", "", "", "<p>What is a lock?</p><extendedTextInteraction/>")
    manifest = '<manifest><resource type="imsqti_item_xmlv2p1" href="items/a.xml"/></manifest>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{folder}imsmanifest.xml", manifest)
        archive.writestr(f"{folder}items/a.xml", item)
    reading = read("qti", packed.getvalue())
    assert [one.title for one in reading.documents] == ["What is a lock?"]
    assert not reading.findings


@pytest.mark.parametrize(
    "header",
    [
        "Pregunta;Respuesta correcta;Respuesta incorrecta 1;Respuesta incorrecta 2",
        "Frage;Richtige Antwort;Falsche Antwort 1;Falsche Antwort 2",
        "Question;Bonne réponse;Mauvaise réponse 1;Mauvaise réponse 2",
        "Вопрос;Правильный ответ;Неправильный ответ 1;Неправильный ответ 2",
        "question;correct answer;wrong option 1;wrong option 2",
    ],
)
def test_wrong_answers_have_columns_in_other_languages(header: str) -> None:
    (found,) = documents("csv", f"{header}\nWhich?;iron;oak;wool\n")
    assert options(found) == [("iron", True), ("oak", False), ("wool", False)]


def test_wrong_answers_may_share_a_cell() -> None:
    (found,) = documents("csv", "prompt|correct|wrong\nWhich?|iron|oak;wool\n".replace("|", "\t"))
    assert options(found) == [("iron", True), ("oak", False), ("wool", False)]


def test_options_may_be_spread_over_columns_of_text_and_ticks() -> None:
    (found,) = documents(
        "csv",
        "question_text_1,question_text_2,answer_1_text,answer_1_correct,answer_2_text,answer_2_correct\n"
        "Which?,Choose one.,oak,0,iron,1\n",
    )
    assert (found.title, found.body) == ("Which?", "Choose one.")
    assert options(found) == [("oak", False), ("iron", True)]


@pytest.mark.parametrize(
    "names", ["Explanation A,Explanation B", "option 1 feedback,option 2 feedback"]
)
def test_why_an_option_is_right_or_wrong_stands_in_the_answer(names: str) -> None:
    (found,) = documents(
        "csv", f"question,option a,option b,answer,{names}\nWhich?,oak,iron,B,It rots.,It lasts.\n"
    )
    assert found.answer == "iron\n\noak: It rots.\niron: It lasts."
    (same,) = from_json(
        [
            {
                "question": "Which?",
                "options": [
                    {"text": "oak", "isCorrect": False, "feedback": "It rots."},
                    {"text": "iron", "isCorrect": True, "feedback": "It lasts."},
                ],
            }
        ]
    )
    assert (same.answer, options(same)) == (found.answer, options(found))


@pytest.mark.parametrize(
    ("name", "value", "seconds"),
    [
        ("Durée (min)", "2", 120),
        ("Dauer in Minuten", "2", 120),
        ("Tiempo (segundos)", "30", 30),
        ("expectedDuration", "2 minutes", 120),
        ("estimated time", "2", None),
    ],
)
def test_a_time_is_in_the_unit_that_something_names(
    name: str, value: str, seconds: int | None
) -> None:
    reading = read("csv", f"question,answer,{name}\nWhat?,x,{value}\n")
    assert reading.documents[0].expected_seconds == seconds
    assert bool(reading.findings) == (seconds is None)


def test_short_names_and_lists_of_topics_around_questions() -> None:
    (found,) = from_json(
        {
            "topics": [{"key": "core", "name": "Core"}],
            "questions": [
                {"cat": "core", "lv": ["senior"], "q": "Why?", "strong": ["x"], "follow": "How?"}
            ],
        }
    )
    assert (found.category, found.difficulty, found.answer) == ("core", "hard", "x")
    assert found.follow_ups == ("How?",)
    (exam,) = from_json(
        [{"question": "Which?", "opa": "oak", "opb": "iron", "cop": 2, "exp": "It lasts."}]
    )
    assert (options(exam), exam.answer) == ([("oak", False), ("iron", True)], "It lasts.")


def test_a_sentence_above_another_is_no_column() -> None:
    reading = read("csv", "This file holds our questions.\nDo not share it.\n")
    assert not reading.documents


def test_a_form_that_asks_for_questions_names_its_columns_in_sentences() -> None:
    (found,) = documents(
        "csv",
        "Please type your question,What would a good answer include?,How hard is it?,Which area?\n"
        "What is a lock?,Iron.,Easy,Doors\n",
    )
    assert (found.title, found.answer) == ("What is a lock?", "Iron.")
    assert (found.difficulty, found.category) == ("easy", "Doors")


def test_responses_beside_a_key_are_options() -> None:
    (found,) = documents("csv", "question;correct;responseA;responseB\nWhich?;B;oak;iron\n")
    assert options(found) == [("oak", False), ("iron", True)]


@pytest.mark.parametrize("kind", ["matching", "match", "matchwiris"])
def test_pairs_tell_what_belongs_to_none(kind: str) -> None:
    pair = "<subquestion><text>{}</text><answer><text>{}</text></answer></subquestion>"
    (found,) = documents(
        "moodle-xml",
        f'<quiz><question type="{kind}"><name><text>Pairs</text></name>'
        f"<questiontext><text>Match.</text></questiontext>{pair.format('Cow', 'Milk')}"
        f"{pair.format('', 'Wool')}</question></quiz>",
    )
    assert found.answer == "Cow -> Milk\n(not: Wool)"


def test_an_item_tells_what_is_accepted_besides() -> None:
    declared = (
        '<responseDeclaration identifier="R" cardinality="single" baseType="string">'
        "<correctResponse><value>kernel</value></correctResponse><mapping>"
        '<mapEntry mapKey="kernel" mappedValue="1"/><mapEntry mapKey="the kernel" mappedValue="0.5"/>'
        '<mapEntry mapKey="KERNEL" mappedValue="1"/><mapEntry mapKey="shell" mappedValue="-1"/></mapping></responseDeclaration>'
    )
    body = '<p>What runs drivers? <textEntryInteraction responseIdentifier="R"/></p>'
    (found,) = documents("qti", ITEM.format("i", "", declared, body))
    assert found.answer == "kernel\n(also: the kernel)"


def test_notes_below_lines_of_anki_are_notes_whatever_the_file_is_called() -> None:
    data = b"#separator:Semicolon\n#html:false\n#tags column:3\nWhat is a lock?;Iron; no wood\n"
    assert guess("notes.csv", None, data).name == "anki-text"
    assert guess("notes.tsv", None, b"\xef\xbb\xbf" + data).name == "anki-text"
    assert guess("notes.csv", None, b"#,question,answer\n1,What?,x\n").name == "csv"


def test_an_exam_with_code_beside_its_texts_is_no_question() -> None:
    (found,) = from_json(
        {
            "title": "Node",
            "level": "Senior",
            "questions": [
                {"text": "What does it print?", "codeSnippet": "log(1)", "expectedAnswer": "1"}
            ],
        }
    )
    assert (found.title, found.answer, found.difficulty) == ("What does it print?", "1", "hard")
    assert "log(1)" in found.body


def test_a_list_of_questions_may_have_a_level_as_its_id() -> None:
    (found,) = from_json({"quiz": [{"id": "hard", "questions": [{"question": "Why?"}]}]})
    assert (found.difficulty, found.section) == ("hard", ("hard",))


@pytest.mark.parametrize("key", ["option2", "op2", "opt 2"])
def test_a_key_may_be_the_name_of_a_column(key: str) -> None:
    (found,) = documents("csv", f"question,option1,option2,right_ans\nWhich?,oak,iron,{key}\n")
    assert options(found) == [("oak", False), ("iron", True)]
