"""The default scorer: how much of a model answer's key points an answer covers, explained."""

from collections.abc import Callable

from app.scoring.asked import points_wanted
from app.scoring.coverage import Coverage, cover
from app.scoring.explanation import explain
from app.scoring.feedback import feedback_on
from app.scoring.guards import Caution, cautions
from app.scoring.lexicon import Lexicon, default_lexicon
from app.scoring.matching import AnswerWords, index_answer, match_terms
from app.scoring.preparation import PreparedReference, prepare
from app.scoring.text import sentences
from app.scoring.values import PointScore, Reference, Score
from app.scoring.verdict import GOOD_FROM, verdict_of
from app.scoring.word_table import has_table

SCORER_NAME = "keypoints"
_RULES = "3"
# Chance likeness to many points adds up; where none is met even in part, it counts half.
_NOTHING_MET = 0.5
SCORER_VERSION = f"{_RULES}+vectors" if has_table() else f"{_RULES}+lexical"

SecondReading = Callable[
    [PreparedReference, AnswerWords, tuple[Coverage, ...]], tuple[Coverage, ...]
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

    A `second` reading gives the points other coverages by means of its own. The cautions are
    those of the first, for likeness beyond words sees no negation.
    """
    meant = lexicon or default_lexicon()
    prepared = prepare(reference, meant)
    read = tuple(sentences(answer))
    answer_words = index_answer(read, prepared, answer)
    found = match_terms(prepared, answer_words)
    coverages = cover(prepared, answer_words, found)
    read_again = second(prepared, answer_words, coverages) if second else coverages
    points = tuple(
        explain(point, coverage, found, answer_words, answer)
        for point, coverage in zip(prepared.points, read_again, strict=True)
    )
    same = meant == default_lexicon()
    version = SCORER_VERSION if same else f"{SCORER_VERSION}.lexicon-{meant.digest}"
    return _judged(
        reference.question, points, cautions(prepared, answer_words, coverages, answer), version
    )


def _judged(
    question: str, points: tuple[PointScore, ...], cautions: tuple[Caution, ...], version: str
) -> Score:
    earned = 100.0 * _share_earned(points, points_wanted(question, len(points)))
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
        needs_review=bool(flags) or total < GOOD_FROM,
        points=points,
        missing=tuple(point.text for point in points if point.met == "no"),
        flags=tuple(flags),
        feedback=feedback_on(points, tuple(flags)),
        scorer=SCORER_NAME,
        scorer_version=version,
    )


def _share_earned(points: tuple[PointScore, ...], wanted: int) -> float:
    """The weighted mean of the credits, 0 to 1; of as many of the best as were asked for."""
    if not points:
        return 0.0
    weight = sum(point.weight for point in points) * wanted / len(points)
    best = sorted((point.weight * point.credit for point in points), reverse=True)[:wanted]
    return min(1.0, sum(best) / weight)


def _confidence(points: tuple[PointScore, ...], flagged: bool) -> float:
    """How clear-cut the points are: a credit near one half says little either way."""
    weight = sum(point.weight for point in points)
    if not weight:
        return 0.0
    clear = sum(point.weight * abs(point.credit - 0.5) * 2 for point in points) / weight
    return round((0.3 + 0.6 * clear) * (0.5 if flagged else 1.0), 2)
