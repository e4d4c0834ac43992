"""Puts many questions into the index that are not in it, at a fraction of the cost.

The work is done in two halves, so that the bank is locked for the second alone: `batch_of`
computes what will be written of some hundred documents, `Adding` writes that of many batches.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import insert
from sqlmodel import Session

from app.core.prepared import Command
from app.search import counts, vocabulary
from app.search.documents import Audience, Entry
from app.search.index import index_of
from app.search.tables import DOCUMENTS

INTO_DOCUMENTS = Command(insert(DOCUMENTS))
_MOST_HELD = 20_000
"""Terms, words and kinds of facts that wait in memory to be counted in the database: so many that
each is in several batches, and so few that a statement for all of them is short."""


class Batch(NamedTuple):
    """What will be written of some new documents: a row for each, their numbers and tokens in
    each index, and what is counted: terms in the index for all and the one for staff, those in
    the latter alone, facts that documents share, and the words as written."""

    rows: list[dict[str, Any]]
    public: list[tuple[int, str]]
    staff: list[tuple[int, str]]
    terms: Counter[str]
    more_for_staff: Counter[str]
    facts: Counter[str]
    written: set[str]


def batch_of(documents: Iterable[tuple[Entry, datetime]]) -> Batch:
    """All that can be known before the bank is locked of documents that are read into terms
    already, each with the time of its last change."""
    made = Batch([], [], [], Counter(), Counter(), Counter(), set())
    for entry, at in documents:
        shared, marked, more = entry.parts()
        line = " ".join((*shared, *marked))
        if entry.is_open:
            made.public.append((entry.number, line))
            made.terms.update(shared)
        else:
            made.more_for_staff.update(shared)
        made.staff.append((entry.number, " ".join((line, *more))))
        made.more_for_staff.update(more)
        made.rows.append(row_of(entry, at))
        made.facts[entry.facts] += 1
        made.written.update(entry.written)
    return made


class Adding:
    """Questions on their way into the index, batch after batch. Documents and tokens are written
    as they come; what is counted over all of them waits, for most batches hold the same words."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._index = index_of(session)
        self._public: Counter[str] = Counter()
        self._more_for_staff: Counter[str] = Counter()
        self._facts: Counter[str] = Counter()
        self._written: set[str] = set()

    def add(self, batch: Batch) -> None:
        """Take some more."""
        INTO_DOCUMENTS.run(self._session, batch.rows)
        self._index.add(self._session, Audience.PUBLIC, batch.public)
        self._index.add(self._session, Audience.STAFF, batch.staff)
        self._public.update(batch.terms)
        self._more_for_staff.update(batch.more_for_staff)
        self._facts.update(batch.facts)
        self._written.update(batch.written)
        held = (self._public, self._more_for_staff, self._facts, self._written)
        if sum(map(len, held)) > _MOST_HELD:
            self.finish()

    def finish(self) -> None:
        """Write what was counted since the last time."""
        vocabulary.learn(self._session, self._written)
        changes = {
            Audience.PUBLIC: self._public,
            Audience.STAFF: self._public + self._more_for_staff,
        }
        vocabulary.change(self._session, changes)
        counts.add(self._session, self._facts)
        for held in (self._public, self._more_for_staff, self._facts, self._written):
            held.clear()


@contextmanager
def adding(session: Session) -> Iterator[Adding]:
    """Put questions into the index until the block ends; then all of them are counted."""
    added = Adding(session)
    yield added
    added.finish()


def row_of(entry: Entry, updated_at: datetime) -> dict[str, Any]:
    """What is kept of a document."""
    return {
        "number": entry.number,
        "is_open": entry.is_open,
        "title": entry.title,
        "head": entry.head,
        "body": entry.body,
        "hidden": entry.hidden,
        "facts": entry.facts,
        "updated_at": updated_at,
    }
