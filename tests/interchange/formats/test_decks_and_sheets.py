"""Anki decks and Excel workbooks, built here byte by byte, and hostile ones refused."""

import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import zstandard

from app.interchange.document import Reading
from app.interchange.formats import anki_package, format_named, guess
from app.interchange.formats.archive import LARGEST_FILE
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.profile import Profile


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def collection(*statements: str, notes: Sequence[tuple[str, str]] = ()) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection"
        connection = sqlite3.connect(path)
        for statement in statements:
            connection.execute(statement)
        for number, (fields, tags) in enumerate(notes, start=1):
            connection.execute(
                "INSERT INTO notes VALUES (?, ?, 5, ?, ?)", (number, f"g{number}", tags, fields)
            )
            connection.execute("INSERT INTO cards VALUES (?, ?)", (number, 9))
        connection.commit()
        connection.close()
        return path.read_bytes()


MODELS = json.dumps({"5": {"name": "Basic", "flds": [{"name": "Front"}, {"name": "Back"}]}})
DECKS = json.dumps({"9": {"name": "Networks::DNS"}})
SCHEMA = (
    "CREATE TABLE notes (id INTEGER, guid TEXT, mid INTEGER, tags TEXT, flds TEXT)",
    "CREATE TABLE cards (nid INTEGER, did INTEGER)",
    "CREATE TABLE col (models TEXT, decks TEXT)",
    f"INSERT INTO col VALUES ('{MODELS}', '{DECKS}')",
)


def read(name: str, data: bytes) -> Reading:
    return format_named(name).read(data, profile=Profile())


def test_a_package_gives_fields_decks_tags_and_ids() -> None:
    notes = [
        ("<div>What is a <b>zone</b>?</div>\x1fA part of<br>the tree.", " dns basics "),
        ("Which?<img src='x.png'>\x1f<ul><li>One</li></ul>", ""),
    ]
    data = zipped(
        {"collection.anki2": collection(*SCHEMA, notes=notes), "media": b"{}", "0": b"png"}
    )
    found = guess("deck.apkg", None, data)
    assert found.name == "apkg"
    reading = found.read(data, profile=Profile())
    first, second = reading.documents
    assert (first.title, first.body, first.answer) == (
        "What is a zone?",
        "",
        "A part of\nthe tree.",
    )
    assert (first.section, first.category, first.tags) == (
        ("Networks", "DNS"),
        "DNS",
        ("dns", "basics"),
    )
    assert first.external_id == "g1"
    assert (second.title, second.body) == ("Which?", "Which?<img src='x.png'>")
    assert second.answer == "<ul><li>One</li></ul>"
    assert [one.code for one in reading.findings] == ["file-not-imported"]


def test_a_cloze_asks_with_a_blank_and_answers_with_what_it_hides() -> None:
    models = json.dumps({"5": {"flds": [{"name": "Text"}, {"name": "Extra"}]}})
    schema = (*SCHEMA[:3], f"INSERT INTO col VALUES ('{models}', '{{}}')")
    notes = [("DNS uses port {{c1::53::a number}}.\x1f", "")]
    document = read(
        "apkg", zipped({"collection.anki2": collection(*schema, notes=notes)})
    ).documents[0]
    assert (document.title, document.answer) == ("DNS uses port [a number].", "53")


@pytest.mark.parametrize(
    "files",
    [
        {"collection.anki2": b"SQLite format 3\0" + b"\xff" * 4000},
        {"collection.anki2": b"no database"},
        {"collection.anki2": collection("CREATE VIEW notes AS SELECT randomblob(9) AS flds")},
        {"collection.anki21b": b"\x28\xb5\x2f\xfd", "collection.anki2": b""},
        {"other": b""},
    ],
    ids=["torn", "text", "view", "torn newest", "other"],
)
def test_hostile_packages_are_refused(files: dict[str, bytes]) -> None:
    with pytest.raises(UnreadableFile):
        read("apkg", zipped(files))


def newest(*statements: str) -> bytes:
    """A package as Anki writes it by default: compressed, beside an old one that says so."""
    packed = zstandard.ZstdCompressor().compress(collection(*statements))
    asked = ("Please update Anki.\x1f", "")
    old = collection(*SCHEMA, notes=[asked])
    return zipped({"collection.anki21b": packed, "collection.anki2": old, "meta": b"\x08\x03"})


def test_a_package_of_the_newest_kind_is_unpacked() -> None:
    data = newest(
        "CREATE TABLE notes (id INTEGER, guid TEXT, mid INTEGER, tags TEXT, flds TEXT)",
        "CREATE TABLE cards (id INTEGER, nid INTEGER, did INTEGER)",
        "CREATE TABLE fields (ntid INTEGER, ord INTEGER, name TEXT)",
        "CREATE TABLE decks (id INTEGER, name TEXT)",
        "CREATE TABLE col (models TEXT, decks TEXT)",
        "INSERT INTO fields VALUES (5, 1, 'Front'), (5, 0, 'Back')",
        "INSERT INTO decks VALUES (7, 'Networks' || char(31) || 'DNS')",
        "INSERT INTO col VALUES ('', '')",
        "INSERT INTO notes VALUES (1, 'g1', 5, ' dns ', 'A part.' || char(31) || 'What is a zone?')",
        "INSERT INTO cards VALUES (1, 1, 7)",
    )
    assert guess("deck.apkg", None, data).name == "apkg"
    reading = read("apkg", data)
    document = reading.documents[0]
    assert (document.title, document.answer, document.section) == (
        "What is a zone?",
        "A part.",
        ("Networks", "DNS"),
    )
    assert (len(reading.documents), reading.findings) == (1, ())


def test_a_collection_that_unpacks_beyond_measure_is_refused() -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(LARGEST_FILE + 1))
    assert len(bomb) < 100_000
    with pytest.raises(UnreadableFile, match="larger than"):
        read("apkg", zipped({"collection.anki21b": bomb}))


def test_triggers_of_a_collection_do_not_run() -> None:
    data = collection(
        *SCHEMA,
        "CREATE TRIGGER t AFTER UPDATE ON notes BEGIN DELETE FROM notes; END",
        notes=[("What is a zone?\x1fA part.", "")],
    )
    assert len(read("apkg", zipped({"collection.anki2": data})).documents) == 1


def test_a_query_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anki_package, "_MOST_STEPS", 3)
    notes = [(f"What is {number}?\x1fA part.", "") for number in range(3000)]
    data = zipped({"collection.anki2": collection(*SCHEMA, notes=notes)})
    with pytest.raises(UnreadableFile, match="interrupted"):
        read("apkg", data)


def test_notes_as_text() -> None:
    data = (
        b"#separator:tab\n#html:true\n#tags column:3\n#deck:Networks\n"
        b'What is a zone?\tA part.\tdns basics\n"What is\na root?"\tThe top.\t\n'
    )
    found = guess("notes.txt", None, data)
    assert found.name == "anki-text"
    reading = found.read(data, profile=Profile())
    assert [(one.title, one.answer) for one in reading.documents] == [
        ("What is a zone?", "A part."),
        ("What is a root?", "The top."),
    ]
    assert reading.documents[0].tags == ("dns", "basics")
    assert [one.line_start for one in reading.documents] == [5, 6]


def test_a_deck_as_json() -> None:
    deck = {
        "__type__": "Deck",
        "name": "Networks",
        "note_models": [
            {"crowdanki_uuid": "m", "flds": [{"name": "Question"}, {"name": "Answer"}]}
        ],
        "notes": [
            {
                "fields": ["What is a zone?", "A part."],
                "note_model_uuid": "m",
                "guid": "g",
                "tags": ["dns"],
            }
        ],
        "children": [
            {
                "name": "Networks::Mail",
                "notes": [
                    {
                        "fields": ["What is MX?", "A record."],
                        "note_model_uuid": "m",
                        "guid": "h",
                        "tags": [],
                    }
                ],
                "children": [],
            }
        ],
    }
    data = json.dumps(deck).encode()
    found = guess("deck.json", None, data)
    assert found.name == "anki-json"
    documents = found.read(data, profile=Profile()).documents
    assert [(one.title, one.answer, one.section) for one in documents] == [
        ("What is a zone?", "A part.", ("Networks",)),
        ("What is MX?", "A record.", ("Networks", "Mail")),
    ]


def workbook(rows: str, shared: str = "") -> bytes:
    names = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    files = {
        "xl/workbook.xml": f'<workbook {names}><sheets><sheet name="Bank" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {names}><sheetData>{rows}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {names}>{shared}</sst>",
    }
    return zipped({name: text.encode() for name, text in files.items()})


ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Answer</t></is></c><c r="D1" t="str"><v>Level</v></c></row>'
    '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" t="str"><f>1+1</f><v>two_x000D_\nlines</v></c><c r="D3"><v>2.0</v></c></row>'
)
SHARED = "<si><t>Question</t></si><si><r><t>What is </t></r><r><t>this?</t></r><rPh><t>noise</t></rPh></si>"


def test_a_workbook_is_read_cell_by_cell() -> None:
    data = workbook(ROWS, SHARED)
    found = guess("bank.xlsx", None, data)
    assert found.name == "xlsx"
    document = found.read(data, profile=Profile()).documents[0]
    assert (document.title, document.answer) == ("What is this?", "two\nlines")
    assert (document.line_start, document.difficulty) == (3, "easy")


def test_a_workbook_with_a_document_type_is_refused() -> None:
    data = workbook(ROWS, SHARED)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["xl/sharedStrings.xml"] = (
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + files["xl/sharedStrings.xml"]
    )
    with pytest.raises(UnreadableFile, match="document type"):
        read("xlsx", zipped(files))


def test_notes_as_an_add_on_returns_them() -> None:
    notes = [
        {
            "noteId": 5,
            "tags": ["dns"],
            "fields": {
                "Front": {"value": "What is a zone?", "order": 0},
                "Back": {"value": "A part.", "order": 1},
            },
        }
    ]
    for shape in (notes, {"result": notes, "error": None}):
        data = json.dumps(shape).encode()
        documents = guess("notes.json", None, data).read(data, profile=Profile()).documents
        assert [(one.title, one.answer, one.tags) for one in documents] == [
            ("What is a zone?", "A part.", ("dns",))
        ]


def test_lines_of_a_field_are_lines_of_its_text() -> None:
    deck = {
        "__type__": "Deck",
        "name": "D",
        "notes": [{"fields": ["What is it?<div>Say</div>", "One<div>two</div><div>three</div>"]}],
    }
    document = format_named("anki-json").read(json.dumps(deck).encode(), profile=Profile())
    assert document.documents[0].title == "What is it? Say"
    assert document.documents[0].answer == "One\ntwo\nthree"
