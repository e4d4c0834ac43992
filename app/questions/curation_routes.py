"""Editing the bank over HTTP: the life of a question from draft to retirement."""

from typing import Annotated, Any

from fastapi import Body, Depends, Header, Response
from sqlmodel import Session

from app.access.caller import Caller, Scope
from app.access.dependencies import Retryable, requires
from app.access.errors import KeyNeeded, ScopeMissing, UnknownKey
from app.core.database import Database
from app.core.dependencies import Now
from app.core.errors import PreconditionFailed
from app.core.idempotency import IdempotencyReuse, IdempotencyRunning
from app.core.problems import responses
from app.core.routing import API, Router
from app.questions import batch, curation
from app.questions.curation_schemas import (
    BatchCreate,
    BatchRead,
    MergeCreate,
    QuestionAdd,
    QuestionCreated,
    QuestionUpdate,
)
from app.questions.errors import (
    BatchRefused,
    DuplicateQuestion,
    MergeRefused,
    NotPublishable,
    PreconditionRequired,
    QuestionNotFound,
    QuestionRetired,
    SlugTaken,
)
from app.questions.models import Status
from app.questions.reading import read_staff
from app.questions.routes import QuestionRef
from app.questions.rows import built
from app.questions.schemas import QuestionStaff
from app.questions.similar import possible_duplicates

router = Router(prefix=f"{API}/questions", tags=["curation"])

Writer = Annotated[Caller, Depends(requires(Scope.QUESTIONS_WRITE))]
IfMatch = Annotated[
    str | None,
    Header(max_length=1000, description="The `ETag` of the staff form that was read; needed"),
]

KEYED = (UnknownKey, KeyNeeded, ScopeMissing)
CHANGING = (
    *KEYED, QuestionNotFound, PreconditionRequired, PreconditionFailed, QuestionRetired,
)  # fmt: skip
RETRYING = (IdempotencyReuse, IdempotencyRunning)
CREATING = (DuplicateQuestion, SlugTaken, NotPublishable)

QUESTION_EXAMPLE: dict[str, Any] = {
    "draft": {
        "value": {
            "title": "What does a readiness probe decide?",
            "answer": "- Whether a Pod gets traffic\n- A Pod that fails it is taken out of Services",
            "hints": ["Think of Services"],
            "category": "kubernetes",
            "tags": ["probes"],
            "difficulty": "medium",
        }
    }
}
PATCH_EXAMPLE: dict[str, Any] = {
    "harder": {"value": {"difficulty": "hard", "expected_seconds": 180}}
}
BATCH_EXAMPLE: dict[str, Any] = {
    "two": {
        "value": {
            "items": [{"title": "What is a sidecar?"}, {"title": "What is an init container?"}],
            "mode": "atomic",
        }
    }
}
MERGE_EXAMPLE: dict[str, Any] = {
    "merge": {"value": {"into": "what-problem-does-kubernetes-solve-that-docker-alone-cannot"}}
}


def _shown(session: Session, question_id: str, response: Response) -> QuestionStaff:
    """The staff form of a question as it is now, with its entity tag."""
    question, revision = read_staff(session, question_id)
    response.headers["ETag"] = curation.staff_etag(revision)
    return question


@router.post(
    "",
    status_code=201,
    summary="Create a question",
    responses=responses(*KEYED, *CREATING, *RETRYING),
)
def create_question(
    response: Response,
    db: Database,
    who: Writer,
    once: Retryable,
    body: Annotated[QuestionAdd, Body(openapi_examples=QUESTION_EXAMPLE)],
) -> QuestionCreated:
    """Create a question, as a draft unless it says otherwise. Without key points they are
    derived from the answer. What the bank has already is refused, unless `allow_duplicate`;
    what may be the same comes back as `possible_duplicates`."""

    def work(session: Session) -> QuestionCreated:
        made = curation.add_question(
            session, body, allow_duplicate=body.allow_duplicate, now=once.now
        )
        members = dict(_shown(session, made, response))
        return built(
            QuestionCreated, members | {"possible_duplicates": possible_duplicates(session, made)}
        )

    made = once.write(db, work, QuestionCreated)
    response.headers["Location"] = f"{API}/questions/{made.id}"
    return made


@router.post(
    "/batch",
    status_code=201,
    summary="Create many questions",
    responses=responses(*KEYED, BatchRefused, *RETRYING),
)
def create_questions(
    db: Database,
    who: Writer,
    once: Retryable,
    body: Annotated[BatchCreate, Body(openapi_examples=BATCH_EXAMPLE)],
) -> BatchRead:
    """Create up to 100 questions: all of them or none, or with `mode: partial` each that can
    be, with a status for each."""
    return once.write(db, lambda session: batch.create_batch(session, body, once.now), BatchRead)


@router.patch(
    "/{question}",
    summary="Change a question",
    responses=responses(*CHANGING, *CREATING),
)
def patch_question(
    response: Response,
    db: Database,
    who: Writer,
    now: Now,
    question: QuestionRef,
    body: Annotated[QuestionUpdate, Body(openapi_examples=PATCH_EXAMPLE)],
    if_match: IfMatch = None,
) -> QuestionStaff:
    """Change members of a question by JSON Merge Patch. If it was ever published and its texts
    change, they become a new version; what was asked before keeps the version it had."""
    with db.write() as session:
        changed = curation.patch_question(session, question, body, if_match, now)
        return _shown(session, changed, response)


@router.delete(
    "/{question}",
    summary="Delete or retire a question",
    responses={**responses(*CHANGING), 204: {"description": "Deleted"}},
)
def delete_question(
    response: Response,
    db: Database,
    who: Writer,
    now: Now,
    question: QuestionRef,
    if_match: IfMatch = None,
) -> QuestionStaff:
    """Delete a question that was never drawn or asked: 204. One that was is retired instead:
    200, with the question."""
    with db.write() as session:
        retired = curation.delete_question(session, question, if_match, now)
        if retired is None:
            return Response(status_code=204)  # type: ignore[return-value]
        return _shown(session, retired, response)


@router.put(
    "/{question}/publication",
    summary="Publish a question",
    responses=responses(*CHANGING, NotPublishable),
)
def publish_question(
    response: Response,
    db: Database,
    who: Writer,
    now: Now,
    question: QuestionRef,
    if_match: IfMatch = None,
) -> QuestionStaff:
    """Publish a question. What it lacks for that is told all at once."""
    with db.write() as session:
        return _shown(session, curation.publish(session, question, if_match, now), response)


@router.delete(
    "/{question}/publication",
    summary="Withdraw a question",
    responses=responses(*CHANGING),
)
def withdraw_question(
    response: Response,
    db: Database,
    who: Writer,
    now: Now,
    question: QuestionRef,
    if_match: IfMatch = None,
) -> QuestionStaff:
    """Make a question a draft again. Interviews under way keep it."""
    with db.write() as session:
        changed = curation.set_status(session, question, Status.DRAFT, if_match, now)
        return _shown(session, changed, response)


@router.put(
    "/{question}/retirement",
    summary="Retire a question",
    responses=responses(*CHANGING),
)
def retire_question(
    response: Response,
    db: Database,
    who: Writer,
    now: Now,
    question: QuestionRef,
    if_match: IfMatch = None,
) -> QuestionStaff:
    """Take a question out of use for good, but keep it for what refers to it. Publishing
    brings it back."""
    with db.write() as session:
        changed = curation.set_status(session, question, Status.RETIRED, if_match, now)
        return _shown(session, changed, response)


@router.post(
    "/{question}/merge",
    summary="Merge a question into another",
    responses=responses(*CHANGING, *RETRYING, MergeRefused),
)
def merge_question(
    response: Response,
    db: Database,
    who: Writer,
    once: Retryable,
    question: QuestionRef,
    body: Annotated[MergeCreate, Body(openapi_examples=MERGE_EXAMPLE)],
    if_match: IfMatch = None,
) -> QuestionStaff:
    """Retire a question in favour of another, which is the answer. Its id and slug lead to
    the other from now on; interviews, draws and scores keep the versions they used."""

    def work(session: Session) -> QuestionStaff:
        other = curation.merge_questions(session, question, body.into, if_match, once.now)
        return _shown(session, other, response)

    return once.write(db, work, QuestionStaff)
