"""Threads of the process that do the imports which were put aside, also those that another
process left."""

import logging
import threading
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.core.clock import Clock
from app.core.collecting import give_memory_back
from app.core.database import Database
from app.core.worker import Worker
from app.interchange import jobs
from app.interchange.formats.errors import FormatError
from app.interchange.jobs import LostJob, Taken
from app.interchange.report import ImportReport
from app.interchange.schemas import ImportProgress
from app.interchange.service import import_sources
from app.interchange.uploads import sources_of

BEAT_SECONDS = 1.0
CRASHED = "import_crashed"
logger = logging.getLogger(__name__)


class Interrupted(Exception):  # noqa: N818 - named after what happened
    """The service is ending, or the job is somebody else's now."""


class ImportWorker(Worker):
    """Does queued imports, in `threads` threads, and knows how far each of them is."""

    def __init__(self, db: Database, clock: Clock, threads: int) -> None:
        super().__init__("importing", self._do_next, threads)
        self._db, self._clock = db, clock
        self._running: dict[str, Run] = {}

    def _do_next(self) -> bool:
        return run_next(self._db, self._clock, self._running, self.stopping)

    def progress_of(self, import_id: str) -> ImportProgress | None:
        """How far an import is that this process is at work on: later than what the database
        knows, which on SQLite hears nothing while questions are written."""
        run = self._running.get(import_id)
        return run.progress if run else None


@dataclass(slots=True)
class Run:
    """A job that is being done. `ended` ends the renewing of its lease."""

    taken: Taken
    stopping: threading.Event
    progress: ImportProgress = field(
        default_factory=lambda: ImportProgress(stage="reading", done=0, total=0)
    )
    ended: threading.Event = field(default_factory=threading.Event)
    is_lost: bool = False

    def tell(self, stage: str, done: int, total: int) -> None:
        """Note how far the import is, and end it if it is of no use any more."""
        self.progress = ImportProgress(stage=stage, done=done, total=total)
        if self.is_lost or self.stopping.is_set():
            raise Interrupted


def run_next(
    db: Database, clock: Clock, running: dict[str, Run], stopping: threading.Event
) -> bool:
    """Do the import that is due the longest; whether there was one."""
    with db.read() as session:
        due = jobs.find_due(session, clock())
    if due is None:
        return False
    with db.write() as session:
        taken = jobs.take_up(session, due, clock())
    if taken is not None:
        run = running[taken.id] = Run(taken, stopping)
        renewing = threading.Thread(target=_renew, args=(db, run, clock), daemon=True)
        renewing.start()
        try:
            _do(db, run, clock)
        finally:
            run.ended.set()
            renewing.join(BEAT_SECONDS)
            del running[taken.id]
            give_memory_back()
    return True


def _do(db: Database, run: Run, clock: Clock) -> None:
    taken = run.taken

    def load(position: int) -> bytes:
        with db.read() as session:
            return jobs.load_file(session, taken.id, position)

    try:
        with db.read() as session:
            upload = jobs.load_upload(session, taken.id, load)
        sources, options = sources_of(upload), taken.options(upload)
        del upload

        def end(session: Session, report: ImportReport) -> None:
            jobs.keep_report(session, taken, report, clock())

        report = import_sources(
            db, sources, options, now=clock(), import_id=taken.id,
            on_progress=run.tell, on_written=end,
        )  # fmt: skip
        if not report.written:
            with db.write() as session:
                end(session, report)
    except LostJob:
        logger.warning("the import %s was taken up by another process", taken.id)
    except Interrupted:
        with db.write() as session:
            jobs.give_back(session, taken, clock())
    except FormatError as error:
        _fail(db, run, "unreadable_file", str(error), clock)
    except SQLAlchemyError:
        raise  # the lease runs out, and it is tried again
    except Exception as error:
        logger.exception("an import failed unexpectedly", exc_info=error)
        _fail(db, run, CRASHED, "The import failed unexpectedly; nothing was written", clock)


def _fail(db: Database, run: Run, code: str, error: str, clock: Clock) -> None:
    with db.write() as session:
        jobs.keep_failure(session, run.taken, code, error, clock())


def _renew(db: Database, run: Run, clock: Clock) -> None:
    """Renew the lease and tell the database how far the import is, until it ends. While its
    questions are written on SQLite this waits for its turn, and so does everybody else."""
    while not run.ended.wait(BEAT_SECONDS):
        told = run.progress
        try:
            with db.write() as session:
                run.is_lost = not jobs.renew(
                    session, run.taken, clock(), stage=told.stage, done=told.done, total=told.total
                )
        except SQLAlchemyError as error:
            logger.warning("the lease of an import could not be renewed yet", exc_info=error)
