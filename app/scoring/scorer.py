"""The default scorer: how much of a model answer's key points an answer covers, explained."""

from app.scoring.coverage import cover, point_score
from app.scoring.feedback import feedback_on
from app.scoring.guards import Caution, cautions
from app.scoring.matching import index_answer, match_terms
from app.scoring.preparation import PreparedReference, prepare
from app.scoring.text import sentences
from app.scoring.values import PointScore, Reference, Score
from app.scoring.verdict import GOOD_FROM, verdict_of

SCORER_NAME = "keypoints"
SCORER_VERSION = "1"

_FREE_COVERAGE = 0.05
_FULL_COVERAGE = 0.65
_BEND = 0.4


def score_answer(reference: Reference, answer: str) -> Score:
    """Scores one free-text answer from 0 to 100 against the key points of a reference.

    Without key points they are derived from the model answer. The result depends on the two
    arguments and the scorer's version only: no clock, no network, no state.
    """
    prepared = prepare(reference)
    read = tuple(sentences(answer))
    found_words = index_answer(read, prepared)
    found = match_terms(prepared, found_words)
    points = []
    for point in prepared.points:
        coverage = cover(point, found)
        points.append(
            point_score(point, _credit(coverage.share), coverage, found, found_words, answer)
        )
    return _verdict(prepared, tuple(points), cautions(prepared, read))


def _credit(share: float) -> float:
    """Credit rises early and is full well before every word is found: people say it otherwise.

    The curve is a parabola, whose arithmetic is the same on every machine.
    """
    x = min(1.0, max(0.0, (share - _FREE_COVERAGE) / (_FULL_COVERAGE - _FREE_COVERAGE)))
    return x * (1.0 + _BEND - _BEND * x)


def _verdict(
    prepared: PreparedReference, points: tuple[PointScore, ...], cautions: tuple[Caution, ...]
) -> Score:
    weight = sum(point.weight for point in points)
    raw = 100.0 * sum(point.weight * point.credit for point in points) / weight if weight else 0.0
    total = round(min([raw, *(caution.cap for caution in cautions)]), 1)
    flags = [caution.flag for caution in cautions]
    if any(point.required and point.met == "no" for point in points):
        flags.append("required_point_missing")
    return Score(
        total=total,
        verdict=verdict_of(total),
        confidence=_confidence(points, bool(flags)),
        needs_review=bool(flags) or total < GOOD_FROM,
        points=points,
        missing=tuple(point.text for point in points if point.met == "no"),
        flags=tuple(flags),
        feedback=feedback_on(points, tuple(flags)),
        scorer=SCORER_NAME,
        scorer_version=SCORER_VERSION,
    )


def _confidence(points: tuple[PointScore, ...], flagged: bool) -> float:
    """How clear-cut the points are: a credit near one half says little either way."""
    weight = sum(point.weight for point in points)
    if not weight:
        return 0.0
    clear = sum(point.weight * abs(point.credit - 0.5) * 2 for point in points) / weight
    return round((0.3 + 0.6 * clear) * (0.5 if flagged else 1.0), 2)
