"""Deciding a draw: a stream of numbers that a seed names for ever, and choices made from it.

The stream is SHAKE-256 in counter mode, not `random`, whose methods change between versions of
Python; a draw has to come out the same years later.
"""

import hashlib
import struct
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

ALGORITHM = "uniform-v1"
MAX_SEED = 2**53 - 1
"""The largest seed: the largest integer that every JSON reader keeps exact."""

_WORD = 1 << 64
_WORDS_AT_ONCE = 64


class SeededStream:
    """Independent uniform integers, decided by the seed alone."""

    def __init__(self, seed: int) -> None:
        self._words = _words(f"{ALGORITHM}:{seed}")

    def below(self, bound: int) -> int:
        """A uniform integer from 0 up to but not including `bound`, without modulo bias."""
        fair = _WORD - _WORD % bound
        while (word := next(self._words)) >= fair:
            pass
        return word % bound


def _words(name: str) -> Iterator[int]:
    counter = 0
    while True:
        block = hashlib.shake_256(f"{name}:{counter}".encode()).digest(8 * _WORDS_AT_ONCE)
        yield from struct.unpack(f">{_WORDS_AT_ONCE}Q", block)
        counter += 1


def sample(items: Sequence[T], count: int, stream: SeededStream) -> list[T]:
    """`count` of the items (all of them if there are fewer) in random order: the first steps
    of a Fisher-Yates shuffle, which remembers only the places that it has moved."""
    moved: dict[int, int] = {}
    chosen = []
    for place in range(min(count, len(items))):
        other = place + stream.below(len(items) - place)
        chosen.append(items[moved.get(other, other)])
        moved[other] = moved.get(place, place)
    return chosen
