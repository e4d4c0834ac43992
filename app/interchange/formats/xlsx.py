"""Excel workbooks (.xlsx): one question to a row, every sheet with a header of its own.

A workbook is a zip archive of XML. Sheets are read as a stream, so that a large one costs its
strings and not its cells; formulas are not computed, the value saved with them is taken.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from xml.parsers import expat

from app.interchange.document import Finding, Piece, Reading
from app.interchange.formats.archive import LARGEST_FILE, Archive, is_zip
from app.interchange.formats.csv_table import NO_QUESTIONS, read_table
from app.interchange.formats.delimited import Row
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.profile import Profile
from app.interchange.formats.xlsx_styles import Styles
from app.interchange.formats.xml_tree import Element, parse_xml

_WORKBOOK = "xl/workbook.xml"
_MOST_COLUMNS = 500
_LARGEST_MERGED = 20_000_000  # bytes of a sheet
_MOST_MERGED = 20_000
_MERGED = re.compile(
    rb'<(?:\w{1,20}:)?mergeCell\s[^<>]{0,200}?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"'
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Xlsx:
    """A workbook. Each sheet is a section where there are several."""

    name = "xlsx"
    suffixes = (".xlsx", ".xlsm")
    media_types = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",)

    def recognises(self, data: bytes) -> bool:
        """Whether the file is an archive with a workbook in it."""
        return is_zip(data) and _WORKBOOK.encode() in data

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read every sheet. Lines are rows. Raises `UnreadableFile` for what is no workbook."""
        return Reading.of(self.stream(data, profile=profile))

    def stream(self, data: bytes, *, profile: Profile) -> Iterator[Piece]:
        """The same piece by piece."""
        archive = Archive(data)
        workbook = parse_xml(archive.read(_WORKBOOK))
        sheets = _sheets(archive, workbook)
        strings, styles = _strings(archive), Styles.of(archive, workbook)
        without_questions: list[Finding] = []
        asked = False
        for name, path in sheets:
            section = (name,) if len(sheets) > 1 else ()
            rows = _Rows(strings, merged_below(archive, path), styles)
            for piece in chain(
                read_table(rows.of(archive.pieces(path)), profile, section), rows.findings()
            ):
                if not isinstance(piece, Finding):
                    asked = True
                    yield piece
                    continue
                told = replace(piece, message=f"sheet {name!r}: {piece.message}")
                if piece.code == NO_QUESTIONS:
                    without_questions.append(told)
                else:
                    yield told
        for finding in without_questions:  # beside sheets of questions, one of notes is no error
            yield replace(finding, severity="warning") if asked else finding


def merged_below(archive: Archive, path: str) -> dict[tuple[int, int], int]:
    """The last row that a cell is merged down to, by its row and column; of small sheets only,
    for what is merged stands behind the rows."""
    if archive.size_of(path) > _LARGEST_MERGED:
        return {}
    found: dict[tuple[int, int], int] = {}
    for match in islice(_MERGED.finditer(archive.read(path)), _MOST_MERGED):
        column, first, last = match[1].decode(), _number(match[2].decode()), match[3].decode()
        if _number(last) > first:
            found[first, _column(column)] = _number(last)
    return found


class _Strings:
    """The texts that cells share, as bytes one behind the other: as many texts of their own would
    be twice as large."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._ends = array("Q", [0])

    def add(self, text: str) -> None:
        self._data += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._data))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, place: int) -> str:
        start, end = self._ends[place : place + 2]
        return self._data[start:end].decode("utf-8", "surrogatepass")


def _sheets(archive: Archive, workbook: Element) -> list[tuple[str, str]]:
    """Names and files of the sheets, in the order of the workbook; no file twice."""
    relations = parse_xml(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {
        one.attributes.get("Id"): one.attributes.get("Target", "") for one in relations.children()
    }
    found: dict[str, str] = {}
    for sheet in workbook.walk():
        if sheet.name == "sheet":
            target = targets.get(sheet.attributes.get("id"), "")
            path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            if path in archive.names and "worksheet" in path:
                found.setdefault(path, sheet.attributes.get("name", path))
    if not found:
        raise UnreadableFile("the workbook has no sheet that can be read")
    return [(name, path) for path, name in found.items()]


def _strings(archive: Archive) -> _Strings:
    strings = _Strings()
    path = next((name for name in archive.names if name.casefold() == "xl/sharedstrings.xml"), None)
    if path is not None:
        for event, value in _Reader().events(archive.pieces(path)):
            if event == "string":
                strings.add(value)
    return strings


class _Rows:
    """The rows of a sheet: number, number again, cells from column A on."""

    def __init__(
        self, strings: _Strings, merged: Mapping[tuple[int, int], int], styles: Styles
    ) -> None:
        self._strings, self._styles = strings, styles
        self._merged = merged
        self._lasting: dict[int, tuple[int, str]] = {}
        self._beyond: tuple[int, int] | None = None
        self._left = LARGEST_FILE

    def of(self, data: Iterable[bytes]) -> Iterator[Row]:
        """The rows in the XML of a sheet."""
        cells: dict[int, str] = {}
        number = column = 0
        for event, value in _Reader(self._styles).events(data):
            if event == "row":
                number = _number(value) or number + 1
                cells, column = {}, -1
            elif event == "cell":
                column = _column(value) if value else column + 1
            elif event in ("value", "shared"):
                if column >= _MOST_COLUMNS:
                    self._beyond = self._beyond[0] if self._beyond else number, number
                    continue
                text = value
                if event == "shared":
                    index = _number(value, -1)
                    text = self._strings[index] if 0 <= index < len(self._strings) else ""
                    self._count(number, text)
                cells[column] = text
            elif event == "end" and cells:
                self._fill(number, cells)
                width = max(cells) + 1
                yield number, number, [cells.get(index, "") for index in range(width)]

    def _count(self, number: int, text: str) -> None:
        """Take one more text into account that cells share."""
        self._left -= len(text)
        if self._left < 0:
            message = f"the cells share texts that are larger than {LARGEST_FILE:,} characters"
            raise UnreadableFile(f"row {number}: {message} in all")

    def _fill(self, number: int, cells: dict[int, str]) -> None:
        """Say in a row what cells above say that are merged down into it."""
        for column, (last, text) in self._lasting.items():
            if number <= last and column not in cells:
                cells[column] = text
                self._count(number, text)
        for column in cells:
            if below := self._merged.get((number, column)):
                self._lasting[column] = below, cells[column]

    def findings(self) -> Iterator[Finding]:
        """What was left out of the rows."""
        if self._beyond:
            message = f"cells behind the first {_MOST_COLUMNS} columns are left out"
            yield Finding("too-many-cells", message, *self._beyond, "warning")


def _number(text: str, otherwise: int = 0) -> int:
    """A number as workbooks write them; none has more digits than a million."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def _column(reference: str) -> int:
    """The index of a cell's column from its name, such as `AB12`."""
    index = 0
    for character in reference[:4]:
        if not ("A" <= character <= "Z"):
            break
        index = index * 26 + ord(character) - 64
    return index - 1


class _Reader:
    """Turns the XML of a sheet or of the shared strings into a stream of events."""

    def __init__(self, styles: Styles | None = None) -> None:
        self.queue: list[tuple[str, str]] = []
        self.styles = styles or Styles({})
        self.kind = self.style = ""
        self.text: list[str] = []
        self.inside = ""
        self.phonetic = False

    def events(self, data: Iterable[bytes]) -> Iterator[tuple[str, str]]:
        """Raises `UnreadableFile` for bad XML and for any document type."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _refuse
        try:
            for piece in chain(data, (b"",)):
                parser.Parse(piece, not piece)
                yield from self.queue
                self.queue.clear()
        except (expat.ExpatError, ValueError) as error:
            raise UnreadableFile(f"a part of the workbook is not XML: {error}") from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "row":
            self.queue.append(("row", attributes.get("r", "")))
        elif local == "c":
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
            self.queue.append(("cell", attributes.get("r", "")))
            self.text = []
        elif local == "si":
            self.text = []
        elif local == "rPh":
            self.phonetic = True
        elif local in ("v", "t") and not self.phonetic:
            self.inside = local

    def _characters(self, text: str) -> None:
        if self.inside:
            self.text.append(text)

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local in ("v", "t"):
            self.inside = ""
        elif local == "rPh":
            self.phonetic = False
        elif local == "si":
            self.queue.append(("string", _unescaped("".join(self.text))))
        elif local == "c" and self.text:
            self.queue.append(self._cell("".join(self.text)))
        elif local == "row":
            self.queue.append(("end", ""))

    def _cell(self, text: str) -> tuple[str, str]:
        if self.kind == "s":
            return "shared", text
        if self.kind == "b":
            return "value", "true" if text == "1" else "false"
        if self.kind == "n":
            return "value", self.styles.shown(text, self.style).removesuffix(".0")
        return "value", _unescaped(text) if self.kind in ("str", "inlineStr") else text


def _unescaped(text: str) -> str:
    """Excel writes control characters as `_x000D_`; those that no text may hold are dropped."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: _character(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _character(code: int) -> str:
    return chr(code) if code in (9, 10, 13) or (code >= 32 and not 0xD800 <= code <= 0xDFFF) else ""


def _refuse(*_: object) -> None:
    raise UnreadableFile("a part of the workbook has a document type, which could define entities")
