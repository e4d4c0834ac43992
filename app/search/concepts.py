"""Names of things by the words that describe them, read from a data file: who looks for "waiting
for each other forever" means a deadlock. Only where what was typed finds little."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from app.core.synonyms import load_synonyms
from app.search.text import words

Name = tuple[str, ...]

FILE = Path(__file__).parent / "data" / "concepts.txt"
_FEWEST = 2
_MOST = 3
_FEWEST_SPELLED_OUT = 3


class Concepts:
    """What is described by words: for each concept its names and the terms of its description."""

    def __init__(self, concepts: Iterable[tuple[tuple[Name, ...], frozenset[str]]]) -> None:
        self._names: list[tuple[Name, ...]] = []
        by_term: dict[str, list[int]] = defaultdict(list)
        for place, (names, description) in enumerate(concepts):
            self._names.append(names)
            for term in description:
                by_term[term].append(place)
        self._by_term: Mapping[str, list[int]] = dict(by_term)

    def described_by(self, terms: frozenset[str]) -> list[tuple[tuple[Name, ...], frozenset[str]]]:
        """The names of what these terms describe best, each with the terms that do so: at least
        two, and a third of all."""
        found = Counter(place for term in terms for place in self._by_term.get(term, ()))
        least = max(_FEWEST, (len(terms) + 2) // 3)
        best = sorted(
            (place for place, number in found.items() if number >= least),
            key=lambda place: (-found[place], place),
        )
        return [
            (
                self._names[place],
                frozenset(term for term in terms if place in self._by_term.get(term, ())),
            )
            for place in best[:_MOST]
        ]


NONE = Concepts(())


@lru_cache(maxsize=1)
def load_concepts() -> Concepts:
    """The concepts of our file: names with commas between them, a colon, and the description;
    comments after `#`. Behind them the long forms of acronyms: most of their words will do."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    concepts = []
    for line in lines:
        if line.strip() and not line.startswith("#"):
            # A name may describe the thing along with other words.
            names, _, _ = line.partition(":")
            concepts.append(
                (tuple(tuple(words(name)) for name in names.split(",")), frozenset(words(line)))
            )
    return Concepts([*concepts, *_spelled_out()])


def _spelled_out() -> Iterator[tuple[tuple[Name, ...], frozenset[str]]]:
    for meaning in load_synonyms():
        for name in meaning.names if meaning.same else ():
            described = frozenset(words(name))
            if len(described) >= _FEWEST_SPELLED_OUT:
                others = (tuple(words(other)) for other in meaning.names if other != name)
                yield tuple(others), described
