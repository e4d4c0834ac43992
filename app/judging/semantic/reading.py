"""The second reading of an answer: its credit by words, mixed with credit by meaning."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from app.judging.semantic.encoder import Encoded
from app.judging.semantic.meaning import Doubles, Points, likeness
from app.scoring.coverage import Coverage
from app.scoring.matching import AnswerWords

# Both readings count alike. A point is said in full from a likeness of .9 on, and not at all
# below .1, which any two texts have.
_MEANING = 0.5
_NONE, _FULL = 0.1, 0.9
# Meaning sees what is said in other words, so only half is made up for their being others.
_OWN = 0.5


def read_again(
    answer: AnswerWords, first: tuple[Coverage, ...], points: Points, sentences: list[Encoded]
) -> tuple[Coverage, ...]:
    """The coverages of a first reading, each mixed with the one by meaning.

    `sentences` are those of the answer, maybe not all. The evidence is that of the reading
    which gives more. As in the first reading, a passage that says another point better counts
    less for this one, and hardly when it was copied.
    """
    passages = _passages(len(sentences))
    found = (likeness(points, passages, sentences) - _NONE) / (_FULL - _NONE)
    copied = np.array([not any(answer.own[at] for at in passage) for passage in passages])
    earned = _contested(np.clip(found, 0.0, 1.0), copied)
    best = earned.argmax(axis=0)
    mixed = []
    for number, coverage in enumerate(first):
        at = int(best[number])
        meant = float(earned[at, number])
        credit = (1.0 - _MEANING) * coverage.credit + _MEANING * meant
        where = passages[at] if meant > coverage.credit else coverage.sentences
        own = _OWN * coverage.own
        mixed.append(replace(coverage, credit=min(1.0, credit), sentences=where, own=own))
    return tuple(mixed)


def _passages(count: int) -> list[tuple[int, ...]]:
    """Sentences, then pairs of neighbours, as numbers of sentences."""
    alone: list[tuple[int, ...]] = [(at,) for at in range(count)]
    return [*alone, *((at, at + 1) for at in range(count - 1))]


def _contested(earned: Doubles, copied: npt.NDArray[np.bool_]) -> Doubles:
    """What passages (lines) earn for points, after the points have vied for them."""
    highest = earned.max(axis=1, keepdims=True)
    ratio = np.divide(earned, highest, out=np.zeros_like(earned), where=highest > 0)
    ratio *= ratio
    left: Doubles = earned * np.where(copied[:, None], ratio * ratio * ratio, ratio)
    return left
