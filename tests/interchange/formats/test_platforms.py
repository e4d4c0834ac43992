"""GIFT, Aiken, Moodle XML, QTI and Open Trivia DB: what learning platforms write."""

import io
import json
import zipfile

import pytest

from app.interchange.document import QuestionDocument, Reading
from app.interchange.formats import format_named, guess
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.profile import Profile


def read(name: str, text: str | bytes) -> Reading:
    data = text if isinstance(text, bytes) else text.encode()
    return format_named(name).read(data, profile=Profile())


def shown(document: QuestionDocument) -> list[tuple[str, bool]]:
    return [(option.text, option.correct) for option in document.options]


def test_gift_choice_with_name_category_tags_and_feedback() -> None:
    reading = read(
        "gift",
        "$CATEGORY: $course$/top/Networks/DNS\n\n// [id:a-1] [tag:dns]\n"
        "::Records::Which record holds an address\\: IPv6?{\n=AAAA#Four times A.\n~A\n####See RFC 3596.}\n",
    )
    document = reading.documents[0]
    assert (document.title, document.body) == ("Records", "Which record holds an address: IPv6?")
    assert shown(document) == [("AAAA", True), ("A", False)]
    assert document.answer == "AAAA\n\nSee RFC 3596.\n\nAAAA: Four times A."
    assert document.section == ("Networks", "DNS")
    assert (document.external_id, document.tags, document.kind) == ("a-1", ("dns",), "choice")
    assert (document.line_start, document.line_end) == (4, 7)


@pytest.mark.parametrize(
    ("text", "answer", "kind"),
    [
        ("Is it?{T}", "True", "open"),
        ("Is it?{FALSE#no}", "False\n\nno", "open"),
        ("When?{#1822:5}", "1822 ± 5", "open"),
        ("How many?{#1..5}", "1 to 5", "open"),
        ("Pairs?{=a -> 1 =b -> 2}", "a -> 1\nb -> 2", "open"),
        ("Who?{=me =I}", "me\nI", "short"),
        ("Which?{~%50%a ~%50%b ~c}", "a\nb", "choice"),
        ("Tell me.{}", "", "open"),
    ],
)
def test_gift_kinds_of_answers(text: str, answer: str, kind: str) -> None:
    document = read("gift", text).documents[0]
    assert (document.answer, document.kind) == (answer, kind)


def test_gift_descriptions_and_open_braces_are_told() -> None:
    reading = read("gift", "Just read this.\n\n::Torn::What?{=a\n\n::Next::Why?{}\n")
    assert [one.title for one in reading.documents] == ["Next"]
    assert [one.code for one in reading.findings] == ["not-a-question", "unclosed-brace"]


def test_aiken() -> None:
    text = "Which port?\nA. 53\nB) 80\nANSWER: B\n\nWhich host?\nA. x\nANSWER: C\n\nrest\n"
    reading = guess("quiz.txt", None, text.encode()).read(text.encode(), profile=Profile())
    assert [one.title for one in reading.documents] == ["Which port?"]
    assert shown(reading.documents[0]) == [("53", False), ("80", True)]
    assert [(one.line_start, one.line_end) for one in reading.findings] == [(6, 8), (10, 10)]


def test_open_trivia_db() -> None:
    text = json.dumps(
        {
            "response_code": 0,
            "results": [
                {
                    "type": "multiple",
                    "difficulty": "hard",
                    "category": "Science &amp; Nature",
                    "question": "What does &quot;DNS&quot; name?",
                    "correct_answer": "Hosts",
                    "incorrect_answers": ["Ghosts", "Boats"],
                }
            ],
        }
    )
    found = guess("api.json", None, text.encode())
    assert found.name == "opentdb"
    document = found.read(text.encode(), profile=Profile()).documents[0]
    assert document.title == 'What does "DNS" name?'
    assert document.category == "Science & Nature"
    assert shown(document) == [("Boats", False), ("Ghosts", False), ("Hosts", True)]
    assert (document.answer, document.difficulty) == ("Hosts", "hard")


MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category"><category><text>$course$/top/DNS</text></category></question>
  <question type="multichoice">
    <name><text>Records</text></name>
    <questiontext format="html"><text><![CDATA[<p>Which holds an IPv6 address?</p>]]></text></questiontext>
    <generalfeedback><text>See RFC 3596.</text></generalfeedback>
    <answer fraction="100"><text>AAAA</text><feedback><text>Yes</text></feedback></answer>
    <answer fraction="0"><text><![CDATA[<script>alert(1)</script>]]></text></answer>
    <hint><text>Count the letters.</text></hint>
    <tags><tag><text>dns</text></tag></tags>
  </question>
  <question type="shortanswer">
    <name><text>Who...</text></name><questiontext><text>Who answers first?</text></questiontext>
    <answer fraction="100"><text>cache</text></answer>
  </question>
  <question type="truefalse">
    <name><text>T</text></name><questiontext><text>Is it so?</text></questiontext>
    <answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer>
  </question>
  <question type="description"><name><text>Read</text></name></question>
  <question type="ddimageortext"><name><text>Drag</text></name></question>
</quiz>
"""


def test_moodle_xml() -> None:
    reading = read("moodle-xml", MOODLE)
    choice, short, truth = reading.documents
    assert (choice.title, choice.body) == ("Records", "Which holds an IPv6 address?")
    assert shown(choice) == [("AAAA", True), ("<script>alert(1)</script>", False)]
    assert choice.answer == "AAAA\n\nSee RFC 3596.\n\nAAAA: Yes"
    assert (choice.hints, choice.tags, choice.section) == (
        ("Count the letters.",),
        ("dns",),
        ("DNS",),
    )
    assert (choice.line_start, choice.line_end) == (4, 12)
    assert (short.title, short.answer, short.kind) == ("Who answers first?", "cache", "short")
    assert (truth.answer, truth.kind) == ("False", "open")
    assert [one.code for one in reading.findings] == [
        "section",
        "not-a-question",
        "unsupported-type",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>',
        '<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz/>',
        "<quiz><question></quiz>",
        "<other/>",
        "<quiz>&nbsp;</quiz>",
        "",
    ],
)
def test_bad_or_dangerous_xml_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFile):
        read("moodle-xml", text)


ITEM_2 = """<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i1" title="Ports">
<responseDeclaration identifier="R" cardinality="single" baseType="identifier">
<correctResponse><value>b</value></correctResponse></responseDeclaration>
<itemBody><p>Look at <b>this</b>.</p><choiceInteraction responseIdentifier="R" maxChoices="1">
<prompt>Which port?</prompt>
<simpleChoice identifier="a">53</simpleChoice><simpleChoice identifier="b">80</simpleChoice>
</choiceInteraction></itemBody></assessmentItem>"""
ITEM_3 = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i2" title="Question 2">
<qti-response-declaration identifier="R"><qti-correct-response><qti-value>cache</qti-value></qti-correct-response></qti-response-declaration>
<qti-item-body><p>First asks the <qti-text-entry-interaction response-identifier="R"/>.</p></qti-item-body></qti-assessment-item>"""
ITEM_BAD = """<assessmentItem identifier="i3" title="Drag"><itemBody><hotspotInteraction/></itemBody></assessmentItem>"""


def test_qti_items_of_both_spellings() -> None:
    document = read("qti", ITEM_2).documents[0]
    assert document.title == "Ports"
    assert document.body.endswith("Which port?")
    assert "Look at" in document.body
    assert shown(document) == [("53", False), ("80", True)]
    assert (document.answer, document.external_id) == ("80", "i1")
    document = read("qti", ITEM_3).documents[0]
    assert (document.title, document.answer) == ("First asks the _____.", "cache")


def test_qti_refuses_other_interactions_by_name() -> None:
    reading = read("qti", ITEM_BAD)
    assert reading.documents == ()
    assert "hotspotInteraction" in reading.findings[0].message


def zipped(files: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return target.getvalue()


def test_items_in_folders_are_found_by_their_addresses() -> None:
    manifest = (
        '<manifest><resources><resource type="imsqti_item_xmlv2p2" href="./items/first%20one.xml"/>'
        "</resources></manifest>"
    )
    data = zipped({"imsmanifest.xml": manifest, "items/first one.xml": ITEM_2, "other.xml": "<x/>"})
    assert len(format_named("qti").read(data, profile=Profile()).documents) == 1


def test_qti_packages_follow_their_manifest() -> None:
    manifest = (
        '<manifest><resources><resource type="imsqti_item_xmlv3p0" href="b.xml"/>'
        '<resource type="imsqti_item_xmlv2p1" href="a.xml"/><resource type="webcontent" href="x.png"/></resources></manifest>'
    )
    data = zipped({"imsmanifest.xml": manifest, "a.xml": ITEM_2, "b.xml": ITEM_3, "x.png": ""})
    found = guess("pack.zip", None, data)
    assert found.name == "qti"
    reading = found.read(data, profile=Profile())
    assert [one.external_id for one in reading.documents] == ["i2", "i1"]
    assert [one.code for one in reading.findings] == ["file-not-imported"]


def test_a_zip_bomb_is_refused() -> None:
    data = zipped({"imsmanifest.xml": " " * 2_000_000})
    with pytest.raises(UnreadableFile, match="200 times its size"):
        read("qti", data)


def test_gaps_of_moodle_are_blanks_or_choices_and_tell_no_answer() -> None:
    text = (
        '<quiz><question type="cloze"><questiontext><text>The {1:SHORTANSWER:=sun#Yes~%50%star}'
        " is {2:MULTICHOICE:%100%hot~cold\\, wet#No}.</text></questiontext></question></quiz>"
    )
    document = format_named("moodle-xml").read(text.encode(), profile=Profile()).documents[0]
    assert document.title == "The _____ is [hot / cold, wet]."
    assert document.answer == "sun\nhot"


def test_gift_accepts_no_answer_that_is_worth_nothing() -> None:
    text = "::T:: Which animal? {=Frog#[html]Good. =%0%*#None}"
    document = format_named("gift").read(text.encode(), profile=Profile()).documents[0]
    assert [one.text for one in document.options] == ["Frog"]
    assert "[html]" not in document.answer


def test_aiken_takes_small_letters_too() -> None:
    text = "Which guards?\na) a log\nb) a lock\nAnswer: b\n"
    (document,) = format_named("aiken").read(text.encode(), profile=Profile()).documents
    assert [(one.text, one.correct) for one in document.options] == [
        ("a log", False),
        ("a lock", True),
    ]


@pytest.mark.parametrize(("kind", "word"), [("gapselect", "selectoption"), ("ddwtos", "dragbox")])
def test_the_words_of_numbered_gaps_are_the_answer(kind: str, word: str) -> None:
    words = "".join(f"<{word}><text>{text}</text></{word}>" for text in ("log", "lock", "leak"))
    text = (
        f'<quiz><question type="{kind}"><name><text>Guards</text></name><questiontext>'
        f"<text>A [[2]] guards, a [[1]] tells.</text></questiontext>{words}</question></quiz>"
    )
    (document,) = format_named("moodle-xml").read(text.encode(), profile=Profile()).documents
    assert document.body == "A _____ guards, a _____ tells."
    assert document.answer == "lock\nlog\n(not: leak)"


def test_aiken_with_numbers_and_hardly_a_blank() -> None:
    data = b"\xef\xbb\xbf1. Which guards?\r\n\r\nA)a log\r\nB)a lock\r\n\r\nANSWER:B\r\n"
    found = guess("bank.txt", None, data)
    (document,) = found.read(data, profile=Profile()).documents
    assert (found.name, document.title) == ("aiken", "Which guards?")
    assert shown(document) == [("a log", False), ("a lock", True)]


def test_a_gift_title_right_below_answers_begins_another_question() -> None:
    text = (
        "// [id:a]\n::q1::Which guards?{=lock ~log}\n// [id:b]\n::q2::Which tells?{=log ~lock}\n\n"
        "// [id:c]\n::q3::Which leaks?{=pipe}\n"
    )
    documents = read("gift", text).documents
    assert [one.external_id for one in documents] == ["a", "b", "c"]
    documents = documents[:2]
    assert [(one.title, one.body) for one in documents] == [
        ("q1", "Which guards?"), ("q2", "Which tells?"),
    ]  # fmt: skip


def test_what_a_qti_item_asks_beside_its_choice_is_told_and_kept() -> None:
    item = (
        "<assessmentItem identifier='i' title='Two parts'>"
        "<responseDeclaration identifier='R1'><correctResponse><value>B</value></correctResponse>"
        "</responseDeclaration><responseDeclaration identifier='R2'><correctResponse>"
        "<value>42</value></correctResponse></responseDeclaration><itemBody>"
        "<choiceInteraction responseIdentifier='R1'><prompt>Which?</prompt>"
        "<simpleChoice identifier='A'>a</simpleChoice><simpleChoice identifier='B'>b</simpleChoice>"
        "</choiceInteraction><p>How many? <textEntryInteraction responseIdentifier='R2'/></p>"
        "</itemBody></assessmentItem>"
    )
    reading = read("qti", item)
    assert reading.documents[0].answer == "b\n42"
    assert [one.code for one in reading.findings] == ["several-responses"]


def test_notes_that_are_no_html_are_kept_to_the_letter() -> None:
    text = "#separator:tab\n#html:{}\nWhat is <kernel>?\tThe <b>core</b>\n"
    plain_note = read("anki-text", text.format("false")).documents[0]
    assert (plain_note.title, plain_note.answer) == ("What is <kernel>?", "The <b>core</b>")
    assert read("anki-text", text.format("true")).documents[0].answer == "The core"


def test_gift_options_that_say_they_are_html_are_plain_lines_where_they_can_be() -> None:
    text = "::q::Which?{=[html]<p>a &amp; b</p> ~[html]<pre>x</pre> ~<p>c</p>}\n"
    assert shown(read("gift", text).documents[0]) == [
        ("a & b", True), ("<pre>x</pre>", False), ("<p>c</p>", False),
    ]  # fmt: skip
