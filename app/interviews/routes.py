"""Interviews over HTTP."""

from typing import Annotated

from fastapi import Body, Path, Query, Request

from app.access.dependencies import AnyCaller, Reader, Retryable
from app.access.errors import KeyNeeded, ScopeMissing, UnknownKey
from app.core.database import Database
from app.core.dependencies import Now
from app.core.idempotency import IdempotencyReuse, IdempotencyRunning
from app.core.problems import responses
from app.core.routing import API, Router
from app.core.text import Token
from app.interviews import reading, reporting, starting, taking
from app.interviews.errors import (
    CalibrationNotFound,
    DrawWithdrawn,
    InterviewExpired,
    InterviewNotFound,
    InterviewOver,
    InterviewRunning,
    NoMoreHints,
    TurnClosed,
    TurnNotFound,
)
from app.interviews.schemas import (
    ANSWER_EXAMPLE,
    INTERVIEW_EXAMPLE,
    AnswerCreate,
    Answered,
    InterviewCreate,
    InterviewCreated,
    InterviewRead,
    ReportRead,
    ReportScored,
    ReportStaff,
    TurnOpen,
    TurnReleased,
    TurnStaff,
)
from app.questions.dependencies import ServiceScorers
from app.sets.errors import DrawNotFound, Shortage

router = Router(prefix=f"{API}/interviews", tags=["interviews"])

InterviewId = Annotated[Token, Path(description="The id of an interview")]
Position = Annotated[int, Path(ge=1, le=10_000, description="The turn's position, from 1")]

ByCurve = Annotated[
    Token | None,
    Query(description="Name of a calibration by which staff wants scores read as well"),
]

READING = (UnknownKey, KeyNeeded, ScopeMissing, InterviewNotFound)
RETRYING = (IdempotencyReuse, IdempotencyRunning)
TAKING = (*READING, *RETRYING, TurnNotFound, TurnClosed, InterviewOver, InterviewExpired)


@router.post(
    "",
    status_code=201,
    summary="Start an interview",
    responses=responses(
        UnknownKey, KeyNeeded, ScopeMissing, DrawNotFound, DrawWithdrawn, Shortage, *RETRYING
    ),
)
def create_interview(
    db: Database,
    who: Reader,
    once: Retryable,
    scorers: ServiceScorers,
    body: Annotated[InterviewCreate, Body(openapi_examples=INTERVIEW_EXAMPLE)],
) -> InterviewCreated:
    """Start an interview on a kept draw, or on a new draw by `filters` and `count` (5 if not
    said). The answer holds the interview's `token`, told this once; it takes the turns."""
    starting.may_start(body, who, scorers)
    return once.write(
        db,
        lambda session: starting.start_interview(
            session, body, who, once.now, scorers.default.name
        ),
        InterviewCreated,
    )


@router.get("/{interview}", summary="Read an interview", responses=responses(*READING))
def read_interview(db: Database, who: AnyCaller, now: Now, interview: InterviewId) -> InterviewRead:
    """The interview as it stands, with all turns: for its token, or a key with
    `interviews:run`. Answers and scores are there as far as they are released."""
    with db.read() as session:
        return reading.read_interview(session, interview, who, now)


@router.get(
    "/{interview}/turns/{position}",
    summary="Read a turn",
    responses=responses(*READING, TurnNotFound, CalibrationNotFound),
)
def read_turn(
    db: Database,
    who: AnyCaller,
    now: Now,
    interview: InterviewId,
    position: Position,
    calibration: ByCurve = None,
) -> TurnStaff | TurnReleased | TurnOpen:
    """One turn: its question, the hints revealed so far, and what is released. Ask again
    while `scoring` is `pending`. Staff sees the review in force as well."""
    with db.read() as session:
        return reading.read_turn(session, interview, position, who, now, calibration)


@router.post(
    "/{interview}/turns/{position}/hints",
    summary="Reveal the next hint",
    responses=responses(*TAKING, NoMoreHints),
)
def reveal_hint(
    db: Database, who: AnyCaller, once: Retryable, interview: InterviewId, position: Position
) -> TurnOpen:
    """Show the next hint of an open turn. It is recorded that it was shown."""
    return once.write(
        db,
        lambda session: taking.reveal_hint(session, interview, position, who, once.now),
        TurnOpen,
    )


@router.post(
    "/{interview}/turns/{position}/answers",
    status_code=201,
    summary="Answer a turn",
    responses=responses(*TAKING),
)
def answer_turn(
    request: Request,
    db: Database,
    who: AnyCaller,
    once: Retryable,
    interview: InterviewId,
    position: Position,
    scorers: ServiceScorers,
    body: Annotated[AnswerCreate, Body(openapi_examples=ANSWER_EXAMPLE)],
) -> Answered:
    """Answer an open turn, once. When this answers, the text is stored as it was sent and is
    scored; the score is in the answer if the interview's feedback is immediate. A slow scorer
    comes to it later: then `scoring` is `pending`, and the turn can be read again. Send an
    `Idempotency-Key`, and a retry over a bad line can neither lose nor double the answer."""
    with db.read() as session:
        judged = taking.judge_answer(session, interview, position, body, who, once.now, scorers)
    answered = once.write(
        db,
        lambda session: taking.answer_turn(
            session, interview, position, body, judged, who, once.now
        ),
        Answered,
    )
    if judged.score is None:
        request.app.state.scoring.wake()
    return answered


@router.post(
    "/{interview}/turns/{position}/skip", summary="Skip a turn", responses=responses(*TAKING)
)
def skip_turn(
    db: Database, who: AnyCaller, once: Retryable, interview: InterviewId, position: Position
) -> Answered:
    """Close an open turn without an answer. It counts as asked."""
    return once.write(
        db,
        lambda session: taking.skip_turn(session, interview, position, who, once.now),
        Answered,
    )


@router.post(
    "/{interview}/completion",
    summary="Complete an interview",
    responses=responses(*READING, *RETRYING, InterviewOver, InterviewExpired),
)
def complete_interview(
    db: Database, who: AnyCaller, once: Retryable, interview: InterviewId
) -> InterviewRead:
    """End the interview; turns still open stay unanswered. Then the report can be read."""
    return once.write(
        db,
        lambda session: taking.complete_interview(session, interview, who, once.now),
        InterviewRead,
    )


@router.get(
    "/{interview}/report",
    summary="Read the report",
    responses=responses(*READING, InterviewRunning, CalibrationNotFound),
)
def read_report(
    db: Database,
    who: AnyCaller,
    now: Now,
    interview: InterviewId,
    calibration: ByCurve = None,
) -> ReportStaff | ReportScored | ReportRead:
    """How the interview went, for its candidate once it is over, for a key with
    `interviews:run` at any time, with what reviewers said. With `feedback: never` a candidate
    sees no scores. Scores that are pending or failed are counted, and not guessed."""
    with db.read() as session:
        return reporting.read_report(session, interview, who, now, calibration)
