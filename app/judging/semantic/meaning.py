"""How well a passage says what a key point says, by the vectors of words where they stand.

All sums here are of whole numbers (and quarters) that a double holds exactly, and what follows
is done number by number, so that the result is the same in whatever order a processor adds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.judging.semantic.encoder import SCALE, Encoded
from app.scoring.preparation import QUESTION_WORD_WEIGHT

Doubles = npt.NDArray[np.float64]

# Products of vectors: of words that have nothing in common, and of those that say the same.
_STRANGE, _SAME = round(0.25 * SCALE * SCALE), round(0.65 * SCALE * SCALE)


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """The key points of a reference: the `rows` of all their words, and for each point (a line
    of `shares`) what each of these rows counts."""

    rows: npt.NDArray[np.int16]
    shares: Doubles


def points_of(
    points: Sequence[Encoded], question: Encoded, content: npt.NDArray[np.bool_]
) -> Points:
    """Words of the question count a quarter, function words nothing if there are others;
    `content` says of each word piece whether it is none."""
    asked = np.array(question.pieces, dtype=np.int64)
    asked = asked[content[asked]]
    size = sum(len(point.pieces) for point in points)
    shares = np.zeros((len(points), size))
    at = 0
    for number, point in enumerate(points):
        pieces = np.array(point.pieces, dtype=np.int64)
        counted = content[pieces] if content[pieces].any() else np.ones(len(pieces), bool)
        weights = np.where(np.isin(pieces, asked), QUESTION_WORD_WEIGHT, 1.0)
        shares[number, at : at + len(pieces)] = np.where(counted, weights, 0.0)
        at += len(pieces)
    used = shares.any(axis=0)
    rows = np.concatenate([point.rows for point in points])
    return Points(rows[used], np.ascontiguousarray(shares[:, used]))


def likeness(points: Points, passages: Sequence[Sequence[int]], answer: list[Encoded]) -> Doubles:
    """For every passage (numbers of sentences) and point, how near on average the nearest word
    of the passage is to each word of the point, 0 to 1; from a cosine of .65 on it is the same."""
    # A point of characters that the vocabulary does not know has no words here.
    masses = np.maximum(points.shares.sum(axis=1), QUESTION_WORD_WEIGHT)
    nearest = np.zeros((len(answer), len(points.rows)))
    rows = points.rows.astype(np.float64)
    for number, sentence in enumerate(answer):
        if len(sentence.rows):
            products = rows @ sentence.rows.astype(np.float64).T
            nearest[number] = products.max(axis=1)
    best = np.array([nearest[list(passage)].max(axis=0) for passage in passages])
    best = np.clip(best, _STRANGE, _SAME) - _STRANGE
    # All products are whole still, so the weighted sums are exact.
    found: Doubles = (best @ points.shares.T) / (masses * (_SAME - _STRANGE))
    return found
