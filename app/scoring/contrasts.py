"""What a reference contrasts its subject with, and answers that make that the subject."""

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import NamedTuple

from app.scoring.clauses import Clause
from app.scoring.opposites import opposites_of
from app.scoring.outline import Statement
from app.scoring.text import Word

CONTRASTS = frozenset(("than", "vs", "versus", "unlike"))
_LONGEST_NAME = 3
_SAID = 2
_CLEARLY_SAID = 3


class Contrast(NamedTuple):
    """The other thing of a comparison ("than VMs"), and what is said that does not hold of it."""

    other: frozenset[str]
    said: frozenset[str]


def contrasts_of(statements: Iterable[Statement], asked: frozenset[str]) -> tuple[Contrast, ...]:
    """The comparisons in some statements. `asked` are the content stems of the question, which
    tell nothing."""
    found: list[Contrast] = []
    for statement in statements:
        words = [word for clause in statement.clauses for word in clause.words]
        at = next((at for at, word in enumerate(words) if word.folded in CONTRASTS), None)
        if at is not None:
            said = frozenset(word.stem for word in words[:at] if word.content) - asked
            other = _name_after(words[at + 1 :])
            if other and len(said) >= _SAID:
                found.append(Contrast(other, said - other))
    return tuple(found)


def _name_after(words: Sequence[Word]) -> frozenset[str]:
    """The thing that follows a mark: "VMs", or of "minutes for VMs" what is after "for"."""
    for at, word in enumerate(words):
        if word.folded == "for":
            words = words[at + 1 :]
            break
    named = list(takewhile(lambda word: word.content, words))
    # What a phrase means as well stands at its place.
    fits = len({word.start for word in named}) <= _LONGEST_NAME
    return frozenset(word.stem for word in named if fits)


def exchanged_contrasts(
    contrasts: Sequence[Contrast], sentences: Iterable[Sequence[Clause]]
) -> bool:
    """Whether the other thing of a comparison is said to be what only the first is: three words
    of it, or two in two clauses."""
    twice = 0
    for sentence in sentences if contrasts else ():
        for contrast in contrasts:
            for said in _said_of(contrast, sentence):
                if said >= _CLEARLY_SAID:
                    return True
                twice += said >= _SAID
    return twice >= _SAID


def _said_of(contrast: Contrast, sentence: Sequence[Clause]) -> list[int]:
    """How many words that do not hold of the other thing each clause says of it."""
    found: list[int] = []
    about = False
    for clause in sentence:
        if any(word.folded in CONTRASTS for word in clause.words[:2]):
            about = False
            continue
        named = clause.stems[0] in contrast.other
        rest = [stem for stem in clause.stems if stem not in contrast.other]
        if clause.opens or clause.turns or named:
            about = named
        if not about or clause.denies or not rest or rest[0] not in contrast.said:
            continue
        spoken = {word.stem for word in clause.words}
        if not any(opposites_of(stem) & contrast.said for stem in spoken):
            found.append(len(contrast.said.intersection(rest)))
    return found
