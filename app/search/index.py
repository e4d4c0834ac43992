"""What a full-text index has to do, and which one a session's database has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import Session

from app.search.documents import Audience

Tokens = frozenset[str]
Change = tuple[int, Tokens, Tokens]
"""The number of a document, the tokens it had, and those it has now."""

Choice = tuple[tuple[str, ...], ...]
"""Alternatives, each of which is tokens that all have to be there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What documents are wanted: one alternative of every choice, changed at or after `since`,
    numbered above `after`. The index holds `total` documents; the rarest choice is in at most
    `least` of them, and all choices are expected in a `share` of them."""

    choices: tuple[Choice, ...]
    total: int
    least: int
    share: float
    since: datetime | None = None
    after: int = 0


class Index(Protocol):
    """Two sets of documents with their tokens, one for each audience."""

    among: str
    """The end of a condition on a column of numbers: that it is one of `:numbers`."""

    among_texts: str
    """The same of texts, that it is one of `:texts`."""

    each: str
    """A table of texts in the columns `key` and `value`, made of `:pairs`, a list of pairs in
    JSON. Many rows given so cost a statement, not one each."""

    def listed(self, values: Sequence[int] | Sequence[str]) -> Any:
        """Numbers or texts as `among` and `among_texts` take them: one value, however many
        they are."""

    def replace(self, session: Session, audience: Audience, changes: Sequence[Change]) -> None:
        """Give documents new tokens in place of those they had; no tokens, no document."""

    def add(
        self, session: Session, audience: Audience, documents: Sequence[tuple[int, str]]
    ) -> None:
        """Take many documents that are not there yet: their numbers, and their tokens with a
        blank between them."""

    def match(self, session: Session, audience: Audience, wanted: Wanted, limit: int) -> list[int]:
        """The numbers of the first documents that are wanted, ascending."""

    def clear(self, session: Session) -> None:
        """Forget all documents."""


def index_of(session: Session) -> Index:
    """The index of the database that the session is on."""
    # Here, because both know the protocol above.
    from app.search.postgres import PostgresIndex
    from app.search.sqlite import SqliteIndex

    return SqliteIndex() if session.get_bind().dialect.name == "sqlite" else PostgresIndex()
