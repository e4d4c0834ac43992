"""The verbs of imports that are done later: queueing one with all that was sent for it, taking it
up, telling how far it has come, and ending it.

Whoever takes a job up holds it by a lease, which has to be renewed. The questions and the end of
the job are written in one unit of work, and only if the job is still theirs: so it is done once
or not at all, whatever becomes of the process.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Any, cast

from sqlalchemy import Row, bindparam, delete, select, update
from sqlmodel import Session

from app.core.models import table_of
from app.core.prepared import insert_rows
from app.interchange.models import MAX_ERROR, ImportJob, ImportUpload, JobState
from app.interchange.options import ImportOptions, Mode, OnConflict
from app.interchange.report import ImportReport, json_of
from app.interchange.uploads import Upload, UploadedFile, profile_of

LEASE = timedelta(seconds=60)
"""So long whoever took a job up is taken to be at work without a sign of it."""

MAX_ATTEMPTS = 3
KEPT = timedelta(days=7)
"""How long what came of a job can be read."""

REFUSED = "import_refused"
NOT_ALL = "Nothing was written, as not all could be; `mode=partial` keeps the good"
INTERRUPTED = "import_interrupted"
_ENDED_WITH_SERVICE = (
    "The service ended three times while it was at work on this import; nothing was written. "
    "Send it in smaller parts"
)
_PROFILE = -1
_PIECE = 1024 * 1024

JOBS = table_of(ImportJob).c
_UPLOADS = table_of(ImportUpload).c
_DUE = (
    select(JOBS.id, JOBS.attempts, JOBS.due_at, JOBS.asked)
    .where(JOBS.due_at <= bindparam("now"))
    .order_by(JOBS.due_at, JOBS.id)
    .limit(1)
)
_PIECES = (
    select(_UPLOADS.position, _UPLOADS.piece, _UPLOADS.name, _UPLOADS.media_type)
    .where(_UPLOADS.job_id == bindparam("job"))
    .order_by(_UPLOADS.position, _UPLOADS.piece)
)
_PIECES_OF_FILE = (
    select(_UPLOADS.piece)
    .where(_UPLOADS.job_id == bindparam("job"), _UPLOADS.position == bindparam("position"))
    .order_by(_UPLOADS.piece)
)
_DATA = select(_UPLOADS.data).where(
    _UPLOADS.job_id == bindparam("job"),
    _UPLOADS.position == bindparam("position"),
    _UPLOADS.piece == bindparam("piece"),
)


class LostJob(Exception):  # noqa: N818 - named after what happened
    """Somebody else has taken the job up meanwhile, as the lease had run out."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A job that was taken up, and how it is told from later attempts."""

    id: str
    attempts: int
    asked: dict[str, Any]

    def options(self, upload: Upload) -> ImportOptions:
        """How the import is to be done."""
        return ImportOptions(
            format_name=self.asked["format"],
            profile=profile_of(upload),
            mode=Mode(self.asked["mode"]),
            on_conflict=OnConflict(self.asked["on_conflict"]),
            allow_duplicates=self.asked["allow_duplicates"],
            dry_run=self.asked["dry_run"],
        )


def queue(
    session: Session,
    upload: Upload,
    options: ImportOptions,
    *,
    import_id: str,
    source: str,
    now: datetime,
) -> None:
    """Put an import with all of its files aside, to be done as soon as may be. What came of old
    ones is forgotten."""
    session.execute(
        delete(table_of(ImportJob)).where(JOBS.created_at < now - KEPT, JOBS.due_at.is_(None))
    )
    asked = {
        "format": options.format_name,
        "mode": options.mode,
        "on_conflict": options.on_conflict,
        "allow_duplicates": options.allow_duplicates,
        "dry_run": options.dry_run,
    }
    row = {
        "id": import_id, "state": JobState.QUEUED, "source": source[:200], "asked": asked,
        "done": 0, "total": 0, "attempts": 0, "due_at": now, "created_at": now,
    }  # fmt: skip
    insert_rows(session, ImportJob, [row])
    for piece in _pieces(upload):
        insert_rows(session, ImportUpload, [{"job_id": import_id, **piece}])


def _pieces(upload: Upload) -> Iterator[dict[str, Any]]:
    sent = list(enumerate(upload.files))
    if upload.profile is not None:
        sent.append((_PROFILE, UploadedFile(None, None, upload.profile)))
    for position, file in sent:
        for piece, at in enumerate(range(0, max(len(file.data), 1), _PIECE)):
            yield {
                "position": position,
                "piece": piece,
                "name": None if piece else file.name,
                "media_type": None if piece else file.media_type,
                "data": file.data[at : at + _PIECE],
            }


def load_upload(
    session: Session, job_id: str, load: Callable[[int], bytes] | None = None
) -> Upload:
    """All that was sent for a job. `load` gives what `load_file` does, when a file is wanted."""
    files: dict[int, tuple[str | None, str | None]] = {}
    for row in session.execute(_PIECES, {"job": job_id}).all():
        files.setdefault(row.position, (row.name, row.media_type))
    profile = load_file(session, job_id, _PROFILE) if files.pop(_PROFILE, None) else None
    made = (
        UploadedFile(
            *told, load_file(session, job_id, position), partial(load, position) if load else None
        )
        for position, told in files.items()
    )
    return Upload(tuple(made), profile)


def load_file(session: Session, job_id: str, position: int) -> bytes:
    """One of the files that were sent for a job."""
    of_file = {"job": job_id, "position": position}
    whole = BytesIO()  # joined pieces would be twice in memory
    for piece in session.execute(_PIECES_OF_FILE, of_file).scalars().all():
        whole.write(session.execute(_DATA, of_file | {"piece": piece}).scalar_one())
    return whole.getvalue()


def find_due(session: Session, now: datetime) -> Row[Any] | None:
    """The job that is due the longest, if any is."""
    return session.execute(_DUE, {"now": now}).first()


def take_up(session: Session, due: Row[Any], now: datetime) -> Taken | None:
    """Make a due job one's own; None if somebody else was quicker, or if too many attempts
    ended with their process."""
    of_job = (JOBS.id == due.id, JOBS.attempts == due.attempts, JOBS.due_at == due.due_at)
    if due.attempts >= MAX_ATTEMPTS:
        ended = _ended(JobState.FAILED, now) | {"error_code": INTERRUPTED}
        ended["error"] = _ENDED_WITH_SERVICE
        if _changed(session, update(table_of(ImportJob)).where(*of_job).values(ended)):
            _forget_upload(session, due.id)
        return None
    values = {"state": JobState.RUNNING, "attempts": due.attempts + 1, "due_at": now + LEASE}
    if not _changed(session, update(table_of(ImportJob)).where(*of_job).values(values)):
        return None
    return Taken(due.id, due.attempts + 1, due.asked)


def renew(
    session: Session, taken: Taken, now: datetime, *, stage: str, done: int, total: int
) -> bool:
    """Say that one is at work and how far; False if the job is somebody else's now."""
    values = {"stage": stage, "done": done, "total": total, "due_at": now + LEASE}
    return _changed(session, _of(taken).values(values))


def give_back(session: Session, taken: Taken, now: datetime) -> None:
    """Leave a job to whoever takes it up next; the attempt does not count."""
    values = {"state": JobState.QUEUED, "attempts": taken.attempts - 1, "due_at": now}
    _changed(session, _of(taken).values(values))


def keep_report(session: Session, taken: Taken, report: ImportReport, now: datetime) -> None:
    """End a job with what came of it, in the unit of work that wrote its questions.

    Raises:
        LostJob: it is somebody else's now.
    """
    values = _ended(JobState.FAILED if report.is_refused else JobState.DONE, now) | {
        "format": report.format,
        "summary": {str(action): count for action, count in report.summary.items()},
        "report": _compressed(json_of(report)),
    }
    if report.is_refused:
        values |= {"error_code": REFUSED, "error": NOT_ALL}
    if not _changed(session, _of(taken).values(values)):
        raise LostJob
    _forget_upload(session, taken.id)


def _compressed(pieces: Iterable[bytes]) -> bytes:
    packer, packed = zlib.compressobj(1), BytesIO()
    for piece in pieces:
        packed.write(packer.compress(piece))
    packed.write(packer.flush())
    return packed.getvalue()


def keep_failure(session: Session, taken: Taken, code: str, error: str, now: datetime) -> None:
    """End a job that came to nothing."""
    values = _ended(JobState.FAILED, now) | {"error_code": code, "error": error[:MAX_ERROR]}
    if _changed(session, _of(taken).values(values)):
        _forget_upload(session, taken.id)


def _ended(state: JobState, now: datetime) -> dict[str, Any]:
    return {"state": state, "due_at": None, "finished_at": now}


def _of(taken: Taken) -> Any:
    return update(table_of(ImportJob)).where(
        JOBS.id == taken.id, JOBS.attempts == taken.attempts, JOBS.state == JobState.RUNNING
    )


def _changed(session: Session, statement: Any) -> bool:
    return bool(cast(Any, session.execute(statement)).rowcount)


def _forget_upload(session: Session, job_id: str) -> None:
    session.execute(delete(table_of(ImportUpload)).where(_UPLOADS.job_id == job_id))
