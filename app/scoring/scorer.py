"""The default scorer: how much of a model answer's key points an answer covers, explained."""

from collections.abc import Callable, Sequence

from app.scoring.asked import points_wanted
from app.scoring.coverage import Coverage, cover
from app.scoring.explanation import explain
from app.scoring.feedback import feedback_on
from app.scoring.guards import Caution, cautions
from app.scoring.lexicon import Lexicon, default_lexicon
from app.scoring.matching import AnswerWords, index_answer, match_terms
from app.scoring.preparation import PreparedPoint, PreparedReference, prepare
from app.scoring.text import sentences
from app.scoring.values import PointScore, Reference, Score
from app.scoring.verdict import GOOD_FROM, verdict_of
from app.scoring.word_table import has_table

SCORER_NAME = "keypoints"
_RULES = "8"
# Chance likeness to many points adds up; where none is met even in part, it counts half.
_NOTHING_MET = 0.5
# Nobody who explains a thing in words of his own uses all words of the reference, so what is
# earned that way is lifted by up to so much of what is missing; the lift grows from a share of
# the points to another, as little of everything is no sign of understanding. People grade
# answers of half of the words at four fifths.
_LIFT = 0.7
_LIFTED_FROM, _LIFTED_FULLY = 0.4, 0.55
# A reference of one point is one statement: half of its words are less of an answer than half of
# several points.
_LIFT_ALONE = 0.4
# What the words alone do not earn without a lift is never accepted unseen.
_SURE_FROM = 0.55
SCORER_VERSION = f"{_RULES}+vectors" if has_table() else f"{_RULES}+lexical"

SecondReading = Callable[
    [PreparedReference, AnswerWords, tuple[Coverage, ...], bool], tuple[Coverage, ...]
]


def score_answer(
    reference: Reference,
    answer: str,
    lexicon: Lexicon | None = None,
    second: SecondReading | None = None,
) -> Score:
    """Scores one free-text answer from 0 to 100 against the key points of a reference.

    Without key points they are derived from the model answer. `lexicon` replaces the one that
    ships with the package. The result depends on the arguments and the scorer's version only,
    which says whether the word table was there and which other lexicon was used.

    A `second` reading gives the points other coverages by means of its own; it is told whether
    any caution speaks against the answer. The cautions are those of the first in any case.
    """
    meant = lexicon or default_lexicon()
    prepared = prepare(reference, meant)
    read = tuple(sentences(answer))
    answer_words = index_answer(read, prepared, answer)
    found = match_terms(prepared, answer_words)
    coverages = cover(prepared, answer_words, found)
    against = cautions(prepared, answer_words, coverages, answer)
    sure = _is_sure(reference.question, prepared.points, coverages)
    if second is not None:
        coverages = second(prepared, answer_words, coverages, bool(against))
    points = tuple(
        explain(point, coverage, found, answer_words, answer)
        for point, coverage in zip(prepared.points, coverages, strict=True)
    )
    same = meant == default_lexicon()
    version = SCORER_VERSION if same else f"{SCORER_VERSION}.lexicon-{meant.digest}"
    owned = tuple(coverage.own for coverage in coverages)
    return _judged(reference.question, points, owned, against, sure, version)


def _judged(
    question: str,
    points: tuple[PointScore, ...],
    owned: tuple[float, ...],
    cautions: tuple[Caution, ...],
    sure: bool,
    version: str,
) -> Score:
    weights = [point.weight for point in points]
    wanted = points_wanted(question, len(points))
    earned = _share_earned(weights, [point.credit for point in points], wanted)
    lift = _LIFT if len(points) > 1 else _LIFT_ALONE
    earned = 100.0 * _lifted(earned, lift * _share_earned(weights, owned, wanted))
    if all(point.met == "no" for point in points):
        earned *= _NOTHING_MET
    total = round(min([earned, *(caution.cap for caution in cautions)]), 1)
    flags = [caution.flag for caution in cautions]
    if any(point.required and point.met == "no" for point in points):
        flags.append("required_point_missing")
    return Score(
        total=total,
        verdict=verdict_of(total),
        confidence=_confidence(points, bool(flags)),
        needs_review=bool(flags) or total < GOOD_FROM or not sure,
        points=points,
        missing=tuple(point.text for point in points if point.met == "no"),
        flags=tuple(flags),
        feedback=feedback_on(points, tuple(flags)),
        scorer=SCORER_NAME,
        scorer_version=version,
    )


def _is_sure(question: str, points: Sequence[PreparedPoint], found: Sequence[Coverage]) -> bool:
    """Whether the first reading alone earns enough without a lift."""
    weights = [item.point.weight for item in points]
    earned = [coverage.credit for coverage in found]
    return _share_earned(weights, earned, points_wanted(question, len(points))) >= _SURE_FROM


def _share_earned(weights: Sequence[float], earned: Sequence[float], wanted: int) -> float:
    """The weighted mean of what was earned, 0 to 1; of as many of the best as were asked for."""
    if not weights:
        return 0.0
    weight = sum(weights) * wanted / len(weights)
    shares = [own * credit for own, credit in zip(weights, earned, strict=True)]
    return min(1.0, sum(sorted(shares, reverse=True)[:wanted]) / weight)


def _lifted(earned: float, lift: float) -> float:
    """What is earned, lifted by a part of what is missing, which grows with what is earned."""
    rise = (earned - _LIFTED_FROM) / (_LIFTED_FULLY - _LIFTED_FROM)
    return earned + lift * (1.0 - earned) * min(1.0, max(0.0, rise))


def _confidence(points: tuple[PointScore, ...], flagged: bool) -> float:
    """How clear-cut the points are: a credit near one half says little either way."""
    weight = sum(point.weight for point in points)
    if not weight:
        return 0.0
    clear = sum(point.weight * abs(point.credit - 0.5) * 2 for point in points) / weight
    return round((0.3 + 0.6 * clear) * (0.5 if flagged else 1.0), 2)
