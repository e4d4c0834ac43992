"""From a document to a question that the bank could take, or to sentences that say why not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from app.interchange.document import QuestionDocument
from app.interchange.whole import whole_values
from app.questions.content import RESERVED_SLUGS
from app.questions.curation import publication_faults
from app.questions.models import Kind, Status
from app.questions.schemas import QuestionCreate

_EXPECTED = {
    "string_too_long": "at most {max_length:,} characters are taken",
    "string_too_short": "at least {min_length:,} characters are needed",
    "too_long": "at most {max_length:,} are taken",
    "greater_than": "has to be more than {gt:g}",
    "greater_than_equal": "has to be at least {ge:g}",
    "less_than": "has to be less than {lt:g}",
    "less_than_equal": "has to be at most {le:g}",
    "text_nul": "may not hold the NUL character",
    "text_surrogate": "may not hold halves of surrogate pairs",
    "text_lines": "has to be a single line",
    "text_blank": "may not be blank",
    "string_type": "has to be a text",
    "int_type": "has to be a whole number",
    "int_parsing": "has to be a whole number",
    "finite_number": "has to be a number",
    "enum": "has to be {expected}",
}
_PATTERNS = {
    "slug": "has to be lower-case letters and digits in words joined by single hyphens",
    "category": "has to be a path like databases/sql, without commas",
    "tags": "may not hold a comma",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that can be written, with what there is to say about it. Its status is that
    of a whole document, else `published`, unless it lacks what published questions need."""

    new: QuestionCreate
    warnings: tuple[str, ...]


class Unusable(Exception):  # noqa: N818 - named after what is refused
    """A document that is no question of this bank; `errors` begin with the field each."""

    def __init__(self, errors: tuple[str, ...]) -> None:
        super().__init__("; ".join(errors))
        self.errors = errors


def draft(document: QuestionDocument, *, source: str, category: str | None) -> Draft:
    """A document as a new question, in `category` if it names none.

    Raises:
        Unusable: a value is too long or malformed.
    """
    named, warnings = _category(document.category)
    if document.is_whole:
        values = whole_values(document)
    else:
        values = _values(document, source, named or category)
    try:
        new = QuestionCreate.model_validate(values)
    except ValidationError as error:
        raise Unusable(tuple(_sentences(error, values))) from None
    if new.slug in RESERVED_SLUGS:
        raise Unusable((f"slug: {new.slug!r} is the name of an operation; choose another",))
    faults = []
    if new.status is Status.PUBLISHED:
        faults = [fault["message"] for fault in publication_faults(new)]
    if faults:
        new = new.model_copy(update={"status": Status.DRAFT})
    return Draft(new, (*warnings, *(f"Kept as a draft: {fault}" for fault in faults)))


def checked(values: dict[str, Any]) -> QuestionCreate:
    """Values put together from a file and the bank as a question.

    Raises:
        Unusable: they are not one.
    """
    try:
        return QuestionCreate.model_validate(values)
    except ValidationError as error:
        raise Unusable(tuple(_sentences(error, values))) from None


def _values(document: QuestionDocument, source: str, category: str | None) -> dict[str, Any]:
    # What a short question accepts is an answer, not something to choose from.
    is_choice = bool(document.options) and document.kind != "short"
    accepted = "" if is_choice else "\n".join(f"- {option.text}" for option in document.options)
    return {
        "title": document.title,
        "body": document.body or None,
        "kind": Kind.CHOICE if is_choice else Kind.OPEN,
        "options": [
            {"text": option.text, "correct": option.correct}
            for option in document.options
            if is_choice
        ],
        "hints": list(document.hints),
        "answer": document.answer or accepted or None,
        "key_points": [
            {"text": point.text, "weight": point.weight, "required": point.required}
            for point in document.key_points
        ]
        or None,
        "follow_ups": list(document.follow_ups),
        "category": category,
        "tags": list(document.tags),
        "difficulty": document.difficulty,
        "expected_seconds": document.expected_seconds,
        "slug": document.slug,
        "status": Status.PUBLISHED,
        "source": {
            "name": document.source_name or source[:200],
            "url": document.source_url,
            "license": document.source_license,
            "line": document.line_start,
        },
    }


def _category(named: str | None) -> tuple[str | None, tuple[str, ...]]:
    """A category as a path: blanks around its slashes go, and so do commas, which separate
    categories in filters."""
    if named is None:
        return None, ()
    parts = (" ".join(part.replace(",", " ").split()) for part in named.split("/"))
    path = "/".join(part for part in parts if part) or None
    if path == named:
        return path, ()
    return path, (f"category: {_short(named)} is written {_short(path or 'as none')}",)


def category_of(name: str) -> str | None:
    """The name of a source as a category: blanks and commas become hyphens."""
    parts = ("-".join(re.split(r"[,\s]+", part.strip(" ,"))) for part in name.split("/"))
    path = "/".join(part for part in parts if part)
    return path[:200].rstrip("/- ") or None


def _sentences(error: ValidationError, values: dict[str, Any]) -> Iterator[str]:
    for fault in error.errors(include_url=False):
        where = tuple(str(part) for part in fault["loc"])
        yield f"{_place(where)}: {_expectation(fault, where)}"


def _place(where: tuple[str, ...]) -> str:
    """`tags, item 3`: the field, and which of its items where it has several."""
    name, *rest = where
    place = next((int(part) + 1 for part in rest if part.isdecimal()), None)
    return name if place is None else f"{name}, item {place}"


def _expectation(fault: Any, where: tuple[str, ...]) -> str:
    kind, context = fault["type"], fault.get("ctx") or {}
    if kind == "string_pattern_mismatch":
        said = _PATTERNS.get(where[0], "is not of the expected form")
    elif kind in _EXPECTED:
        said = _EXPECTED[kind].format(**context)
    else:
        said = str(fault["msg"])
    value = fault.get("input")
    if kind in ("string_too_long", "too_long") and isinstance(value, str | list):
        return f"{said}, this has {len(value):,}"
    return f"{said}, not {_short(value)}" if isinstance(value, str | int | float) else said


def _short(value: object) -> str:
    text = str(value)
    return repr(text if len(text) <= 60 else text[:59] + "…")
