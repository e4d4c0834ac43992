"""Words that say the opposite of each other, from a file and by their prefixes."""

from functools import lru_cache
from pathlib import Path

from app.scoring.text import stem

_FILE = Path(__file__).parent / "data" / "opposites.txt"
_DENYING_PREFIXES = ("un", "in", "im", "ir", "il", "non")
_LACKING = "less"
_SHORTEST_PREFIXED = 5


@lru_cache(maxsize=8192)
def opposites_of(word: str) -> frozenset[str]:
    """The stems that say the opposite of a stem: those of the file, those with or without a
    denying prefix ("reliable", "unreliable"), and what a word in "less" lacks."""
    found = set(listed().get(word, ()))
    if len(word) >= _SHORTEST_PREFIXED:
        found.update([prefix + word for prefix in _DENYING_PREFIXES])
    for prefix in _DENYING_PREFIXES if word.startswith(_DENYING_PREFIXES) else ():
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_PREFIXED:
            found.add(word.removeprefix(prefix))
    if word.endswith(_LACKING):
        found.add(stem(word.removesuffix(_LACKING)))
    return frozenset(found)


@lru_cache(maxsize=8192)
def allies_of(word: str) -> frozenset[str]:
    """The stems that stand on the side of a stem in the file."""
    others = listed().get(word, frozenset())
    return frozenset().union(*(listed()[other] for other in others)) - others - {word}


@lru_cache(maxsize=1)
def listed() -> dict[str, frozenset[str]]:
    """The pairs of the file by stem."""
    found: dict[str, set[str]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            left, right = (
                frozenset(stem(word.strip()) for word in side.split(","))
                for side in line.split("|")
            )
            for word in left - right:
                found.setdefault(word, set()).update(right - left)
            for word in right - left:
                found.setdefault(word, set()).update(left - right)
    return {word: frozenset(others) for word, others in found.items()}
