"""The second reading of an answer: what vectors add to the credit that its words have earned."""

from app.judging.semantic.encoder import Encoded
from app.judging.semantic.meaning import Points, likeness
from app.scoring.coverage import Coverage
from app.scoring.matching import AnswerWords
from app.scoring.preparation import PreparedReference

_MEANING = 0.5
_RANGE = (0.3, 0.8)


def read_again(
    prepared: PreparedReference,
    answer: AnswerWords,
    first: tuple[Coverage, ...],
    points: Points,
    sentences: list[Encoded],
) -> tuple[Coverage, ...]:
    """The coverages of a first reading, mixed with those by meaning."""
    count = len(sentences)
    passages = [(at,) for at in range(count)] + [(at, at + 1) for at in range(count - 1)]
    low, high = _RANGE
    found = likeness(points, passages, sentences)
    earned = ((found - low) / (high - low)).clip(0.0, 1.0)
    rivals = earned.max(axis=1, keepdims=True).clip(min=1e-9)
    contested = earned * (earned / rivals) ** 2
    mixed = []
    for number, coverage in enumerate(first):
        at = int(contested[:, number].argmax())
        meant = float(contested[at, number])
        credit = (1 - _MEANING) * coverage.credit + _MEANING * meant
        where = passages[at] if meant > coverage.credit else coverage.sentences
        mixed.append(Coverage(credit, where))
    return tuple(mixed)
