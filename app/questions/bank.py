"""The bank as a whole: the lock under which it changes, and the digest that names its state."""

import hashlib
from dataclasses import dataclass

from pydantic_core import to_json
from sqlalchemy import select, text
from sqlmodel import Session

from app.core.models import BankState, table_of
from app.core.prepared import Command, Prepared
from app.questions.models import Question, QuestionVersion, Status

_DIGEST_MODULUS = 1 << 128
_ROW = table_of(BankState).c
_LOCKED = Prepared(select(_ROW.revision, _ROW.digest, _ROW.next_number).with_for_update())
_COUNT = Command(
    text(
        "UPDATE bank_state SET revision = revision + :changes, digest = :digest, "
        "next_number = next_number + :numbers"
    )
)


@dataclass(frozen=True, slots=True)
class Bank:
    """The bank's one row, locked, as it was then. Changes of the bank happen one after another,
    which makes its numbers dense, its digest exact and its checks for duplicates free of races."""

    revision: int
    digest: str
    next_number: int


def lock_bank(session: Session) -> Bank:
    """Take the lock, until the unit of work ends."""
    return Bank(*_LOCKED.first(session, {}))


def count_changes(
    session: Session, changes: int = 1, *, added: int = 0, removed: int = 0, numbers: int = 0
) -> None:
    """Note so many changes, with the sums of the fingerprints that came and went, and that so
    many numbers were given to new questions."""
    total = (int(lock_bank(session).digest, 16) + added - removed) % _DIGEST_MODULUS
    _COUNT.run(session, [{"changes": changes, "digest": f"{total:032x}", "numbers": numbers}])


def fingerprint(question: Question, version: QuestionVersion) -> int:
    """A hash of all that a draw or a reader could notice; 0 unless published.

    It names the question by slug, not by id, so that equal banks have equal digests.
    """
    if question.status != Status.PUBLISHED:
        return 0
    seen = [
        question.number,
        question.slug,
        question.version,
        question.visibility,
        question.kind,
        question.difficulty,
        question.category,
        question.tags,
        question.expected_seconds,
        version.title,
        version.body,
        version.options,
        version.hints,
        version.answer,
        version.key_points,
    ]
    return int.from_bytes(hashlib.sha256(to_json(seen)).digest()[:16])
