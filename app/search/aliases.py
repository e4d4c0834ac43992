"""Names that mean the same, read from data files: ours, and one of the operator's."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from app.core.errors import QbankError
from app.search.text import words

Name = tuple[str, ...]
"""A name as the terms it is read as."""

MAX_NAME = 10
_OWN = Path(__file__).parent / "data" / "aliases.txt"


class Aliases:
    """What else each name is called."""

    def __init__(self, meanings: Iterable[Iterable[Name]]) -> None:
        others: dict[Name, dict[Name, None]] = defaultdict(dict)
        for names in meanings:
            unique = tuple(dict.fromkeys(names))
            for name in unique:
                others[name].update((other, None) for other in unique if other != name)
        self._others: Mapping[Name, tuple[Name, ...]] = {
            name: tuple(found) for name, found in others.items()
        }
        self.longest = max(map(len, self._others), default=0)

    def of(self, name: Name) -> tuple[Name, ...]:
        """The other names of this one, in the order of the file."""
        return self._others.get(name, ())


def parse(text: str, where: str) -> list[list[Name]]:
    """The meanings in a file: a line each, its names separated by `=`, comments after `#`.

    Raises:
        QbankError: a line does not hold two names that can be read as words.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        # Only a line that begins with the sign is a comment: `C#` is a name.
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        names = [tuple(words(part)) for part in line.split("=")]
        if len(names) < 2 or not all(0 < len(name) <= MAX_NAME for name in names):
            raise QbankError(f"{where}, line {number}: two or more names with `=` between them")
        found.append(names)
    return found


@lru_cache(maxsize=8)
def load_aliases(more: Path | None = None) -> Aliases:
    """Our aliases and those in the operator's file; read once.

    Raises:
        QbankError: the file cannot be read, or a line in it says nothing.
    """
    meanings = parse(_OWN.read_text(encoding="utf-8"), _OWN.name)
    if more is not None:
        try:
            text = more.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise QbankError(f"QBANK_ALIASES_FILE cannot be read: {error}") from None
        meanings += parse(text, more.name)
    return Aliases(meanings)
