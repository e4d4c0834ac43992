"""The verb of batches: many new questions in one unit of work, all of them or each that can be."""

from datetime import datetime

from sqlmodel import Session

from app.core.errors import Invalid, Problem
from app.core.problems import problem_members
from app.questions.bank import lock_bank
from app.questions.curation import add_question
from app.questions.curation_schemas import (
    BatchCreate,
    BatchItem,
    BatchRead,
    Malformed,
    QuestionAdd,
)
from app.questions.errors import BatchRefused
from app.questions.reading import read_staff

CREATED = 201


def create_batch(session: Session, batch: BatchCreate, now: datetime) -> BatchRead:
    """Create the questions of a batch, in order.

    Raises:
        BatchRefused: the batch is atomic and some of it cannot be created; every item that
            cannot is told.
    """
    # Outside of the savepoints: going back to one would let go of a lock taken after it.
    lock_bank(session)
    items = [_create(session, index, new, now) for index, new in enumerate(batch.entries)]
    failed = [item for item in items if item.problem is not None]
    if failed and batch.mode == "atomic":
        made = {item.question.id: item.index for item in items if item.question is not None}
        raise BatchRefused(errors=[fault for item in failed for fault in _located(item, made)])
    return BatchRead.model_construct(
        created=len(items) - len(failed), failed=len(failed), items=items
    )


def _create(session: Session, index: int, new: QuestionAdd | Malformed, now: datetime) -> BatchItem:
    try:
        if isinstance(new, Malformed):
            raise Invalid(errors=list(new.faults))
        with session.begin_nested():
            made = add_question(session, new, allow_duplicate=new.allow_duplicate, now=now)
    except Problem as problem:
        return BatchItem(
            index=index, status=problem.status, question=None, problem=problem_members(problem)
        )
    question, _ = read_staff(session, made)
    return BatchItem.model_construct(index=index, status=CREATED, question=question, problem=None)


def _located(item: BatchItem, made: dict[str, int]) -> list[dict[str, str]]:
    """The faults of an item at its place. `made` are the ids of items that could be created,
    which nobody can look up once none was."""
    assert item.problem is not None
    message = item.problem["detail"]
    if other := item.problem.get("duplicate_of"):
        named = f"/items/{made[other]}" if other in made else other
        message = f"{message} (the same as {named})"
    inner = item.problem.get("errors") or [
        {"pointer": "", "code": item.problem["code"], "message": message}
    ]
    return [{**fault, "pointer": f"/items/{item.index}{fault['pointer']}"} for fault in inner]
