"""Starting an interview: its questions are drawn, their versions pinned, and its token told."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.access.caller import Caller, Scope
from app.access.errors import KeyNeeded, ScopeMissing
from app.access.service import hash_secret, new_token
from app.core.ids import new_id
from app.core.prepared import Prepared, insert_rows
from app.interviews.errors import DrawWithdrawn
from app.interviews.models import (
    DEFAULT_SCORER,
    Interview,
    InterviewState,
    Mode,
    TurnState,
)
from app.interviews.models import Turn as TurnRow
from app.interviews.reading import find_turns, interview_fields, take_seat, turn_read
from app.interviews.schemas import InterviewCreate, InterviewCreated
from app.interviews.state import deadline, default_feedback
from app.questions.filters import QUESTIONS, QuestionFilter
from app.questions.models import Status, Visibility
from app.questions.reading import visible_to
from app.questions.rows import VERSIONS
from app.questions.scores import scorer_named
from app.scoring.scorers import Scorers
from app.sets import service as sets
from app.sets.errors import DrawNotFound
from app.sets.schemas import ShortageRead

DEFAULT_COUNT = 5
_VERSIONS = Prepared(
    select(sets.ITEMS.version_id)
    .where(sets.ITEMS.draw_id == bindparam("draw"))
    .order_by(sets.ITEMS.position)
)
_WITHDRAWN = Prepared(
    select(sets.ITEMS.position)
    .join_from(sets.ITEMS.draw_id.table, VERSIONS.id.table, VERSIONS.id == sets.ITEMS.version_id)
    .join(QUESTIONS.id.table, QUESTIONS.id == VERSIONS.question_id)
    .where(
        sets.ITEMS.draw_id == bindparam("draw"),
        (QUESTIONS.status != Status.PUBLISHED) | (QUESTIONS.visibility != Visibility.PUBLIC),
    )
    .limit(1)
)


def may_start(new: InterviewCreate, caller: Caller, scorers: Scorers) -> None:
    """Anyone may practise; an exam, and naming a scorer, is for those who run interviews.

    Raises:
        KeyNeeded: one of these without a key.
        ScopeMissing: one of these with a key that may not.
        Invalid: there is no such scorer.
    """
    if new.scorer is not None:
        scorer_named(scorers, new.scorer)
    if (new.mode is Mode.EXAM or new.scorer is not None) and not caller.may(Scope.INTERVIEWS_RUN):
        raise KeyNeeded if caller.key_id is None else ScopeMissing(Scope.INTERVIEWS_RUN)


def start_interview(
    session: Session,
    new: InterviewCreate,
    caller: Caller,
    now: datetime,
    scorer: str = DEFAULT_SCORER,
) -> InterviewCreated:
    """Choose the questions, pin their versions, and hand out the token. `scorer` is the one to
    use if the request names none."""
    draw_id, seed, shortages = _draw_for(session, new, caller, now)
    versions = _VERSIONS.column(session, {"draw": draw_id})
    token = new_token()
    interview = {
        "id": new_id(),
        "token_hash": hash_secret(token),
        "state": InterviewState.IN_PROGRESS,
        "mode": new.mode,
        "feedback": new.feedback or default_feedback(new.mode),
        "draw_id": draw_id,
        "seed": seed,
        "subject": new.subject,
        "time_limit_seconds": new.time_limit_seconds,
        "time_factor": new.time_factor,
        "scorer": new.scorer or scorer,
        "created_by": caller.key_id,
        "created_at": now,
        "deadline_at": deadline(now, new.time_limit_seconds, new.time_factor),
    }
    insert_rows(session, Interview, [interview])
    turns = [
        {
            "id": new_id(),
            "interview_id": interview["id"],
            "position": position,
            "version_id": version_id,
            "state": TurnState.PENDING,
            "hints_revealed": 0,
        }
        for position, version_id in enumerate(versions, 1)
    ]
    insert_rows(session, TurnRow, turns)
    seat = take_seat(session, str(interview["id"]), Caller(token=token), now)
    return InterviewCreated.model_construct(
        **interview_fields(seat, now),
        turns=[turn_read(row, seat) for row in find_turns(session, seat.row.id)],
        token=token,
        shortages=shortages,
    )


def _draw_for(
    session: Session, new: InterviewCreate, caller: Caller, now: datetime
) -> tuple[str, int, list[ShortageRead]]:
    if new.draw_id is not None:
        draw = session.execute(
            select(sets.DRAWS.seed, sets.DRAWS.created_by).where(sets.DRAWS.id == new.draw_id)
        ).one_or_none()
        if draw is None or (draw.created_by is not None and caller.key_id is None):
            raise DrawNotFound
        # To practise on a question tells its answer.
        if caller.key_id is None and _WITHDRAWN.first(session, {"draw": new.draw_id}):
            raise DrawWithdrawn
        return new.draw_id, draw.seed, []
    wanted = new.filters.build("/filters/") if new.filters else QuestionFilter()
    count = new.count or DEFAULT_COUNT
    drawn = sets.draw_questions(
        session,
        visible_to(caller, wanted),
        count,
        seed=new.seed,
        on_shortage=new.on_shortage,
    )
    request = new.model_dump(mode="json", include={"filters", "on_shortage"}) | {"count": count}
    draw_id = sets.keep_draw(session, drawn, request, subject=new.subject, caller=caller, now=now)
    return draw_id, drawn.seed, drawn.shortages
