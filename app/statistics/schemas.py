"""What clients send and receive of calibrations, and of key points that answers tell about."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.core.text import Line


class Figure(BaseModel):
    """A figure with its 95 % interval over questions; null where it is undefined."""

    model_config = ConfigDict(from_attributes=True)

    value: float | None
    low: float | None
    high: float | None


class AgreementRead(BaseModel):
    """How a scorer agrees with reviewers. `kappa` is quadratically weighted, over grades of ten
    points; `mean_absolute_error` and `bias` are in points, and a bias above 0 says that the
    scorer is the kinder one. `sufficient` says whether there are enough reviews to go by."""

    n: int
    questions: int
    kappa: Figure
    mean_absolute_error: Figure
    bias: Figure
    sufficient: bool


class CategoryAgreement(AgreementRead):
    category: str | None


class CalibrationRead(AgreementRead):
    """The agreement of the scorer in its present version with the reviews in force, the latest
    5,000 at most, in all and by the category of the question, the most reviewed first."""

    scorer: str
    version: str
    categories: list[CategoryAgreement]


class ProfileCreate(BaseModel):
    """The name of a new calibration."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[Line, Field(max_length=50, pattern=r"^[a-z0-9]+(?:[._-][a-z0-9]+)*$")]


class ProfilePoint(BaseModel):
    """A corner of the curve: what a total of the scorer comes to."""

    total: float
    score: float


class ProfileRead(BaseModel):
    """A named curve: straight lines between its points, flat beyond them. It was fitted on so
    many answers to so many questions, and holds for this version of the scorer only."""

    name: str
    scorer: str
    version: str
    points: list[ProfilePoint]
    answers: int
    questions: int
    created_at: datetime


class Profiles(BaseModel):
    items: list[ProfileRead]


class PointVerdicts(BaseModel):
    """How often a key point was found met, in part, or not."""

    yes: int = 0
    partial: int = 0
    no: int = 0


class PointOutcome(BaseModel):
    """What became of one key point: in how many answers the scorer looked for it, and what it
    found. `share` is that of answers that meet it, a part counting half. `never_met` says that
    no answer met it even in part: perhaps nobody can know that it is wanted."""

    id: str
    text: str
    weight: float
    required: bool
    asked: int
    met: PointVerdicts
    share: float | None
    never_met: bool
    reviewers: PointVerdicts = Field(description="What reviewers said of it")


class MovedAnswer(BaseModel):
    """An answer whose review differs from its score; `delta` is the review less the score, so
    above 0 the reviewer was the kinder one."""

    interview_id: str
    position: int
    scorer: str
    score: float
    review: float
    delta: float
    reviewed_at: datetime


class VersionOutcome(BaseModel):
    """One version of a question: its key points, those least met first, and the twenty answers
    that reviewers moved most."""

    version: int
    answers: int
    key_points: list[PointOutcome]
    moved: list[MovedAnswer]


class KeyPointsReview(BaseModel):
    """What answers say of a question's key points, by version, the newest first: the latest
    500 scored answers of each, and of the latest ten versions."""

    question_id: str
    versions: list[VersionOutcome]


PROFILE_EXAMPLE: dict[str, Any] = {"spring": {"value": {"name": "spring-2026"}}}
