"""From rows to schemas: the columns of each reading of a question, and the reading itself."""

from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlalchemy import Row, Select, select

from app.core.models import table_of
from app.questions.filters import QUESTIONS
from app.questions.models import Difficulty, Kind, QuestionVersion, Status, Visibility
from app.questions.schemas import (
    KeyPointStaff,
    OptionPublic,
    OptionStaff,
    QuestionPublic,
    QuestionStaff,
    SourceStaff,
)

M = TypeVar("M", bound=BaseModel)
VERSIONS = table_of(QuestionVersion).c
# A lookup costs a tenth of calling an enum, and lists do it forty times.
_DIFFICULTIES = {None: None} | {str(difficulty): difficulty for difficulty in Difficulty}
_KINDS = {str(kind): kind for kind in Kind}

PUBLIC_COLUMNS = (
    QUESTIONS.id,
    QUESTIONS.slug,
    QUESTIONS.category,
    QUESTIONS.tags,
    QUESTIONS.difficulty,
    QUESTIONS.kind,
    QUESTIONS.expected_seconds,
    QUESTIONS.updated_at,
    VERSIONS.number.label("version"),
    VERSIONS.title,
    VERSIONS.body,
    VERSIONS.options,
)
_SHARED = len(PUBLIC_COLUMNS) - 1
STAFF_COLUMNS = (
    *PUBLIC_COLUMNS,
    QUESTIONS.status,
    QUESTIONS.visibility,
    QUESTIONS.source_name,
    QUESTIONS.source_url,
    QUESTIONS.source_license,
    QUESTIONS.source_line,
    QUESTIONS.created_at,
    VERSIONS.hints,
    VERSIONS.answer,
    VERSIONS.key_points,
    VERSIONS.key_points_derived,
    VERSIONS.follow_ups,
)

SORTS: dict[str, tuple[Any, type]] = {
    "number": (QUESTIONS.number, int),
    "created_at": (QUESTIONS.created_at, datetime),
    "updated_at": (QUESTIONS.updated_at, datetime),
    "slug": (QUESTIONS.slug, str),
    "title": (QUESTIONS.title_start, str),
}
"""What a list can be sorted by, with the type of its place in a cursor."""


def select_current(*more: Any, staff: bool) -> Select[Any]:
    """Questions with the version in force, in the columns of one reading and `more`."""
    columns = STAFF_COLUMNS if staff else PUBLIC_COLUMNS
    return select(*columns, *more).join_from(
        QUESTIONS.id.table,
        VERSIONS.id.table,
        (VERSIONS.question_id == QUESTIONS.id) & (VERSIONS.number == QUESTIONS.version),
    )


def select_versions(*more: Any, staff: bool) -> Select[Any]:
    """Versions with their question, whichever version is in force."""
    columns = STAFF_COLUMNS if staff else PUBLIC_COLUMNS
    return select(*columns, *more).join_from(
        VERSIONS.id.table, QUESTIONS.id.table, VERSIONS.question_id == QUESTIONS.id
    )


def public(row: Row[Any]) -> QuestionPublic:
    """The public reading of a row of `PUBLIC_COLUMNS`. It comes from our own tables, so it
    is built without being validated again."""
    options = row.options
    if options:
        options = [OptionPublic.model_construct(id=o["id"], text=o["text"]) for o in options]
    return built(QuestionPublic, _shared(row) | {"options": options})


def built(schema: type[M], members: dict[str, Any]) -> M:
    """A schema with all of its members given, set at once. `model_construct` goes through the
    fields one by one, which for a page of questions is most of the work."""
    made = schema.__new__(schema)
    object.__setattr__(made, "__dict__", members)
    object.__setattr__(made, "__pydantic_fields_set__", set(members))
    object.__setattr__(made, "__pydantic_extra__", None)
    object.__setattr__(made, "__pydantic_private__", None)
    return made


def staff(row: Row[Any]) -> QuestionStaff:
    """The staff reading of a row of `STAFF_COLUMNS`."""
    members = _shared(row) | {
        "options": [OptionStaff.model_construct(**option) for option in row.options],
        "hints": row.hints,
        "answer": row.answer,
        "key_points": [KeyPointStaff.model_construct(**point) for point in row.key_points],
        "key_points_derived": row.key_points_derived,
        "follow_ups": row.follow_ups,
        "status": Status(row.status),
        "visibility": Visibility(row.visibility),
        "source": SourceStaff.model_construct(
            name=row.source_name,
            url=row.source_url,
            license=row.source_license,
            line=row.source_line,
        ),
        "created_at": row.created_at,
    }
    return built(QuestionStaff, members)


def _shared(row: Row[Any]) -> dict[str, Any]:
    # By position: looking thirteen columns up by name takes longer than reading them.
    id_, slug, category, tags, difficulty, kind, seconds, updated_at, version, title, body = row[
        :_SHARED
    ]
    return {
        "id": id_,
        "slug": slug,
        "title": title,
        "body": body,
        "category": category,
        "tags": tags,
        "difficulty": _DIFFICULTIES[difficulty],
        "kind": _KINDS[kind],
        "expected_seconds": seconds,
        "version": version,
        "updated_at": updated_at,
    }
