"""The verbs of taking an interview: hints, answers, skipping, completing.

Each change names in its SQL the state that it starts from, so that of two requests at once
one wins and the other is told.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from app.access.caller import Caller
from app.core.ids import new_id
from app.core.models import table_of
from app.core.prepared import Prepared, insert_rows
from app.interviews.errors import (
    InterviewExpired,
    InterviewNotFound,
    InterviewOver,
    NoMoreHints,
    TurnClosed,
)
from app.interviews.models import (
    Answer,
    Interview,
    InterviewState,
    TurnState,
)
from app.interviews.models import Turn as TurnRow
from app.interviews.reading import (
    INTERVIEWS,
    TURNS,
    Seat,
    find_turns,
    read_interview,
    take_seat,
    turn_read,
)
from app.interviews.schemas import (
    AnswerCreate,
    Answered,
    InterviewRead,
    TurnOpen,
    TurnReleased,
)
from app.interviews.scoring import CRASHED, owe_score, store_score
from app.questions.scores import check_kind, judge
from app.scoring.scorers import Scorers, ScoringFailed, UnknownScorer
from app.scoring.values import Score

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of an answer before it is stored: the question's version, the scorer, and
    the score, or why there is none; a slow scorer has neither yet."""

    version: int
    scorer: str
    score: Score | None = None
    failure: ScoringFailed | None = None


def judge_answer(
    session: Session,
    interview_id: str,
    position: int,
    answer: AnswerCreate,
    caller: Caller,
    now: datetime,
    scorers: Scorers,
) -> Judged:
    """Score an answer that is not stored yet, unless its scorer is slow: before the unit of
    work that stores both, so that nobody waits for it with a lock held."""
    seat = _candidate_seat(session, interview_id, caller, now)
    row = find_turns(session, interview_id, position)[0]
    name = seat.row.scorer
    check_kind(row, answer.text, answer.choices)
    try:
        scorer = scorers.default if answer.choices is not None else scorers.named(name)
        if scorer.is_slow and answer.choices is None:
            return Judged(row.version_number, name)
        score = judge(row, answer.text, answer.choices, scorer)
    except UnknownScorer:
        return Judged(row.version_number, name)
    except ScoringFailed as failure:
        return Judged(row.version_number, name, failure=failure)
    except Exception as error:
        # Whatever is wrong with the scorer, the answer is stored.
        logger.exception("a scorer failed unexpectedly", exc_info=error)
        return Judged(row.version_number, name, failure=ScoringFailed(CRASHED))
    return Judged(row.version_number, name, score)


def answer_turn(
    session: Session,
    interview_id: str,
    position: int,
    answer: AnswerCreate,
    judged: Judged,
    caller: Caller,
    now: datetime,
) -> Answered:
    """Store an answer and its score, or that a score is owed, and close the turn.

    Raises:
        InterviewExpired: the deadline has passed.
        InterviewOver: the interview is completed.
        TurnClosed: the turn was answered or skipped before.
    """
    seat = _running(session, interview_id, caller, now)
    turn_id = _close_turn(session, seat, position, TurnState.ANSWERED, now)
    answer_id = new_id()
    stored = {
        "id": answer_id,
        "turn_id": turn_id,
        "text": answer.text,
        "choices": answer.choices,
        "created_at": now,
    }
    insert_rows(session, Answer, [stored])
    if judged.score is not None:
        store_score(session, answer_id, judged.score, judged.version, now)
    else:
        owe_score(session, answer_id, judged.scorer, now, failure=judged.failure)
    turn = turn_read(find_turns(session, interview_id, position)[0], seat)
    return Answered.model_construct(
        turn=turn,
        score=turn.score if isinstance(turn, TurnReleased) else None,
        next_turn=_next_open(session, interview_id),
    )


def skip_turn(
    session: Session, interview_id: str, position: int, caller: Caller, now: datetime
) -> Answered:
    """Close a turn without an answer; it counts as asked."""
    seat = _running(session, interview_id, caller, now)
    _close_turn(session, seat, position, TurnState.SKIPPED, now)
    turn = turn_read(find_turns(session, interview_id, position)[0], seat)
    return Answered.model_construct(
        turn=turn, score=None, next_turn=_next_open(session, interview_id)
    )


def reveal_hint(
    session: Session, interview_id: str, position: int, caller: Caller, now: datetime
) -> TurnOpen:
    """Show the next hint, and count it.

    Raises:
        NoMoreHints: all of them are shown.
        TurnClosed: the turn is over.
    """
    seat = _running(session, interview_id, caller, now)
    before = find_turns(session, interview_id, position)[0]
    changed = session.execute(
        update(table_of(TurnRow))
        .where(
            TURNS.id == before.turn_id,
            TURNS.state == TurnState.PENDING,
            TURNS.hints_revealed < len(before.asked_hints),
        )
        .values(hints_revealed=TURNS.hints_revealed + 1)
    )
    after = find_turns(session, interview_id, position)[0]
    if cast(Any, changed).rowcount == 0:
        raise NoMoreHints if after.turn_state == TurnState.PENDING else TurnClosed
    shown = turn_read(after, seat)
    assert isinstance(shown, TurnOpen), "an open turn is never released"
    return shown


def complete_interview(
    session: Session, interview_id: str, caller: Caller, now: datetime
) -> InterviewRead:
    """End an interview; open turns stay unanswered. Staff may end it too.

    Raises:
        InterviewOver: it is completed already.
        InterviewExpired: its deadline ended it.
    """
    seat = take_seat(session, interview_id, caller, now)
    if seat.state is InterviewState.EXPIRED:
        raise InterviewExpired
    changed = session.execute(
        update(table_of(Interview))
        .where(INTERVIEWS.id == interview_id, INTERVIEWS.state == InterviewState.IN_PROGRESS)
        .values(state=InterviewState.COMPLETED, completed_at=now)
    )
    if cast(Any, changed).rowcount == 0:
        raise InterviewOver
    return read_interview(session, interview_id, caller, now)


def _candidate_seat(
    session: Session, interview_id: str, caller: Caller, now: datetime, *, lock: bool = False
) -> Seat:
    """The candidate's seat: staff reads interviews but does not answer in them."""
    seat = take_seat(session, interview_id, caller, now, lock=lock)
    if seat.is_staff:
        raise InterviewNotFound("Only the interview's own token takes its turns")
    return seat


def _running(session: Session, interview_id: str, caller: Caller, now: datetime) -> Seat:
    seat = _candidate_seat(session, interview_id, caller, now, lock=True)
    if seat.state is InterviewState.EXPIRED:
        raise InterviewExpired
    if seat.state is InterviewState.COMPLETED:
        raise InterviewOver
    return seat


def _close_turn(
    session: Session, seat: Seat, position: int, state: TurnState, now: datetime
) -> str:
    closed = _CLOSE.column(
        session, {"interview": seat.row.id, "place": position, "outcome": state, "now": now}
    )
    if not closed:
        find_turns(session, seat.row.id, position)  # refuses a turn that there is not
        raise TurnClosed
    return str(closed[0])


_CLOSE = Prepared(
    update(table_of(TurnRow))
    .where(
        TURNS.interview_id == bindparam("interview"),
        TURNS.position == bindparam("place"),
        TURNS.state == TurnState.PENDING,
    )
    .values(state=bindparam("outcome"), closed_at=bindparam("now"))
    .returning(TURNS.id)
)


def _next_open(session: Session, interview_id: str) -> int | None:
    found = _OPEN.first(session, {"interview": interview_id})
    return found[0] if found else None


_OPEN = Prepared(
    select(TURNS.position)
    .where(TURNS.interview_id == bindparam("interview"), TURNS.state == TurnState.PENDING)
    .order_by(TURNS.position)
    .limit(1)
)
