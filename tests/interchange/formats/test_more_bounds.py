"""Bounds of what one question, one table and one import may hold, so that none runs for minutes."""

import gc
import json
import time
from contextlib import suppress

import pytest

from app.interchange import reading as reading_module
from app.interchange.document import Reading
from app.interchange.formats import format_named, lines, xlsx
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.profile import Profile
from app.interchange.formats.xml_tree import parse_xml
from app.interchange.reading import FileRead, read_all
from app.interchange.report import ImportItem
from app.interchange.sources import from_files
from tests.interchange.formats.test_kept_sheets import workbook


def read(name: str, text: str) -> Reading:
    return format_named(name).read(text.encode(), profile=Profile())


@pytest.mark.parametrize("opened", ["[", '{"a":', '[{"text":', '{"question":'])
@pytest.mark.parametrize("depth", [41, 150, 250, 450])
@pytest.mark.parametrize("key", ["answer", "hints", "options", "category", "spare"])
def test_values_of_a_question_that_are_nested_deeply_are_refused(
    opened: str, depth: int, key: str
) -> None:
    closed = "".join({"[": "]", "{": "}"}[sign] for sign in reversed(opened) if sign in "[{")
    text = f'[{{"question": "What?", "{key}": {opened * depth}1{closed * depth}}}]'
    with pytest.raises(
        UnreadableFile, match=r"nested more than 40 levels|not JSON that can be read"
    ):
        read("json", text)


def test_a_mapping_of_more_names_than_a_question_has_is_refused() -> None:
    names = {f"k{n}": n for n in range(lines._MOST_NAMES + 1)}
    with pytest.raises(UnreadableFile, match="a mapping of more than 1,000 names"):
        read("json", json.dumps([{"question": "What?", **names}]))
    many = {f"q{n}": {"question": f"What is {n}?", "answer": "x"} for n in range(1_500)}
    assert len(read("json", json.dumps(many)).documents) == 1_500


def test_questions_that_all_name_their_members_differently_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lines, "_MOST_KINDS", 20)
    bank = [{"question": f"What is {n}?", f"k{n}": 1} for n in range(20)]
    with pytest.raises(UnreadableFile, match="more than 20 names"):
        read("json", json.dumps(bank))
    assert len(read("json", json.dumps(bank[:19])).documents) == 19


def test_what_is_said_of_all_questions_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    bank = {"context": "c" * 40, "questions": [{"question": f"What is {n}?"} for n in range(5)]}
    assert {one.body for one in read("json", json.dumps(bank)).documents} == {"c" * 40}
    monkeypatch.setattr(lines, "_MOST_SHARED", 100)
    with pytest.raises(UnreadableFile, match="more than 100 characters"):
        read("json", json.dumps(bank))


def test_a_text_that_is_merged_down_counts_in_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[list[object]] = [["Area", "Question"], ["t" * 40, "What is 0?"]]
    rows += [[None, f"What is {n}?"] for n in range(1, 6)]
    assert len(workbook(rows, merged="A2:A7").documents) == 6
    monkeypatch.setattr(xlsx, "LARGEST_FILE", 100)
    with pytest.raises(UnreadableFile, match="the cells share texts"):
        workbook(rows, merged="A2:A7")


def test_an_import_takes_so_many_questions_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_module, "MOST_QUESTIONS", 3)
    tables = {"a.csv": 2, "b.csv": 2, "c.csv": 1, "d.csv": 1}
    sources = from_files(
        {
            name: lambda count=count: (  # type: ignore[misc]  # each its own
                "question,answer\n" + "".join(f"What is {n}?,x\n" for n in range(count))
            ).encode()
            for name, count in tables.items()
        },
        label=None,
    )
    found = list(read_all(sources, format_name=None, profile=Profile()))
    assert [len(one.documents) if isinstance(one, FileRead) else one.errors for one in found] == [
        2, (reading_module._TOO_MANY,), 1,
        (reading_module._TOO_MANY,),
    ]  # fmt: skip
    assert sum(isinstance(one, ImportItem) for one in found) == 2


def test_columns_that_hold_nothing_of_a_question_are_told_once_from_first_to_last() -> None:
    reading = read(
        "csv", "question,a1 x,a2 x,a3 x\nWhat is 1?,x,,\nWhat is 2?,x,y,\nWhat is 3?,,,\n"
    )
    assert [(one.message, one.line_start, one.line_end) for one in reading.findings] == [
        ("'a1 x' is no field of a question", 2, 3),
        ("'a2 x' is no field of a question", 3, 3),
    ]


def test_a_level_that_nobody_knows_is_told() -> None:
    reading = read("csv", "question,level\nWhat is 1?,ninja\nWhat is 2?,ninja\nWhat is 3?,easy\n")
    assert [one.difficulty for one in reading.documents] == [None, None, "easy"]
    assert [(one.code, one.line_start) for one in reading.findings] == [("level-unknown", 2)]
    assert "'ninja' is no level" in reading.findings[0].message


def test_names_that_lie_in_endless_others_are_refused() -> None:
    path = "/".join(["a"] * 200)
    quiz = f'<quiz><question type="category"><category><text>{path}</text></category></question></quiz>'
    with pytest.raises(UnreadableFile, match="a category of more than 100 levels"):
        read("moodle-xml", quiz)
    with pytest.raises(UnreadableFile, match="a deck below more than 100 others"):
        read("anki-text", f"#separator:tab\n#deck:{'::'.join(['a'] * 200)}\nWhat?\tx\n")


def _seconds(name: str, text: str) -> float:
    begun = time.process_time()
    assert len(read(name, text).documents) == 1
    return time.process_time() - begun


CHOICE = (
    '<assessmentItem identifier="a" title="T"><responseDeclaration identifier="R"/><itemBody>'
    '<p>What{0}?</p><choiceInteraction responseIdentifier="R"><simpleChoice identifier="A">x</simpleChoice>'
    '<simpleChoice identifier="B">y</simpleChoice></choiceInteraction></itemBody></assessmentItem>'
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("csv", 'question,options,correct\nWhat?,"a{0}b;c",c\n'),
        ("csv", 'question,options,correct\nWhat?,"a;b","a{0}b"\n'),
        ("csv", "question,option1,option2\nWhat?,a{0}b,*c\n"),
        ("csv", "question,answer,hints,tags,category\nWhat{0}?,a{0}b,a{0}b,t,c\n"),
        ("gift", "::a{0}b::What{0}?{{=a{0}b ~{0}c#{0}x}}\n"),
        ("aiken", "What{0}?\nA. a{0}b\nB. c\nANSWER: B\n"),
        ("blackboard", "ESS\tWhat{0}?\tx{0}y\n"),
        ("anki-text", "#separator:tab\nWhat{0}?\tx{0}<br>{0}y\n"),
        ("qti", CHOICE),
    ],
)
def test_a_long_run_of_spaces_is_no_more_work_than_so_many_letters(name: str, text: str) -> None:
    length = 10_000
    letters = max(_seconds(name, text.format("x" * length)) for _ in range(3))
    assert _seconds(name, text.format(" " * length)) < 50 * letters


def test_twenty_times_the_lines_of_a_question_in_aiken_are_no_hundred_times_the_work() -> None:
    text = "What?\nA. a\nB. b\n{0}ANSWER: B\n"
    few, many = (
        min(_seconds("aiken", text.format("more\n" * lines)) for _ in range(3))
        for lines in (1_000, 20_000)
    )
    assert many < 100 * few


@pytest.mark.parametrize("data", [b"<a><b/>text</a>", b"<a><b></a>", b"<!DOCTYPE a><a/>", b""])
def test_no_parser_of_xml_waits_for_the_collector(data: bytes) -> None:
    gc.collect()
    with suppress(UnreadableFile):
        parse_xml(data)
    assert gc.collect() == 0
