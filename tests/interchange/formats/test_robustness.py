"""Readers take any bytes: they read them or refuse them, and nothing disappears silently."""

import random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.interchange.document import Reading
from app.interchange.formats import Format, format_named, formats
from app.interchange.formats.errors import FormatError
from app.interchange.formats.profile import Profile

SAMPLES = {
    "markdown": "# Bank\n\n## 1. What is a lock?\n\n- [ ] A\n- [x] B\n\n<details><summary>Hint</summary>x</details>\n\n**Answer:** y\n\n| Question | Answer |\n|--|--|\n| What? | That |\n",
    "csv": 'question,answer,options\n"What is ""it""?","two\nlines",a|b\n',
    "tsv": "question\tanswer\nWhat?\tThat\n",
    "json": '[{"question": "What?", "answer": "That", "options": ["a", "b"], "correct": 1}]',
    "jsonl": '{"question": "What?"}\n{"question": "How?"}\n',
    "yaml": "- q: What?\n  a: &x That\n- q: How?\n  a: *x\n",
    "gift": "::T:: What {=a ~b #no}\n\n$CATEGORY: x\n\nIs it? {T}\n",
    "aiken": "What?\nA. x\nB. y\nANSWER: B\n",
    "moodle-xml": '<quiz><question type="shortanswer"><name><text>N</text></name><questiontext><text>What?</text></questiontext><answer fraction="100"><text>x</text></answer></question></quiz>',
    "qti": '<assessmentItem identifier="i" title="t"><itemBody><p>What?</p><choiceInteraction responseIdentifier="R"><simpleChoice identifier="A">x</simpleChoice></choiceInteraction></itemBody></assessmentItem>',
    "opentdb": '{"results": [{"question": "What?", "correct_answer": "x", "incorrect_answers": ["y"]}]}',
    "anki-text": "#separator:tab\n#deck:D\nWhat?\tThat\n",
    "anki-json": '{"__type__": "Deck", "name": "D", "notes": [{"fields": ["What?", "That"], "tags": []}]}',
}
PIECES = (
    "<details>", "</details>", "<summary>", "</summary>", "```", "~~~", "- [x] ", "A) ", "**", "# ",
    "Answer: ", "Hint:", "\n", "\n\n", "    ", "|", "---", "<!--", "-->", '"', "{", "}", "[", "]",
    "&a", "*a", "!!x", "\t", "1. ", "> ", "Q: ", "What is it?", "ANSWER: B", "{=x}", "\\", "⭐", "é",
    "²", "٣", "1" * 5_000, "{{c1::", "%50%", "::", "#",
)  # fmt: skip


def read(one: Format, data: bytes) -> Reading | None:
    """What is read, or None for a file that is refused. Raises what a format may not raise."""
    try:
        return one.read(data, profile=Profile())
    except FormatError:
        return None


@pytest.mark.parametrize("one", formats(), ids=lambda one: one.name)
@settings(max_examples=30)
@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(one: Format, data: bytes) -> None:
    one.recognises(data)
    read(one, data)


@pytest.mark.parametrize("name", sorted(SAMPLES))
@settings(max_examples=60)
@given(seed=st.integers(0, 2**32), edits=st.integers(1, 12))
def test_damaged_files_are_read_or_refused(name: str, seed: int, edits: int) -> None:
    read(format_named(name), damaged(SAMPLES[name], seed, edits).encode())


def told(reading: Reading) -> set[int]:
    """The lines that are part of a question or of a finding."""
    spans = [(one.line_start, one.line_end) for one in reading.documents]
    spans += [(one.line_start, one.line_end) for one in reading.findings]
    return {line for first, last in spans for line in range(first, last + 1)}


def damaged(text: str, seed: int, edits: int) -> str:
    chance = random.Random(seed)
    for _ in range(edits):
        at = chance.randrange(len(text) + 1)
        piece = chance.choice(PIECES)
        text = text[:at] + piece + text[at + chance.choice((0, 0, 1, 5)) :]
    return text


@settings(max_examples=150)
@given(seed=st.integers(0, 2**32), edits=st.integers(1, 20))
def test_every_written_line_of_markdown_is_a_question_s_or_a_finding_s(
    seed: int, edits: int
) -> None:
    text = damaged(SAMPLES["markdown"] * 2, seed, edits)
    reading = read(format_named("markdown"), text.encode())
    assert reading is not None
    seen = told(reading)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert [n for n, line in enumerate(lines, 1) if line.strip() and n not in seen] == []


@settings(max_examples=80)
@given(rows=st.lists(st.lists(st.sampled_from(("What?", "x", "", "a|b")), max_size=4), max_size=8))
def test_every_written_row_of_a_table_is_a_question_or_a_finding(rows: list[list[str]]) -> None:
    text = "question,answer,options\n" + "".join(",".join(row) + "\n" for row in rows)
    reading = read(format_named("csv"), text.encode())
    assert reading is not None
    seen = told(reading)
    written = [n for n, row in enumerate(rows, 2) if any(cell.strip() for cell in row)]
    assert [n for n in written if n not in seen] == []


HOSTILE = {
    "nested quotes": "> " * 10_000 + "x",
    "nested lists": "- " * 10_000 + "x",
    "deep lists": "".join("  " * level + "- What?\n" for level in range(300)),
    "one line": "What is it? " * 80_000,
    "open fences": "```\nx\n\n" * 5_000,
    "open details": "<details><summary>What?</summary>\n\nx\n\n" * 3_000,
    "stars": "*" * 200_000,
    "brackets": "[" * 100_000 + "](#" * 1000,
    "tags": "<a " * 50_000,
    "comments": "<!-- " * 50_000,
    "wide table": "|"
    + "Question|" * 5_000
    + "\n|"
    + "-|" * 5_000
    + "\n|"
    + "What?|" * 5_000
    + "\n",
    "headings": "# What?\n" * 20_000,
    "bold": "**What is it?** " * 20_000,
    "labels": "Answer: " * 40_000,
    "numbers": "1.1.1.1." * 50_000,
}


@pytest.mark.parametrize("case", sorted(HOSTILE))
def test_hostile_markdown_is_read_in_time(case: str) -> None:
    start = process_time()
    read(format_named("markdown"), HOSTILE[case].encode())
    assert process_time() - start < 20


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("json", "[" * 100_000),
        ("json", '{"a":' * 50_000),
        ("yaml", "[" * 20_000),
        ("yaml", "a: &a [x,x]\n" + "".join(f"b{n}: &b{n} [*b{n - 1},*b{n - 1}]\n" for n in range(1, 60))),
        ("moodle-xml", "<quiz>" + "<a>" * 100_000),
        ("moodle-xml", '<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>'),
        ("gift", "{" * 100_000),
        ("gift", "x {=" + "~%50%" * 50_000),
        ("csv", '"' + "question," * 100_000),
        ("aiken", "A. x\n" * 50_000),
    ],
)  # fmt: skip
def test_hostile_data_is_read_or_refused_in_time(name: str, text: str) -> None:
    start = process_time()
    read(format_named(name), text.encode())
    assert process_time() - start < 20
