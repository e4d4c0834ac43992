"""The tables of interviews; what a candidate wrote is stored, whatever becomes of judging it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    true,
)
from sqlmodel import Field, SQLModel

from app.core.clock import UtcDateTime
from app.core.ids import ID_LENGTH
from app.core.models import id_column, long_text, one_of, sorted_text

DEFAULT_SCORER = "keypoints"
MAX_SCORER = 50
MAX_ERROR = 200


class InterviewState(StrEnum):
    """`expired` is what an interview in progress becomes to its readers at its deadline."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    EXPIRED = "expired"


class TurnState(StrEnum):
    """A `pending` turn is open; the other two are final."""

    PENDING = "pending"
    ANSWERED = "answered"
    SKIPPED = "skipped"


class Mode(StrEnum):
    """Anyone may practise; an exam is started by staff and tells no answers while it runs."""

    PRACTICE = "practice"
    EXAM = "exam"


class Feedback(StrEnum):
    """When a candidate sees model answers, key points and scores: `immediate` is once a turn is
    closed, `end` once the interview is over."""

    IMMEDIATE = "immediate"
    END = "end"
    NEVER = "never"


class ScoringState(StrEnum):
    """How far the scoring of an answer is; what is `scored` has a score and no `Scoring`."""

    PENDING = "pending"
    SCORED = "scored"
    FAILED = "scoring_failed"


class Interview(SQLModel, table=True):
    """One candidate's interview. `token_hash` is the SHA-256 of the token that drives it,
    `scorer` names what scores its answers in words."""

    __tablename__ = "interviews"
    __table_args__ = (
        one_of("state", InterviewState),
        one_of("mode", Mode),
        one_of("feedback", Feedback),
        CheckConstraint("time_limit_seconds > 0", name="time_limit_seconds"),
        CheckConstraint("time_factor >= 1", name="time_factor"),
    )

    id: str = id_column()
    token_hash: str = Field(sa_column=Column(String(64), nullable=False))
    state: InterviewState = Field(sa_column=Column(String(16), nullable=False))
    mode: Mode = Field(sa_column=Column(String(16), nullable=False))
    feedback: Feedback = Field(sa_column=Column(String(16), nullable=False))
    draw_id: str = Field(
        sa_column=Column(String(ID_LENGTH), ForeignKey("draws.id"), nullable=False, index=True)
    )
    seed: int = Field(sa_column=Column(BigInteger, nullable=False))
    subject: str | None = Field(default=None, sa_column=Column(String(200)))
    time_limit_seconds: int | None = Field(default=None, sa_column=Column(Integer))
    time_factor: float = Field(default=1.0, sa_column=Column(Float, nullable=False))
    scorer: str = Field(
        default=DEFAULT_SCORER,
        sa_column=Column(String(MAX_SCORER), nullable=False, server_default=DEFAULT_SCORER),
    )
    created_by: str | None = Field(default=None, sa_column=Column(String(ID_LENGTH)))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    deadline_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    completed_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class Turn(SQLModel, table=True):
    """One asked question, pinned to its version, and what happened to it."""

    __tablename__ = "turns"
    __table_args__ = (
        UniqueConstraint("interview_id", "position"),
        one_of("state", TurnState),
        CheckConstraint("hints_revealed >= 0", name="hints_revealed"),
    )

    id: str = id_column()
    interview_id: str = Field(
        sa_column=Column(
            String(ID_LENGTH), ForeignKey("interviews.id", ondelete="CASCADE"), nullable=False
        )
    )
    position: int = Field(sa_column=Column(Integer, nullable=False))
    version_id: str = Field(
        sa_column=Column(
            String(ID_LENGTH), ForeignKey("question_versions.id"), nullable=False, index=True
        )
    )
    state: TurnState = Field(sa_column=Column(String(16), nullable=False))
    hints_revealed: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    closed_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class Answer(SQLModel, table=True):
    """What the candidate wrote in one turn, exactly; one answer a turn."""

    __tablename__ = "answers"

    id: str = id_column()
    turn_id: str = Field(
        sa_column=Column(
            String(ID_LENGTH),
            ForeignKey("turns.id", ondelete="CASCADE"),
            nullable=False,
            unique=True,
        )
    )
    text: str | None = long_text(nullable=True)
    choices: list[str] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class AnswerScore(SQLModel, table=True):
    """A scorer's verdict on one answer; `explanation` holds points, flags and feedback. Of
    several the last one made is current: it is the one that turns and reports show."""

    __tablename__ = "scores"
    __table_args__ = (UniqueConstraint("answer_id", "scorer", "scorer_version"),)

    id: str = id_column()
    answer_id: str = Field(
        sa_column=Column(
            String(ID_LENGTH), ForeignKey("answers.id", ondelete="CASCADE"), nullable=False
        )
    )
    scorer: str = Field(sa_column=Column(String(MAX_SCORER), nullable=False))
    scorer_version: str = Field(sa_column=Column(String(50), nullable=False))
    total: float = Field(sa_column=Column(Float, nullable=False))
    verdict: str = Field(sa_column=Column(String(16), nullable=False))
    confidence: float = Field(sa_column=Column(Float, nullable=False))
    needs_review: bool = Field(sa_column=Column(Boolean, nullable=False))
    explanation: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    is_current: bool = Field(
        default=True, sa_column=Column(Boolean, nullable=False, server_default=true())
    )
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class Scoring(SQLModel, table=True):
    """A score that is owed to an answer, or that could not be made. The row goes when the
    score comes. While somebody works on it, `next_attempt_at` is when others may take it for
    abandoned; of a failed one it is null. `error` is why the last attempt failed."""

    __tablename__ = "scorings"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'scoring_failed')", name="state"),
        CheckConstraint("attempts >= 0", name="attempts"),
        Index("ix_scorings_next_attempt_at", "next_attempt_at"),
    )

    answer_id: str = Field(
        sa_column=Column(
            String(ID_LENGTH), ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True
        )
    )
    scorer: str = Field(sa_column=Column(String(MAX_SCORER), nullable=False))
    state: ScoringState = Field(sa_column=Column(String(16), nullable=False))
    attempts: int = Field(sa_column=Column(Integer, nullable=False))
    next_attempt_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    error: str | None = Field(default=None, sa_column=Column(String(MAX_ERROR)))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class Review(SQLModel, table=True):
    """What a person says of one answer: a score from 0 to 100, a comment for staff, and
    `points`, a list of `{id, met}` for key points. A later review is another row; the one of
    the highest number is current."""

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("answer_id", "number"),
        CheckConstraint("score >= 0 AND score <= 100", name="score"),
        Index("ix_reviews_created_at", "created_at"),
    )

    id: str = id_column()
    answer_id: str = Field(
        sa_column=Column(
            String(ID_LENGTH), ForeignKey("answers.id", ondelete="CASCADE"), nullable=False
        )
    )
    number: int = Field(sa_column=Column(Integer, nullable=False))
    score: float = Field(sa_column=Column(Float, nullable=False))
    comment: str | None = long_text(nullable=True)
    points: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    is_current: bool = Field(sa_column=Column(Boolean, nullable=False))
    reviewed_by: str | None = Field(default=None, sa_column=Column(String(ID_LENGTH)))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class Calibration(SQLModel, table=True):
    """A named curve from the totals of a scorer's version to what reviewers gave: `points` is
    a list of `[total, score]`, rising. `answers` and `questions` say what it was fitted on."""

    __tablename__ = "calibrations"
    __table_args__ = (UniqueConstraint("scorer", "name"),)

    id: str = id_column()
    scorer: str = Field(sa_column=Column(String(MAX_SCORER), nullable=False))
    scorer_version: str = Field(sa_column=Column(String(50), nullable=False))
    name: str = Field(sa_column=Column(sorted_text(50), nullable=False))
    points: list[list[float]] = Field(sa_column=Column(JSON, nullable=False))
    answers: int = Field(sa_column=Column(Integer, nullable=False))
    questions: int = Field(sa_column=Column(Integer, nullable=False))
    created_by: str | None = Field(default=None, sa_column=Column(String(ID_LENGTH)))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
