"""Parts of files that no field of a question takes: they are told, or stand in the answer."""

import json

import pytest

from app.interchange.document import OptionDocument, Reading
from app.interchange.formats import format_named, guess
from app.interchange.formats.errors import BadProfile, UnreadableFile
from app.interchange.formats.profile import Profile, load_profile

NOTES = "#separator:tab\n#html:true\nWhat is a sump?\tA pit.\n"


def read(name: str, text: str, profile: Profile | None = None) -> Reading:
    return format_named(name).read(text.encode(), profile=profile or Profile())


def told(reading: Reading) -> list[str]:
    return [finding.message for finding in reading.findings]


@pytest.mark.parametrize(
    "text",
    [
        "### Q1. What is a weir?\n\n**Difficulty:** wild\n\n**Answer:** A dam.\n",
        "### Q1. What is a weir?\n\n<!-- level: wild -->\n\n**Answer:** A dam.\n",
        "---\nlevel: wild\n---\n\n# What is a weir?\n\nA dam.\n",
    ],
)
def test_a_level_that_nobody_knows_is_told_until_a_profile_names_it(text: str) -> None:
    reading = read("markdown", text)
    assert reading.documents[0].difficulty is None
    doubt = "'wild' is no level that is known; a profile can say which one it is"
    assert doubt in told(reading)
    known = read("markdown", text, load_profile(b"levels: {wild: hard}"))
    assert known.documents[0].difficulty == "hard"
    assert doubt not in told(known)


def test_a_level_of_a_whole_file_that_its_questions_overrule_is_no_doubt() -> None:
    text = "---\nlevel: mixed\n---\n\n## What is a weir? (easy)\n\nA dam.\n\n## What is a lock?\n\nA gate.\n"
    assert not any("no level" in message for message in told(read("markdown", text)))


@pytest.mark.parametrize("key", ["a", "1", "x", ""])
def test_the_only_option_of_a_row_is_what_is_expected(key: str) -> None:
    rows = f"question,option a,option b,correct\nWhich?,x,y,b\nWhat?,x,,{key}\n"
    choice, alone = read("csv", rows).documents
    assert choice.options == (OptionDocument("x", False), OptionDocument("y", True))
    assert (alone.options, alone.answer) == ((), "x")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_lines_above_a_header_do_not_say_what_stands_between_its_cells(delimiter: str) -> None:
    rows = ["No", "Question", "Answer"], ["1", "What is a weir?", "A dam."]
    table = "\n".join(map(delimiter.join, rows))
    reading = read("csv", f"Report of Monday, in English\nFor us\n\n{table}\n")
    assert [(one.title, one.answer) for one in reading.documents] == [("What is a weir?", "A dam.")]
    assert "rows above the header" in told(reading)


def test_a_line_that_is_no_json_fails_alone() -> None:
    lines = ['{"q": "What?", "a": "x"}', '{"q": broken}', "", '{"q": "Why?"}']
    reading = read("jsonl", "\n".join(lines))
    assert [(one.title, one.line_start) for one in reading.documents] == [("What?", 1), ("Why?", 4)]
    (finding,) = reading.findings
    assert (finding.severity, finding.line_start, finding.line_end) == ("error", 2, 2)
    assert finding.message == "line 2, column 7: not JSON: Expecting value"
    with pytest.raises(UnreadableFile, match="line 1, column 2: not JSON"):
        read("jsonl", "{no json}\n" + lines[0])


def test_texts_of_moodle_questions_that_are_not_read_are_told_once() -> None:
    choice = (
        '<question type="multichoice"><questiontext><text>Which {}?</text></questiontext>'
        '<answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>'
        "<correctfeedback><text>Well done.</text></correctfeedback><hint><text></text></hint>"
        "<incorrectfeedback><text> </text></incorrectfeedback></question>\n"
    )
    pairs = (
        '<question type="matching"><questiontext><text>Match.</text></questiontext>'
        "<subquestion><text>s</text><answer><text>t</text></answer></subquestion>"
        "<subquestion><text></text><answer><text>u</text></answer></subquestion></question>\n"
    )
    reading = read("moodle-xml", f"<quiz>\n{choice.format(1)}{choice.format(2)}{pairs}</quiz>")
    assert reading.documents[2].answer == "s -> t\n(not: u)"
    assert [(one.message, one.line_start, one.line_end) for one in reading.findings] == [
        ("'correctfeedback' is no field of a question", 2, 3),
    ]


def test_feedback_of_qti_choices_is_told_with_the_answer_and_instructions_are_named() -> None:
    item = (
        '<assessmentItem identifier="i" title="Valves"><responseDeclaration identifier="R">'
        "<correctResponse><value>B</value></correctResponse></responseDeclaration><itemBody>"
        '<rubricBlock view="tutor"><p>Take your time.</p></rubricBlock>'
        '<choiceInteraction responseIdentifier="R"><prompt>Which?</prompt>'
        '<simpleChoice identifier="A">gate<feedbackInline>No.</feedbackInline></simpleChoice>'
        '<simpleChoice identifier="B">check</simpleChoice></choiceInteraction></itemBody></assessmentItem>'
    )
    reading = read("qti", item)
    document = reading.documents[0]
    assert [option.text for option in document.options] == ["gate", "check"]
    assert document.answer == "check\n\ngate: No."
    assert told(reading) == ["what stands in rubricBlock is not imported"]


def test_what_a_deck_holds_besides_notes_is_told() -> None:
    deck = {
        "__type__": "Deck",
        "name": "Pumps",
        "desc": "About pumps.",
        "media_files": ["a.png", "b.png"],
        "note_models": [{"crowdanki_uuid": "m", "flds": [{"name": "Front"}, {"name": "Back"}]}],
        "notes": [
            {"guid": "a", "note_model_uuid": "m", "fields": ["What is a sump?", "[sound:a.mp3]x"]},
            "no note",
        ],
    }
    reading = read("anki-json", json.dumps(deck))
    assert [(one.title, one.answer) for one in reading.documents] == [("What is a sump?", "x")]
    assert told(reading) == [
        "sounds in notes are not imported",
        "what the deck says of itself",
        "2 media files are not imported",
        "1 of its notes are no mappings with fields",
    ]


def test_the_text_of_a_note_that_has_no_answer_stays_its_text() -> None:
    document = read("anki-text", NOTES + 'What is <img src="a.png">?\t[sound:a.mp3]\n').documents[1]
    assert (document.body, document.answer) == ('What is <img src="a.png">?', "")


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_format_is_recognised_in_any_encoding_and_with_any_ends_of_lines(
    codec: str, end: str
) -> None:
    assert guess("notes.txt", None, NOTES.replace("\n", end).encode(codec)).name == "anki-text"


def test_a_profile_says_all_keys_that_it_may_have() -> None:
    with pytest.raises(BadProfile, match=r"no key 'colums'; it may have: .*source.*columns"):
        load_profile(b"colums: {}")
