"""Formats without losses: what was written comes back to the letter, whatever it is."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import replace

import openpyxl
import pytest
import yaml
from hypothesis import given, settings

from app.interchange.document import QuestionDocument, Reading
from app.interchange.formats import format_named
from app.interchange.formats.archive import Archive
from app.interchange.formats.markdown import Markdown
from app.interchange.formats.profile import Profile
from app.interchange.formats.whole_record import members_of
from app.interchange.writers import writer_named, writers
from tests.interchange.documents import LONG, NASTY, banks, made_public, without_lines

WHOLE = [one.name for one in writers() if not one.loses]
WHOLE_ONE = QuestionDocument(
    title="What is a lock?",
    line_start=0,
    line_end=0,
    external_id="0198c1f2-6f3a-7c1e-9d53-0e6a3b1c2d4f",
    slug="a",
    kind="open",
    status="draft",
    visibility="internal",
    is_whole=True,
)
TRIGGERS = ("=", "+", "-", "@", "\t", "\r")


def written(name: str, documents: Iterable[QuestionDocument]) -> bytes:
    return b"".join(writer_named(name).write(documents))


def read(name: str, data: bytes) -> Reading:
    """Read a file; of an archive of Markdown each file, as an import does."""
    if name != "markdown-folder":
        return format_named(name).read(data, profile=Profile())
    archive = Archive(data)
    readings = [Markdown().read(archive.read(one), profile=Profile()) for one in archive.names]
    return Reading(
        tuple(document for reading in readings for document in reading.documents),
        tuple(finding for reading in readings for finding in reading.findings),
    )


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=80)
@given(banks())
def test_what_was_written_is_read_to_the_letter(name: str, bank: list[QuestionDocument]) -> None:
    reading = read(name, written(name, bank))
    assert list(map(without_lines, reading.documents)) == bank
    assert not [one for one in reading.findings if bank]


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=30)
@given(banks())
def test_what_is_public_is_told_and_never_imported(name: str, bank: list[QuestionDocument]) -> None:
    public = list(map(made_public, bank))
    reading = read(name, written(name, public))
    assert not reading.documents
    assert [one.code for one in reading.findings if bank] == ["public-export"] * len(bank)


@settings(max_examples=40)
@given(banks())
def test_other_readers_of_data_files_see_the_same_records(bank: list[QuestionDocument]) -> None:
    records = [members_of(one) for one in bank]
    assert json.loads(written("json", bank)) == {"questions": records}
    lines = written("jsonl", bank).decode().split("\n")
    assert [json.loads(line) for line in lines if line] == records
    assert yaml.safe_load(written("yaml", bank)) == records


@settings(max_examples=25)
@given(banks())
def test_another_reader_of_front_matter_sees_the_same_members(
    bank: list[QuestionDocument],
) -> None:
    frontmatter = pytest.importorskip("frontmatter", reason="the reader is not installed")
    archive = Archive(written("markdown-folder", bank))
    found = [frontmatter.loads(archive.read(name).decode()).metadata for name in archive.names]
    assert [(one["id"], one["slug"], one.get("tags", [])) for one in found] == [
        (one.external_id, one.slug, list(one.tags)) for one in bank
    ]


@settings(max_examples=40)
@given(banks())
def test_no_cell_looks_like_a_formula(bank: list[QuestionDocument]) -> None:
    rows = list(csv.reader(io.StringIO(written("csv", bank).decode(), newline="")))
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", bank)))
    sheet = [[cell.value or "" for cell in row] for row in book.active.iter_rows()]
    types = {cell.data_type for row in book.active.iter_rows() for cell in row}
    assert types <= {"s", "n", "inlineStr"}
    assert "f" not in types
    for row in (*rows, *sheet):
        assert not any(str(cell).startswith(TRIGGERS) for cell in row)
    padded = [[*row, *[""] * (len(rows[0]) - len(row))] for row in sheet]
    assert padded == rows


@pytest.mark.parametrize("text", [*NASTY, *LONG], ids=range(len(NASTY) + len(LONG)))
@pytest.mark.parametrize("name", WHOLE)
def test_each_text_survives_in_every_place(name: str, text: str) -> None:
    document = replace(
        WHOLE_ONE,
        title=text[:1000],
        body=text,
        answer=text,
        hints=(text, text),
        follow_ups=(text,),
    )
    reading = read(name, written(name, [document]))
    assert list(map(without_lines, reading.documents)) == [document]


def test_a_workbook_says_nothing_of_when_it_was_written() -> None:
    with zipfile.ZipFile(io.BytesIO(written("xlsx", []))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(name.startswith("docProps") for name in archive.namelist())


def test_rows_beyond_a_sheet_go_on_the_next_with_a_header_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.interchange.writers.workbook.MOST_ROWS", 4)
    long = "x" * 20_000  # goes on in a second row, which has to stay with the first
    bank = [
        replace(WHOLE_ONE, slug=slug, answer=answer)
        for slug, answer in [("a", "1"), ("b", "2"), ("c", long), ("d", "3"), ("e", "4")]
    ]
    data = written("xlsx", bank)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert [sheet.max_row for sheet in book.worksheets] == [3, 4, 2]
    assert {sheet["A1"].value for sheet in book.worksheets} == {"qbank"}
    assert list(map(without_lines, read("xlsx", data).documents)) == bank


@pytest.mark.parametrize("text", ["a\nb\n\n", "a\nb\n\n\n", "\n\n", "a\nb\u2028\u2028"])
def test_a_text_that_ends_in_empty_lines_ends_no_file(text: str) -> None:
    document = replace(WHOLE_ONE, body=text, source_license=text)
    reading = read("yaml", written("yaml", [document, document]))
    assert [one.body for one in reading.documents] == [text, text]
