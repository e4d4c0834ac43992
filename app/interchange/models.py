"""The table of imports: which file was read when, and what came of it."""

from datetime import datetime

from sqlalchemy import JSON, Column, Index, String
from sqlmodel import Field, SQLModel

from app.core.clock import UtcDateTime
from app.core.models import id_column


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
