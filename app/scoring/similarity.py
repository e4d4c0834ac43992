"""Likeness of two pieces of text beyond shared words: word vectors and runs of letters."""

import math
import struct
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from operator import mul
from typing import NamedTuple

from app.scoring.text import Word
from app.scoring.word_table import WordTable

# Vectors are whole numbers, so that sums come out the same everywhere: a word of the question
# counts 1, any other 4 (the same ratio as in the coverage of words).
_OWN_WORD = 4
_LONGEST_WORD = 64
_PACKED_STEMS = 4096
_FIELD = 4
_BIAS = 128
_BIASED = bytes(byte ^ _BIAS for byte in range(256))


class Shape(NamedTuple):
    """A text as the sum of its word vectors (none without known words) and its letter runs.

    `square` is the vector's product with itself, `length` its root.
    """

    vector: tuple[int, ...]
    square: int
    length: float
    grams: frozenset[str]


class Common(NamedTuple):
    """What two texts have in common: the product of their vectors and their letter runs."""

    product: int
    grams: frozenset[str]


def shape_of(words: Iterable[Word], question: frozenset[str], table: WordTable | None) -> Shape:
    """The shape of some words. Each stem counts once, each three-letter run as often as it is."""
    read = tuple(words)
    vector = () if table is None else _vector(read, question, table)
    square = _product(vector, vector)
    return Shape(vector, square, math.sqrt(square), _grams(read))


def common(point: Shape, text: Shape) -> Common:
    """What a point and a text share; of two texts both together have the sum and the union."""
    return Common(_product(point.vector, text.vector), point.grams & text.grams)


def joined_length(first: Shape, second: Shape) -> float:
    """The length of the sum of two vectors; a word of both texts counts twice."""
    product = _product(first.vector, second.vector)
    return math.sqrt(first.square + second.square + 2 * product)


def cosine(product: int, point: float, text: float) -> float:
    """From -1 to 1 by the lengths of two vectors, 0 when either has no known word."""
    return product / (point * text) if point and text else 0.0


def letters_found(point: Shape, grams: frozenset[str]) -> float:
    """The share of a point's three-letter runs that are among those found, 0 to 1."""
    return len(grams) / len(point.grams) if point.grams else 0.0


def _product(first: tuple[int, ...], second: tuple[int, ...]) -> int:
    return sum(map(mul, first, second))


def _vector(words: tuple[Word, ...], question: frozenset[str], table: WordTable) -> tuple[int, ...]:
    """The weighted sum of the vectors of all different content words, `()` without any.

    The vectors are added as long whole numbers, which is many times faster than one component
    after the other.
    """
    total = weights = 0
    for stem in {word.stem for word in words if word.content}:
        if packed := _packed(table, stem):
            weight = 1 if stem in question else _OWN_WORD
            total += packed * weight
            weights += weight
    if not weights:
        return ()
    size = table.dimensions
    fields = struct.unpack(f"<{size}I", total.to_bytes(size * _FIELD, "little"))
    bias = _BIAS * weights
    return tuple([field - bias for field in fields])


@lru_cache(maxsize=_PACKED_STEMS)
def _packed(table: WordTable, stem: str) -> int:
    """A stem's vector as one number, four bytes a component, each raised above 0; 0 without."""
    vector = table.vector(stem)
    if vector is None:
        return 0
    fields = bytearray(len(vector) * _FIELD)
    fields[::_FIELD] = bytes(vector).translate(_BIASED)
    return int.from_bytes(fields, "little")


def _grams(words: tuple[Word, ...]) -> frozenset[str]:
    """Three-letter runs with word borders; the second "ing" of a text is its own element."""
    counts = Counter(chain.from_iterable([_letter_runs(word.folded) for word in words]))
    again = (f"{gram}{at}" for gram, count in counts.items() if count > 1 for at in range(1, count))
    return frozenset(chain(counts, again))


@lru_cache(maxsize=8192)
def _letter_runs(word: str) -> tuple[str, ...]:
    bordered = f"^{word[:_LONGEST_WORD]}$"
    return tuple(bordered[at : at + 3] for at in range(len(bordered) - 2))
