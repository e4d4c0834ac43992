"""Retries that are safe: the answer to a POST is kept in the transaction of its work.

A client that sends `Idempotency-Key` and hears nothing may send the same request again. It
gets the first answer, marked `Idempotency-Replayed: true`, or 422 if the body is another.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from fastapi import Response
from pydantic import BaseModel
from sqlalchemy import (
    Column,
    Index,
    LargeBinary,
    String,
    bindparam,
    delete,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel

from app.core.clock import UtcDateTime
from app.core.database import Database
from app.core.errors import Conflict, Invalid
from app.core.models import table_of
from app.core.prepared import Command, Prepared, insert_rows

KEPT = timedelta(hours=24)
MAX_KEY = 200
B = TypeVar("B", bound=BaseModel)


class IdempotencyReuse(Invalid):
    code = "idempotency_key_reused"
    title = "This Idempotency-Key was used for another request"


class IdempotencyRunning(Conflict):
    code = "idempotency_key_running"
    title = "The first request with this Idempotency-Key is still running"

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class IdempotentReply(SQLModel, table=True):
    """An answer that was given, sealed with the client's key, which is not stored."""

    __tablename__ = "idempotent_replies"
    __table_args__ = (Index("ix_idempotent_replies_created_at", "created_at"),)

    key_hash: str = Field(sa_column=Column(String(64), primary_key=True))
    request_hash: str = Field(sa_column=Column(String(64), nullable=False))
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


@dataclass(frozen=True, slots=True)
class Once:
    """One POST of one caller. `write` does its work at most once for each key."""

    key: str | None
    caller: str
    target: str
    body: bytes
    now: datetime
    response: Response

    def write(self, db: Database, work: Callable[[Session], B], reply: type[B]) -> B:
        """The result of `work` in a unit of work, or the one that an earlier try got.

        Raises:
            IdempotencyReuse: the key came with another request before.
        """
        if self.key is None:
            with db.write() as session:
                return work(session)
        key_hash = _digest(self.caller, self.target, self.key)
        request_hash = hashlib.sha256(self.body).hexdigest()
        with db.write() as session:
            _FORGET.run(session, [{"before": self.now - KEPT}])
            kept = _FIND.first(session, {"key_hash": key_hash})
            if kept is not None:
                if kept.request_hash != request_hash:
                    raise IdempotencyReuse
                self.response.headers["Idempotency-Replayed"] = "true"
                return reply.model_validate_json(_seal(self.key, key_hash, kept.body))
            claim = {"key_hash": key_hash, "request_hash": request_hash, "created_at": self.now}
            try:
                # First of all: on Postgres a second try waits here for the first to end.
                insert_rows(session, IdempotentReply, [claim | {"body": b""}])
            except IntegrityError:
                raise IdempotencyRunning from None
            result = work(session)
            sealed = _seal(self.key, key_hash, result.model_dump_json().encode())
            _KEEP.run(session, [{"claimed": key_hash, "sealed": sealed}])
            return result


_TABLE = table_of(IdempotentReply)
_FORGET = Command(delete(_TABLE).where(_TABLE.c.created_at < bindparam("before")))
_FIND = Prepared(select(_TABLE).where(_TABLE.c.key_hash == bindparam("key_hash")))
_KEEP = Command(
    update(_TABLE).where(_TABLE.c.key_hash == bindparam("claimed")).values(body=bindparam("sealed"))
)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def _seal(key: str, salt: str, data: bytes) -> bytes:
    """Encrypt or decrypt with a key stream: an answer may hold a token shown once, and
    whoever reads the table has the hash of the client's key, not the key."""
    stream = hashlib.shake_256(f"{salt}\x00{key}".encode()).digest(len(data))
    mixed = int.from_bytes(data) ^ int.from_bytes(stream)
    return mixed.to_bytes(len(data))
