"""The verb that tells authors of key points that nobody meets, and of scores that reviewers
moved most."""

from collections import Counter
from typing import Any

from sqlalchemy import Row, func, select
from sqlmodel import Session

from app.interviews.reading import ANSWERS, INTERVIEWS, REVIEWS, SCORES, TURNS
from app.questions.rows import VERSIONS
from app.questions.writing import find_id
from app.statistics.schemas import (
    KeyPointsReview,
    MovedAnswer,
    PointOutcome,
    PointVerdicts,
    VersionOutcome,
)

MAX_VERSIONS = 10
MAX_ANSWERS = 500
MAX_MOVED = 20


def review_key_points(session: Session, ref: str) -> KeyPointsReview:
    """What the latest answers say of a question's key points, version by version.

    Raises:
        QuestionNotFound: there is no such question.
    """
    question_id = find_id(session, ref)
    versions = session.execute(
        select(VERSIONS.id, VERSIONS.number, VERSIONS.key_points)
        .where(VERSIONS.question_id == question_id)
        .order_by(VERSIONS.number.desc())
        .limit(MAX_VERSIONS)
    ).all()
    return KeyPointsReview(
        question_id=question_id, versions=[_outcome(session, version) for version in versions]
    )


def _outcome(session: Session, version: Row[Any]) -> VersionOutcome:
    latest = (
        select(SCORES.id, SCORES.answer_id)
        .join_from(TURNS.id.table, ANSWERS.id.table, ANSWERS.turn_id == TURNS.id)
        .join(SCORES.id.table, (SCORES.answer_id == ANSWERS.id) & SCORES.is_current)
        .where(TURNS.version_id == version.id)
        .order_by(ANSWERS.created_at.desc(), ANSWERS.id.desc())
        .limit(MAX_ANSWERS)
        .subquery()
    )
    found = session.execute(
        select(SCORES.explanation, REVIEWS.points)
        .join_from(latest, SCORES.id.table, SCORES.id == latest.c.id)
        .outerjoin(REVIEWS.id.table, (REVIEWS.answer_id == latest.c.answer_id) & REVIEWS.is_current)
    ).all()
    said: Counter[tuple[str, str]] = Counter()
    reviewed: Counter[tuple[str, str]] = Counter()
    for explanation, verdicts in found:
        said.update({(point["text"], point["met"]) for point in explanation["points"]})
        reviewed.update((point["id"], point["met"]) for point in verdicts or ())
    outcomes = [_point(point, said, reviewed) for point in version.key_points]
    outcomes.sort(key=lambda one: 1.0 if one.share is None else one.share)
    return VersionOutcome(
        version=version.number,
        answers=len(found),
        key_points=outcomes,
        moved=_moved(session, version.id),
    )


def _point(
    point: dict[str, Any],
    said: Counter[tuple[str, str]],
    reviewed: Counter[tuple[str, str]],
) -> PointOutcome:
    met = _verdicts(said, point["text"])
    asked = met.yes + met.partial + met.no
    return PointOutcome(
        **{name: point[name] for name in ("id", "text", "weight", "required")},
        asked=asked,
        met=met,
        share=round((met.yes + met.partial / 2) / asked, 4) if asked else None,
        never_met=bool(asked) and met.yes == met.partial == 0,
        reviewers=_verdicts(reviewed, point["id"]),
    )


def _verdicts(counted: Counter[tuple[str, str]], key: str) -> PointVerdicts:
    return PointVerdicts(
        yes=counted[key, "yes"], partial=counted[key, "partial"], no=counted[key, "no"]
    )


def _moved(session: Session, version_id: str) -> list[MovedAnswer]:
    delta = REVIEWS.score - SCORES.total
    statement = (
        select(
            INTERVIEWS.id.label("interview_id"),
            TURNS.position,
            SCORES.scorer,
            SCORES.total,
            REVIEWS.score,
            REVIEWS.created_at,
        )
        .join_from(TURNS.id.table, INTERVIEWS.id.table, INTERVIEWS.id == TURNS.interview_id)
        .join(ANSWERS.id.table, ANSWERS.turn_id == TURNS.id)
        .join(SCORES.id.table, (SCORES.answer_id == ANSWERS.id) & SCORES.is_current)
        .join(REVIEWS.id.table, (REVIEWS.answer_id == ANSWERS.id) & REVIEWS.is_current)
        .where(TURNS.version_id == version_id, delta != 0)
        .order_by(func.abs(delta).desc(), REVIEWS.id)
        .limit(MAX_MOVED)
    )
    return [
        MovedAnswer(
            interview_id=row.interview_id,
            position=row.position,
            scorer=row.scorer,
            score=row.total,
            review=row.score,
            delta=round(row.score - row.total, 1),
            reviewed_at=row.created_at,
        )
        for row in session.execute(statement).all()
    ]
