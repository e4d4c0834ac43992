"""Words that people say for each other when they ask, read from a data file. They do not mean the
same, so they count for less than aliases, and only where what was typed finds little."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from app.search.text import words

Name = tuple[str, ...]

_FILE = Path(__file__).parent / "data" / "related.txt"


class Related:
    """What else may be said for each name."""

    def __init__(self, circles: Iterable[Iterable[Name]]) -> None:
        others: dict[Name, dict[Name, None]] = defaultdict(dict)
        for circle in circles:
            names = tuple(dict.fromkeys(circle))
            for name in names:
                others[name].update((other, None) for other in names if other != name)
        self._others: Mapping[Name, tuple[Name, ...]] = {
            name: tuple(found) for name, found in others.items()
        }
        self.longest = max(map(len, self._others), default=0)

    def of(self, name: Name) -> tuple[Name, ...]:
        """The other names, in the order of the file."""
        return self._others.get(name, ())


NOTHING = Related(())


@lru_cache(maxsize=1)
def load_related() -> Related:
    """The words of our file: a circle on each line, with commas between; comments after `#`."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return Related(
        [tuple(words(name)) for name in line.split(",")]
        for line in lines
        if line.strip() and not line.startswith("#")
    )
