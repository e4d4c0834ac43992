"""The verbs of interchange: bringing the questions of files into the bank, repeatably."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from app.core.collecting import rarely_collected
from app.core.database import Database
from app.core.ids import new_id
from app.interchange.formats import Format
from app.interchange.formats.profile import Profile
from app.interchange.models import ImportRun
from app.interchange.options import ImportOptions, Mode
from app.interchange.plan import Plan, Progress, no_progress
from app.interchange.planning import plan
from app.interchange.report import ImportReport
from app.interchange.sources import SourceFile, Sources, named
from app.interchange.writing import is_current, is_to_be_written, write

_TRIES = 3
"""How often an import is planned anew because the bank changed meanwhile; the last time it
holds the lock from the start."""

_MANY = 10_000
"""Items of a report that are left in a temporary file."""


Written = Callable[[Session, ImportReport], None]
"""Called in the unit of work that wrote questions, at its end; if it raises nothing is written."""


def nothing_more(_: Session, report: ImportReport) -> None:
    """Do nothing about it."""


def import_sources(
    db: Database,
    sources: Sources,
    options: ImportOptions,
    *,
    now: datetime,
    import_id: str | None = None,
    on_progress: Progress = no_progress,
    on_written: Written = nothing_more,
) -> ImportReport:
    """Bring the questions of files into the bank: what is new is created, what changed in a file
    is revised, what staff changed is left alone. All of it is written in one unit of work, which
    is why this takes the database and not a session: nothing is locked while files are read and
    compared. A dry run, and an atomic import of which something failed, write nothing.

    Raises:
        UnknownFormat: the options name a format that there is none of.
    """
    with rarely_collected():
        return _import_sources(
            db, sources, options, now, import_id or new_id(), on_progress, on_written
        )


def _import_sources(
    db: Database,
    sources: Sources,
    options: ImportOptions,
    now: datetime,
    import_id: str,
    on_progress: Progress,
    on_written: Written,
) -> ImportReport:
    for _ in range(_TRIES - 1):
        with db.read() as session:
            planned = plan(session, sources, options, now=now, on_progress=on_progress)
        try:
            if not is_to_be_written(planned, options):
                return _report(planned, options, import_id)
            with db.write() as session:
                if is_current(session, planned):
                    report = _carry_out(
                        session, planned, options, import_id, sources, now, on_progress
                    )
                    on_written(session, report)
                    return report
        finally:
            planned.close()
    with db.write() as session:
        report = import_in(
            session, sources, options, now=now, import_id=import_id, on_progress=on_progress
        )
        if report.written:
            on_written(session, report)
        return report


def import_in(
    session: Session,
    sources: Sources,
    options: ImportOptions,
    *,
    now: datetime,
    import_id: str | None = None,
    on_progress: Progress = no_progress,
) -> ImportReport:
    """The same within a unit of work that is under way."""
    import_id = import_id or new_id()
    planned = plan(session, sources, options, now=now, on_progress=on_progress)
    try:
        if not is_to_be_written(planned, options):
            return _report(planned, options, import_id)
        is_current(session, planned)
        return _carry_out(session, planned, options, import_id, sources, now, on_progress)
    finally:
        planned.close()


def import_file(
    session: Session,
    data: bytes,
    *,
    source: str,
    file_format: Format,
    profile: Profile,
    now: datetime,
    mode: Mode = Mode.PARTIAL,
) -> ImportReport:
    """Bring the questions of one file into the bank, within the unit of work."""
    options = ImportOptions(format_name=file_format.name, profile=profile, mode=mode)
    sources = Sources([SourceFile(source, source, lambda: data)])
    return import_in(session, sources, options, now=now)


def was_imported(session: Session, data: bytes) -> bool:
    """Whether this very file was imported before, whatever became of its questions since."""
    digest = hashlib.sha256(data).hexdigest()
    statement = select(col(ImportRun.id)).where(col(ImportRun.digest) == digest).limit(1)
    return session.execute(statement).first() is not None


def _carry_out(
    session: Session,
    planned: Plan,
    options: ImportOptions,
    import_id: str,
    sources: Sources,
    now: datetime,
    on_progress: Progress,
) -> ImportReport:
    write(session, planned, now=now, on_progress=on_progress)
    report = _report(planned, options, import_id)
    session.add(
        ImportRun(
            id=import_id,
            source=named(sources.files)[:200],
            digest=planned.digest,
            format=report.format,
            summary={str(action): count for action, count in report.summary.items()},
            created_at=now,
        )
    )
    return report


def _report(planned: Plan, options: ImportOptions, import_id: str) -> ImportReport:
    formats = {file.format for file in planned.files if file.format is not None}
    report = ImportReport.model_construct(
        id=import_id,
        format=formats.pop() if len(formats) == 1 else "several" if formats else "none",
        dry_run=options.dry_run,
        written=is_to_be_written(planned, options),
        summary=planned.summary,
        files=planned.files,
        items=planned.items,
    )
    return report if len(planned.items) > _MANY else report.listed()
