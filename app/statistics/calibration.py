"""The verbs of calibration: how a scorer agrees with reviewers, and curves fitted on that."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.access.caller import Caller
from app.core.ids import new_id
from app.core.models import table_of
from app.core.prepared import insert_rows
from app.interviews.calibrating import CALIBRATIONS
from app.interviews.models import Calibration
from app.interviews.reading import ANSWERS, REVIEWS, SCORES, TURNS
from app.questions.filters import QUESTIONS
from app.questions.rows import VERSIONS
from app.scoring import choice
from app.scoring.calibration import fit_points
from app.scoring.scorers import Scorers, UnknownScorer
from app.statistics.errors import NameTaken, ScorerNotFound, TooFewReviews
from app.statistics.formulas import MIN_ANSWERS, MIN_QUESTIONS, Agreement, Pair, agreement
from app.statistics.schemas import (
    AgreementRead,
    CalibrationRead,
    CategoryAgreement,
    Figure,
    ProfilePoint,
    ProfileRead,
    Profiles,
)

MAX_REVIEWS = 5000
Reviewed = list[tuple[Pair, str | None]]


def version_of(scorers: Scorers, name: str) -> str:
    """The version of a scorer that the service has.

    Raises:
        ScorerNotFound: it has no scorer of this name.
    """
    if name == choice.SCORER_NAME:
        return choice.SCORER_VERSION
    try:
        return scorers.named(name).version
    except UnknownScorer:
        raise ScorerNotFound from None


def find_reviewed(session: Session, scorer: str, version: str) -> Reviewed:
    """The latest answers with a score by this scorer and a review in force, each with the
    category of its question."""
    statement = (
        select(QUESTIONS.id, SCORES.total, REVIEWS.score, QUESTIONS.category)
        .join_from(REVIEWS.id.table, SCORES.id.table, SCORES.answer_id == REVIEWS.answer_id)
        .join(ANSWERS.id.table, ANSWERS.id == REVIEWS.answer_id)
        .join(TURNS.id.table, TURNS.id == ANSWERS.turn_id)
        .join(VERSIONS.id.table, VERSIONS.id == TURNS.version_id)
        .join(QUESTIONS.id.table, QUESTIONS.id == VERSIONS.question_id)
        .where(REVIEWS.is_current, SCORES.scorer == scorer, SCORES.scorer_version == version)
        .order_by(REVIEWS.created_at.desc(), REVIEWS.id.desc())
        .limit(MAX_REVIEWS)
    )
    return [
        (Pair(question, total, reviewed), category)
        for question, total, reviewed, category in session.execute(statement).all()
    ]


def calibrate(found: Reviewed, scorer: str, version: str) -> CalibrationRead:
    """The agreement in all, and by category. Computing it takes long for a transaction."""
    groups: dict[str | None, list[Pair]] = {}
    for pair, category in found:
        groups.setdefault(category, []).append(pair)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0] or ""))
    return CalibrationRead(
        scorer=scorer,
        version=version,
        categories=[
            CategoryAgreement(category=category, **_members(agreement(pairs)))
            for category, pairs in ordered
        ],
        **_members(agreement([pair for pair, _ in found])),
    )


def _members(found: Agreement) -> dict[str, Any]:
    read = AgreementRead(
        n=found.answers,
        questions=found.questions,
        kappa=Figure.model_validate(found.kappa),
        mean_absolute_error=Figure.model_validate(found.error),
        bias=Figure.model_validate(found.bias),
        sufficient=found.sufficient,
    )
    return dict(read)


def keep_profile(
    session: Session, name: str, scorer: str, version: str, caller: Caller, now: datetime
) -> ProfileRead:
    """Fit a curve on all reviews that there are, and keep it under a name.

    Raises:
        TooFewReviews: they are too few, or of too few questions.
        NameTaken: the scorer has a curve of this name.
    """
    pairs = [pair for pair, _ in find_reviewed(session, scorer, version)]
    questions = len({pair.question for pair in pairs})
    if len(pairs) < MIN_ANSWERS or questions < MIN_QUESTIONS:
        raise TooFewReviews(
            f"There are {len(pairs)} reviewed answers to {questions} questions; "
            f"{MIN_ANSWERS} to {MIN_QUESTIONS} are needed"
        )
    taken = select(CALIBRATIONS.id).where(CALIBRATIONS.scorer == scorer, CALIBRATIONS.name == name)
    if session.execute(taken).first():
        raise NameTaken
    points = fit_points([(pair.total, pair.reviewed) for pair in pairs])
    row = {
        "scorer": scorer,
        "scorer_version": version,
        "name": name,
        "points": [list(point) for point in points],
        "answers": len(pairs),
        "questions": questions,
        "created_at": now,
    }
    stored = {"id": new_id(), "created_by": caller.key_id}
    insert_rows(session, Calibration, [row | stored])
    return _profile(row)


def list_profiles(session: Session, scorer: str) -> Profiles:
    """All curves of a scorer by name, those of earlier versions too."""
    statement = (
        select(table_of(Calibration))
        .where(CALIBRATIONS.scorer == scorer)
        .order_by(CALIBRATIONS.name)
    )
    rows = session.execute(statement).mappings().all()
    return Profiles(items=[_profile(dict(row)) for row in rows])


def _profile(row: dict[str, Any]) -> ProfileRead:
    return ProfileRead(
        name=row["name"],
        scorer=row["scorer"],
        version=row["scorer_version"],
        points=[ProfilePoint(total=total, score=score) for total, score in row["points"]],
        answers=row["answers"],
        questions=row["questions"],
        created_at=row["created_at"],
    )
