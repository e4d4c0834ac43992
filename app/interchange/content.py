"""What a file says of a question, beside what the bank has of it: how they differ, and which of
the two changed since they last met.

Content is a mapping of plain values by the names of a question's members. A file may not carry
all of them (GIFT has no level, a sheet no column of hints); what it cannot say it does not take
away, so everything here is asked for a set of fields.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from app.interchange.document import QuestionDocument
from app.interchange.report import FieldChange
from app.questions.identity import digest
from app.questions.schemas import QuestionCreate

Content = Mapping[str, Any]

SOURCE = ("source_name", "source_url", "source_license")
FIELDS = (
    "title",
    "body",
    "kind",
    "options",
    "hints",
    "answer",
    "key_points",
    "follow_ups",
    "category",
    "tags",
    "difficulty",
    "expected_seconds",
    *SOURCE,
)
ALWAYS = frozenset({"title", "body", "kind", "options"})
"""What every file says: a question, and whether there is something to choose from."""

_SAID_BY_EACH = frozenset({"category", *SOURCE})
_CARRIED = ("hints", "answer", "key_points", "follow_ups", "tags", "difficulty", "expected_seconds")


def content_of(new: QuestionCreate) -> dict[str, Any]:
    """A question as content."""
    return {
        "title": new.title,
        "body": new.body or None,
        "kind": str(new.kind),
        "options": [{"text": o.text, "correct": o.correct} for o in new.options],
        "hints": new.hints,
        "answer": new.answer or None,
        "key_points": new.key_points
        and [{"text": p.text, "weight": p.weight, "required": p.required} for p in new.key_points],
        "follow_ups": new.follow_ups,
        "category": new.category,
        "tags": list(dict.fromkeys(new.tags)),
        "difficulty": new.difficulty and str(new.difficulty),
        "expected_seconds": new.expected_seconds,
        "source_name": new.source.name,
        "source_url": new.source.url,
        "source_license": new.source.license,
    }


class Carried:
    """The fields that a file speaks of at all: those that one of its documents fills."""

    def __init__(self) -> None:
        self._found = set(ALWAYS)
        self._missing = set(_CARRIED)

    def see(self, document: QuestionDocument) -> None:
        """Take one more document into account."""
        if self._missing:
            filled = {name for name in self._missing if getattr(document, name)}
            if document.options:
                filled.add("answer")  # what a short question accepts
            self._found |= filled
            self._missing -= filled

    @property
    def fields(self) -> frozenset[str]:
        """Those of all that were seen."""
        return frozenset(self._found)


def said_by(document: QuestionDocument, carried: frozenset[str] | None) -> frozenset[str]:
    """The fields that count for one document: those that its file carries, or all (`carried` is
    None), but category and source only where the document names them. A whole document speaks
    of them all."""
    if document.is_whole:
        return frozenset(FIELDS)
    fields = frozenset(FIELDS) if carried is None else carried
    return fields - _SAID_BY_EACH | {name for name in _SAID_BY_EACH if getattr(document, name)}


def hash_of(content: Content, fields: frozenset[str]) -> str:
    """A hash of these fields. State and key points that were derived are not in it."""
    return digest([[name, _plain(content[name])] for name in FIELDS if name in fields])


def _plain(value: Any) -> Any:
    """A value as it is compared: line ends and outer white space do not survive every format."""
    if isinstance(value, str):
        if "\r" in value:
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        return value.strip() or None
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value


def hashes_of(content: Content, fields: frozenset[str]) -> frozenset[str]:
    """The hashes that content may have been remembered by: of these fields or of all, with or
    without those that a file names for some questions only."""
    named = fields & _SAID_BY_EACH
    return frozenset(
        hash_of(content, base - _SAID_BY_EACH | some)
        for base in (fields, frozenset(FIELDS))
        for some in (
            frozenset[str](),
            named,
            named | {"category"},
            named - {"category"},
            _SAID_BY_EACH,
        )
    )


def changes_between(
    before: Content, after: Content, fields: frozenset[str]
) -> tuple[FieldChange, ...]:
    """What the second says differently, field by field."""
    return tuple(
        FieldChange(name, before[name], after[name])
        for name in FIELDS
        if name in fields and _plain(before[name]) != _plain(after[name])
    )


def without_derived(content: Content, derived: Sequence[Mapping[str, Any]] | None) -> Content:
    """The content with no key points of its own, if they are those that the bank derived."""
    points = content["key_points"]
    if not points or derived is None:
        return content
    texts = [(point["text"], point["required"]) for point in points]
    if texts != [(point["text"], point["required"]) for point in derived]:
        return content
    return {**content, "key_points": None}


def merged(current: Content, said: Content, fields: frozenset[str]) -> dict[str, Any]:
    """The current content with what the file says put in, as `QuestionCreate` takes it."""
    both = {name: (said if name in fields else current)[name] for name in FIELDS}
    source = {name.removeprefix("source_"): both.pop(name) for name in SOURCE}
    return {**both, "source": source}
