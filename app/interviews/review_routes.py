"""Reviews over HTTP: what people say of answers."""

from typing import Annotated

from fastapi import Body, Depends, Request

from app.access.caller import Caller, Scope
from app.access.dependencies import Retryable, requires
from app.access.errors import KeyNeeded, ScopeMissing, UnknownKey
from app.core.database import Database
from app.core.dependencies import Now
from app.core.idempotency import IdempotencyReuse, IdempotencyRunning
from app.core.problems import responses
from app.core.routing import API, Router
from app.interviews import reviewing
from app.interviews.errors import (
    AlreadyScored,
    InterviewNotFound,
    ReviewNotFound,
    ScoringRunning,
    TurnNotFound,
    TurnUnanswered,
)
from app.interviews.routes import InterviewId, Position
from app.interviews.schemas import (
    REVIEW_EXAMPLE,
    SCORING_EXAMPLE,
    ReviewHistory,
    ReviewRead,
    ReviewWrite,
    TurnScoreCreate,
    TurnStaff,
)
from app.questions.dependencies import ServiceScorers

router = Router(prefix=f"{API}/interviews", tags=["reviews"])

Reviewer = Annotated[Caller, Depends(requires(Scope.REVIEWS_WRITE))]
Runner = Annotated[Caller, Depends(requires(Scope.INTERVIEWS_RUN))]
REFUSED = (
    UnknownKey,
    KeyNeeded,
    ScopeMissing,
    InterviewNotFound,
    TurnNotFound,
    TurnUnanswered,
)


@router.put(
    "/{interview}/turns/{position}/review",
    summary="Review an answer",
    responses=responses(*REFUSED),
)
def review_turn(
    db: Database,
    who: Reviewer,
    now: Now,
    interview: InterviewId,
    position: Position,
    body: Annotated[ReviewWrite, Body(openapi_examples=REVIEW_EXAMPLE)],
) -> ReviewRead:
    """Say what an answer is worth, 0 to 100, and if you like why, and which key points it
    meets. Each call is a review of its own and the last one is in force; nothing is lost.
    Neither the scorer's score nor anything that the candidate sees is changed by it."""
    with db.write() as session:
        return reviewing.review_turn(session, interview, position, body, who, now)


@router.get(
    "/{interview}/turns/{position}/review",
    summary="Read the reviews of an answer",
    responses=responses(*REFUSED, ReviewNotFound),
)
def read_review(
    db: Database, who: Reviewer, interview: InterviewId, position: Position
) -> ReviewHistory:
    """The review in force, and the latest hundred of all as its `history`, newest first."""
    with db.read() as session:
        return reviewing.read_reviews(session, interview, position)


@router.post(
    "/{interview}/turns/{position}/scores",
    status_code=202,
    summary="Have an answer scored again",
    responses=responses(
        *REFUSED, AlreadyScored, ScoringRunning, IdempotencyReuse, IdempotencyRunning
    ),
)
def create_turn_score(
    request: Request,
    db: Database,
    who: Runner,
    once: Retryable,
    scorers: ServiceScorers,
    interview: InterviewId,
    position: Position,
    body: Annotated[TurnScoreCreate, Body(openapi_examples=SCORING_EXAMPLE)],
) -> TurnStaff:
    """Have a stored answer scored after a failure, by another scorer, or by a newer version of
    the same. The turn is `pending` then; the new score takes the place of the one before,
    which is kept. The same version of a scorer scores an answer once."""
    turn = once.write(
        db,
        lambda session: reviewing.score_again(
            session, interview, position, body.scorer, scorers, who, once.now
        ),
        TurnStaff,
    )
    request.app.state.scoring.wake()
    return turn
