"""Formats of other programs: what they can carry comes back, and others' readers take them."""

import io
import sqlite3
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.interchange.document import (
    KeyPointDocument,
    OptionDocument,
    QuestionDocument,
    Reading,
)
from app.interchange.formats import format_named
from app.interchange.formats.profile import Profile
from app.interchange.writers import writer_named
from app.interchange.writers.anki_package import note_number
from app.interchange.writers.rendering import is_graded, question_text
from tests.interchange.documents import NASTY, banks, made_public

QUIZZES = ("gift", "moodle-xml")


def written(name: str, bank: list[QuestionDocument]) -> bytes:
    return b"".join(writer_named(name).write(bank))


def read(name: str, bank: list[QuestionDocument]) -> Reading:
    return format_named(name).read(written(name, bank), profile=Profile())


def kept(text: str) -> str:
    """A text as these formats keep it: without white space at its ends, control characters and
    other line ends than one."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


plain = st.one_of(
    st.sampled_from([text for text in NASTY if text.isprintable() or "\n" in text]),
    st.text("ab ~=#{}:\\n<>&\"'`*[]()/-\n", min_size=1, max_size=30),
).map(lambda text: kept("".join(c for c in text if c.isprintable() or c == "\n")) or "x")


@st.composite
def quizzes(draw: st.DrawFn) -> list[QuestionDocument]:
    """Whole documents whose texts have nothing that XML or a line cannot hold."""
    found = draw(banks())
    titles = [" ".join(draw(plain).split()).rstrip(" .…") or "x" for _ in found]
    return [
        replace(
            one,
            title=f"{number} {title}"[:900].strip(),
            body=draw(plain),
            answer=draw(plain),
            hints=tuple(draw(st.lists(plain, max_size=2))),
            options=tuple(OptionDocument(draw(plain), o.correct) for o in one.options),
            tags=("linux", "dns"),
            category="databases/sql",
        )
        for number, (one, title) in enumerate(zip(found, titles, strict=True))
    ]


@pytest.mark.parametrize("name", QUIZZES)
@settings(max_examples=40)
@given(quizzes())
def test_quizzes_keep_questions_options_and_answers(
    name: str, bank: list[QuestionDocument]
) -> None:
    found = read(name, bank).documents
    assert len(found) == len(bank)
    for before, after in zip(bank, found, strict=True):
        assert after.title == before.title
        assert after.body == kept(question_text(before))
        assert after.external_id == before.external_id
        assert after.tags == before.tags
        assert after.category == "sql"
        assert after.answer.endswith(before.answer)
        if is_graded(before):
            assert after.options == before.options
            assert after.kind == "choice"
        else:
            assert (after.options, after.answer) == ((), before.answer)
        assert name == "gift" or after.hints == before.hints


@pytest.mark.parametrize("name", [*QUIZZES, "qti", "apkg"])
@settings(max_examples=25)
@given(banks())
def test_no_text_keeps_a_question_from_being_read(name: str, bank: list[QuestionDocument]) -> None:
    reading = read(name, bank)
    assert not [one for one in reading.findings if one.severity == "error"]
    assert {one.external_id for one in reading.documents} == {one.external_id for one in bank}


@settings(max_examples=40)
@given(quizzes())
def test_qti_keeps_titles_and_which_options_are_right(bank: list[QuestionDocument]) -> None:
    reading = read("qti", bank)
    found = reading.documents
    assert len(found) == len(bank), reading.findings
    assert [one.title for one in found] == [one.title for one in bank]
    assert [one.external_id for one in found] == [one.external_id for one in bank]
    for before, after in zip(bank, found, strict=True):
        assert [o.correct for o in after.options] == [o.correct for o in before.options]


def test_qti_keeps_plain_texts_to_the_letter() -> None:
    document = QuestionDocument(
        title="Which is a List<String> & why?",
        line_start=0,
        line_end=0,
        body='Think of <generics> & "types".',
        answer="Because a < b.",
        options=(OptionDocument("x < y && z", correct=True), OptionDocument("Paris")),
        external_id="0198c1f2-6f3a-7c1e-9d53-0e6a3b1c2d4f",
        kind="choice",
    )
    after = read("qti", [document]).documents[0]
    assert (after.title, after.body, after.options) == (
        document.title,
        document.body,
        document.options,
    )
    assert after.answer == "x < y && z\n\nBecause a < b."
    assert after.external_id == document.external_id


@pytest.mark.parametrize("name", ["moodle-xml", "qti"])
@settings(max_examples=25)
@given(banks())
def test_xml_is_well_formed_whatever_is_in_it(name: str, bank: list[QuestionDocument]) -> None:
    data = written(name, bank)
    if name == "moodle-xml":
        assert len(ElementTree.fromstring(data).findall("question[name]")) == len(bank)
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(archive.namelist()) == len(bank) + 1
        for one in archive.namelist():
            ElementTree.fromstring(archive.read(one))


@settings(max_examples=25)
@given(banks())
def test_the_public_forms_tell_no_answer(bank: list[QuestionDocument]) -> None:
    public = [replace(made_public(one), kind="choice") for one in bank]
    assert b"{####" not in written("gift", public)
    assert not any(o.correct for one in read("qti", public).documents for o in one.options)
    assert b"<li class=right" not in written("html", public)
    assert b"Model answer" not in written("html", public)


@settings(max_examples=25)
@given(banks())
def test_the_sheet_runs_and_fetches_nothing(bank: list[QuestionDocument]) -> None:
    page = written("html", bank).decode()
    assert page.count('<article dir="auto">') == len(bank)
    for tag in ("<script", "<iframe", "<img", "<link", "javascript:", "<details"):
        assert tag not in page


def test_a_converter_reads_the_qti_package_and_gives_the_same_questions() -> None:
    converter = pytest.importorskip("qti_convert", reason="the reader is not installed")
    one = QuestionDocument(
        title="Which is `a < b` & true?",
        line_start=0,
        line_end=0,
        body="```py\na < b\n```\n\nThink of **types**.",
        answer="Because of order.",
        options=(OptionDocument("x < y", correct=True), OptionDocument("Paris")),
        external_id="0198c1f2-6f3a-7c1e-9d53-0e6a3b1c2d4f",
        kind="choice",
    )
    two = replace(
        one,
        title="Why?",
        options=(),
        kind="open",
        external_id="0198c1f2-6f3b-7c1e-9d53-0e6a3b1c2d4f",
    )
    ours = written("qti", [one, two])
    older = converter.downgrade_package(ours)
    assert {warning.code for warning in older.warnings} <= {"removed-attribute"}  # `use`, a note
    again = format_named("qti").read(converter.package_to_zip(older.files), profile=Profile())
    found = format_named("qti").read(ours, profile=Profile())
    assert [(q.title, q.body, q.answer, q.options) for q in again.documents] == [
        (q.title, q.body, q.answer, q.options) for q in found.documents
    ]
    assert len(found.documents) == 2


def test_anki_reads_the_package_and_knows_the_notes_again(tmp_path: Path) -> None:
    collection = pytest.importorskip("anki.collection", reason="the reader is not installed")
    one = QuestionDocument(
        title="What is a lock?",
        line_start=0,
        line_end=0,
        answer="**Mutual** exclusion",
        hints=("Think of doors",),
        category="concurrency/locks",
        tags=("two words",),
        external_id="0198c1f2-6f3a-7c1e-9d53-0e6a3b1c2d4f",
        kind="open",
    )
    path = tmp_path / "bank.apkg"
    path.write_bytes(written("apkg", [one]))
    deck = collection.Collection(str(tmp_path / "collection.anki2"))
    try:
        for answer in ("**Mutual** exclusion", "Only one at a time"):
            path.write_bytes(written("apkg", [replace(one, answer=answer)]))
            deck.import_anki_package(collection.ImportAnkiPackageRequest(package_path=str(path)))
            notes = deck.find_notes("")
            assert len(notes) == 1
        note = deck.get_note(notes[0])
        assert note.guid == one.external_id
        assert note["Question"] == one.title
        assert note.tags == ["two_words"]
        name = deck.decks.name(note.cards()[0].did)
        assert name == "Interview questions::concurrency::locks"
    finally:
        deck.close()


@settings(max_examples=10)
@given(banks())
def test_notes_of_a_package_are_stable_and_read_back(bank: list[QuestionDocument]) -> None:
    data = written("apkg", bank)
    assert data == written("apkg", bank)
    found = format_named("apkg").read(data, profile=Profile()).documents
    assert {one.external_id for one in found} == {one.external_id for one in bank if one in bank}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        deck = sqlite3.connect(":memory:")
        deck.deserialize(archive.read("collection.anki2"))
        assert deck.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        guids = {guid for (guid,) in deck.execute("SELECT guid FROM notes")}
        deck.close()
    assert guids == {one.external_id for one in bank}


def test_notes_of_questions_of_one_moment_are_numbered_in_no_time() -> None:
    numbers: dict[int, int] = {}
    document = QuestionDocument("What?", 0, 0, external_id="0198c1f2-6f3a-7c1e-9d53-0e6a3b1c2d4f")
    later = replace(document, external_id="0198c1f2-6f40-7c1e-9d53-0e6a3b1c2d4f")
    found = [note_number(document, numbers) for _ in range(20_000)]
    assert found == list(range(0x0198C1F26F3A, 0x0198C1F26F3A + 20_000))
    assert note_number(later, numbers) == found[-1] + 1


def test_the_sheet_shows_code_in_options_as_code() -> None:
    options = (OptionDocument("```js\nprint(1)\n```", correct=True), OptionDocument("`2`"))
    document = QuestionDocument(
        title="Which?", line_start=0, line_end=0, options=options, kind="choice"
    )
    page = written("html", [document]).decode()
    assert '<pre><code class="language-js">print(1)\n</code></pre>' in page
    assert "<code>2</code>" in page


def test_a_sheet_tells_only_weights_that_somebody_gave() -> None:
    points = (KeyPointDocument("It waits", 1.4), KeyPointDocument("It asks", 1.0, required=True))
    question = QuestionDocument("What does it do?", 1, 1, key_points=points)
    assert "weight 1.4" in written("html", [question]).decode()
    derived = written("html", [replace(question, key_points_derived=True)]).decode()
    assert "weight 1.4" not in derived
    assert "required" in derived
