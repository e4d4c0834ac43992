"""Anki decks as text: notes exported one to a line, with tabs or the like between their fields."""

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import chain

from app.interchange.document import Finding, Piece, Reading
from app.interchange.formats.anki_notes import MOST_DECKS, MOST_FIELDS, Note, read_notes
from app.interchange.formats.delimited import rows_in
from app.interchange.formats.evidence import asks
from app.interchange.formats.profile import Profile
from app.interchange.formats.text import Lines, lines_of
from app.interchange.formats.titles import read_title

_SEPARATORS = {
    "tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " ",
}  # fmt: skip
_BARE = ("\t", ";", "|")  # in files without a header; a comma stands in prose too
_SEEN = 4096  # bytes
_FEWEST, _ASKING = 2, 0.9
_SURE = {"\t": 3, ";": 5}  # rows of equally many fields, which then need not ask
_MOST_SURE = 8  # fields of such a row
_MARK = b"\xef\xbb\xbf"
_HEADERS = (b"#separator:", b"#html:", b"#notetype", b"#deck", b"#columns:")
_OF_PROSE = ("#", "-", "*", ">", "|", " ")


class AnkiText:
    """Notes in plain text, one to a line, mostly below lines such as `#separator:tab`."""

    name = "anki-text"
    suffixes = (".txt",)
    media_types = ("text/plain",)

    def recognises(self, data: bytes) -> bool:
        """Whether the file begins with one of Anki's own header lines, or its lines are notes:
        all of them ask, or are of equally many fields."""
        if is_headed(data):
            return True
        text = data[:_SEEN].removeprefix(_MARK).decode("utf-8", "replace")
        return _are_notes(text if len(data) < _SEEN else text.rpartition("\n")[0])

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read the notes. Raises `UnreadableFile` for bytes that are no text."""
        return Reading.of(self.stream(data, profile=profile))

    def stream(self, data: bytes, *, profile: Profile) -> Iterator[Piece]:
        """The same piece by piece."""
        lines = lines_of(data)
        header = _header_of(lines)
        if header:
            message = "lines that say how the notes are written"
            yield Finding("header", message, 1, len(header))
        said = dict(header)
        is_html = said.get("html", "true").strip().casefold() != "false"
        yield from read_notes(_notes(lines, len(header), said), profile, is_html=is_html)


def is_headed(data: bytes) -> bool:
    """Whether a file begins with one of Anki's own header lines."""
    return data.removeprefix(_MARK).startswith(_HEADERS)


def _header_of(lines: Lines) -> list[tuple[str, str]]:
    """What the lines at the top say, by name, a pair to each."""
    found = []
    for line in lines:
        if not line.startswith("#") or ":" not in line:
            break
        key, _, value = line[1:].removesuffix("\n").partition(":")
        found.append((key.strip().casefold(), value))
    return found


def _notes(lines: Lines, above: int, header: Mapping[str, str]) -> Iterator[Note]:
    waiting = iter(lines)
    for _ in range(above):
        next(waiting)
    first = next(waiting, "")
    separator = header.get("separator", _separator(first)).strip()
    delimiter = _SEPARATORS.get(separator.casefold(), separator[:1] or "\t")
    named = header.get("columns", "").split(delimiter) if header.get("columns") else []
    special = {
        _index(header.get(f"{what} column")): what for what in ("tags", "deck", "guid", "notetype")
    }
    rows = chain((first,), waiting)
    for start, _, cells in rows_in(rows, delimiter, most=MOST_FIELDS, of="a note", above=above):
        found: dict[str, str] = {}
        fields: dict[str, str] = {}
        for index, cell in enumerate(cells):
            if index in special:
                found[special[index]] = cell
            else:
                known = named[index].strip() if index < len(named) else ""
                fields[known or f"field {len(fields) + 1}"] = cell
        if any(map(str.strip, fields.values())):
            path = (found.get("deck") or header.get("deck", "")).strip()
            deck = tuple(path.split("::", MOST_DECKS))
            tags = f"{header.get('tags', '')} {found.get('tags', '')}".split()
            yield Note(fields, start, found.get("guid"), tags, tuple(filter(None, deck)))


def _separator(line: str) -> str:
    """What stands between the fields of notes whose file does not say so, by the first of them."""
    return next((one for one in _BARE if one in line), "\t")


def _are_notes(text: str) -> bool:
    """Whether lines are notes of equally many fields, of which all ask in the first, or which
    are too many to be so by chance."""
    separator = _separator(text.lstrip("\n").partition("\n")[0])
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator) if row]
    except csv.Error:
        return False
    if len(rows) < _FEWEST or len(rows[0]) < _FEWEST or len({*map(len, rows)}) > 1:
        return False
    if all(asks(read_title(row[0])) >= _ASKING for row in rows):
        return True
    is_prose = any(not row[0].strip() or row[0].startswith(_OF_PROSE) for row in rows)
    are_many = separator in _SURE and len(rows) >= _SURE[separator]
    return are_many and len(rows[0]) <= _MOST_SURE and not is_prose


def _index(text: str | None) -> int:
    """The place of a column from its number, from 1; -1 for what is none."""
    number = (text or "").strip()
    return int(number) - 1 if number.isascii() and number.isdigit() and len(number) < 4 else -1
