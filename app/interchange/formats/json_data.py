"""JSON and JSON Lines: mappings that hold questions, wherever they are nested."""

from collections.abc import Iterator

from app.interchange.document import Finding, Piece, Reading
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.json_text import BLANKS, WINDOW, items_of, parse, value_of
from app.interchange.formats.lines import find_records, find_records_in
from app.interchange.formats.profile import Profile
from app.interchange.formats.records import Record, read_records
from app.interchange.formats.spool import Spool
from app.interchange.formats.text import Lines, lines_of


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
        with Spool(records_in(lines, profile)) as records:
            yield from read_records(records, profile)
            if not records:
                yield nothing_found(lines)


class JsonLines:
    """JSON Lines: one mapping to a line. Databases export them as `.json`, too."""

    name = "jsonl"
    suffixes = (".jsonl", ".ndjson", ".json")
    media_types = ("application/jsonl", "application/x-ndjson", "application/x-jsonlines")

    def recognises(self, data: bytes) -> bool:
        """Whether the first line is a whole mapping and another follows it."""
        first, _, rest = data[:65536].lstrip(b"\xef\xbb\xbf \r\n\t").partition(b"\n")
        return first.startswith(b"{") and first.rstrip().endswith(b"}") and rest[:1] == b"{"

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read the lines that hold questions; the others are told. Raises `UnreadableFile`
        where the first line is no JSON.
        """
        return Reading.of(self.stream(data, profile=profile))

    def stream(self, data: bytes, *, profile: Profile) -> Iterator[Piece]:
        """The same piece by piece."""
        with Spool[Record]() as records:
            is_json = False
            for number, line in enumerate(lines_of(data), start=1):
                if not line.strip():
                    continue
                try:
                    value = parse(line.rstrip("\n"), line=number)
                except UnreadableFile as error:
                    if not is_json:
                        raise
                    yield Finding("not-json", str(error), number, number, "error")
                    continue
                is_json, before = True, len(records)
                for record in find_records(value, profile):
                    records.add(record)
                if len(records) == before:
                    message = "the line holds no mapping with a question"
                    yield Finding("no-question", message, number, number, "warning")
            yield from read_records(records, profile)


def records_in(lines: Lines, profile: Profile) -> Iterator[Record]:
    """The records of one JSON document, in order."""
    with lines.open() as text:
        start = text.read(WINDOW)
        if start.lstrip(BLANKS).startswith("["):
            yield from find_records_in(items_of(text, start), profile)
        else:
            yield from find_records(value_of(lines.open, text, start), profile)


def nothing_found(lines: Lines) -> Finding:
    """The finding of a data file without a question."""
    last = sum(line.endswith("\n") for line in lines) + 1
    message = "no mapping in the file has a question: expected a key such as question, q or title"
    return Finding("no-question", message, 1, last, "warning")
