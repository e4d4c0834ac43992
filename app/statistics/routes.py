"""What reviews say of scorers and of key points, over HTTP."""

from functools import partial
from typing import Annotated

from fastapi import Body, Depends, Path

from app.access.caller import Caller, Scope
from app.access.dependencies import Retryable, requires
from app.access.errors import KeyNeeded, ScopeMissing, UnknownKey
from app.core.database import Database
from app.core.idempotency import IdempotencyReuse, IdempotencyRunning
from app.core.problems import responses
from app.core.routing import API, Router
from app.core.text import Token
from app.questions.dependencies import ServiceScorers
from app.questions.errors import QuestionNotFound
from app.statistics import calibration, key_points
from app.statistics.errors import NameTaken, ScorerNotFound, TooFewReviews
from app.statistics.schemas import (
    PROFILE_EXAMPLE,
    CalibrationRead,
    KeyPointsReview,
    ProfileCreate,
    ProfileRead,
    Profiles,
)

router = Router(prefix=API, tags=["reviews"])

Staff = Annotated[Caller, Depends(requires(Scope.QUESTIONS_READ))]
Reviewer = Annotated[Caller, Depends(requires(Scope.REVIEWS_WRITE))]
ScorerName = Annotated[Token, Path(description="The name of a scorer")]
QuestionRef = Annotated[Token, Path(description="The id or the slug of a question")]
KEYED = (UnknownKey, KeyNeeded, ScopeMissing)


@router.get(
    "/scorers/{scorer}/calibration",
    summary="Compare a scorer with reviewers",
    responses=responses(*KEYED, ScorerNotFound),
)
async def read_calibration(
    db: Database, who: Staff, scorers: ServiceScorers, scorer: ScorerName
) -> CalibrationRead:
    """How the scores of this scorer agree with the reviews of the same answers, in all and by
    category, with 95 % intervals over questions. `sufficient` from 50 answers to 5 questions
    on; below that, do not go by it."""
    version = calibration.version_of(scorers, scorer)
    return await db.run(partial(_calibrate, db, scorer, version), inline=False)


def _calibrate(db: Database, scorer: str, version: str) -> CalibrationRead:
    with db.read() as session:
        found = calibration.find_reviewed(session, scorer, version)
    return calibration.calibrate(found, scorer, version)


@router.get(
    "/scorers/{scorer}/calibrations",
    summary="List calibrations of a scorer",
    responses=responses(*KEYED, ScorerNotFound),
)
def list_calibrations(
    db: Database, who: Staff, scorers: ServiceScorers, scorer: ScorerName
) -> Profiles:
    """The curves that were kept for this scorer, by name."""
    calibration.version_of(scorers, scorer)
    with db.read() as session:
        return calibration.list_profiles(session, scorer)


@router.post(
    "/scorers/{scorer}/calibrations",
    status_code=201,
    summary="Fit and keep a calibration",
    responses=responses(
        *KEYED, ScorerNotFound, TooFewReviews, NameTaken, IdempotencyReuse, IdempotencyRunning
    ),
)
def create_calibration(
    db: Database,
    who: Reviewer,
    once: Retryable,
    scorers: ServiceScorers,
    scorer: ScorerName,
    body: Annotated[ProfileCreate, Body(openapi_examples=PROFILE_EXAMPLE)],
) -> ProfileRead:
    """Fit a never-falling curve from the scorer's totals to reviewed scores and keep it under
    a name. Turns and reports show staff what it comes to with `?calibration=NAME`; no score
    is changed by it."""
    version = calibration.version_of(scorers, scorer)
    return once.write(
        db,
        lambda session: calibration.keep_profile(
            session, body.name, scorer, version, who, once.now
        ),
        ProfileRead,
    )


@router.get(
    "/questions/{question}/key-points/review",
    summary="Tell which key points nobody meets",
    responses=responses(*KEYED, QuestionNotFound),
)
async def review_key_points(db: Database, who: Staff, question: QuestionRef) -> KeyPointsReview:
    """For each version of a question how often its key points were met, those least met first,
    and the answers whose scores reviewers moved most: where to look to better key points."""
    return await db.run(partial(_review, db, question), inline=False)


def _review(db: Database, question: str) -> KeyPointsReview:
    with db.read() as session:
        return key_points.review_key_points(session, question)
