"""The verbs of scoring answers that are stored already: owing a score, taking up what is due,
and keeping the score or the failure.

A scorer runs outside of any unit of work. Whoever takes a scoring up moves its time on by a
lease, in SQL that names the time it saw, so that of several processes one gets it; what it
brings back is kept only if nobody else took it up in the meantime.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Row, bindparam, delete, select, update
from sqlmodel import Session

from app.core.ids import new_id
from app.core.models import table_of
from app.core.prepared import insert_rows
from app.interviews.errors import AlreadyScored, ScoringRunning
from app.interviews.models import MAX_ERROR, AnswerScore, Scoring, ScoringState
from app.interviews.reading import ANSWERS, SCORES, SCORINGS, TURNS
from app.questions.rows import VERSIONS, select_versions
from app.questions.scores import STANDARD_COLUMNS, score_read
from app.scoring.scorers import NotAsked, Scorer, ScoringFailed
from app.scoring.values import Score

LEASE = timedelta(minutes=5)
"""So long whoever took a scoring up is taken to be at work; a scorer has to end sooner."""

MAX_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=10)
CRASHED = "The scorer failed unexpectedly"
INTERRUPTED = "The service stopped during the last attempt"


@dataclass(frozen=True, slots=True)
class Owed:
    """A scoring that was taken up: what it needs, and how it is told from later attempts."""

    answer_id: str
    scorer: str
    attempts: int
    until: datetime
    standard: Row[Any]


def owe_score(
    session: Session,
    answer_id: str,
    scorer: str,
    now: datetime,
    *,
    failure: ScoringFailed | None = None,
) -> None:
    """Note that an answer has no score yet, or with `failure` why its scorer came to none."""
    owed = {
        "answer_id": answer_id,
        "scorer": scorer,
        "state": ScoringState.FAILED if failure else ScoringState.PENDING,
        "attempts": 1 if failure else 0,
        "next_attempt_at": None if failure else now,
        "error": failure.reason[:MAX_ERROR] if failure else None,
        "created_at": now,
    }
    insert_rows(session, Scoring, [owed])


def request_again(session: Session, answer_id: str, scorer: Scorer, now: datetime) -> None:
    """Owe an answer a score by this scorer, whatever became of earlier attempts.

    Raises:
        ScoringRunning: one is pending.
        AlreadyScored: this version of the scorer has scored the answer.
    """
    session.execute(select(ANSWERS.id).where(ANSWERS.id == answer_id).with_for_update())
    of_answer = SCORINGS.answer_id == answer_id
    pending = select(SCORINGS.state).where(of_answer, SCORINGS.state == ScoringState.PENDING)
    if session.execute(pending).first():
        raise ScoringRunning
    made = select(SCORES.id).where(
        SCORES.answer_id == answer_id,
        SCORES.scorer == scorer.name,
        SCORES.scorer_version == scorer.version,
    )
    if session.execute(made).first():
        raise AlreadyScored
    session.execute(delete(table_of(Scoring)).where(of_answer))
    owe_score(session, answer_id, scorer.name, now)


def find_due(session: Session, now: datetime) -> Row[Any] | None:
    """The scoring that is due the longest, if any is."""
    return session.execute(_DUE, {"now": now}).first()


_DUE = (
    select(SCORINGS.answer_id, SCORINGS.scorer, SCORINGS.attempts, SCORINGS.next_attempt_at)
    .where(SCORINGS.next_attempt_at <= bindparam("now"))
    .order_by(SCORINGS.next_attempt_at)
    .limit(1)
)


def take_up(session: Session, due: Row[Any], now: datetime) -> Owed | None:
    """Make a due scoring one's own; None if somebody else was quicker, or if too many
    attempts ended with their process."""
    lost = due.attempts >= MAX_ATTEMPTS
    changed = session.execute(
        update(table_of(Scoring))
        .where(
            SCORINGS.answer_id == due.answer_id,
            SCORINGS.scorer == due.scorer,
            SCORINGS.attempts == due.attempts,
            SCORINGS.next_attempt_at == due.next_attempt_at,
        )
        .values(
            {"state": ScoringState.FAILED, "next_attempt_at": None, "error": INTERRUPTED}
            if lost
            else {"attempts": due.attempts + 1, "next_attempt_at": now + LEASE}
        )
    )
    if lost or cast(Any, changed).rowcount == 0:
        return None
    standard = session.execute(_STANDARD, {"answer": due.answer_id}).one()
    return Owed(due.answer_id, due.scorer, due.attempts + 1, now + LEASE, standard)


_STANDARD = (
    select_versions(
        *STANDARD_COLUMNS,
        ANSWERS.text.label("answer_text"),
        ANSWERS.choices.label("answer_choices"),
        staff=False,
    )
    .join(TURNS.id.table, TURNS.version_id == VERSIONS.id)
    .join(ANSWERS.id.table, ANSWERS.turn_id == TURNS.id)
    .where(ANSWERS.id == bindparam("answer"))
)


def keep_score(session: Session, owed: Owed, score: Score, now: datetime) -> bool:
    """Keep the score that was owed, as the current one; False if somebody else took it up."""
    removed = session.execute(delete(table_of(Scoring)).where(*_still_mine(owed)))
    if cast(Any, removed).rowcount == 0:
        return False
    session.execute(
        update(table_of(AnswerScore))
        .where(SCORES.answer_id == owed.answer_id, SCORES.is_current)
        .values(is_current=False)
    )
    same = (SCORES.scorer == score.scorer) & (SCORES.scorer_version == score.scorer_version)
    # A scorer may answer by another one that it falls back to, which may have scored already.
    again = session.execute(
        update(table_of(AnswerScore))
        .where(SCORES.answer_id == owed.answer_id, same)
        .values(is_current=True)
    )
    if cast(Any, again).rowcount == 0:
        store_score(session, owed.answer_id, score, owed.standard.version_number, now)
    return True


def keep_failure(session: Session, owed: Owed, failure: ScoringFailed, now: datetime) -> None:
    """Note a failed attempt: another is due later, unless that is no use or was tried enough.
    Where the scorer was not even asked, the attempt is given back."""
    attempts = owed.attempts - 1 if isinstance(failure, NotAsked) else owed.attempts
    ended = not failure.retry or attempts >= MAX_ATTEMPTS
    wait = max(
        FIRST_WAIT * 4 ** (owed.attempts - 1), timedelta(seconds=min(3600, failure.retry_after))
    )
    session.execute(
        update(table_of(Scoring))
        .where(*_still_mine(owed))
        .values(
            state=ScoringState.FAILED if ended else ScoringState.PENDING,
            attempts=attempts,
            next_attempt_at=None if ended else now + wait,
            error=failure.reason[:MAX_ERROR],
        )
    )


def _still_mine(owed: Owed) -> tuple[Any, ...]:
    return (
        SCORINGS.answer_id == owed.answer_id,
        SCORINGS.attempts == owed.attempts,
        SCORINGS.next_attempt_at == owed.until,
    )


def store_score(
    session: Session, answer_id: str, score: Score, version: int, now: datetime
) -> None:
    """Keep a score, which must be the answer's only current one."""
    stored = {
        "id": new_id(),
        "answer_id": answer_id,
        "scorer": score.scorer,
        "scorer_version": score.scorer_version,
        "total": score.total,
        "verdict": score.verdict,
        "confidence": score.confidence,
        "needs_review": score.needs_review,
        "explanation": score_read(score, version).model_dump(mode="json"),
        "is_current": True,
        "created_at": now,
    }
    insert_rows(session, AnswerScore, [stored])
