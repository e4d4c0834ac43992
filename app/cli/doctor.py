"""What `qbank doctor` looks at: settings, database, schema, bank, keys and the running service."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from app.access import service as access
from app.core.database import Database
from app.core.errors import QbankError
from app.core.migrate import is_current
from app.core.settings import Settings, unknown_variables
from app.judging.configured import scorers_of
from app.ops.serving import key_file
from app.questions.reading import count_published


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    text: str
    ok: bool


def examine() -> Iterator[Finding]:
    """Look at one thing after another; what depends on something broken is not looked at."""
    try:
        settings = Settings()
        db = Database.of(settings)
    except (ValidationError, QbankError) as error:
        yield Finding(text=f"settings: {error}", ok=False)
        return
    yield Finding(text=f"settings: database {db.url}", ok=True)
    for name in unknown_variables(os.environ):
        yield Finding(text=f"settings: {name} is not one; see: qbank settings", ok=False)
    yield _examine_scorer(settings)
    try:
        yield from _examine_database(db, settings)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        yield Finding(text=f"database: {reason}", ok=False)
    finally:
        db.dispose()
    yield _examine_service(settings)


def _examine_scorer(settings: Settings) -> Finding:
    try:
        scorers_of(settings)
    except QbankError as error:
        return Finding(text=f"scorer: {error}", ok=False)
    return Finding(text=f"scorer: {settings.scorer}", ok=True)


def _examine_database(db: Database, settings: Settings) -> Iterator[Finding]:
    if not is_current(db):
        yield Finding(text="schema: not at the newest migration; run: qbank migrate", ok=False)
        return
    yield Finding(text="schema: at the newest migration", ok=True)
    with db.read() as session:
        count = count_published(session)
        has_key = access.has_admin_key(session) or settings.admin_key is not None
    yield Finding(text=f"bank: {count} published questions", ok=count > 0)
    yield Finding(
        text="keys: an admin key" if has_key else "keys: none; set QBANK_ADMIN_KEY", ok=has_key
    )
    path = key_file(settings)
    if path.exists() and path.stat().st_mode & 0o077:
        yield Finding(text=f"keys: others can read {path}; run: chmod 600 {path}", ok=False)


def _examine_service(settings: Settings) -> Finding:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    url = f"http://{host}:{settings.port}/readyz"
    try:
        status = httpx.get(url, timeout=3, trust_env=False).status_code
    except httpx.HTTPError:
        return Finding(text=f"service: nothing listens on {host}:{settings.port}", ok=True)
    return Finding(text=f"service: {url} answers {status}", ok=status == httpx.codes.OK)
