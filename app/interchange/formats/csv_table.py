"""CSV and TSV: one question to a row, columns named by a header."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice

from app.interchange.document import Finding, Piece, Reading
from app.interchange.formats.bare_table import names_by_content, names_of_choices, with_own_names
from app.interchange.formats.columns import normal
from app.interchange.formats.delimited import Row, delimiter_of, is_spaced, rows_in
from app.interchange.formats.evidence import asks
from app.interchange.formats.levels import level_of_word
from app.interchange.formats.mapping import ANSWERING, STANDING_IN, mapped
from app.interchange.formats.profile import Profile
from app.interchange.formats.records import Record, not_imported, read_records
from app.interchange.formats.spool import Spool
from app.interchange.formats.table_header import (
    all_ask,
    asking_columns,
    asks_by_itself,
    is_header,
    level_columns,
    names_questions,
    told_apart,
    with_parts,
)
from app.interchange.formats.text import lines_of
from app.interchange.formats.titles import read_title
from app.interchange.formats.whole_record import MARK
from app.interchange.formats.whole_table import joined, members_in

NO_QUESTIONS = "no-question-column"
_BANNER = 10  # written rows in which a header is looked for: sheets have titles above it
_MOST_CELLS = 16_384  # in a row; no spreadsheet has more
_SHOWN = 20
_DOUBTFUL = 0.5  # of what may ask
_SEEN = 4096
_HOW_TO_FILL = re.compile(r"\((?:required|optional|default|mandatory)\b", re.IGNORECASE)
_MOST_COLUMNS = 300  # that hold a part of a question
_VERTICAL = ("new question", "newquestion")
_MOST_OF_A_HEADING = 100  # characters
_HEADINGS = ("category", "section", "external_id", "difficulty")  # columns they stand in
_TICKS = ("x", "✓", "✔", "✅", "☑", "yes", "y", "1", "true", "•")


class Csv:
    """Values separated by commas, semicolons, tabs or bars, whichever the header uses."""

    name = "csv"
    suffixes: tuple[str, ...] = (".csv",)
    media_types: tuple[str, ...] = ("text/csv", "application/csv")
    delimiter: str | None = None

    def recognises(self, data: bytes) -> bool:
        """Whether the first line names a column of questions."""
        first = data[:4096].lstrip(b"\xef\xbb\xbf").partition(b"\n")[0].decode("latin-1")
        try:
            header = next(csv.reader([first], delimiter=self.delimiter or delimiter_of(first)), [])
        except csv.Error:
            return False
        return len(header) > 1 and names_questions(header, Profile())

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read the rows. Raises `UnreadableFile` for bytes that are no text, or no table."""
        return Reading.of(self.stream(data, profile=profile))

    def stream(self, data: bytes, *, profile: Profile) -> Iterator[Piece]:
        """The same piece by piece."""
        lines = lines_of(data)
        if lines.guessed:
            message = f"the file names no encoding; read as {lines.encoding}"
            yield Finding("encoding-guessed", message, 1, 1, "warning")
        delimiter = self.delimiter or _delimiter_in(list(islice(lines, _BANNER)), profile)
        spaced = MARK not in lines.first and is_spaced(lines, delimiter)
        rows = rows_in(lines, delimiter, most=_MOST_CELLS, of="one row", spaced=spaced)
        yield from read_table(rows, profile)


class Tsv(Csv):
    """Values separated by tabs."""

    name = "tsv"
    suffixes = (".tsv", ".tab", ".txt")  # Excel's "Unicode text" is of the last
    media_types = ("text/tab-separated-values",)
    delimiter = "\t"

    def recognises(self, data: bytes) -> bool:
        """Whether the first line has tabs and names a column of questions, or all do and ask."""
        lines = data[:_SEEN].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").split("\n")
        if "\t" not in lines[0]:
            return False
        return all_ask(lines[:_BANNER], "\t") or super().recognises(data)


def read_table(
    rows: Iterator[Row], profile: Profile, section: tuple[str, ...] = ()
) -> Iterator[Piece]:
    """Read the rows of a table, the first that is not empty being its header.

    A table without a header is read as question and answer where its first cell asks.
    """
    written = (row for row in rows if any(cell.strip() for cell in row[2]))
    top = list(islice(written, _BANNER + 1))
    if not top:
        yield Finding("empty", "the table has no rows", 1, 1, "warning")
        return
    at = next((n for n, row in enumerate(top) if is_header(row, profile)), 0)
    if normal(top[0][2][0]) in _VERTICAL or (at and any(map(names_of_choices, (top, top[1:])))):
        at = 0
    if at:
        yield Finding("not-a-question", "rows above the header", top[0][0], top[at - 1][1])
    first, below = top[at], top[at + 1 :]
    start, end, header = first
    if normal(header[0] if header else "") in _VERTICAL:
        message = "one question to several rows, as Brightspace writes them, is not read"
        yield Finding(NO_QUESTIONS, message, start, end, "error")
        return
    bare = [cell.strip() for cell in header]
    names = told_apart(bare)
    if not names_questions(names, profile):
        asking = asking_columns(names, below, profile)
        has_names = not any(map(str.isdigit, bare))  # which names no column by a number
        read_asking = asking and has_names and asks(read_title(names[asking[0]])) < _DOUBTFUL
        for own, rows_of in (([], top), (names, below)):
            likely = names_of_choices(rows_of) if own or read_asking else names_by_content(rows_of)
            if likely and not profile.columns:
                message = "the table has no header that is known; read by what its columns hold"
                yield Finding("no-header", message, start, end, "warning")
                names = with_own_names(likely, own)
                yield from _read_rows(names, chain(rows_of, written), profile, section)
                return
        if read_asking:
            yield from _read_asking(names, asking, chain(below, written), profile, section)
            return
        if not asks_by_itself(names, below):
            known = ", ".join([name for name in names if name][:_SHOWN]) or "nothing"
            message = f"the first row names no column of questions; it has: {known}"
            yield Finding(NO_QUESTIONS, message, start, end, "error")
            return
        message = "the table has no header; read as question, answer and what follows"
        yield Finding("no-header", message, start, end, "warning")
        names = ["question", "answer", *(f"column {n}" for n in range(3, len(names) + 1))]
        names = names[: len(header)]
        below = top[at:]
    elif below and (parts := with_parts(bare, [one.strip() for one in below[0][2]], profile)):
        yield Finding("not-a-question", "the row goes on with the header", *below[0][:2])
        names, below = told_apart(parts), below[1:]
    yield from _read_rows(names, chain(below, written), profile, section)


def _read_asking(
    names: Sequence[str],
    asking: Sequence[int],
    rows: Iterator[Row],
    profile: Profile,
    section: tuple[str, ...],
) -> Iterator[Piece]:
    """The questions of a table whose header names none: of a column that asks, with what stands
    beside it, or of all columns where each asks, with their names as sections."""
    if len(asking) == 1 or len(asking) < sum(map(bool, names)):
        known = {**profile.columns, names[asking[0]]: "question"}
        yield from _read_rows(names, rows, replace(profile, columns=known), section)
        return
    with Spool[Record]() as records:
        for start, end, cells in rows:
            for name, cell in zip(names, cells, strict=False):
                if name and cell.strip():
                    records.add(Record({"question": cell}, start, end, (*section, name)))
        yield from read_records(records, profile)


def _read_rows(
    names: Sequence[str], rows: Iterator[Row], profile: Profile, section: tuple[str, ...]
) -> Iterator[Piece]:
    """The questions of rows below a header of these names."""
    if MARK in names:
        rows = joined(rows, names.index(MARK))
    below = section
    beside = _Beside(names, profile)
    ticked = level_columns(names, profile)
    fields = mapped([name for name in names if name], profile.columns)
    asking = [n for n, name in enumerate(names) if fields.get(name) in ("title", "question")]
    with Spool[Record]() as records:
        for row in rows:
            if any(cell.strip() for cell in row[2]):
                if told := _of_the_header(row[2], names, asking, is_first=not records):
                    yield Finding("not-a-question", told, row[0], row[1])
                    continue
                if heading := _heading_in(row[2], names, fields, asking):
                    yield Finding("section", f"section {heading}", row[0], row[1])
                    below = (*section, heading)
                    continue
                records.add(_record(names, row, below, ticked, beside.seen_in(row)))
                if len(row[2]) > len(names):
                    told = f"{len(row[2])} cells below {len(names)} columns; the last are left out"
                    yield Finding("too-many-cells", told, row[0], row[1], "warning")
        yield from beside.findings()
        yield from read_records(records, profile)


class _Beside:
    """The columns of a table that hold nothing of a question, to be told without being kept."""

    def __init__(self, names: Sequence[str], profile: Profile) -> None:
        self._left_out = {normal(name) for name, field in profile.columns.items() if field == "-"}
        levels = {name for name in names if level_of_word(name)}
        meant = [
            n
            for n, name in enumerate(names)
            if name == MARK or name in levels or _may_mean(name, profile)
        ][:_MOST_COLUMNS]
        kept = set(range(len(names))) if MARK in names else set(meant)
        self._names = [(n, name) for n, name in enumerate(names) if name and n not in kept]
        self.columns = frozenset(n for n, _ in self._names)
        self._lines: dict[str, tuple[int, int]] = {}

    def seen_in(self, row: Row) -> frozenset[int]:
        """The columns to leave out of a row; they are remembered if they say something."""
        cells = row[2]
        for n, name in self._names:
            if n < len(cells) and cells[n]:
                first, _ = self._lines.get(name, (row[0], 0))
                self._lines[name] = first, row[1]
        return self.columns

    def findings(self) -> Iterator[Finding]:
        """A finding for each column that said something."""
        for name, lines in self._lines.items():
            if normal(name) not in self._left_out:
                yield not_imported(name, lines)


def _may_mean(name: str, profile: Profile) -> bool:
    """Whether a column of this name may hold a part of a question, whatever stands beside it."""
    plain = normal(name)
    return (
        bool(mapped([name], profile.columns))
        or len(plain) == 1
        or plain in (*STANDING_IN, *ANSWERING)
    )


def _of_the_header(
    cells: Sequence[str], names: Sequence[str], asking: Sequence[int], *, is_first: bool
) -> str | None:
    """Why a row belongs to the header: it says how to fill in the columns, as templates do below
    it, or says the header again. None for a row of its own."""
    said = [cell for cell in cells if cell.strip()]
    if is_first and sum(map(bool, map(_HOW_TO_FILL.search, said))) * 2 >= max(len(said), 2):
        return "the row explains the columns"
    again = [n for n in asking if n < len(cells) and cells[n].strip() == names[n]]
    return "the row is the header again" if again else None


def _heading_in(
    cells: Sequence[str], names: Sequence[str], fields: Mapping[str, str], asking: Sequence[int]
) -> str | None:
    """The heading that a row is, if all it says stands left of the questions."""
    said = [n for n, cell in enumerate(cells) if cell.strip()]
    if len(said) != 1 or not asking or said[0] >= min(asking):
        return None
    text = cells[said[0]].strip()
    if fields.get(names[said[0]], "category") not in _HEADINGS:
        return None
    is_name = len(text) <= _MOST_OF_A_HEADING and any(map(str.isalpha, text))
    return text if is_name and "\n" not in text else None


def _record(
    names: Sequence[str],
    row: Row,
    section: tuple[str, ...],
    ticked: Mapping[str, str],
    beside: frozenset[int],
) -> Record:
    values: dict[str, object]
    values = {
        name: cell
        for n, (name, cell) in enumerate(zip(names, row[2], strict=False))
        if cell and name and n not in beside
    }
    ticks = [name for name in ticked if str(values.get(name, "")).strip().casefold() in _TICKS]
    if len(ticks) == 1:
        del values[ticks[0]]
        values["difficulty"] = ticks[0]
    if values.get(MARK):
        values = members_in(names, row[2])
    return Record(values, row[0], row[1], section)


def _delimiter_in(top: Sequence[str], profile: Profile) -> str:
    """The delimiter of the first of these lines that is a header, else of the very first."""
    for line in top:
        delimiter = delimiter_of(line)
        cells = next(csv.reader([line[:_SEEN]], delimiter=delimiter), [])
        if is_header((1, 1, cells), profile):
            return delimiter
    return delimiter_of(next(iter(top), ""))
