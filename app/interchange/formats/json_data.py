"""JSON and JSON Lines: mappings that hold questions, wherever they are nested."""

import json
import re
from collections.abc import Callable, Iterator
from io import TextIOBase

from app.interchange.document import Finding, Piece, Reading
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.lines import Located, find_records, find_records_in
from app.interchange.formats.profile import Profile
from app.interchange.formats.records import Record, read_records
from app.interchange.formats.spool import Spool
from app.interchange.formats.text import Lines, lines_of

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\n]')
_BLANKS = " \t\n\r"
_BLANK = re.compile(f"[{_BLANKS}]*")
_WINDOW = 1 << 18  # characters
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Json:
    """One JSON document: a question, a list of them, or lists below the names of sections."""

    name = "json"
    suffixes = (".json",)
    media_types = ("application/json",)

    def recognises(self, data: bytes) -> bool:
        """Whether the file begins with a bracket, and not a line at a time."""
        start = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
        return start.startswith((b"[", b"{"))

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read every mapping that holds a question. Raises `UnreadableFile` for bad JSON."""
        return Reading.of(self.stream(data, profile=profile))

    def stream(self, data: bytes, *, profile: Profile) -> Iterator[Piece]:
        """The same piece by piece."""
        lines = lines_of(data)
        with Spool(_records(lines, profile)) as records:
            yield from read_records(records, profile)
            if not records:
                yield nothing_found(lines)


class JsonLines:
    """JSON Lines: one mapping to a line."""

    name = "jsonl"
    suffixes = (".jsonl", ".ndjson")
    media_types = ("application/jsonl", "application/x-ndjson", "application/x-jsonlines")

    def recognises(self, data: bytes) -> bool:
        """Whether the first line is a whole mapping and another follows it."""
        first, _, rest = data[:65536].lstrip(b"\xef\xbb\xbf \r\n\t").partition(b"\n")
        return first.startswith(b"{") and first.rstrip().endswith(b"}") and rest[:1] == b"{"

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read the lines that hold questions; the others are told. Raises `UnreadableFile`
        where a line is no JSON.
        """
        return Reading.of(self.stream(data, profile=profile))

    def stream(self, data: bytes, *, profile: Profile) -> Iterator[Piece]:
        """The same piece by piece."""
        with Spool[Record]() as records:
            for number, line in enumerate(lines_of(data), start=1):
                if not line.strip():
                    continue
                before = len(records)
                for record in find_records(parse(line.rstrip("\n"), line=number), profile):
                    records.add(record)
                if len(records) == before:
                    message = "the line holds no mapping with a question"
                    yield Finding("no-question", message, number, number, "warning")
            yield from read_records(records, profile)


def _records(lines: Lines, profile: Profile) -> Iterator[Record]:
    with lines.open() as text:
        start = text.read(_WINDOW)
        if start.lstrip(_BLANKS).startswith("["):
            yield from find_records_in(items_of(text, start), profile)
        else:
            yield from find_records(parse(start + text.read()), profile)


def parse(text: str, *, line: int = 1) -> object:
    """Parse JSON into lists and `Located` mappings; `line` is that of the first character.

    Raises `UnreadableFile` with the place of the error, also for `NaN`, which is no JSON.
    """
    spans = _object_lines(text, line)
    try:
        return json.loads(text, object_pairs_hook=_locating(spans), parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise _not_json(error, line, 0) from None
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"not JSON that can be read: {error}") from None


def items_of(source: TextIOBase, start: str) -> Iterator[object]:
    """The items of a list in JSON, of which no more is held than the one at hand. `start` was
    read from the source already. Raises `UnreadableFile` as `parse` does."""
    window = _Window(source, start)
    window.take("[")
    if window.next() == "]":
        window.take("]")
    else:
        yield window.item()
        while window.next() == ",":
            window.take(",")
            yield window.item()
        window.take("]", "Expecting ',' delimiter")
    if window.next():
        raise window.error("Extra data")


class _Window:
    """A stretch of a JSON text that moves over it. `line` and `column` are where it begins."""

    def __init__(self, source: TextIOBase, start: str) -> None:
        self.source, self.text, self.is_last = source, start, False
        self.at, self.line, self.column = 0, 1, 0
        self._counted, self._here = 0, 1

    def next(self) -> str:
        """The next character that is not blank; none at the end."""
        while True:
            self.at = _BLANK.match(self.text, self.at).end()  # type: ignore[union-attr]  # blanks may be none
            if self.at < len(self.text) or self.is_last:
                return self.text[self.at : self.at + 1]
            self._move()

    def take(self, mark: str, otherwise: str = "Expecting value") -> None:
        """Step over a mark."""
        if self.next() != mark:
            raise self.error(otherwise)
        self.at += 1

    def item(self) -> object:
        """The next value."""
        self.next()
        while True:
            spans = _object_lines(self.text, self._line_here(), self.at)
            decoder = json.JSONDecoder(object_pairs_hook=_locating(spans), parse_constant=_refuse)
            try:
                value, end = decoder.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                if self.is_last:
                    raise _not_json(error, self.line, self.column) from None
            except (ValueError, RecursionError) as error:
                raise UnreadableFile(f"not JSON that can be read: {error}") from None
            else:
                # A number at the very end may go on.
                if end < len(self.text) or self.is_last:
                    self.at = end
                    return value
            self._move()

    def error(self, message: str) -> UnreadableFile:
        """What is wrong with what is next."""
        error = json.JSONDecodeError(message, self.text, self.at)
        return _not_json(error, self.line, self.column)

    def _line_here(self) -> int:
        self._here += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._here

    def _move(self) -> None:
        """Let go of what was read; what is left at least doubles, so that an item which is long
        is not begun too often."""
        gone, kept = self.text[: self.at], self.text[self.at :]
        self.line, self._counted = self._line_here(), 0
        if "\n" in gone:
            self.column = len(gone) - gone.rindex("\n") - 1
        else:
            self.column += len(gone)
        more = self.source.read(max(_WINDOW, len(kept)))
        self.text, self.at, self.is_last = kept + more, 0, not more


def _locating(
    spans: Iterator[tuple[int, int]],
) -> Callable[[list[tuple[str, object]]], Located]:
    """Makes mappings that know their lines, which are told in the order of their ends."""

    def located(pairs: list[tuple[str, object]]) -> Located:
        found = Located((_storable(key), _stored(value)) for key, value in pairs)
        found.start, found.end = next(spans, (1, 1))
        return found

    return located


def _not_json(error: json.JSONDecodeError, line: int, column: int) -> UnreadableFile:
    """The error of a text that begins at this line and behind this column."""
    where = line + error.lineno - 1
    column = error.colno + (column if error.lineno == 1 else 0)
    message = f"line {where}, column {column}: not JSON: {error.msg}"
    return UnreadableFile(message, line=where)


def nothing_found(lines: Lines) -> Finding:
    """The finding of a data file without a question."""
    last = sum(line.endswith("\n") for line in lines) + 1
    message = "no mapping in the file has a question: expected a key such as question, q or title"
    return Finding("no-question", message, 1, last, "warning")


def _object_lines(text: str, line: int, start: int = 0) -> Iterator[tuple[int, int]]:
    """First and last line of each mapping from `start` on, in the order in which they end.

    That is the order in which the parser hands them over.
    """
    opened: list[int] = []
    for match in _TOKEN.finditer(text, start):
        mark = match.group()
        if mark == "\n":
            line += 1
        elif mark == "{":
            opened.append(line)
        elif mark == "}" and opened:
            yield opened.pop(), line


def _refuse(name: str) -> object:
    raise ValueError(f"{name} is no number in JSON")


def _stored(value: object) -> object:
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, list):
        return [_stored(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**63:
        return str(value)
    return value


def _storable(text: str) -> str:
    """A text without NUL and half characters, which JSON can spell and no database stores."""
    if _UNSTORABLE.search(text) is None:
        return text
    return _UNSTORABLE.sub("\ufffd", text)
