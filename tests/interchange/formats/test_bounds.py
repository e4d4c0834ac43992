"""Small files that are large inside: refused before they fill the memory or take minutes."""

import io
import sqlite3
import struct
import time
import zipfile
import zlib
from collections.abc import Sequence
from itertools import pairwise

import pytest
import yaml

from app.interchange.document import Reading
from app.interchange.formats import archive, format_named, xlsx, xml_tree, yaml_text
from app.interchange.formats.archive import MOST_FILES, Archive
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.plain_yaml import load_yaml
from app.interchange.formats.profile import Profile
from app.interchange.formats.text import MOST_LINES
from app.interchange.sources import from_archive
from app.interchange.uploads import Upload, UploadedFile
from tests.interchange.formats.test_decks_and_sheets import zipped

BASE_SIXTY = ":".join(["59"] * 3000)


def read(name: str, data: bytes) -> Reading:
    return format_named(name).read(data, profile=Profile())


def aliases(leaf: str) -> str:
    """A list of lists, each of which names the one before it nine times."""
    names = "abcdefghij"
    lists = [f"{name}: &{name} [{', '.join([f'*{above}'] * 9)}]" for above, name in pairwise(names)]
    return "\n".join([f"a: &a {leaf}", *lists])


def test_a_file_that_unpacks_to_hundreds_of_times_its_size_is_not_read() -> None:
    with pytest.raises(UnreadableFile, match=r"a\.md unpacks to more than 200 times"):
        Archive(zipped({"a.md": b"a\n" * 1_000_000}))
    assert Archive(zipped({"a.md": b"a\n" * 400_000})).size == 800_000


def test_what_is_read_of_an_archive_counts_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_FILE", 1_000)
    monkeypatch.setattr(archive, "LARGEST_TOTAL", 1_500)
    files = Archive(zipped({"a": b"x" * 1_000, "b": b"x" * 1_000, "c": b"x" * 1_001}))
    assert len(files.read("a")) == 1_000
    for name in "bc":
        with pytest.raises(UnreadableFile, match="larger than"):
            files.read(name)


def test_a_directory_of_endless_files_is_not_taken_into_memory() -> None:
    entry = struct.pack(
        "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, zlib.crc32(b""), 0, 0, 1, 0, 0, 0, 0, 0, 0
    )
    directory = (entry + b"a") * (MOST_FILES * 10)
    for count in (0xFFFF, 1):  # whatever it says of their number
        end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), 0, 0)
        with pytest.raises(UnreadableFile, match="more than 10,000 files"):
            Archive(directory + end)


@pytest.mark.parametrize("name", ["markdown", "gift", "aiken"])
def test_a_text_of_endless_lines_is_not_taken_apart(name: str) -> None:
    with pytest.raises(UnreadableFile, match="more than 1,000,000 lines"):
        read(name, b"a" + b"\n" * (MOST_LINES + 1))


def test_columns_that_are_computed_from_nothing_are_refused() -> None:
    deck = sqlite3.connect(":memory:")
    deck.executescript(
        "CREATE TABLE notes (id INTEGER, guid TEXT, mid INTEGER, tags TEXT,"
        " flds TEXT GENERATED ALWAYS AS (hex(zeroblob(2000000))));"
        "INSERT INTO notes (id) WITH RECURSIVE n (i) AS"
        " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT i FROM n;"
    )
    data = zipped({"collection.anki2": deck.serialize()})
    deck.close()
    assert len(data) < 10_000
    with pytest.raises(UnreadableFile, match="columns that are computed"):
        read("apkg", data)


@pytest.mark.parametrize("number", ["9" * 5_000, "²", "99999999"])
def test_numbers_of_rows_and_strings_that_are_none_count_for_nothing(number: str) -> None:
    cells = [f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("question", "answer")]
    sheet = (
        f"<worksheet><sheetData><row>{''.join(cells)}</row>"
        f'<row r="{number}"><c t="inlineStr"><is><t>What?</t></is></c>'
        f'<c t="s"><v>{number}</v></c></row></sheetData></worksheet>'
    )
    book = {
        "xl/workbook.xml": '<w xmlns:r="r"><sheet name="S" r:id="r1"/></w>',
        "xl/_rels/workbook.xml.rels": '<R><Relationship Id="r1" Target="worksheets/s.xml"/></R>',
        "xl/worksheets/s.xml": sheet,
    }
    reading = read("xlsx", zipped({name: text.encode() for name, text in book.items()}))
    assert [(one.title, one.line_start, one.answer) for one in reading.documents] == [
        ("What?", 2, "")
    ]


@pytest.mark.parametrize("number", [BASE_SIXTY, f"{BASE_SIXTY}.5", "0x" + "f" * 9_000, "1" * 6_000])
def test_endless_numbers_stay_texts(number: str) -> None:
    assert load_yaml(f"a: {number}") == {"a": number}
    assert load_yaml("a: [1, 1.5, 0x10]") == {"a": [1, 1.5, 16]}
    found = read("yaml", f"- question: What?\n  answer: {number}\n".encode()).documents
    assert [one.answer for one in found] == [number]


@pytest.mark.parametrize("text", [aliases("[x]"), aliases("{q: x}"), "&a [*a]", "&a {b: [*a]}"])
def test_small_documents_that_refer_to_themselves_are_refused(text: str) -> None:
    begun = time.process_time()
    with pytest.raises((ValueError, yaml.YAMLError)):
        load_yaml(text)
    assert time.process_time() - begun < 1


def test_questions_that_aliases_multiply_are_refused() -> None:
    begun = time.process_time()
    with pytest.raises(UnreadableFile, match="refers to itself too often"):
        read("yaml", aliases("{question: What?}").encode())
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("leaf", ["[x]", "{k: v}", "x"])
def test_answers_that_aliases_multiply_are_refused(leaf: str) -> None:
    lists = aliases(leaf).replace("\n", "\n  ")
    begun = time.process_time()
    with pytest.raises(UnreadableFile, match="refers to itself too often"):
        read("yaml", f"- question: What?\n  {lists}\n  answer: *j\n".encode())
    assert time.process_time() - begun < 1


def test_texts_without_an_end_take_no_time() -> None:
    """Each of these took minutes, or a thousand times its size in memory."""
    html = "<!--" * 200_000
    quiz = f'<quiz><question type="essay"><name><text>n</text></name><questiontext><text><![CDATA[{html}]]></text></questiontext></question></quiz>'
    begun = time.process_time()
    assert read("moodle-xml", quiz.encode()).documents
    read("anki-text", b"#separator:tab\n" + b"{{c1::" * 20_000 + b"\tx\n")
    read("markdown", b"<details><summary>What?</summary>" * 1_000)
    read("markdown", b"` " * 50_000 + b"Answer: x")
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("number", ["\u00b2", "1" * 5_000])
def test_keys_that_only_look_like_numbers_name_no_option(number: str) -> None:
    read("markdown", f"## What?\n\n1. a\n2. b\n\nAnswer: {number}\n".encode())
    read("anki-text", f"#separator:tab\n#tags column:{number}\nWhat?\tx\n".encode())
    read("csv", f"question,options,correct\nWhat?,a|b,{number}\n".encode())


def test_tables_of_endless_columns_are_refused_or_told() -> None:
    with pytest.raises(UnreadableFile, match="line 2: more than 16,384 cells"):
        read("csv", b"question,answer\nWhat?" + b"," * 20_000)
    with pytest.raises(UnreadableFile, match="line 2: more than 500 cells in a note"):
        read("anki-text", b"#separator:tab\n" + b"x\t" * 600)


def test_cells_that_share_a_long_text_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "LARGEST_FILE", 1_000)
    rows = '<row><c t="s"><v>0</v></c></row>' * 20
    book = {
        "xl/workbook.xml": '<w xmlns:r="r"><sheet name="S" r:id="r1"/></w>',
        "xl/_rels/workbook.xml.rels": '<R><Relationship Id="r1" Target="worksheets/s.xml"/></R>',
        "xl/worksheets/s.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst><si><t>{'What? ' * 20}</t></si></sst>",
    }
    with pytest.raises(UnreadableFile, match=r"row 9: .* share texts"):
        read("xlsx", zipped({name: text.encode() for name, text in book.items()}))


def test_a_name_that_an_archive_has_twice_is_told() -> None:
    data = zipped({"a.md": b"x", "./a.md": b"y"})
    found = from_archive(Archive(data), label=None)
    assert [file.name for file in found.files] == ["a.md"]
    assert [one.reason for one in found.left_out] == ["another file of this name is in the archive"]


def test_a_quiz_is_held_question_by_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_tree, "_MOST", 20)
    many = b"<question type='essay'><name><text>What?</text></name></question>" * 30
    assert len(read("moodle-xml", b"<quiz>" + many + b"</quiz>").documents) == 30
    with pytest.raises(UnreadableFile, match="too many elements"):
        read("moodle-xml", b"<quiz><a>" + b"<b/>" * 20 + b"</a></quiz>")


def sizes() -> Sequence[tuple[UploadedFile, int]]:
    packed = zipped({"a.md": b"x" * 50_000, "b.md": b"x" * 50_000})
    return (
        (UploadedFile("a.zip", None, packed), 100_000),
        (UploadedFile("a.zip", None, packed[:-30]), len(packed) - 30),
        (UploadedFile("a.md", None, b"## What?\n"), 9),
    )


@pytest.mark.parametrize(("file", "size"), sizes())
def test_an_upload_is_as_large_as_what_it_unpacks_to(file: UploadedFile, size: int) -> None:
    assert Upload((file,)).size == size


def test_archives_of_many_small_files_are_read() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for number in range(200):
            packed.writestr(f"folder/a-long-name-of-a-question-{number}.md", b"## What?\n")
    assert len(Archive(target.getvalue()).names) == 200


@pytest.mark.parametrize("around", ["<div>", "<div>\n", "---\n", "---\n\n", "<br>", "<br>\n"])
def test_what_stands_around_a_text_takes_no_longer_for_being_much(around: str) -> None:
    def taken(count: int) -> float:
        text = f"## What is a lock?\n\n{around * count}It turns.\n\n{around * count}"
        started = time.process_time()
        format_named("markdown").read(text.encode(), profile=Profile())
        return time.process_time() - started

    taken(1000)
    assert min(taken(16_000) for _ in range(2)) < 20 * max(taken(2000) for _ in range(3))


@pytest.mark.parametrize("written", ["k{}: v\n", "- &a{} {{question: Why?, answer: So}}\n"])
def test_yaml_of_more_values_than_memory_holds_is_refused(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setattr(yaml_text, "MOST_VALUES", 3000)
    monkeypatch.setattr(yaml_text, "_LONG", 1000)
    text = "".join(map(written.format, range(2000)))
    tied = "- *a0\n" if "&" in text else ""
    with pytest.raises(UnreadableFile, match="more than 3,000 values that can only"):
        read("yaml", (text + tied * 500).encode())
    assert read("yaml", b"- question: What?\n  answer: x\n" * 2000).documents
