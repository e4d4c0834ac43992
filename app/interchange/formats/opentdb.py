"""Open Trivia DB: the JSON that its API answers with, texts escaped as HTML, for URLs or in Base64."""

import base64
import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from urllib.parse import unquote_plus

from app.interchange.document import OptionDocument, Piece, QuestionDocument, Reading
from app.interchange.formats.json_data import nothing_found, records_in
from app.interchange.formats.profile import Profile
from app.interchange.formats.records import Record, read_records
from app.interchange.formats.spool import Spool
from app.interchange.formats.text import lines_of

_BASE64 = re.compile(rb'"type"\s*:\s*"(?:bXVsdGlwbGU=|Ym9vbGVhbg==)"')
_TYPE = re.compile(rb'"type"\s*:\s*"(?:multiple|boolean|bXVsdGlwbGU=|Ym9vbGVhbg==)"')
_IN_URL = re.compile(rb'"question"\s*:\s*"[^"\s]*%[0-9A-Fa-f]{2}[^"\s]*"')
_NO_FIELDS = ("'type' is no field of a question", "'response_code' is no field of a question")


class OpenTriviaDb:
    """A `results` list, or such a list alone, of questions with one correct and some incorrect answers."""

    name = "opentdb"
    suffixes = (".json",)
    media_types = ("application/json",)

    def recognises(self, data: bytes) -> bool:
        """Whether the file has the keys that only this API uses together."""
        start = data[:20000]
        if not all(key in start for key in (b'"correct_answer"', b'"incorrect_answers"')):
            return False
        return b'"results"' in start or _TYPE.search(start) is not None

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read as JSON, with the escapes undone. Raises `UnreadableFile` for bad JSON."""
        return Reading.of(self.stream(data, profile=profile))

    def stream(self, data: bytes, *, profile: Profile) -> Iterator[Piece]:
        """The same piece by piece."""
        decode = _decoder_of(data[:20000])
        lines = lines_of(data)
        with Spool(_decoded(records_in(lines, profile), decode)) as records:
            for piece in read_records(records, profile):
                if isinstance(piece, QuestionDocument):
                    yield piece if decode else _unescaped(piece)
                elif piece.message not in _NO_FIELDS:
                    yield piece
            if not records:
                yield nothing_found(lines)


def _decoder_of(start: bytes) -> Callable[[str], str] | None:
    """How the texts were encoded, if not as HTML: the API offers Base64 and two kinds of URLs."""
    if _BASE64.search(start):
        return _from_base64
    return unquote_plus if _IN_URL.search(start) else None


def _from_base64(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        return text


def _decoded(records: Iterable[Record], decode: Callable[[str], str] | None) -> Iterator[Record]:
    for record in records:
        if decode is not None:
            values = {name: _each(value, decode) for name, value in record.values.items()}
            record = replace(record, values=values)
        yield record


def _each(value: object, decode: Callable[[str], str]) -> object:
    if isinstance(value, list):
        return [_each(item, decode) for item in value]
    return decode(value) if isinstance(value, str) else value


def _unescaped(document: QuestionDocument) -> QuestionDocument:
    return replace(
        document,
        title=html.unescape(document.title),
        body=html.unescape(document.body),
        answer=html.unescape(document.answer),
        category=html.unescape(document.category) if document.category else None,
        options=tuple(
            OptionDocument(html.unescape(option.text), option.correct)
            for option in document.options
        ),
    )
