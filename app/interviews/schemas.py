"""What clients send and receive of interviews. A turn whose answer is not released is another
type than one whose answer is."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.core.text import Line, Text, Token
from app.interviews.models import Feedback, InterviewState, Mode, ScoringState, TurnState
from app.questions.parameters import FilterWrite
from app.questions.schemas import KeyPointStaff, QuestionPublic
from app.questions.scores import ScoreRead
from app.sets.schemas import Count, OnShortage, Seed, ShortageRead


class InterviewCreate(BaseModel):
    """Which questions to ask (a kept draw, or filters and a count) and under which rules.

    `feedback` is `immediate` in practice and `never` in an exam, unless it says otherwise.
    `time_factor` lengthens the time limit, for a candidate who is granted more."""

    model_config = ConfigDict(extra="forbid")

    draw_id: Token | None = None
    filters: FilterWrite | None = None
    count: Count | None = None
    seed: Seed | None = None
    on_shortage: OnShortage = OnShortage.ERROR
    mode: Mode = Mode.PRACTICE
    feedback: Feedback | None = None
    time_limit_seconds: Annotated[int, Field(ge=1, le=604_800)] | None = None
    time_factor: Annotated[float, Field(ge=1, le=10, allow_inf_nan=False)] = 1.0
    subject: Line | None = Field(default=None, description="Who is interviewed, or what for")
    scorer: Token | None = Field(
        default=None,
        description="What scores the answers in words, if not the service's own choice: one that "
        "`GET /scorers` lists. Needs `interviews:run`",
    )

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.draw_id is not None and (self.filters or self.count or self.seed is not None):
            raise ValueError("draw_id stands alone: filters, count and seed make a new draw")
        if self.mode is Mode.EXAM and self.feedback is Feedback.IMMEDIATE:
            raise ValueError("an exam gives no immediate feedback; use end or never")
        return self


class AnswerCreate(BaseModel):
    """A text for an open question, or the ids of the chosen options for a choice question."""

    model_config = ConfigDict(extra="forbid")

    text: Text | None = None
    choices: Annotated[list[Token], Field(max_length=50)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.text is None) == (self.choices is None):
            raise ValueError("exactly one of text and choices is needed")
        return self


class AnswerRead(BaseModel):
    """What the candidate sent, exactly."""

    text: str | None
    choices: list[str] | None
    created_at: datetime


class TurnOpen(BaseModel):
    """A turn without what is not released: `hints` are those revealed so far. `scoring` tells
    how far the scoring of its answer is, and is null while there is no answer."""

    position: int
    state: TurnState
    question: QuestionPublic
    hints: list[str]
    hints_remaining: int
    answer: AnswerRead | None
    scoring: ScoringState | None
    closed_at: datetime | None


class TurnReleased(TurnOpen):
    """A turn with its model answer, key points and score; `score` is null without an answer,
    and while `scoring` is not `scored`."""

    model_answer: str | None
    key_points: list[KeyPointStaff]
    all_hints: list[str]
    score: ScoreRead | None


class PointVerdict(BaseModel):
    """Whether a key point, named by its id, is met: the word of a reviewer."""

    model_config = ConfigDict(extra="forbid")

    id: Token
    met: Literal["yes", "partial", "no"]


class ReviewWrite(BaseModel):
    """A person's score of an answer, 0 to 100, a comment that only staff sees, and verdicts on
    single key points."""

    model_config = ConfigDict(extra="forbid")

    score: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
    comment: Text | None = None
    points: Annotated[list[PointVerdict], Field(max_length=100)] = []


class ReviewRead(BaseModel):
    """A review. `number` counts the reviews of an answer, from 1; the highest is in force."""

    number: int
    score: float
    comment: str | None
    points: list[PointVerdict]
    reviewed_by: str | None = Field(description="The id of the key it was written with")
    created_at: datetime


class ReviewHistory(ReviewRead):
    """The review in force, and the latest hundred of all, this one first."""

    history: list[ReviewRead]


class ScoringRead(BaseModel):
    """The score that is owed to an answer: by which scorer, after how many attempts, when the
    next is due (null when none is), and why the last one failed."""

    scorer: str
    attempts: int
    next_attempt_at: datetime | None
    error: str | None


class TurnScoreCreate(BaseModel):
    """Which scorer is to score a stored answer; the interview's own if none is named."""

    model_config = ConfigDict(extra="forbid")

    scorer: Token | None = None


class TurnStaff(TurnReleased):
    """A turn with what reviewers said of its answer. The scorer's own score stays as it is;
    `calibrated` is what it comes to by the curve that was asked for, if that is one for the
    scorer and its version."""

    review: ReviewRead | None
    calibrated: float | None
    owed: ScoringRead | None


Turn = TurnStaff | TurnReleased | TurnOpen


class Answered(BaseModel):
    """The state of the turn after an answer was stored, and which turn is open next."""

    turn: Turn
    score: ScoreRead | None = Field(description="There if the interview's feedback is immediate")
    next_turn: int | None = Field(description="Position of the next open turn; null at the end")


class InterviewRead(BaseModel):
    """An interview as it stands at `server_time`."""

    id: str
    state: InterviewState
    mode: Mode
    feedback: Feedback
    subject: str | None
    draw_id: str
    seed: int
    time_limit_seconds: int | None
    time_factor: float
    scorer: str = Field(description="What scores the answers in words")
    created_at: datetime
    deadline_at: datetime | None
    completed_at: datetime | None
    server_time: datetime
    turns: list[Turn]


class InterviewCreated(InterviewRead):
    """The new interview with its token, which is told this once: send it as a Bearer key."""

    token: str
    shortages: list[ShortageRead]


class ReportRead(BaseModel):
    """How an interview went. What a candidate may not see of it is not in this type. One that
    expired was completed at its deadline; of one that runs `completed_at` is null."""

    interview_id: str
    state: InterviewState
    mode: Mode
    feedback: Feedback
    subject: str | None
    asked: int
    answered: int
    skipped: int
    unanswered: int
    hints_revealed: int
    created_at: datetime
    completed_at: datetime | None
    turns: list[Turn]


class ReportScored(ReportRead):
    """A report with its score, 0 to 100: the mean over the asked questions, where a skipped
    or unanswered one counts 0. Answers whose score is pending or failed are left out of it
    and are counted; with nothing else to go by it is null. `needs_review` says that a person
    should look at a turn."""

    score: float | None
    scoring_pending: int
    scoring_failed: int
    needs_review: bool


class ReportStaff(ReportScored):
    """A report with the work of reviewers. `reviewed_score` is the same mean with the score of
    the review wherever there is one, null without any; `calibrated_score` the same with
    calibrated scores, null unless all scored turns have one."""

    reviewed: int
    reviewed_score: float | None
    calibrated_score: float | None


Report = ReportStaff | ReportScored | ReportRead

INTERVIEW_EXAMPLE: dict[str, Any] = {
    "practice": {
        "summary": "Practise three questions",
        "value": {"count": 3, "filters": {"category": "kubernetes"}},
    }
}
REVIEW_EXAMPLE: dict[str, Any] = {
    "review": {"value": {"score": 70, "comment": "Knows the idea, not the names."}}
}
SCORING_EXAMPLE: dict[str, Any] = {"other": {"value": {"scorer": "keypoints"}}}
ANSWER_EXAMPLE: dict[str, Any] = {
    "text": {"value": {"text": "Kubernetes schedules containers and heals them."}}
}
