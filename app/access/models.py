"""The table of API keys; a key itself is never stored, only its hash."""

from datetime import datetime

from sqlalchemy import JSON, Column, String
from sqlmodel import Field, SQLModel

from app.core.clock import UtcDateTime
from app.core.models import id_column


class ApiKey(SQLModel, table=True):
    """A key by which a program is recognised; `prefix` is its visible, unique part."""

    __tablename__ = "api_keys"

    id: str = id_column()
    name: str = Field(sa_column=Column(String(200), nullable=False))
    prefix: str = Field(sa_column=Column(String(16), nullable=False, unique=True))
    key_hash: str = Field(sa_column=Column(String(64), nullable=False))
    scopes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
