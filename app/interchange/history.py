"""Reads which imports there were, and what became of those that were put aside."""

import zlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from app.core.models import table_of
from app.core.pagination import Page, decode_cursor, encode_cursor
from app.interchange.errors import ImportNotFound
from app.interchange.jobs import JOBS
from app.interchange.models import ImportRun, JobState
from app.interchange.schemas import ImportFailure, ImportProgress, ImportRead

_RUNS = table_of(ImportRun).c
_COLUMNS = (_RUNS.id, _RUNS.source, _RUNS.format, _RUNS.summary, _RUNS.created_at)
_OF_JOB = (
    JOBS.id,
    JOBS.state,
    JOBS.source,
    JOBS.stage,
    JOBS.done,
    JOBS.total,
    JOBS.format,
    JOBS.summary,
    JOBS.report,
    JOBS.error_code,
    JOBS.error,
    JOBS.created_at,
    JOBS.finished_at,
)
_BOUND_TO = "imports"
_PIECE = 1 << 18


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


def read_import(session: Session, import_id: str) -> tuple[ImportRead, Iterator[bytes] | None]:
    """One import that wrote to the bank or was put aside, and its report, as JSON, if that is
    kept: it may be of any length, so it is not read, and given piece by piece.

    Raises:
        ImportNotFound: there is none of this id.
    """
    job = session.execute(select(*_OF_JOB).where(JOBS.id == import_id)).one_or_none()
    if job is not None:
        return _read_job(job), _unpacked(job.report) if job.report else None
    row = session.execute(select(*_COLUMNS).where(_RUNS.id == import_id)).one_or_none()
    if row is None:
        raise ImportNotFound
    return _read(row), None


def _unpacked(packed: bytes) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    while not unpacker.eof:
        yield unpacker.decompress(packed, _PIECE)
        packed = unpacker.unconsumed_tail


def _read(row: Row[Any]) -> ImportRead:
    return ImportRead.model_construct(
        **row._mapping, state=JobState.DONE, finished_at=row.created_at
    )


def _read_job(row: Row[Any]) -> ImportRead:
    progress = failure = None
    if row.state == JobState.RUNNING and row.stage:
        progress = ImportProgress(stage=row.stage, done=row.done, total=row.total)
    if row.error_code:
        failure = ImportFailure(code=row.error_code, detail=row.error)
    return ImportRead.model_construct(
        id=row.id,
        state=JobState(row.state),
        source=row.source,
        format=row.format,
        summary=row.summary,
        created_at=row.created_at,
        finished_at=row.finished_at,
        progress=progress,
        failure=failure,
    )
