"""Words that an answer has put in each other's places, known without knowing what they name."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from app.scoring.clauses import Clause
from app.scoring.outline import Statement

_LARGEST_PART = 15
_LARGEST_CLAUSE = 14
_COMMON = 0.5
_FEWEST_COMMON = 2


class Acquaintances(dict[str, frozenset[str]]):
    """The words that a word stands with, gathered when they are first asked for."""

    def __init__(self, units: Sequence[frozenset[str]]) -> None:
        super().__init__()
        self.units = units

    def __missing__(self, word: str) -> frozenset[str]:
        found = frozenset().union(*[unit for unit in self.units if word in unit])
        self[word] = found
        return found


class Company(NamedTuple):
    """For each word of a reference the words that it stands with in some statement, and which of
    the words stand in few enough statements to tell these apart."""

    known: Acquaintances
    telling: frozenset[str]


def company_of(statements: Sequence[Statement]) -> Company:
    """Reads which words a reference puts together.

    What a statement stands under belongs to it, and so does a small part as a whole. A
    word in more than half of the statements tells nothing. Without two statements there is none.
    """
    if len(statements) < 2:
        return Company(Acquaintances(()), frozenset())
    units: list[frozenset[str]] = []
    parts: dict[tuple[tuple[frozenset[str], ...], ...], set[str]] = {}
    for said in statements:
        unit = frozenset(said.stems).union(*chain.from_iterable(said.under))
        units.append(unit)
        if said.under:
            parts.setdefault(said.under, set()).update(unit)
    counts = Counter(chain.from_iterable(units))
    units.extend(frozenset(part) for part in parts.values() if len(part) <= _LARGEST_PART)
    most = max(_FEWEST_COMMON, int(len(statements) * _COMMON))
    telling = frozenset([stem for stem, count in counts.items() if count <= most])
    return Company(Acquaintances(units), telling)


def exchanges(company: Company, said: Iterable[Clause]) -> list[tuple[int, int]]:
    """Pairs of words that would each stand in better company if they changed places.

    For each pair how many acquaintances both would gain in all, and the one that gains less: of
    the words around each, how many more the other knows.
    """
    met: dict[str, set[str]] = {}
    for clause in said:
        stems = [stem for stem in clause.stems if stem in company.telling]
        if clause.denies or len(stems) > _LARGEST_CLAUSE:
            continue
        for stem in stems:
            met.setdefault(stem, set()).update(stems)
    # Only a word among strangers can be better off elsewhere.
    known = company.known
    words = sorted(stem for stem, around in met.items() if not around <= known[stem])
    # Every word knows itself and is around itself, and of strangers neither knows the other.
    familiar = {stem: len(met[stem] & known[stem]) - 1 for stem in words}
    found = []
    for at, first in enumerate(words):
        for second in words[at + 1 :]:
            if second in known[first]:
                continue
            both = second in met[first]
            gain = len(met[first] & known[second]) - both - familiar[first]
            if gain > 0:
                other = len(met[second] & known[first]) - both - familiar[second]
                if other > 0:
                    found.append((gain + other, min(gain, other)))
    return found
