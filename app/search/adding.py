"""Puts many questions into the index that are not in it, at a fraction of the cost."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import Any

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

    def add(self, batch: Sequence[tuple[Entry, datetime]]) -> None:
        """Take some more, read into terms already, each with the time of its last change."""
        INTO_DOCUMENTS.run(self._session, [row_of(entry, at) for entry, at in batch])
        read = [(entry, entry.parts()) for entry, _ in batch]
        public: list[tuple[int, str]] = []
        staff: list[tuple[int, str]] = []
        for entry, (shared, marked, more) in read:
            line = " ".join((*shared, *marked))
            if entry.is_open:
                public.append((entry.number, line))
            staff.append((entry.number, " ".join((line, *more))))
        self._index.add(self._session, Audience.PUBLIC, public)
        self._index.add(self._session, Audience.STAFF, staff)
        self._public.update(chain.from_iterable(p.shared for e, p in read if e.is_open))
        self._more_for_staff.update(chain.from_iterable(p.shared for e, p in read if not e.is_open))
        self._more_for_staff.update(chain.from_iterable(p.more for _, p in read))
        self._facts.update(entry.facts for entry, _ in read)
        self._written.update(chain.from_iterable(entry.written for entry, _ in read))
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
