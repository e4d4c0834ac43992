"""Names that mean the same to search, by the terms that each is read as."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from app.core.errors import QbankError
from app.core.synonyms import Meaning, load_synonyms
from app.search.text import fold, stem, words

Name = tuple[str, ...]
"""A name as the terms it is read as."""

_MAX_JOINED = 4


class Aliases:
    """What else each name is called. Meanings that are only alike say nothing to search."""

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        others: dict[Name, dict[Name, None]] = defaultdict(dict)
        for meaning in meanings:
            if not meaning.same:
                continue
            names = [term for name in meaning.names for term in _readings(name)]
            unique = tuple(dict.fromkeys(filter(None, names)))
            for name in unique:
                others[name].update((other, None) for other in unique if other != name)
        self._others: Mapping[Name, tuple[Name, ...]] = {
            name: tuple(found) for name, found in others.items()
        }
        self.longest = max(map(len, self._others), default=0)

    def of(self, name: Name) -> tuple[Name, ...]:
        """The other names of this one, in the order of the file."""
        return self._others.get(name, ())


def _readings(name: str) -> list[Name]:
    """A name as its words, and as the names of types write it: `HorizontalPodAutoscaler`."""
    parts = name.split()
    joined = [(stem(fold("".join(parts))),)] if 1 < len(parts) <= _MAX_JOINED else []
    return [tuple(words(name)), *joined]


@lru_cache(maxsize=8)
def load_aliases(more: Path | None = None) -> Aliases:
    """Our aliases and those in the operator's file; read once.

    Raises:
        QbankError: the file cannot be read, or a line in it says nothing.
    """
    try:
        return Aliases(load_synonyms(more))
    except ValueError as error:
        raise QbankError(f"QBANK_ALIASES_FILE: {error}") from None
