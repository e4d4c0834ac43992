"""Two titles brought to the same words: acronyms and what they stand for, compounds written in
one or in two, slips of the keyboard."""

from dataclasses import dataclass, replace
from itertools import product

from app.search.likeness_facts import TitleFacts

LONGEST_ACRONYM = 6
SHORTEST_TYPED = 8


@dataclass(frozen=True, slots=True)
class Aligned:
    """The keys of a title after renaming; `renamed` are the keys that gave or got a name."""

    order: tuple[str, ...]
    head: frozenset[str]
    tail: frozenset[str]
    topics: frozenset[str]
    code: frozenset[str]
    slight: frozenset[str]
    renamed: frozenset[str] = frozenset()

    @property
    def everything(self) -> frozenset[str]:
        return self.head | self.tail | self.topics


def aligned(a: TitleFacts, b: TitleFacts) -> tuple[Aligned, Aligned]:
    """Both titles with one name for one thing, in the order given."""
    names = sorted(key for key in a.code | b.code if key.isalpha() and len(key) > 1)
    first, second = (_acronyms_taken(_unaligned(facts), names) for facts in (a, b))
    first, second = _compounds_taken(first, second), _compounds_taken(second, first)
    return _slips_taken(first, second)


def _unaligned(facts: TitleFacts) -> Aligned:
    return Aligned(
        order=facts.order,
        head=facts.head,
        tail=facts.tail,
        topics=facts.topics,
        code=facts.code & facts.head,
        slight=facts.slight,
    )


def _acronyms_taken(side: Aligned, names: list[str]) -> Aligned:
    """Words that an acronym of either title abbreviates stand under it: "server side rendering"
    is "ssr"."""
    for name in names:
        if len(name) > LONGEST_ACRONYM:
            continue
        for at in range(len(side.order) - len(name) + 1):
            run = side.order[at : at + len(name)]
            if all(word[:1] == letter for word, letter in zip(run, name, strict=True)):
                side = _renamed(side, frozenset(run), name)
                break
    return side


def _compounds_taken(side: Aligned, other: Aligned) -> Aligned:
    """Two neighbouring words stand under their compound where the other title has it."""
    wanted = other.everything - side.everything
    if not wanted:
        return side
    for first, second in zip(side.order, side.order[1:], strict=False):
        if first + second in wanted:
            side = _renamed(side, frozenset((first, second)), first + second)
    return side


def _slips_taken(a: Aligned, b: Aligned) -> tuple[Aligned, Aligned]:
    """Two long words that are one letter apart stand under the first of them in the alphabet."""
    only_a = [key for key in a.everything - b.everything if len(key) >= SHORTEST_TYPED]
    only_b = [key for key in b.everything - a.everything if len(key) >= SHORTEST_TYPED]
    pairs = {
        (min(first, second), max(first, second))
        for first, second in product(only_a, only_b)
        if one_slip_apart(first, second)
    }
    # In one order for both sides, so that likeness stays symmetric.
    for name, other in sorted(pairs):
        a, b = (
            _renamed(side, frozenset((other,)), name) if other in side.everything else side
            for side in (a, b)
        )
    return a, b


def one_slip_apart(a: str, b: str) -> bool:
    """Whether two words of 8 letters or more, of the same first letter, differ in one letter
    that is other, missing or too many, or in two neighbours that changed places."""
    if abs(len(a) - len(b)) > 1 or a[:1] != b[:1]:
        return False
    short, long = sorted((a, b), key=lambda word: (len(word), word))
    if len(short) < SHORTEST_TYPED:
        return False
    if not (a.isalpha() and b.isalpha()):
        return False
    at = next((i for i, letter in enumerate(short) if letter != long[i]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    turned = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return turned or short[at + 1 :] == long[at + 1 :]


def _renamed(side: Aligned, keys: frozenset[str], name: str) -> Aligned:
    head, tail = side.head - keys, side.tail - keys
    if keys & side.tail and not keys & side.head:
        tail |= {name}
    else:
        head |= {name}
        tail -= {name}
    return replace(
        side,
        head=head,
        tail=tail,
        topics=side.topics - keys,
        renamed=side.renamed | keys | {name},
    )
