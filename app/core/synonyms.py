"""Words that mean the same, from data files: ours, and one of the operator's.

Search and scoring read the same files, each in its own way of cutting texts into words.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

MAX_NAME = 10
"""Words in a name."""

_OWN = Path(__file__).parent / "data" / "synonyms.txt"
_SIGN = re.compile(r"\s*([=~])\s*")
_SIGNS = frozenset("=~")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The names of one meaning as the file writes them; `same` when they stand for one thing,
    not only for each other in an explanation."""

    names: tuple[str, ...]
    same: bool


def parse(text: str, where: str) -> tuple[Meaning, ...]:
    """The meanings in a file: a line each, its names separated by `=` or by `~`.

    Raises:
        ValueError: a line does not hold two names that can be read as words.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        # Only a line that begins with the sign is a comment: `C#` is a name.
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        parts = _SIGN.split(line.strip())
        names, signs = tuple(parts[::2]), set(parts[1::2])
        if len(names) < 2 or not all(map(_is_name, names)):
            raise ValueError(f"{where}, line {number}: two or more names with `=` between them")
        if signs == _SIGNS:
            raise ValueError(f"{where}, line {number}: either `=` or `~`, not both")
        found.append(Meaning(names, same="=" in signs))
    return tuple(found)


def _is_name(name: str) -> bool:
    return any(map(str.isalnum, name)) and len(name.split()) <= MAX_NAME


@lru_cache(maxsize=8)
def load_synonyms(more: Path | None = None) -> tuple[Meaning, ...]:
    """Our meanings and those in the operator's file; read once.

    Raises:
        ValueError: the file cannot be read, or a line in it says nothing.
    """
    meanings = parse(_OWN.read_text(encoding="utf-8"), _OWN.name)
    if more is not None:
        try:
            text = more.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"{more} cannot be read: {error}") from None
        meanings += parse(text, more.name)
    return meanings
