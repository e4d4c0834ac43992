"""Looking at the bank as its keepers do, over HTTP: what is weak, and what may be the same."""

from typing import Annotated

from fastapi import Depends, Query
from fastapi.responses import RedirectResponse

from app.access.caller import Caller, Scope
from app.access.dependencies import Reader, requires
from app.access.errors import KeyNeeded, ScopeMissing, UnknownKey
from app.core.database import Database
from app.core.pagination import Page
from app.core.problems import responses
from app.core.routing import API, Router
from app.questions import similar
from app.questions.checking import LintedQuestion, lint_bank
from app.questions.errors import QuestionNotFound
from app.questions.reading import successor_of
from app.questions.routes import QuestionRef
from app.questions.similar import DuplicatePair, SimilarQuestions, similar_to

router = Router(prefix=API, tags=["curation"])

Staff = Annotated[Caller, Depends(requires(Scope.QUESTIONS_READ))]

KEYED = (UnknownKey, KeyNeeded, ScopeMissing)


@router.get(
    "/questions/{question}/similar",
    summary="List similar questions",
    responses={
        **responses(UnknownKey, KeyNeeded, QuestionNotFound),
        308: {"description": "The question was merged into another; `Location` is of that one"},
    },
)
async def list_similar(
    db: Database,
    who: Reader,
    question: QuestionRef,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> SimilarQuestions:
    """The questions most like one, with a score from 0 to 1; the public sees public ones."""

    def work() -> SimilarQuestions:
        with db.read() as session:
            try:
                return similar_to(session, question, who, limit)
            except QuestionNotFound:
                successor = successor_of(session, question)
                if successor is None:
                    raise
        location = f"{API}/questions/{successor}/similar?limit={limit}"
        return RedirectResponse(location, status_code=308)  # type: ignore[return-value]

    return await db.run(work, inline=False)


@router.get(
    "/questions/lint",
    summary="Lint the bank",
    responses=responses(*KEYED),
)
async def lint_questions(
    db: Database,
    who: Staff,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[str | None, Query(max_length=4000)] = None,
) -> Page[LintedQuestion]:
    """What is missing, broken or weak in the next `limit` questions: those with findings."""

    def work() -> Page[LintedQuestion]:
        with db.read() as session:
            return lint_bank(session, limit, cursor)

    return await db.run(work, inline=False)


@router.get(
    "/duplicates",
    summary="List possible duplicates",
    responses=responses(*KEYED),
)
async def list_duplicates(
    db: Database,
    who: Staff,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[str | None, Query(max_length=4000)] = None,
) -> Page[DuplicatePair]:
    """Pairs of questions that may be one, in the order of the bank. A page looks at a bounded
    part of the bank: it may be empty and still have a `next_cursor`."""

    def work() -> Page[DuplicatePair]:
        with db.read() as session:
            return similar.list_duplicates(session, limit, cursor)

    return await db.run(work, inline=False)
