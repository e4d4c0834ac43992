"""The verbs of history: the versions of a question, one of them, and how two differ."""

from difflib import unified_diff
from typing import Any

from sqlmodel import Session

from app.core.pagination import Page
from app.questions import rows
from app.questions.curation_schemas import FieldDiff, VersionDiff
from app.questions.errors import VersionNotFound
from app.questions.filters import QUESTIONS
from app.questions.rows import VERSIONS, select_versions
from app.questions.schemas import QuestionStaff
from app.questions.writing import find_id

VERSIONED = (
    "title",
    "body",
    "options",
    "hints",
    "answer",
    "key_points",
    "key_points_derived",
    "follow_ups",
)
"""What a version holds; the rest of a question is not part of its history."""


def list_versions(session: Session, ref: str) -> Page[QuestionStaff]:
    """All versions of a question, oldest first, with the question's row as it is now.

    Raises:
        QuestionNotFound: there is no such question.
    """
    statement = (
        select_versions(staff=True)
        .where(QUESTIONS.id == find_id(session, ref))
        .order_by(VERSIONS.number)
    )
    found = [rows.staff(row) for row in session.execute(statement).all()]
    return Page[QuestionStaff].model_construct(items=found, next_cursor=None, total=None)


def read_version(session: Session, ref: str, number: int) -> QuestionStaff:
    """One version of a question.

    Raises:
        VersionNotFound: the question has no version of this number.
    """
    statement = select_versions(staff=True).where(
        QUESTIONS.id == find_id(session, ref), VERSIONS.number == number
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        raise VersionNotFound
    return rows.staff(row)


def compare_versions(session: Session, ref: str, before: int, after: int) -> VersionDiff:
    """What differs between two versions of a question, member by member."""
    old = read_version(session, ref, before).model_dump(mode="json")
    new = read_version(session, ref, after).model_dump(mode="json")
    changes = [_compare(name, old[name], new[name]) for name in VERSIONED if old[name] != new[name]]
    return VersionDiff(before=before, after=after, changes=changes)


def _compare(name: str, old: Any, new: Any) -> FieldDiff:
    lines = None
    if name in ("title", "body", "answer"):
        before, after = (old or "").splitlines(), (new or "").splitlines()
        lines = list(unified_diff(before, after, lineterm=""))[2:]
    return FieldDiff(field=name, before=old, after=new, lines=lines)
