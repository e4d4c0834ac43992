"""The verbs of access: making, recognising, listing and revoking keys."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import select, update
from sqlmodel import Session, col

from app.access.caller import Caller, Scope
from app.access.errors import UnknownKey
from app.access.models import ApiKey
from app.core.errors import QbankError
from app.core.ids import new_id

KEY_START = "qbk_"
TOKEN_START = "qbi_"  # noqa: S105  # how tokens begin, not one of them
CONFIGURED_KEY = "configured"
"""The id of the key that the settings name; it has no row."""


def create_key(
    session: Session, *, name: str, scopes: Iterable[Scope], now: datetime
) -> tuple[ApiKey, str]:
    """A new key: its row, and the key itself, which nobody can read again."""
    prefix = secrets.token_hex(4)
    key = f"{KEY_START}{prefix}_{secrets.token_urlsafe(32)}"
    row = ApiKey(
        id=new_id(),
        name=name,
        prefix=prefix,
        key_hash=hash_secret(key),
        scopes=sorted(set(scopes)),
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row, key


def list_keys(session: Session) -> list[ApiKey]:
    """All keys, oldest first, revoked ones included."""
    statement = select(ApiKey).order_by(col(ApiKey.created_at), col(ApiKey.id))
    return list(session.execute(statement).scalars())


def revoke_key(session: Session, prefix: str, now: datetime) -> None:
    """End a key at once.

    Raises:
        QbankError: no active key has this prefix.
    """
    changed = session.execute(
        update(ApiKey)
        .where(col(ApiKey.prefix) == prefix, col(ApiKey.revoked_at).is_(None))
        .values(revoked_at=now)
    )
    if cast(Any, changed).rowcount == 0:
        raise QbankError(f"no active key has the prefix {prefix!r}")


def has_admin_key(session: Session) -> bool:
    """Whether any active key of the database may do everything."""
    return any(key.revoked_at is None and Scope.ADMIN in key.scopes for key in list_keys(session))


def recognise(session: Session, key: str) -> Caller:
    """The caller behind an API key.

    Raises:
        UnknownKey: nobody, or somebody whose key was revoked.
    """
    prefix = key.removeprefix(KEY_START).partition("_")[0]
    row = session.execute(
        select(col(ApiKey.id), col(ApiKey.key_hash), col(ApiKey.scopes)).where(
            col(ApiKey.prefix) == prefix, col(ApiKey.revoked_at).is_(None)
        )
    ).one_or_none()
    if row is None or not hmac.compare_digest(row.key_hash, hash_secret(key)):
        raise UnknownKey
    return Caller(key_id=row.id, scopes=frozenset(Scope(scope) for scope in row.scopes))


def new_token() -> str:
    """A token for one interview: 256 random bits."""
    return TOKEN_START + secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """The SHA-256 of a key or token. They are random, so a slow hash would protect nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
