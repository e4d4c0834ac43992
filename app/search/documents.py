"""What is indexed of a question, and the tokens that this makes; pure.

Beside plain terms an index holds tokens that nobody can type, because folding removes the
signs they begin with: `¹` marks a term of the title, the tags or the category, `²` a fact
that lists filter by. A filtered search is then one intersection inside the index.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from app.search.text import BAR, terms_line, written_words

HEAD_MARK = "¹"
FACT_MARK = "²"
ALL = FACT_MARK
"""The token that stands for every question in the vocabulary; its count is that of the index."""

MAX_INDEXED = 4000
"""Terms of one field that are indexed; a text longer than that is no question."""


class Audience(IntEnum):
    """Which index: what is open to all and only its public texts, or everything, for staff."""

    PUBLIC = 0
    STAFF = 1


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A question as search sees it. `hidden` are the texts for staff alone: answer, hints, key
    points, follow-ups. `is_open` says that anyone may find it, by its other texts."""

    number: int
    title: str
    body: str | None
    options: tuple[str, ...]
    hidden: tuple[str, ...]
    category: str | None
    tags: tuple[str, ...]
    difficulty: str | None
    kind: str
    status: str
    visibility: str
    is_open: bool
    updated_at: datetime


class Parts(NamedTuple):
    """The tokens of a document: those that every index holds which has it, but for the `marked`
    ones of its head, and those that are `more` in the index for staff. No token is in two."""

    shared: set[str]
    marked: set[str]
    more: set[str]


Tokens = Mapping[Audience, frozenset[str]]
NO_TOKENS: Tokens = dict.fromkeys(Audience, frozenset())


class Entry(NamedTuple):
    """What is kept of a document: its terms by field, in order with a blank between them, and
    its facts as JSON. From these all of its tokens can be told again, to take them back.
    `written` are the words that a mistyped word may be mended to; they are kept elsewhere."""

    number: int
    is_open: bool
    title: str
    head: str
    body: str
    hidden: str
    facts: str
    written: frozenset[str] = frozenset()

    def tokens(self) -> Tokens:
        """The document's tokens in each index; none in one that does not hold it."""
        shared, marked, more = self.parts()
        open_to_all = frozenset(shared | marked)
        return {
            Audience.PUBLIC: open_to_all if self.is_open else frozenset(),
            Audience.STAFF: open_to_all | more,
        }

    def parts(self) -> Parts:
        """The same, each token once."""
        head = {*self.title.split(), *self.head.split()} - {BAR}
        facts = from_json(self.facts)
        states = {name: facts.pop(name) for name in ("status", "visibility")}
        shared = {ALL, *head, *self.body.split(), *fact_tokens(facts)}
        more = {*self.hidden.split(), *fact_tokens(states)} - shared
        shared.discard(BAR)
        more.discard(BAR)
        return Parts(shared, {HEAD_MARK + term for term in head}, more)


def entry_of(document: SearchDocument) -> Entry:
    """Read a document's texts into terms."""
    facts = {
        "category": document.category or "",
        "difficulty": document.difficulty or "",
        "kind": document.kind,
        "status": document.status,
        "visibility": document.visibility,
        "tags": sorted(document.tags),
    }
    return Entry(
        number=document.number,
        is_open=document.is_open,
        title=_joined(document.title),
        head=_joined(*document.tags, document.category),
        body=_joined(document.body, *document.options),
        hidden=_joined(*document.hidden),
        facts=to_json(facts).decode(),
        written=frozenset(
            written_words((document.title, document.body, *document.tags, document.category))
        ),
    )


def _joined(*texts: str | None) -> str:
    return terms_line(texts, MAX_INDEXED)


@lru_cache(maxsize=16_384)
def fact_token(name: str, value: str) -> str:
    """The token of one fact: letters and digits only, whatever the value is made of."""
    digest = hashlib.blake2b(f"{name}\n{value}".encode(), digest_size=8).hexdigest()
    return FACT_MARK + digest


def fact_tokens(facts: dict[str, Any]) -> set[str]:
    """The tokens of all facts; a category is also in those above it."""
    found: set[str] = set()
    for name, value in facts.items():
        if name == "tags":
            found.update(fact_token("tag", tag) for tag in value)
        elif name == "category":
            parts = value.split("/") if value else []
            found.update(
                fact_token(name, "/".join(parts[:depth])) for depth in range(1, len(parts) + 1)
            )
        elif value:
            found.add(fact_token(name, value))
    return found
