"""The verbs of reviewing: a person scores an answer, again if need be, and nothing is lost."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
from sqlmodel import Session

from app.access.caller import Caller
from app.core.errors import Invalid
from app.core.ids import new_id
from app.core.models import table_of
from app.core.prepared import insert_rows
from app.interviews.errors import (
    AlreadyScored,
    InterviewNotFound,
    ReviewNotFound,
    TurnNotFound,
    TurnUnanswered,
)
from app.interviews.models import Review
from app.interviews.reading import (
    ANSWERS,
    INTERVIEWS,
    REVIEW_COLUMNS,
    REVIEWS,
    TURNS,
    find_turns,
    review_read,
    take_seat,
    turn_read,
)
from app.interviews.schemas import ReviewHistory, ReviewRead, ReviewWrite, TurnStaff
from app.interviews.scoring import request_again
from app.questions.rows import VERSIONS
from app.questions.scores import scorer_named
from app.scoring.scorers import Scorers

MAX_HISTORY = 100
_ANSWERED = (
    select(ANSWERS.id.label("answer_id"), ANSWERS.choices, VERSIONS.key_points)
    .join_from(TURNS.id.table, VERSIONS.id.table, TURNS.version_id == VERSIONS.id)
    .outerjoin(ANSWERS.id.table, ANSWERS.turn_id == TURNS.id)
    .where(TURNS.interview_id == bindparam("interview"), TURNS.position == bindparam("position"))
)
_REVIEWS = (
    select(*REVIEW_COLUMNS)
    .where(REVIEWS.answer_id == bindparam("answer"))
    .order_by(REVIEWS.number.desc())
)


def find_answer(session: Session, interview_id: str, position: int) -> Row[Any]:
    """The `answer_id` of a turn, and the `key_points` of what was asked.

    Raises:
        InterviewNotFound, TurnNotFound: there is no such turn.
        TurnUnanswered: it has no answer.
    """
    wanted = {"interview": interview_id, "position": position}
    row = session.execute(_ANSWERED, wanted).one_or_none()
    if row is None:
        asked = select(INTERVIEWS.id).where(INTERVIEWS.id == interview_id)
        raise TurnNotFound if session.execute(asked).first() else InterviewNotFound
    if row.answer_id is None:
        raise TurnUnanswered
    return row


def review_turn(
    session: Session,
    interview_id: str,
    position: int,
    new: ReviewWrite,
    caller: Caller,
    now: datetime,
) -> ReviewRead:
    """Put a review in force; those before it stay readable. The scorer's score stays as it is.

    Raises:
        TurnUnanswered: there is nothing to review.
        Invalid: a verdict is on a key point that the question does not have.
    """
    answer = find_answer(session, interview_id, position)
    _check_points(new, [point["id"] for point in answer.key_points])
    # Of two reviewers at once the second waits here, so that both get a number.
    session.execute(select(ANSWERS.id).where(ANSWERS.id == answer.answer_id).with_for_update())
    number = session.execute(
        select(func.coalesce(func.max(REVIEWS.number), 0) + 1).where(
            REVIEWS.answer_id == answer.answer_id
        )
    ).scalar_one()
    session.execute(
        update(table_of(Review))
        .where(REVIEWS.answer_id == answer.answer_id, REVIEWS.is_current)
        .values(is_current=False)
    )
    review: dict[str, Any] = {
        "number": number,
        "score": new.score,
        "comment": new.comment,
        "points": [point.model_dump() for point in new.points],
        "reviewed_by": caller.key_id,
        "created_at": now,
    }
    stored = {"id": new_id(), "answer_id": answer.answer_id, "is_current": True}
    insert_rows(session, Review, [review | stored])
    return ReviewRead.model_construct(**review | {"points": new.points})


def _check_points(new: ReviewWrite, known: list[str]) -> None:
    seen: set[str] = set()
    for place, point in enumerate(new.points):
        where = f"/points/{place}/id"
        if point.id not in known:
            listed = ", ".join(known) or "none"
            raise Invalid.at(where, "unknown_point", f"Key points of this version are: {listed}")
        if point.id in seen:
            raise Invalid.at(where, "repeated_point", "A key point has one verdict")
        seen.add(point.id)


def score_again(
    session: Session,
    interview_id: str,
    position: int,
    wanted: str | None,
    scorers: Scorers,
    caller: Caller,
    now: datetime,
) -> TurnStaff:
    """Owe the answer of a turn a score, by its interview's scorer or the one that is wanted.

    Raises:
        TurnUnanswered: there is nothing to score.
        AlreadyScored, ScoringRunning: that score is there, or one is on its way.
        Invalid: there is no such scorer.
    """
    seat = take_seat(session, interview_id, caller, now)
    answer = find_answer(session, interview_id, position)
    scorer = scorer_named(scorers, wanted or seat.row.scorer)
    if answer.choices is not None and find_turns(session, interview_id, position)[0].explanation:
        raise AlreadyScored("Choices are scored exactly")
    request_again(session, answer.answer_id, scorer, now)
    turn = turn_read(find_turns(session, interview_id, position, staff=True)[0], seat)
    assert isinstance(turn, TurnStaff), "only staff comes here"
    return turn


def read_reviews(session: Session, interview_id: str, position: int) -> ReviewHistory:
    """The review in force with the latest before it.

    Raises:
        ReviewNotFound: the answer was never reviewed.
    """
    answer = find_answer(session, interview_id, position)
    found = session.execute(_REVIEWS.limit(MAX_HISTORY), {"answer": answer.answer_id}).all()
    history = [review for row in found if (review := review_read(row)) is not None]
    if not history:
        raise ReviewNotFound
    return ReviewHistory.model_construct(**dict(history[0]), history=history)
