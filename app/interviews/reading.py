"""The verbs of reading an interview: its turns, and what of them is released."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlmodel import Session

from app.access.caller import Caller, Scope
from app.access.errors import KeyNeeded, ScopeMissing
from app.access.service import hash_secret
from app.core.models import table_of
from app.core.prepared import Prepared
from app.interviews.calibrating import NO_CURVES, Curves, find_curves, score_by
from app.interviews.errors import InterviewNotFound, TurnNotFound
from app.interviews.models import (
    Answer,
    AnswerScore,
    Feedback,
    Interview,
    InterviewState,
    Mode,
    Review,
    Scoring,
    ScoringState,
    TurnState,
)
from app.interviews.models import Turn as TurnRow
from app.interviews.schemas import (
    AnswerRead,
    InterviewRead,
    PointVerdict,
    ReviewRead,
    ScoringRead,
    Turn,
    TurnOpen,
    TurnReleased,
    TurnStaff,
)
from app.interviews.state import is_released, state_at
from app.questions import rows
from app.questions.rows import VERSIONS, select_versions
from app.questions.schemas import KeyPointStaff
from app.questions.scores import STANDARD_COLUMNS, ScoreRead

INTERVIEWS = table_of(Interview).c
TURNS = table_of(TurnRow).c
ANSWERS = table_of(Answer).c
SCORES = table_of(AnswerScore).c
SCORINGS = table_of(Scoring).c
REVIEWS = table_of(Review).c


@dataclass(frozen=True, slots=True)
class Seat:
    """A caller at an interview: its row, the state that holds now, and whether it is staff
    who reads or the candidate."""

    row: Row[Any]
    state: InterviewState
    is_staff: bool

    def sees(self, turn: TurnState) -> bool:
        """Whether the answer of a turn in this state is shown to the caller."""
        return self.is_staff or is_released(Feedback(self.row.feedback), self.state, turn)


def take_seat(
    session: Session, interview_id: str, caller: Caller, now: datetime, *, lock: bool = False
) -> Seat:
    """Find the interview and what the caller is in it. With `lock` its state cannot change
    until the unit of work ends.

    Raises:
        KeyNeeded: the caller sent neither the interview's token nor a key.
        ScopeMissing: the caller's key may not read interviews.
        InterviewNotFound: there is none, or it is not the caller's.
    """
    if caller.key_id is None and caller.token is None:
        raise KeyNeeded
    staff = caller.may(Scope.INTERVIEWS_RUN)
    if caller.key_id is not None and not staff:
        raise ScopeMissing(Scope.INTERVIEWS_RUN)
    statement = _INTERVIEW_LOCKED if lock else _INTERVIEW
    row = statement.first(session, {"interview": interview_id})
    if row is None:
        raise InterviewNotFound
    if not staff and (caller.token is None or hash_secret(caller.token) != row.token_hash):
        raise InterviewNotFound
    state = state_at(InterviewState(row.state), row.deadline_at, now)
    return Seat(row, state, is_staff=staff)


_OF_ID = select(table_of(Interview)).where(INTERVIEWS.id == bindparam("interview"))
_INTERVIEW, _INTERVIEW_LOCKED = Prepared(_OF_ID), Prepared(_OF_ID.with_for_update(read=True))
_TURN_COLUMNS = (
    *STANDARD_COLUMNS,
    TURNS.id.label("turn_id"),
    TURNS.position,
    TURNS.state.label("turn_state"),
    TURNS.hints_revealed,
    TURNS.closed_at,
    ANSWERS.text.label("answer_text"),
    ANSWERS.choices.label("answer_choices"),
    ANSWERS.created_at.label("answered_at"),
    SCORES.explanation,
    SCORINGS.state.label("scoring_state"),
)
REVIEW_COLUMNS = (
    REVIEWS.number.label("review_number"),
    REVIEWS.score.label("review_score"),
    REVIEWS.comment,
    REVIEWS.points.label("review_points"),
    REVIEWS.reviewed_by,
    REVIEWS.created_at.label("reviewed_at"),
)
_OWED_COLUMNS = (
    SCORINGS.scorer.label("owed_scorer"),
    SCORINGS.attempts,
    SCORINGS.next_attempt_at,
    SCORINGS.error,
)


def _select_turns(*more: Any) -> Select[Any]:
    return (
        select_versions(*_TURN_COLUMNS, *more, staff=False)
        .join(TURNS.id.table, TURNS.version_id == VERSIONS.id)
        .outerjoin(ANSWERS.id.table, ANSWERS.turn_id == TURNS.id)
        .outerjoin(SCORES.id.table, (SCORES.answer_id == ANSWERS.id) & SCORES.is_current)
        .outerjoin(SCORINGS.state.table, SCORINGS.answer_id == ANSWERS.id)
        .where(TURNS.interview_id == bindparam("interview"))
    )


# What reviewers wrote is not even read for a candidate.
_OF_READER = {
    False: _select_turns(),
    True: _select_turns(*REVIEW_COLUMNS, *_OWED_COLUMNS).outerjoin(
        REVIEWS.id.table, (REVIEWS.answer_id == ANSWERS.id) & REVIEWS.is_current
    ),
}
_ALL_TURNS = {
    staff: Prepared(turns.order_by(TURNS.position)) for staff, turns in _OF_READER.items()
}
_ONE_TURN = {
    staff: Prepared(turns.where(TURNS.position == bindparam("position")))
    for staff, turns in _OF_READER.items()
}


def find_turns(
    session: Session, interview_id: str, position: int | None = None, *, staff: bool = False
) -> list[Row[Any]]:
    """The rows of an interview's turns in order, or of the one at a position; for staff with
    the review in force.

    Raises:
        TurnNotFound: there is no turn at the position.
    """
    if position is None:
        return list(_ALL_TURNS[staff].all(session, {"interview": interview_id}))
    wanted = {"interview": interview_id, "position": position}
    found = _ONE_TURN[staff].all(session, wanted)
    if not found:
        raise TurnNotFound
    return list(found)


def turn_read(row: Row[Any], seat: Seat, curves: Curves = NO_CURVES) -> Turn:
    """A turn as the caller may see it; the row of a staff seat is one for staff."""
    state = TurnState(row.turn_state)
    answer = scoring = None
    if row.answered_at is not None:
        answer = AnswerRead.model_construct(
            text=row.answer_text, choices=row.answer_choices, created_at=row.answered_at
        )
        scoring = scoring_of(row)
    shared: dict[str, Any] = {
        "position": row.position,
        "state": state,
        "question": rows.public(row),
        "hints": row.asked_hints[: row.hints_revealed],
        "hints_remaining": len(row.asked_hints) - row.hints_revealed,
        "answer": answer,
        "scoring": scoring,
        "closed_at": row.closed_at,
    }
    if not seat.sees(state):
        return TurnOpen.model_construct(**shared)
    shared |= {
        "model_answer": row.model_answer,
        "key_points": [KeyPointStaff.model_construct(**point) for point in row.model_points],
        "all_hints": row.asked_hints,
        "score": ScoreRead.model_validate(row.explanation) if row.explanation else None,
    }
    if not seat.is_staff:
        return TurnReleased.model_construct(**shared)
    return TurnStaff.model_construct(
        **shared,
        review=review_read(row),
        calibrated=score_by(curves, row.explanation),
        owed=_owed(row),
    )


def scoring_of(row: Row[Any]) -> ScoringState:
    """How far the scoring of an answered turn is."""
    return scoring_state(row.scoring_state, has_score=bool(row.explanation))


def scoring_state(owed: str | None, *, has_score: bool) -> ScoringState:
    """How far the scoring of an answer is: a score that is owed is pending also while an
    earlier one stands, but a failure takes nothing away."""
    if owed == ScoringState.PENDING:
        return ScoringState.PENDING
    return ScoringState.SCORED if has_score else ScoringState.FAILED


def review_read(row: Row[Any]) -> ReviewRead | None:
    """The review in a row of `REVIEW_COLUMNS`, if there is one."""
    if row.review_number is None:
        return None
    return ReviewRead.model_construct(
        number=row.review_number,
        score=row.review_score,
        comment=row.comment,
        points=[PointVerdict.model_construct(**point) for point in row.review_points],
        reviewed_by=row.reviewed_by,
        created_at=row.reviewed_at,
    )


def _owed(row: Row[Any]) -> ScoringRead | None:
    if row.owed_scorer is None:
        return None
    return ScoringRead.model_construct(
        scorer=row.owed_scorer,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        error=row.error,
    )


def read_interview(
    session: Session, interview_id: str, caller: Caller, now: datetime
) -> InterviewRead:
    """An interview with all its turns, as the caller may see it."""
    seat = take_seat(session, interview_id, caller, now)
    found = find_turns(session, interview_id, staff=seat.is_staff)
    turns = [turn_read(row, seat) for row in found]
    return InterviewRead.model_construct(**interview_fields(seat, now), turns=turns)


def interview_fields(seat: Seat, now: datetime) -> dict[str, Any]:
    """The members of an interview but for its turns."""
    row = seat.row
    return {
        "id": row.id,
        "state": seat.state,
        "mode": Mode(row.mode),
        "feedback": Feedback(row.feedback),
        "subject": row.subject,
        "draw_id": row.draw_id,
        "seed": row.seed,
        "time_limit_seconds": row.time_limit_seconds,
        "time_factor": row.time_factor,
        "scorer": row.scorer,
        "created_at": row.created_at,
        "deadline_at": row.deadline_at,
        "completed_at": row.completed_at,
        "server_time": now,
    }


def read_turn(
    session: Session,
    interview_id: str,
    position: int,
    caller: Caller,
    now: datetime,
    calibration: str | None = None,
) -> Turn:
    """One turn, as the caller may see it; for staff with its score by a named curve."""
    seat = take_seat(session, interview_id, caller, now)
    curves = find_curves(session, calibration, caller)
    return turn_read(
        find_turns(session, interview_id, position, staff=seat.is_staff)[0], seat, curves
    )
