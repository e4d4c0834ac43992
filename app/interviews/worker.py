"""Threads of the process that score answers after they are stored, and after a restart."""

import logging

from app.core.clock import Clock
from app.core.database import Database
from app.core.worker import Worker
from app.interviews import scoring
from app.interviews.scoring import CRASHED, Owed
from app.questions.scores import judge
from app.scoring.scorers import Scorers, ScoringFailed, UnknownScorer

logger = logging.getLogger(__name__)


class ScoringWorker(Worker):
    """Takes up scores that are owed, in `threads` threads."""

    def __init__(self, db: Database, scorers: Scorers, clock: Clock, threads: int) -> None:
        super().__init__("scoring", self._score_next, threads)
        self._db, self._scorers, self._clock = db, scorers, clock

    def _score_next(self) -> bool:
        return score_next(self._db, self._scorers, self._clock)


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
