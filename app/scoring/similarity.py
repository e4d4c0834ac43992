"""Likeness of two pieces of text beyond shared words: word vectors and runs of letters."""

import math
from collections.abc import Iterable
from functools import lru_cache
from operator import add, mul
from typing import NamedTuple

from app.scoring.text import Word
from app.scoring.word_table import WordTable

# Vectors are whole numbers, so that sums come out the same everywhere: a word of the question
# counts 1, any other 4 (the same ratio as in the coverage of words).
_OWN_WORD = 4
_LONGEST_WORD = 64


class Shape(NamedTuple):
    """A text as the sum of its word vectors (none without known words) and its letter runs."""

    vector: tuple[int, ...]
    length: float
    grams: frozenset[str]


def shape_of(words: Iterable[Word], question: frozenset[str], table: WordTable | None) -> Shape:
    """The shape of some words. Each stem counts once, each three-letter run as often as it is."""
    read = tuple(words)
    own: tuple[int, ...] = ()
    asked: tuple[int, ...] = ()
    if table is not None:
        for stem in dict.fromkeys(word.stem for word in read if word.content):
            if (vector := table.vector(stem)) is not None:
                if stem in question:
                    asked = _sum(asked, vector)
                else:
                    own = _sum(own, vector)
    weighted = tuple(component * _OWN_WORD for component in own)
    return _shape(_sum(weighted, asked), _grams(read))


def joined(first: Shape, second: Shape) -> Shape:
    """The shape of two neighbouring texts; a word or letter run of both counts as it happens."""
    return _shape(_sum(first.vector, second.vector), first.grams | second.grams)


def _shape(vector: tuple[int, ...], grams: frozenset[str]) -> Shape:
    return Shape(vector, math.sqrt(sum(map(mul, vector, vector))), grams)


def _sum(first: tuple[int, ...], second: Iterable[int]) -> tuple[int, ...]:
    other = tuple(second)
    return tuple(map(add, first, other)) if first and other else first or other


def cosine(first: Shape, second: Shape) -> float:
    """From -1 to 1, 0 when either has no known word."""
    if not first.length or not second.length:
        return 0.0
    product: int = sum(map(mul, first.vector, second.vector))
    return product / (first.length * second.length)


def letters_found(point: Shape, text: Shape) -> float:
    """The share of a point's three-letter runs that stand in the text, 0 to 1."""
    return len(point.grams & text.grams) / len(point.grams) if point.grams else 0.0


def _grams(words: tuple[Word, ...]) -> frozenset[str]:
    """Three-letter runs with word borders; the second "ing" of a text is its own element."""
    seen: dict[str, int] = {}
    grams = []
    for word in words:
        for gram in _letter_runs(word.folded):
            times = seen.get(gram, 0)
            seen[gram] = times + 1
            grams.append(f"{gram}{times}" if times else gram)
    return frozenset(grams)


@lru_cache(maxsize=8192)
def _letter_runs(word: str) -> tuple[str, ...]:
    bordered = f"^{word[:_LONGEST_WORD]}$"
    return tuple(bordered[at : at + 3] for at in range(len(bordered) - 2))
