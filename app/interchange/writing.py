"""Writes what was planned, a batch at a time, in one unit of work."""

from datetime import datetime

from sqlalchemy import bindparam, update
from sqlmodel import Session

from app.core.models import table_of
from app.interchange.options import ImportOptions, Mode
from app.interchange.plan import Plan, Progress, Revision
from app.questions.bank import lock_bank
from app.questions.bulk import insert_batch
from app.questions.bulk_revising import Revised, revise_questions
from app.questions.models import Question
from app.search.adding import adding

_QUESTIONS = table_of(Question)
_REMEMBER = (
    update(_QUESTIONS)
    .where(_QUESTIONS.c.id == bindparam("question_id"))
    .values(source_hash=bindparam("remembered"))
)


def is_current(session: Session, plan: Plan) -> bool:
    """Whether the bank, which is locked from here on, still is as it was planned for."""
    return lock_bank(session).revision == plan.revision


def is_to_be_written(plan: Plan, options: ImportOptions) -> bool:
    """Whether anything is to be written of a plan."""
    refused = options.mode is Mode.ATOMIC and plan.has_failures
    return not (options.dry_run or refused)


def write(session: Session, plan: Plan, *, now: datetime, on_progress: Progress) -> None:
    """Do the work of a plan that is current."""
    done = 0
    with adding(session) as index:
        for new, revisions in plan.work():
            insert_batch(session, new, index)
            _revise(session, revisions, now)
            done += len(new.questions) + len(revisions)
            on_progress("writing", done, plan.planned)


def _revise(session: Session, revisions: list[Revision], now: datetime) -> None:
    remembered = [
        {"question_id": one.question_id, "remembered": one.remember}
        for one in revisions
        if one.new is None
    ]
    if remembered:
        session.execute(_REMEMBER, remembered)
    revise_questions(
        session,
        [
            Revised(one.question_id, one.new, one.remember, one.publish)
            for one in revisions
            if one.new is not None
        ],
        now=now,
    )
