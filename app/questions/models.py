"""The tables of the bank: a question is an identity and a state, its texts live in versions."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from app.core.clock import UtcDateTime
from app.core.ids import ID_LENGTH
from app.core.models import id_column, long_text, one_of, sorted_text

MAX_TITLE = 1000
MAX_TAG = 100
MAX_TERM = 100
SORTED_TITLE = 200
_PASSING = ("status", "visibility", "kind")


class Difficulty(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Kind(StrEnum):
    OPEN = "open"
    CHOICE = "choice"


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Visibility(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"


class Category(SQLModel, table=True):
    """A place in the tree of subjects, named by its whole path: `databases/sql/joins`."""

    __tablename__ = "categories"

    path: str = Field(sa_column=Column(sorted_text(200), primary_key=True))


class Question(SQLModel, table=True):
    """A question's identity, state and everything that lists filter and sort by.

    `number` is its serial number in the bank, dense but for deletions: draws pick by it and
    lists are ordered by it. `title_start` is the start
    of the title in force, as much of it as an index can hold. `revision` counts every change, for the ETag. `version` is the
    number of the version in force. `source_identity` is what an importer knows it by,
    `source_hash` the hash of what the file said, to tell a changed file from an edited question.
    Questions with equal `exact_key` are duplicates. `merged_into` is the question that took
    the place of this one, `published_at` when it was first published.
    """

    __tablename__ = "questions"
    __table_args__ = (
        one_of("difficulty", Difficulty),
        one_of("kind", Kind),
        one_of("status", Status),
        one_of("visibility", Visibility),
        CheckConstraint("expected_seconds > 0", name="expected_seconds"),
        # By what lists filter and sort by. The columns behind `number` are there so that a
        # draw can tell what passes from the index alone.
        Index("ix_questions_category", "category", "number", *_PASSING),
        Index("ix_questions_difficulty", "difficulty", "number", *_PASSING),
        Index("ix_questions_category_difficulty", "category", "difficulty", "number", *_PASSING),
        Index("ix_questions_title_start", "title_start", "number"),
        Index("ix_questions_created_at", "created_at", "number"),
        Index("ix_questions_updated_at", "updated_at", "number"),
    )

    id: str = id_column()
    number: int = Field(sa_column=Column(BigInteger, nullable=False, unique=True))
    slug: str = Field(sa_column=Column(sorted_text(200), nullable=False, unique=True))
    title_start: str = Field(sa_column=Column(sorted_text(SORTED_TITLE), nullable=False))
    status: Status = Field(sa_column=Column(String(16), nullable=False))
    visibility: Visibility = Field(sa_column=Column(String(16), nullable=False))
    kind: Kind = Field(sa_column=Column(String(16), nullable=False))
    difficulty: Difficulty | None = Field(default=None, sa_column=Column(String(16)))
    category: str | None = Field(
        default=None,
        sa_column=Column(sorted_text(200), ForeignKey("categories.path", onupdate="CASCADE")),
    )
    tags: list[str] = Field(sa_column=Column(JSON, nullable=False))
    expected_seconds: int | None = Field(default=None, sa_column=Column(Integer))
    version: int = Field(sa_column=Column(Integer, nullable=False))
    revision: int = Field(sa_column=Column(Integer, nullable=False))
    source_name: str | None = Field(default=None, sa_column=Column(String(200)))
    source_url: str | None = Field(default=None, sa_column=Column(String(2000)))
    source_license: str | None = Field(default=None, sa_column=Column(String(200)))
    source_line: int | None = Field(default=None, sa_column=Column(Integer))
    source_identity: str | None = Field(default=None, sa_column=Column(String(64), unique=True))
    source_hash: str | None = Field(default=None, sa_column=Column(String(64)))
    exact_key: str = Field(sa_column=Column(String(64), nullable=False, index=True))
    merged_into: str | None = Field(
        default=None, sa_column=Column(String(ID_LENGTH), ForeignKey("questions.id"), index=True)
    )
    published_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    updated_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class QuestionVersion(SQLModel, table=True):
    """What a question said at one time; never changed once the question was published.

    `hints` is a list of texts in the order of their release. `key_points` is a list of
    `{id, text, weight, required}`; `key_points_derived` says that nobody wrote them.
    `options` is a list of `{id, text, correct}`, empty for an open question.
    """

    __tablename__ = "question_versions"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: str = id_column()
    question_id: str = Field(
        sa_column=Column(String(ID_LENGTH), ForeignKey("questions.id"), nullable=False)
    )
    number: int = Field(sa_column=Column(Integer, nullable=False))
    title: str = Field(sa_column=Column(sorted_text(MAX_TITLE), nullable=False))
    body: str | None = long_text(nullable=True)
    options: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    hints: list[str] = Field(sa_column=Column(JSON, nullable=False))
    answer: str | None = long_text(nullable=True)
    key_points: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    key_points_derived: bool = Field(sa_column=Column(Boolean, nullable=False))
    follow_ups: list[str] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class QuestionTag(SQLModel, table=True):
    """One tag of one question, by the question's number, so that a tag is a list in the order
    of the bank; the question's own list keeps the order of its tags."""

    __tablename__ = "question_tags"

    tag: str = Field(sa_column=Column(sorted_text(MAX_TAG), primary_key=True))
    number: int = Field(
        sa_column=Column(
            BigInteger,
            ForeignKey("questions.number", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
            index=True,
        )
    )


class QuestionTerm(SQLModel, table=True):
    """One of the few telling words of one question, by which those that may be alike are found."""

    __tablename__ = "question_terms"

    term: str = Field(sa_column=Column(sorted_text(MAX_TERM), primary_key=True))
    number: int = Field(
        sa_column=Column(
            BigInteger,
            ForeignKey("questions.number", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
            index=True,
        )
    )
