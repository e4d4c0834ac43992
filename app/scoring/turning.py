"""Statements turned round: the subject made the object, and the reverse."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from app.scoring.clauses import content_order
from app.scoring.text import Word

_SHARED_WORDS = 5
_SHARED_PART = 0.6
_LONGEST_TURNED = 20
_LATE = 0.6


class Orders(NamedTuple):
    """The different words of each statement in their order, and the numbers of the statements
    that each word stands in."""

    statements: Sequence[tuple[str, ...]]
    where: Mapping[str, set[int]]


def turns_round(orders: Orders, sentence: Sequence[Word]) -> bool | None:
    """Whether a sentence makes the subject of a like statement its object, and the reverse.

    `None` when no statement is like it: five words and three fifths of the shorter of the two must be
    common. A sentence in the passive ("managed by") turns the order without the meaning.
    """
    said = content_order(sentence)
    if not _SHARED_WORDS <= len(said) <= _LONGEST_TURNED:
        return None
    like = _most_like(orders, said)
    if like is None:
        return None
    common = frozenset(said).intersection(like)
    known = [stem for stem in like if stem in common]
    here = [stem for stem in said if stem in common]
    leads = known[0] in like[:2] and here[0] in said[:2] and known[0] != here[0]
    late = len(common) * _LATE
    crossed = here.index(known[0]) >= late and known.index(here[0]) >= late
    return leads and crossed and not any(word.folded == "by" for word in sentence)


def _most_like(orders: Orders, said: tuple[str, ...]) -> tuple[str, ...] | None:
    """The first statement with the most common words, of those that have enough of them."""
    shared = Counter(chain.from_iterable([orders.where.get(stem, ()) for stem in said]))
    like = [
        (common, -number)
        for number, common in shared.items()
        if common >= _SHARED_WORDS
        and common >= _SHARED_PART * min(len(orders.statements[number]), len(said))
    ]
    return orders.statements[-max(like)[1]] if like else None
