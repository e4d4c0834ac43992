"""The bank as a whole: the lock under which it changes, and the digest that names its state."""

import hashlib
import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from app.core.models import BankState
from app.questions.models import Question, QuestionVersion, Status

_DIGEST_MODULUS = 1 << 128
_LOCKED = select(BankState).with_for_update()


@dataclass(slots=True)
class Bank:
    """The bank's one row, locked. Changes of the bank happen one after another, which makes
    its numbers dense, its digest exact and its checks for duplicates free of races."""

    row: BankState

    def take_number(self) -> int:
        """The serial number of a new question."""
        number = self.row.next_number
        self.row.next_number += 1
        return number

    def count(self, *, added: int = 0, removed: int = 0) -> None:
        """Note one change: fingerprints that came and went."""
        self.count_many(1, added=added, removed=removed)

    def count_many(self, changes: int, *, added: int = 0, removed: int = 0) -> None:
        """Note so many changes, with the sums of their fingerprints."""
        self.row.revision += changes
        total = (int(self.row.digest, 16) + added - removed) % _DIGEST_MODULUS
        self.row.digest = f"{total:032x}"


def lock_bank(session: Session) -> Bank:
    """Take the lock, until the unit of work ends."""
    return Bank(session.execute(_LOCKED).scalar_one())


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
    text = json.dumps(seen, ensure_ascii=False, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:16])
