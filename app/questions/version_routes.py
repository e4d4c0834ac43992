"""The history of a question over HTTP."""

from typing import Annotated

from fastapi import Depends, Path

from app.access.caller import Caller, Scope
from app.access.dependencies import requires
from app.access.errors import KeyNeeded, ScopeMissing, UnknownKey
from app.core.database import Database
from app.core.pagination import Page
from app.core.problems import responses
from app.core.routing import API, Router
from app.questions import versions
from app.questions.curation_schemas import VersionDiff
from app.questions.errors import QuestionNotFound, VersionNotFound
from app.questions.routes import QuestionRef
from app.questions.schemas import QuestionStaff

router = Router(prefix=f"{API}/questions", tags=["curation"])

Staff = Annotated[Caller, Depends(requires(Scope.QUESTIONS_READ))]
Number = Annotated[int, Path(ge=1, lt=2**31, description="The number of a version")]

KEYED = (UnknownKey, KeyNeeded, ScopeMissing)


@router.get(
    "/{question}/versions",
    summary="List the versions of a question",
    responses=responses(*KEYED, QuestionNotFound),
)
def list_versions(db: Database, who: Staff, question: QuestionRef) -> Page[QuestionStaff]:
    """All versions of a question, oldest first; none of them ever changes."""
    with db.read() as session:
        return versions.list_versions(session, question)


@router.get(
    "/{question}/versions/{number}",
    summary="Read a version",
    responses=responses(*KEYED, QuestionNotFound, VersionNotFound),
)
def read_version(db: Database, who: Staff, question: QuestionRef, number: Number) -> QuestionStaff:
    """A question as it was in one version."""
    with db.read() as session:
        return versions.read_version(session, question, number)


@router.get(
    "/{question}/versions/{number}/diff/{other}",
    summary="Compare two versions",
    responses=responses(*KEYED, QuestionNotFound, VersionNotFound),
)
def compare_versions(
    db: Database, who: Staff, question: QuestionRef, number: Number, other: Number
) -> VersionDiff:
    """What differs between two versions of a question, member by member."""
    with db.read() as session:
        return versions.compare_versions(session, question, number, other)
