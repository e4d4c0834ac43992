"""Whole records: all of a question in one mapping, as exports write it and imports read it back.

A record is marked by the member `qbank`, so that it is taken to the letter where other records
are interpreted. One marked as public lacks what only staff may see; it is never imported, for
it would empty the question that it came from.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar, get_args

from app.interchange.document import Finding, KeyPointDocument, OptionDocument, QuestionDocument

MARK = "qbank"
VERSION = 1
PUBLIC = "public"
PUBLIC_MEMBERS = (
    MARK, "id", "slug", "title", "body", "kind", "options", "category", "tags", "difficulty",
    "expected_seconds",
)  # fmt: skip
STAFF_MEMBERS = (
    MARK, "id", "slug", "title", "body", "kind", "options", "hints", "answer", "key_points",
    "follow_ups", "category", "tags", "difficulty", "expected_seconds", "status", "visibility",
    "digest", "source",
)  # fmt: skip
_OPTIONAL = ("digest",)  # which files written by hand, and those of older versions, do not have
_SOURCE = ("name", "url", "license", "line")
_LARGEST = 2**31
T = TypeVar("T")

Difficulty = Literal["easy", "medium", "hard"]
Kind = Literal["open", "choice"]
Status = Literal["draft", "published", "retired"]
Visibility = Literal["public", "internal"]


class BadRecord(Exception):  # noqa: N818 - named after what is refused
    """A member that is missing or not what it has to be, in a sentence."""


def members_of(document: QuestionDocument) -> dict[str, object]:
    """A document as a record: the whole of it, or what is public if there is no more.

    Key points that were derived are left out: they are derived anew.
    """
    if not document.is_whole:
        members = _shared(document, [{"text": one.text} for one in document.options])
        return {name: members[name] for name in PUBLIC_MEMBERS}
    options = [{"text": one.text, "correct": one.correct} for one in document.options]
    points = [
        {"text": one.text, "weight": one.weight, "required": one.required}
        for one in document.key_points
    ]
    members = _shared(document, options) | {
        MARK: VERSION,
        "hints": list(document.hints),
        "answer": document.answer or None,
        "key_points": None if document.key_points_derived else points,
        "follow_ups": list(document.follow_ups),
        "status": document.status,
        "visibility": document.visibility,
        "digest": document.digest,
        "source": {
            "name": document.source_name,
            "url": document.source_url,
            "license": document.source_license,
            "line": document.source_line,
        },
    }
    return {name: members[name] for name in STAFF_MEMBERS}


def _shared(document: QuestionDocument, options: list[dict[str, Any]]) -> dict[str, object]:
    return {
        MARK: PUBLIC,
        "id": document.external_id,
        "slug": document.slug,
        "title": document.title,
        "body": document.body or None,
        "kind": document.kind,
        "options": options,
        "category": document.category,
        "tags": list(document.tags),
        "difficulty": document.difficulty,
        "expected_seconds": document.expected_seconds,
    }


def read_whole(
    record: Mapping[str, object], start: int, end: int
) -> tuple[QuestionDocument | None, list[Finding]]:
    """The document of a marked record, or None with the finding that says what is wrong."""
    if record[MARK] == PUBLIC:
        message = (
            "a question without its answer, from a public export; not imported, for it would"
            " empty the one in the bank"
        )
        return None, [Finding("public-export", message, start, end, "warning")]
    try:
        return _document(record, start, end), []
    except BadRecord as error:
        return None, [Finding("bad-record", str(error), start, end, "error")]


def _document(record: Mapping[str, object], start: int, end: int) -> QuestionDocument:
    if record[MARK] not in (VERSION, str(VERSION)):
        raise BadRecord(f"{MARK}: expected {VERSION} or {PUBLIC!r}; the file is of another version")
    for name in STAFF_MEMBERS:
        if name not in record and name not in _OPTIONAL:
            raise BadRecord(f"{name}: missing; a record marked as whole has all of its members")
    if extra := [name for name in record if name not in STAFF_MEMBERS]:
        raise BadRecord(f"{extra[0]}: no member of a whole record; take it out, or {MARK} too")
    points = _list(record, "key_points", _key_point) if record["key_points"] is not None else ()
    source = _source(record)
    return QuestionDocument(
        title=_text(record["title"], "title"),
        line_start=start,
        line_end=end,
        body=_optional_text(record["body"], "body") or "",
        hints=_list(record, "hints", _text),
        answer=_optional_text(record["answer"], "answer") or "",
        key_points=points,
        key_points_derived=record["key_points"] is None,
        options=_list(record, "options", _option),
        follow_ups=_list(record, "follow_ups", _text),
        category=_optional_text(record["category"], "category"),
        tags=_list(record, "tags", _text),
        difficulty=_one_of(record, "difficulty", Difficulty, optional=True),
        expected_seconds=_whole_number(record["expected_seconds"], "expected_seconds"),
        external_id=_optional_text(record["id"], "id"),
        slug=_optional_text(record["slug"], "slug"),
        source_name=_optional_text(source["name"], "source.name"),
        source_url=_optional_text(source["url"], "source.url"),
        source_license=_optional_text(source["license"], "source.license"),
        source_line=_whole_number(source["line"], "source.line"),
        kind=_one_of(record, "kind", Kind),
        status=_one_of(record, "status", Status),
        visibility=_one_of(record, "visibility", Visibility),
        is_whole=True,
        digest=_optional_text(record.get("digest"), "digest"),
    )


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise BadRecord(f"{name}: expected a text")
    return value


def _optional_text(value: object, name: str) -> str | None:
    return None if value is None else _text(value, name)


def _list(
    record: Mapping[str, object], name: str, item: Callable[[object, str], T]
) -> tuple[T, ...]:
    value = record[name]
    if not isinstance(value, list):
        raise BadRecord(f"{name}: expected a list")
    return tuple(item(one, f"{name}.{place}") for place, one in enumerate(value))


def _option(value: object, name: str) -> OptionDocument:
    members = _members(value, name, ("text", "correct"))
    return OptionDocument(
        _text(members["text"], f"{name}.text"), _truth(members["correct"], f"{name}.correct")
    )


def _key_point(value: object, name: str) -> KeyPointDocument:
    members = _members(value, name, ("text", "weight", "required"))
    weight = members["weight"]
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not math.isfinite(weight):
        raise BadRecord(f"{name}.weight: expected a number")
    return KeyPointDocument(
        _text(members["text"], f"{name}.text"),
        float(weight),
        _truth(members["required"], f"{name}.required"),
    )


def _members(value: object, name: str, names: tuple[str, ...]) -> Mapping[str, object]:
    if not isinstance(value, Mapping) or set(value) != set(names):
        raise BadRecord(f"{name}: expected a mapping of {', '.join(names)}")
    return value


def _source(record: Mapping[str, object]) -> Mapping[str, object]:
    return _members(record["source"], "source", _SOURCE)


def _truth(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise BadRecord(f"{name}: expected true or false")
    return value


def _whole_number(value: object, name: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < _LARGEST:
        raise BadRecord(f"{name}: expected a whole number above 0")
    return value


def _one_of(record: Mapping[str, object], name: str, kind: Any, *, optional: bool = False) -> Any:
    value = record[name]
    if value in get_args(kind) or (optional and value is None):
        return value
    known = ", ".join(get_args(kind))
    raise BadRecord(f"{name}: expected one of: {known}")
