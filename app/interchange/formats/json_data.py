"""JSON and JSON Lines: mappings that hold questions, wherever they are nested."""

import json
import re
from collections.abc import Iterator

from app.interchange.document import Finding, Reading
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.lines import Located, find_records
from app.interchange.formats.profile import Profile
from app.interchange.formats.records import Record, read_records
from app.interchange.formats.text import decode

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\n]')
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
        text = decode(data).text
        value = parse(text)
        records = list(find_records(value, profile))
        if not records:
            return Reading((), (nothing_found(text.count("\n") + 1),))
        documents, findings = read_records(records, profile)
        return Reading(tuple(documents), tuple(findings))


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
        records: list[Record] = []
        findings: list[Finding] = []
        for number, line in enumerate(decode(data).text.split("\n"), start=1):
            if not line.strip():
                continue
            found = list(find_records(parse(line, line=number), profile))
            records += found
            if not found:
                message = "the line holds no mapping with a question"
                findings.append(Finding("no-question", message, number, number, "warning"))
        documents, told = read_records(records, profile)
        findings += told
        return Reading(tuple(documents), tuple(sorted(findings, key=lambda one: one.line_start)))


def parse(text: str, *, line: int = 1) -> object:
    """Parse JSON into lists and `Located` mappings; `line` is that of the first character.

    Raises `UnreadableFile` with the place of the error, also for `NaN`, which is no JSON.
    """
    spans = _object_lines(text, line)

    def located(pairs: list[tuple[str, object]]) -> Located:
        found = Located((_storable(key), _stored(value)) for key, value in pairs)
        found.start, found.end = next(spans, (line, line))
        return found

    try:
        return json.loads(text, object_pairs_hook=located, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        where = line + error.lineno - 1
        message = f"line {where}, column {error.colno}: not JSON: {error.msg}"
        raise UnreadableFile(message, line=where, column=error.colno) from None
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"not JSON that can be read: {error}") from None


def nothing_found(lines: int) -> Finding:
    """The finding of a data file without a question."""
    message = "no mapping in the file has a question: expected a key such as question, q or title"
    return Finding("no-question", message, 1, lines, "warning")


def _object_lines(text: str, line: int) -> Iterator[tuple[int, int]]:
    """First and last line of each mapping, in the order in which they end.

    That is the order in which the parser hands them over.
    """
    opened: list[int] = []
    for match in _TOKEN.finditer(text):
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
