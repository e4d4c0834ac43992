"""The tables of imports: which file was read when and what came of it, and those yet to be done."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlmodel import Field, SQLModel

from app.core.clock import UtcDateTime
from app.core.ids import ID_LENGTH
from app.core.models import id_column, one_of

MAX_ERROR = 500


class ImportRun(SQLModel, table=True):
    """One finished import. `digest` is the SHA-256 of the file, so that it is known again."""

    __tablename__ = "imports"
    __table_args__ = (Index("ix_imports_digest", "digest"),)

    id: str = id_column()
    source: str = Field(sa_column=Column(String(200), nullable=False))
    digest: str = Field(sa_column=Column(String(64), nullable=False))
    format: str = Field(sa_column=Column(String(50), nullable=False))
    summary: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class JobState(StrEnum):
    """Where a job is. `failed` says that nothing was written."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ImportJob(SQLModel, table=True):
    """An import that is done after its request was answered. While somebody works on it,
    `due_at` is when others may take it for abandoned; of one that has ended it is null.

    `asked` holds the options, `stage`, `done` and `total` how far it has come. `report` is the
    report as compressed JSON, `error_code` and `error` say why a failed one failed.
    """

    __tablename__ = "import_jobs"
    __table_args__ = (
        one_of("state", JobState),
        Index("ix_import_jobs_due_at", "due_at"),
        Index("ix_import_jobs_created_at", "created_at"),
    )

    id: str = id_column()
    state: JobState = Field(sa_column=Column(String(16), nullable=False))
    source: str = Field(sa_column=Column(String(200), nullable=False))
    asked: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    stage: str | None = Field(default=None, sa_column=Column(String(16)))
    done: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    total: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    attempts: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    due_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    format: str | None = Field(default=None, sa_column=Column(String(50)))
    summary: dict[str, int] | None = Field(default=None, sa_column=Column(JSON))
    report: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    error_code: str | None = Field(default=None, sa_column=Column(String(50)))
    error: str | None = Field(default=None, sa_column=Column(String(MAX_ERROR)))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    finished_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class ImportUpload(SQLModel, table=True):
    """A piece of what was sent for a job: of its file at this position, or of its profile, which
    stands at -1. The first piece of a file has its name and media type. All go when it ends."""

    __tablename__ = "import_uploads"

    job_id: str = Field(
        sa_column=Column(
            String(ID_LENGTH), ForeignKey("import_jobs.id", ondelete="CASCADE"), primary_key=True
        )
    )
    position: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    piece: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    name: str | None = Field(default=None, sa_column=Column(Text))
    media_type: str | None = Field(default=None, sa_column=Column(Text))
    data: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
