"""The verbs of reading an interview: its turns, its report, and what of them is released."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from app.access.caller import Caller, Scope
from app.access.errors import KeyNeeded, ScopeMissing
from app.access.service import hash_secret
from app.core.models import table_of
from app.interviews.errors import InterviewNotFound, InterviewRunning, TurnNotFound
from app.interviews.models import (
    Answer,
    AnswerScore,
    Feedback,
    Interview,
    InterviewState,
    Mode,
    TurnState,
)
from app.interviews.models import Turn as TurnRow
from app.interviews.schemas import (
    AnswerRead,
    InterviewRead,
    Report,
    ReportRead,
    ReportScored,
    Turn,
    TurnOpen,
    TurnReleased,
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
    row = session.execute(statement, {"interview": interview_id}).one_or_none()
    if row is None:
        raise InterviewNotFound
    if not staff and (caller.token is None or hash_secret(caller.token) != row.token_hash):
        raise InterviewNotFound
    state = state_at(InterviewState(row.state), row.deadline_at, now)
    return Seat(row, state, is_staff=staff)


_INTERVIEW = select(table_of(Interview)).where(INTERVIEWS.id == bindparam("interview"))
_INTERVIEW_LOCKED = _INTERVIEW.with_for_update(read=True)
_TURNS = (
    select_versions(
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
        staff=False,
    )
    .join(TURNS.id.table, TURNS.version_id == VERSIONS.id)
    .outerjoin(ANSWERS.id.table, ANSWERS.turn_id == TURNS.id)
    .outerjoin(SCORES.id.table, SCORES.answer_id == ANSWERS.id)
    .where(TURNS.interview_id == bindparam("interview"))
)
_ALL_TURNS = _TURNS.order_by(TURNS.position)
_ONE_TURN = _TURNS.where(TURNS.position == bindparam("position"))


def find_turns(session: Session, interview_id: str, position: int | None = None) -> list[Row[Any]]:
    """The rows of an interview's turns in order, or of the one at a position.

    Raises:
        TurnNotFound: there is no turn at the position.
    """
    if position is None:
        return list(session.execute(_ALL_TURNS, {"interview": interview_id}).all())
    found = session.execute(_ONE_TURN, {"interview": interview_id, "position": position}).all()
    if not found:
        raise TurnNotFound
    return list(found)


def turn_read(row: Row[Any], seat: Seat) -> Turn:
    """A turn as the caller may see it."""
    state = TurnState(row.turn_state)
    answer = None
    if row.answered_at is not None:
        answer = AnswerRead.model_construct(
            text=row.answer_text, choices=row.answer_choices, created_at=row.answered_at
        )
    shared: dict[str, Any] = {
        "position": row.position,
        "state": state,
        "question": rows.public(row),
        "hints": row.asked_hints[: row.hints_revealed],
        "hints_remaining": len(row.asked_hints) - row.hints_revealed,
        "answer": answer,
        "closed_at": row.closed_at,
    }
    if not seat.sees(state):
        return TurnOpen.model_construct(**shared)
    return TurnReleased.model_construct(
        **shared,
        model_answer=row.model_answer,
        key_points=[KeyPointStaff.model_construct(**point) for point in row.model_points],
        all_hints=row.asked_hints,
        score=ScoreRead.model_validate(row.explanation) if row.explanation else None,
    )


def read_interview(
    session: Session, interview_id: str, caller: Caller, now: datetime
) -> InterviewRead:
    """An interview with all its turns, as the caller may see it."""
    seat = take_seat(session, interview_id, caller, now)
    turns = [turn_read(row, seat) for row in find_turns(session, interview_id)]
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
        "created_at": row.created_at,
        "deadline_at": row.deadline_at,
        "completed_at": row.completed_at,
        "server_time": now,
    }


def read_turn(
    session: Session, interview_id: str, position: int, caller: Caller, now: datetime
) -> Turn:
    """One turn, as the caller may see it."""
    seat = take_seat(session, interview_id, caller, now)
    return turn_read(find_turns(session, interview_id, position)[0], seat)


def read_report(session: Session, interview_id: str, caller: Caller, now: datetime) -> Report:
    """How an interview went. Staff may look while it runs.

    Raises:
        InterviewRunning: a candidate asks before the end.
    """
    seat = take_seat(session, interview_id, caller, now)
    if seat.state is InterviewState.IN_PROGRESS and not seat.is_staff:
        raise InterviewRunning
    found = find_turns(session, interview_id)
    states = [row.turn_state for row in found]
    fields: dict[str, Any] = {
        "interview_id": interview_id,
        "state": seat.state,
        "mode": Mode(seat.row.mode),
        "feedback": Feedback(seat.row.feedback),
        "subject": seat.row.subject,
        "asked": len(found),
        "answered": states.count(TurnState.ANSWERED),
        "skipped": states.count(TurnState.SKIPPED),
        "unanswered": states.count(TurnState.PENDING),
        "hints_revealed": sum(row.hints_revealed for row in found),
        "created_at": seat.row.created_at,
        "completed_at": seat.row.completed_at if seat.row.completed_at else seat.row.deadline_at,
        "turns": [turn_read(row, seat) for row in found],
    }
    if not seat.is_staff and seat.row.feedback == Feedback.NEVER:
        return ReportRead.model_construct(**fields)
    explained = [cast(dict[str, Any], row.explanation) for row in found if row.explanation]
    return ReportScored.model_construct(
        **fields,
        score=round(sum(one["score"] for one in explained) / max(1, len(found)), 1),
        needs_review=any(one["needs_review"] for one in explained),
    )
