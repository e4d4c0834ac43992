"""Documents read from the index's tables, and which of their tokens they hold; they are asked here
instead of the index where few are in question."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from json import loads

from sqlalchemy import text
from sqlmodel import Session

from app.core.prepared import Prepared
from app.search.documents import ALL, FACT_MARK, HEAD_MARK, Audience, fact_tokens
from app.search.index import Choice, index_of

_FIELDS = {
    Audience.PUBLIC: ("title", "head", "body"),
    Audience.STAFF: ("title", "head", "body", "hidden"),
}


class Document:
    """A document as one audience may search it. `fields` has its terms, with a blank around
    each, `all_terms` those of all fields, and `head_terms` those of title, tags and category."""

    __slots__ = ("all_terms", "facts", "fields", "head_terms", "number")

    def __init__(self, number: int, facts: str, fields: dict[str, str]) -> None:
        self.number = number
        self.facts = facts
        self.fields = fields
        self.all_terms = "".join(fields.values())
        self.head_terms = fields["title"] + fields["head"]


def load(session: Session, audience: Audience, numbers: Sequence[int]) -> list[Document]:
    """The documents with these numbers, in the order of the bank."""
    index = index_of(session)
    names = _FIELDS[audience]
    values = {"numbers": index.listed(numbers)}
    found = _reading(names, index.among).all(session, values)
    return [Document(row[0], row[1], dict(zip(names, row[2:], strict=True))) for row in found]


@lru_cache
def _reading(names: tuple[str, ...], among: str) -> Prepared:
    fields = ", ".join(f"' ' || {name} || ' '" for name in names)
    read = f"SELECT number, facts, {fields} FROM search_documents"  # noqa: S608 – our own names
    return Prepared(text(f"{read} WHERE number {among} ORDER BY number"))


def meeting(documents: Sequence[Document], choices: Iterable[Choice]) -> list[Document]:
    """Those of the documents of which the index would say that they have one alternative of
    every choice."""
    for choice in choices:
        ways = [[_test(token) for token in way] for way in choice]
        if len(ways) == 1 and len(ways[0]) == 1:
            holds = ways[0][0]
            documents = [one for one in documents if holds(one)]
        else:
            documents = [
                one for one in documents if any(all(holds(one) for holds in way) for way in ways)
            ]
    return list(documents)


def _test(token: str) -> Callable[[Document], bool]:
    """The question whether a document holds a token."""
    if token == ALL:
        return lambda _: True
    if token[0] == FACT_MARK:
        return lambda one: token in _tokens_of(one.facts)
    if token[0] == HEAD_MARK:
        needle = f" {token[1:]} "
        return lambda one: needle in one.head_terms
    needle = f" {token} "
    return lambda one: needle in one.all_terms


@lru_cache(maxsize=16_384)
def _tokens_of(facts: str) -> frozenset[str]:
    return frozenset(fact_tokens(loads(facts)))
