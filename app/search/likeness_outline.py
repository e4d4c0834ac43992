"""What is cheap to know of a title, and whether two titles can reach a likeness at all: most of
those that share a word cannot, and need not be compared."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from app.search.likeness_align import LONGEST_ACRONYM, SHORTEST_TYPED, one_slip_apart
from app.search.likeness_facts import outlined
from app.search.likeness_words import KINDS_OF_CODE, folded

TAIL_WEIGHT = 0.25
TOPIC_WEIGHT = 0.25
SLIGHT_WEIGHT = 0.25
CODE_WEIGHT = 2.0
HEAD_WEIGHT = 1.0

_REMEMBERED = 32_768
_MARGIN = 0.001  # more than what scores are rounded by


@dataclass(frozen=True, slots=True)
class Outline:
    """The keys of a title's subject with the most and the least that each can weigh, and the
    least of all together; those that may be slips of others; the names that may be acronyms,
    the first letters of all tokens, its neighbouring tokens joined. `same` is equal for titles
    that are equal when normalised."""

    keys: frozenset[str]
    most: dict[str, float]
    least: dict[str, float]
    least_of_all: float
    long: frozenset[str]
    acronyms: tuple[str, ...]
    initials: str
    joined: frozenset[str]
    same: int


@lru_cache(maxsize=_REMEMBERED)
def outline_of(title: str) -> Outline:
    """The outline of a title; the last 32,768 are remembered."""
    order, subject, code = outlined(title)
    most = dict.fromkeys(subject.topics, TOPIC_WEIGHT)
    most |= dict.fromkeys(subject.tail, TAIL_WEIGHT)
    most |= dict.fromkeys(subject.head, HEAD_WEIGHT)
    most |= dict.fromkeys(code & subject.head, CODE_WEIGHT)
    least = most | dict.fromkeys(KINDS_OF_CODE & most.keys(), SLIGHT_WEIGHT)
    return Outline(
        keys=frozenset(most),
        most=most,
        least=least,
        least_of_all=sum(least.values()),
        long=frozenset(key for key in most if len(key) >= SHORTEST_TYPED and key.isalpha()),
        acronyms=tuple(key for key in code if key.isalpha() and 1 < len(key) <= LONGEST_ACRONYM),
        # Every token gives one sign, so that a run of tokens is a run of signs.
        initials="".join(key[:1] or "\0" for key in order),
        joined=frozenset(one + other for one, other in pairwise(order)),
        same=hash(" ".join(folded(title).split())),
    )


def may_reach(a: Outline, b: Outline, least: float) -> bool:
    """Whether the likeness of two questions with these titles can be `least` or more. It may
    say so of two that do not reach it, and never denies it of two that do."""
    shared = 0.0
    left = a.least_of_all + b.least_of_all
    for key in a.keys & b.keys:
        one, other = a.most[key], b.most[key]
        shared += one if one > other else other
        left -= a.least[key] + b.least[key]
    return shared >= (shared + left) * (least - _MARGIN) or a.same == b.same or _alignable(a, b)


def _alignable(a: Outline, b: Outline) -> bool:
    """Whether the two may come nearer when brought to the same words."""
    if not (a.joined.isdisjoint(b.keys) and b.joined.isdisjoint(a.keys)):
        return True
    for name in (*a.acronyms, *b.acronyms):
        if name in a.initials or name in b.initials:
            return True
    if not (a.long and b.long):
        return False
    return any(one_slip_apart(one, other) for one in a.long for other in b.long if one != other)
