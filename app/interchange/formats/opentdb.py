"""Open Trivia DB: the JSON that its API answers with, texts escaped as HTML."""

import html
from collections.abc import Iterator
from dataclasses import replace

from app.interchange.document import OptionDocument, Piece, QuestionDocument, Reading
from app.interchange.formats.json_data import Json
from app.interchange.formats.profile import Profile


class OpenTriviaDb:
    """A `results` list of questions with one correct and some incorrect answers."""

    name = "opentdb"
    suffixes = (".json",)
    media_types = ("application/json",)

    def recognises(self, data: bytes) -> bool:
        """Whether the file has the keys that only this API uses together."""
        start = data[:20000]
        return all(
            key in start for key in (b'"results"', b'"correct_answer"', b'"incorrect_answers"')
        )

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read as JSON, then undo the escapes. Raises `UnreadableFile` for bad JSON."""
        return Reading.of(self.stream(data, profile=profile))

    def stream(self, data: bytes, *, profile: Profile) -> Iterator[Piece]:
        """The same piece by piece."""
        for piece in Json().stream(data, profile=profile):
            if isinstance(piece, QuestionDocument):
                yield _unescaped(piece)
            elif piece.message != "'type' is no field of a question":
                yield piece


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
