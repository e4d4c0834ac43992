"""Sentences cut into clauses: what stands between commas, conjunctions and brackets."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from app.scoring.text import Word

_STOP = re.compile(r"[,:()=\u2013\u2014\u2192]|\s-\s|(?<!\bvs)\.\s")
# A clause that begins with one of these has its own subject; after the others it may go on with
# the subject before.
_TURNS = frozenset(
    ("while", "whereas", "but", "although", "though", "unlike", "instead", "versus", "however")
) | {"because", "since", "so", "which", "who", "if", "when"}
_JOINS = frozenset(("and", "or", "nor", "then", "plus"))
_OPENING = _TURNS | _JOINS
# What comes after "or" is denied with what comes before it.
_ALTERNATIVES = frozenset(("or", "nor"))
# Words that deny without a word like "not", when the next is one of those after them.
_IS = frozenset(("is", "are", "was", "were", "be", "seems"))
_USELESS = frozenset(
    ("unnecessary", "useless", "pointless", "needless", "unsuitable", "irrelevant", "impossible")
)
_TO, _THAT, _OF = frozenset(("to",)), frozenset(("that",)), frozenset(("of",))
_DENYING_PAIRS = {
    **dict.fromkeys(("myth", "false", "untrue", "wrong", "fallacy", "misconception"), _THAT),
    **dict.fromkeys(("fail", "fails", "unable", "refuse", "refuses"), _TO),
    **dict.fromkeys(("incapable",), _OF),
    **dict.fromkeys(_IS, _USELESS),
}
_SMALLEST_PART = 2
_BACKWARD = frozenset(("it", "they", "these", "this", "which", "that", "its", "their", "both"))


class Clause(NamedTuple):
    """A piece of a sentence. `stems` are its different content words in their order.

    `opens` tells the first of a sentence, `turns` one after a word like "whereas", `refers_back`
    one that begins with a pronoun.
    """

    words: tuple[Word, ...]
    stems: tuple[str, ...]
    denies: bool
    opens: bool
    turns: bool
    refers_back: bool


def content_places(words: Iterable[Word]) -> list[list[Word]]:
    """The content words of a clause in their order, those together that stand at one place."""
    places: list[list[Word]] = []
    for word in words:
        if word.content:
            if places and places[-1][0].start == word.start:
                places[-1].append(word)
            else:
                places.append([word])
    return places


def clauses(words: Sequence[Word], text: str) -> list[Clause]:
    """The clauses of a sentence, whose words are in the order of their places in the text.

    Words of the same place (what a phrase means as well) stay together. Pieces without a content
    word are left out.
    """
    found: list[Clause] = []
    start, end = 0, -1
    for at, word in enumerate(words):
        ends = word.start >= end >= 0 and (
            word.folded in _OPENING
            or (word.start - end > 1 and _STOP.search(text, end, word.start) is not None)
        )
        if ends:
            _add(found, words[start:at])
            start = at
        if word.end > end:
            end = word.end
    _add(found, words[start:])
    return found


def _add(found: list[Clause], words: Sequence[Word]) -> None:
    stems = content_order(words)
    if not stems:
        return
    opening = words[0].folded
    turns = opening in _TURNS
    subject = words[1].folded if turns and len(words) > 1 else opening
    denies = True in [word.denies for word in words] or _denies_so(words)
    if found and opening in _ALTERNATIVES:
        denies = denies or found[-1].denies
    back = opening in _BACKWARD or subject in _BACKWARD
    found.append(Clause(tuple(words), stems, denies, not found, turns, back))


def _denies_so(words: Sequence[Word]) -> bool:
    """Whether words deny without "not": "it is a myth that", "fails to", "is unnecessary"."""
    written = [word.folded for word in words]
    return not _DENYING_PAIRS.keys().isdisjoint(written) and any(
        second in _DENYING_PAIRS[first]
        for first, second in pairwise(written)
        if first in _DENYING_PAIRS
    )


def in_order(words: Iterable[Word]) -> list[Word]:
    """Words in the order of their places; what a phrase means as well comes after it."""
    return sorted(words, key=itemgetter(0))


def content_order(words: Sequence[Word]) -> tuple[str, ...]:
    """The different content stems of some words in their order."""
    return tuple(dict.fromkeys([word.stem for word in words if word.content]))


def parts_of(words: Sequence[Word], text: str) -> list[tuple[Word, ...]]:
    """The pieces of a sentence that may each say a thing of its own, in order; none of one piece.

    They are what stands between commas, brackets and words like "while"; what has fewer than two
    content words stays with the piece before.
    """
    pieces: list[list[Word]] = [[]]
    size, end = 0, -1
    for word in in_order(words):
        if size >= _SMALLEST_PART and word.start >= end and _parts(text, end, word):
            pieces.append([])
            size = 0
        size += word.content and word.start >= end
        pieces[-1].append(word)
        if word.end > end:
            end = word.end
    if size < _SMALLEST_PART and len(pieces) > 1:
        last = pieces.pop()
        pieces[-1].extend(last)
    return [tuple(piece) for piece in pieces] if len(pieces) > 1 else []


def _parts(text: str, end: int, word: Word) -> bool:
    return word.folded in _TURNS or (
        word.start - end > 1 and _STOP.search(text, end, word.start) is not None
    )
