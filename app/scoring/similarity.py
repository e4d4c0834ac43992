"""Likeness of two pieces of text beyond shared words: word vectors and runs of letters."""

import math
import struct
from collections.abc import Sequence
from functools import lru_cache
from operator import mul
from typing import NamedTuple

from app.scoring.text import Word
from app.scoring.word_table import WordTable

# Vectors are whole numbers, so that sums come out the same everywhere: a word of the question
# counts 1, any other 4 (the same ratio as in the coverage of words).
_OWN_WORD = 4
_PACKED_STEMS = 4096
_FIELD = 4
_SIGN = 128
_RAISED = bytes(byte ^ _SIGN for byte in range(256))
# Up to here a distance in floating point is exact enough to tell the whole number that its square
# is: its error is below one unit in the last of 53 places.
_EXACT = 2**46


Likeness = tuple[float, float | None]
"""The share of a point's trigrams that a text has, 0 to 1, and the cosine of their vectors, which is
0 when the text has none and `None` when the point has none."""


class Shape(NamedTuple):
    """A text as the sum of its word vectors (none without known words) and its trigrams.

    `square` is the vector's product with itself, `length` its root; `trigrams` are bits of one
    number.
    """

    vector: tuple[int, ...]
    square: int
    length: float
    trigrams: int


def shape_of(
    words: Sequence[Word], trigrams: int, question: frozenset[str], table: WordTable | None
) -> Shape:
    """The shape of some words, of which each stem counts once."""
    vector = () if table is None else _vector(words, question, table)
    squared = math.hypot(*vector) ** 2
    square = round(squared) if squared < _EXACT else sum(map(mul, vector, vector))
    return Shape(vector, square, math.sqrt(square), trigrams)


def product(first: Shape, second: Shape) -> int:
    """The product of the vectors of two texts, 0 when either has none.

    It is had from their distance, as 2ab = a² + b² - (a - b)², which is many times faster than a
    sum of products.
    """
    if not first.square or not second.square:
        return 0
    apart = math.dist(first.vector, second.vector)
    squared = apart * apart
    if squared > _EXACT:
        return sum(map(mul, first.vector, second.vector))
    return (first.square + second.square - round(squared)) // 2


def joined_length(first: Shape, second: Shape) -> float:
    """The length of the sum of two vectors; a word of both texts counts twice."""
    return math.sqrt(first.square + second.square + 2 * product(first, second))


def likeness(point: Shape, text: Shape, product: int) -> Likeness:
    """How like a point a text is, given the product of their vectors."""
    trigrams = point.trigrams
    letters = (trigrams & text.trigrams).bit_count() / trigrams.bit_count() if trigrams else 0.0
    if not point.length:
        return letters, None
    return letters, product / (point.length * text.length) if text.length else 0.0


def _vector(words: Sequence[Word], question: frozenset[str], table: WordTable) -> tuple[int, ...]:
    """The weighted sum of the vectors of all different content words, `()` without any.

    The vectors are added as long whole numbers, which is many times faster than one component
    after the other.
    """
    own = asked = 0
    for stem in {word.stem for word in words if word.content}:
        if stem in question:
            asked += _packed(table, stem)
        else:
            own += _packed(table, stem)
    total = asked + _OWN_WORD * own
    if not total:
        return ()
    size = table.dimensions
    # Raised above 0 no field borrows from the next; the bit that raised it is then its sign's.
    signs = _signs(size)
    fields = ((total + signs) ^ signs).to_bytes(size * _FIELD, "little")
    return struct.unpack(f"<{size}i", fields)


@lru_cache(maxsize=_PACKED_STEMS)
def _packed(table: WordTable, stem: str) -> int:
    """A stem's vector as one number, the sum of its components at four bytes each; 0 without."""
    vector = table.vector(stem)
    if vector is None:
        return 0
    size = len(vector)
    fields = bytearray(size * _FIELD)
    fields[::_FIELD] = bytes(vector).translate(_RAISED)
    return int.from_bytes(fields, "little") - (_signs(size) >> 8 * (_FIELD - 1))


@lru_cache(maxsize=8)
def _signs(size: int) -> int:
    """The highest bit of each of so many fields."""
    return int.from_bytes((bytes(_FIELD - 1) + bytes((_SIGN,))) * size, "little")
