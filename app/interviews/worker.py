"""Threads of the process that score answers after they are stored, and after a restart."""

import logging
import threading

from sqlalchemy.exc import SQLAlchemyError

from app.core.clock import Clock
from app.core.database import Database
from app.interviews import scoring
from app.interviews.scoring import CRASHED, Owed
from app.questions.scores import judge
from app.scoring.scorers import Scorers, ScoringFailed, UnknownScorer

POLL_SECONDS = 2.0
STOP_SECONDS = 2.0
logger = logging.getLogger(__name__)


class ScoringWorker:
    """Takes up scores that are owed, in `threads` threads. `wake` makes it look at once; what
    other processes left behind it finds by looking every two seconds."""

    def __init__(self, db: Database, scorers: Scorers, clock: Clock, threads: int) -> None:
        self._db, self._scorers, self._clock = db, scorers, clock
        self._due = threading.Event()
        self._stopping = threading.Event()
        self._count = threads
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin; after `stop` too, for an app may be started again."""
        self._stopping.clear()
        self._threads = [
            threading.Thread(target=self._run, name=f"scoring-{number}", daemon=True)
            for number in range(self._count)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End the threads. An attempt that takes too long is left behind; its lease runs out
        and the next process takes it up again."""
        self._stopping.set()
        self._due.set()
        for thread in self._threads:
            thread.join(STOP_SECONDS)

    def wake(self) -> None:
        """Say that a score is owed."""
        self._due.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._due.clear()
            try:
                while not self._stopping.is_set() and score_next(
                    self._db, self._scorers, self._clock
                ):
                    pass
            except SQLAlchemyError as error:
                logger.error("scores that are owed have to wait", exc_info=error)
            if not self._stopping.is_set():
                self._due.wait(POLL_SECONDS)


def score_next(db: Database, scorers: Scorers, clock: Clock) -> bool:
    """Try the scoring that is due the longest; whether there was one."""
    with db.read() as session:
        due = scoring.find_due(session, clock())
    if due is None:
        return False
    with db.write() as session:
        owed = scoring.take_up(session, due, clock())
    if owed is not None:
        _attempt(db, scorers, owed, clock)
    return True


def _attempt(db: Database, scorers: Scorers, owed: Owed, clock: Clock) -> None:
    """Run the scorer, with nothing of the database held, and keep what comes of it."""
    row = owed.standard
    failure = None
    try:
        scorer = scorers.named(owed.scorer)
        score = judge(row, row.answer_text, row.answer_choices, scorer)
    except ScoringFailed as error:
        failure = error
    except UnknownScorer:
        failure = ScoringFailed("This service has no such scorer")
    except Exception as error:
        logger.exception("a scorer failed unexpectedly", exc_info=error)
        # What is quick is also deterministic and would fail again.
        failure = ScoringFailed(CRASHED, retry=scorers.named(owed.scorer).is_slow)
    with db.write() as session:
        if failure is None:
            scoring.keep_score(session, owed, score, clock())
        else:
            scoring.keep_failure(session, owed, failure, clock())
