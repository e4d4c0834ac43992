"""The tables of draws: the realised list, in order, with all that is needed to repeat it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Integer, String
from sqlmodel import Field, SQLModel

from app.core.clock import UtcDateTime
from app.core.ids import ID_LENGTH
from app.core.models import id_column


class Draw(SQLModel, table=True):
    """One drawing of questions. `request` is what was asked for, `shortages` what was short.

    `bank_digest` names the state of the bank: the same seed, request and digest give the same
    list. `created_by` is the key that asked; None is anyone, and then all of it is public.
    """

    __tablename__ = "draws"

    id: str = id_column()
    seed: int = Field(sa_column=Column(BigInteger, nullable=False))
    algorithm: str = Field(sa_column=Column(String(50), nullable=False))
    bank_digest: str = Field(sa_column=Column(String(64), nullable=False))
    request: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    shortages: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))
    subject: str | None = Field(default=None, sa_column=Column(String(200)))
    created_by: str | None = Field(default=None, sa_column=Column(String(ID_LENGTH)))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class DrawItem(SQLModel, table=True):
    """One question of a draw, pinned to the version that was in force."""

    __tablename__ = "draw_items"

    draw_id: str = Field(
        sa_column=Column(
            String(ID_LENGTH), ForeignKey("draws.id", ondelete="CASCADE"), primary_key=True
        )
    )
    position: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    slot: str | None = Field(default=None, sa_column=Column(String(200)))
    version_id: str = Field(
        sa_column=Column(
            String(ID_LENGTH), ForeignKey("question_versions.id"), nullable=False, index=True
        )
    )
