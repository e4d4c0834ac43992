"""Statements turned round: the subject made the object, and the reverse."""

from collections.abc import Sequence

from app.scoring.clauses import content_order
from app.scoring.text import Word

_SHARED_WORDS = 5
_SHARED_PART = 0.6
_LONGEST_TURNED = 20
_LATE = 0.6


def turns_round(statements: Sequence[tuple[str, ...]], sentence: Sequence[Word]) -> bool | None:
    """Whether a sentence makes the subject of a like statement its object, and the reverse.

    `None` when no statement is like it: five words and three fifths of the shorter of the two must be
    common. A sentence in the passive ("managed by") turns the order without the meaning.
    """
    said = content_order(sentence)
    if not _SHARED_WORDS <= len(said) <= _LONGEST_TURNED:
        return None
    here_said = frozenset(said)
    like = max(statements, key=lambda known: _likeness(known, here_said), default=())
    if _likeness(like, here_said) == 0:
        return None
    common = here_said.intersection(like)
    known = [stem for stem in like if stem in common]
    here = [stem for stem in said if stem in common]
    leads = known[0] in like[:2] and here[0] in said[:2] and known[0] != here[0]
    late = len(common) * _LATE
    crossed = here.index(known[0]) >= late and known.index(here[0]) >= late
    return leads and crossed and not any(word.folded == "by" for word in sentence)


def _likeness(known: tuple[str, ...], said: frozenset[str]) -> int:
    """The number of common words, 0 when they are too few to be about the same."""
    if len(known) < _SHARED_WORDS:
        return 0
    common = len(said.intersection(known))
    enough = common >= _SHARED_WORDS and common >= _SHARED_PART * min(len(known), len(said))
    return common if enough else 0
