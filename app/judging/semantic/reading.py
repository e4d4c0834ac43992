"""The second reading of an answer: its credit by words, raised by what meaning finds beyond."""

import numpy as np

from app.judging.semantic.encoder import Encoded
from app.judging.semantic.meaning import Doubles, Points, likeness
from app.scoring.coverage import Coverage
from app.scoring.matching import AnswerWords

# Meaning adds this part of what it finds beyond the words. A point is said in full from a
# likeness of .85 on, and not at all below .15, which any two texts have.
_MEANING = 0.6
_NONE, _FULL = 0.15, 0.85


def read_again(
    answer: AnswerWords, first: tuple[Coverage, ...], points: Points, sentences: list[Encoded]
) -> tuple[Coverage, ...]:
    """The coverages of a first reading, each raised by what meaning finds beyond it.

    `sentences` are those of the answer, maybe not all. The evidence is that of the reading
    which gives more. As in the first reading, a passage that says another point better counts
    less for this one. What was copied means no more than its words say.
    """
    passages = _passages(len(sentences))
    found = (likeness(points, passages, sentences) - _NONE) / (_FULL - _NONE)
    copied = [not answer.copied.isdisjoint(passage) for passage in passages]
    found[copied] = 0.0
    earned = _contested(np.clip(found, 0.0, 1.0))
    best = earned.argmax(axis=0)
    raised = []
    for number, coverage in enumerate(first):
        at = int(best[number])
        meant = float(earned[at, number])
        where = passages[at] if meant > coverage.credit else coverage.sentences
        raised.append(
            Coverage(_raised(coverage.credit, meant), where, _raised(coverage.own, meant))
        )
    return tuple(raised)


def _raised(credit: float, meant: float) -> float:
    return min(1.0, credit + _MEANING * max(0.0, meant - credit))


def _passages(count: int) -> list[tuple[int, ...]]:
    """Sentences, then pairs of neighbours, as numbers of sentences."""
    alone: list[tuple[int, ...]] = [(at,) for at in range(count)]
    return [*alone, *((at, at + 1) for at in range(count - 1))]


def _contested(earned: Doubles) -> Doubles:
    """What passages (lines) earn for points, after the points have vied for them."""
    highest = earned.max(axis=1, keepdims=True)
    ratio = np.divide(earned, highest, out=np.zeros_like(earned), where=highest > 0)
    left: Doubles = earned * ratio * ratio
    return left
