"""Reads which imports there were."""

from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from app.core.models import table_of
from app.core.pagination import Page, decode_cursor, encode_cursor
from app.interchange.errors import ImportNotFound
from app.interchange.models import ImportRun
from app.interchange.schemas import ImportRead

_RUNS = table_of(ImportRun).c
_COLUMNS = (_RUNS.id, _RUNS.source, _RUNS.format, _RUNS.summary, _RUNS.created_at)
_BOUND_TO = "imports"


def list_imports(session: Session, limit: int, cursor: str | None) -> Page[ImportRead]:
    """One page of the imports that wrote to the bank, newest first: ids sort by time.

    Raises:
        InvalidCursor: the cursor is of another list.
    """
    statement = select(*_COLUMNS).order_by(_RUNS.id.desc()).limit(limit + 1)
    if cursor is not None:
        statement = statement.where(_RUNS.id < decode_cursor(cursor, _BOUND_TO, [str])[0])
    found = session.execute(statement).all()
    following = encode_cursor(_BOUND_TO, [found[limit - 1].id]) if len(found) > limit else None
    return Page[ImportRead].model_construct(
        items=[_read(row) for row in found[:limit]], next_cursor=following, total=None
    )


def read_import(session: Session, import_id: str) -> ImportRead:
    """One import that wrote to the bank.

    Raises:
        ImportNotFound: there is none of this id.
    """
    row = session.execute(select(*_COLUMNS).where(_RUNS.id == import_id)).one_or_none()
    if row is None:
        raise ImportNotFound
    return _read(row)


def _read(row: Row[Any]) -> ImportRead:
    return ImportRead.model_construct(**row._mapping)
