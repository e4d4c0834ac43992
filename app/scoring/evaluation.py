"""Judges a scorer against human grades: agreement, error, and what would wrongly be accepted."""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean

from app.scoring.metrics import isotonic, macro_f1, spearman
from app.scoring.scorer import score_answer
from app.scoring.values import Reference, Score

FEWEST_PER_QUESTION = 8
PASSING_GRADE = 0.5
# Figures that may not fall and those that may not rise, and by how much they may do so.
_HIGHER_IS_BETTER = ("pearson", "within", "f1")
_LOWER_IS_BETTER = ("error", "accepted_poor", "flagged_good")
_TOLERANCE = 0.01
_TEXTS = ("qid", "question", "reference", "answer")
Scorer = Callable[[Reference, str], Score]


@dataclass(frozen=True, slots=True)
class GradedAnswer:
    """An answer with its question and the grade that humans gave it, 0 to 1."""

    question_id: str
    reference: Reference
    answer: str
    grade: float


@dataclass(frozen=True, slots=True)
class Judged:
    """One graded answer after scoring: total 0 to 100, and what the scorer says of it."""

    question_id: str
    grade: float
    total: float
    accepted: bool
    flagged: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A statistic with its 95 % interval over questions; `None` where it is undefined."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The judging table of one set of graded answers.

    `pearson` is over all answers, `within` the mean rank correlation inside questions with at
    least 8 answers and different grades. `error` is the root mean square error (grades 0 to 1)
    after an isotonic fit on the other questions, `f1` the macro F1 of that fit reaching one
    half. `accepted` and `flagged` are shares of all answers; `accepted_poor` is the share of
    the accepted that humans graded under one half, `flagged_good` that of the flagged among
    those they graded one half or more.
    """

    answers: int
    questions: int
    pearson: Figure
    within: Figure
    error: Figure
    f1: Figure
    accepted: Figure
    accepted_poor: Figure
    flagged: Figure
    flagged_good: Figure


@dataclass(frozen=True, slots=True)
class _Tally:
    """What one question adds to every figure, so that a resample is a sum over questions."""

    moments: tuple[float, float, float, float, float, float]
    rank_correlation: float | None
    squared_error: float | None
    confusion: tuple[int, int, int, int] | None
    accepted: int
    accepted_poor: int
    flagged: int
    good: int
    flagged_good: int


def read_graded_answers(lines: Iterable[str]) -> list[GradedAnswer]:
    """Reads JSON Lines of `qid, question, reference, answer, score` (grade 0 to 1).

    Raises `ValueError` naming the line for anything else, and for no line at all.
    """
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(_graded_answer(json.loads(line)))
        except json.JSONDecodeError as error:
            fault = f"no JSON: {error.msg} at character {error.pos + 1}"
            raise ValueError(f"line {number}: not a graded answer ({fault})") from None
        except (ValueError, RecursionError) as error:
            raise ValueError(f"line {number}: not a graded answer ({error})") from None
    if not found:
        raise ValueError("there are no graded answers in it")
    return found


def _graded_answer(row: object) -> GradedAnswer:
    if not isinstance(row, dict):
        raise ValueError("an object is expected")
    if missing := [name for name in (*_TEXTS, "score") if name not in row]:
        raise ValueError(f"{', '.join(missing)} missing")
    texts = [str(row[name]) if name == "qid" else row[name] for name in _TEXTS]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("texts must be strings")
    grade = row["score"]
    if isinstance(grade, bool) or not isinstance(grade, int | float) or not 0 <= grade <= 1:
        raise ValueError("the score must be a number from 0 to 1")
    question_id, question, model_answer, answer = texts
    return GradedAnswer(question_id, Reference(question, model_answer), answer, float(grade))


def judge(answers: Iterable[GradedAnswer], scorer: Scorer = score_answer) -> list[Judged]:
    """Scores every answer; accepted is what the scorer would let pass without a human."""
    judged = []
    for item in answers:
        score = scorer(item.reference, item.answer)
        judged.append(
            Judged(
                question_id=item.question_id,
                grade=item.grade,
                total=score.total,
                accepted=not score.needs_review,
                flagged=bool(score.flags),
            )
        )
    return judged


def evaluate(judged: Sequence[Judged], resamples: int = 1000, seed: int = 0) -> Evaluation:
    """The judging table; intervals come from resampling whole questions with a fixed seed.

    The isotonic fits are made once: their predictions are resampled with their questions. One
    question alone has no others to fit on, so neither error nor F1, and no intervals.
    """
    by_question: dict[str, list[Judged]] = {}
    for item in judged:
        by_question.setdefault(item.question_id, []).append(item)
    tallies = [_tally(group, _fit_without(group, judged)) for group in by_question.values()]
    random = Random(seed)  # noqa: S311 - a resampling, not a secret
    resamples = resamples if len(tallies) > 1 else 0
    drawn = [random.choices(tallies, k=len(tallies)) for _ in range(resamples)]

    def figure(statistic: Callable[[Sequence[_Tally]], float | None]) -> Figure:
        spread = sorted(value for draw in drawn if (value := statistic(draw)) is not None)
        if not spread:
            return Figure(statistic(tallies), None, None)
        low, high = spread[int(0.025 * len(spread))], spread[int(0.975 * len(spread))]
        return Figure(statistic(tallies), low, high)

    return Evaluation(
        answers=len(judged),
        questions=len(by_question),
        pearson=figure(_pearson),
        within=figure(_within),
        error=figure(_error),
        f1=figure(_f1),
        accepted=figure(lambda part: sum(t.accepted for t in part) / _count(part)),
        accepted_poor=figure(_accepted_poor),
        flagged=figure(lambda part: sum(t.flagged for t in part) / _count(part)),
        flagged_good=figure(_flagged_good),
    )


def falls(table: Evaluation, earlier: Mapping[str, float | None]) -> list[str]:
    """The figures, by name, that are worse than earlier ones by more than .01."""
    found = []
    for name in (*_HIGHER_IS_BETTER, *_LOWER_IS_BETTER):
        now, before = getattr(table, name).value, earlier.get(name)
        if now is None or before is None:
            continue
        loss = before - now if name in _HIGHER_IS_BETTER else now - before
        if loss > _TOLERANCE:
            found.append(f"{name} {now:.3f} after {before:.3f}")
    return found


def _fit_without(
    group: Sequence[Judged], judged: Sequence[Judged]
) -> Callable[[float], float] | None:
    left_out = group[0].question_id
    others = [(j.total, j.grade) for j in judged if j.question_id != left_out]
    return isotonic(others) if others else None


def _tally(group: Sequence[Judged], fit: Callable[[float], float] | None) -> _Tally:
    totals, grades = [item.total for item in group], [item.grade for item in group]
    predicted = list(map(fit, totals)) if fit else None
    accepted = [item for item in group if item.accepted]
    good = [item for item in group if item.grade >= PASSING_GRADE]
    return _Tally(
        moments=(
            len(group),
            sum(totals),
            sum(grades),
            sum(total * total for total in totals),
            sum(grade * grade for grade in grades),
            sum(total * grade for total, grade in zip(totals, grades, strict=True)),
        ),
        rank_correlation=_inside(totals, grades),
        squared_error=None if predicted is None else _squared_error(predicted, grades),
        confusion=None if predicted is None else _confusion(predicted, grades),
        accepted=len(accepted),
        accepted_poor=sum(item.grade < PASSING_GRADE for item in accepted),
        flagged=sum(item.flagged for item in group),
        good=len(good),
        flagged_good=sum(item.flagged for item in good),
    )


def _squared_error(predicted: list[float], grades: list[float]) -> float:
    return sum((p - g) ** 2 for p, g in zip(predicted, grades, strict=True))


def _confusion(predicted: list[float], grades: list[float]) -> tuple[int, int, int, int]:
    """How many pass rightly, pass wrongly, fail rightly and fail wrongly."""
    found = Counter(
        (guess >= PASSING_GRADE, grade >= PASSING_GRADE)
        for guess, grade in zip(predicted, grades, strict=True)
    )
    return found[True, True], found[True, False], found[False, False], found[False, True]


def _inside(totals: list[float], grades: list[float]) -> float | None:
    """Rank correlation of one question; a scorer that gives all the same has none, so 0."""
    if len(grades) < FEWEST_PER_QUESTION or len(set(grades)) < 2:
        return None
    return spearman(totals, grades) or 0.0


def _count(part: Sequence[_Tally]) -> float:
    return sum(tally.moments[0] for tally in part)


def _pearson(part: Sequence[_Tally]) -> float | None:
    n, x, y, xx, yy, xy = (sum(column) for column in zip(*(t.moments for t in part), strict=True))
    spread = (n * xx - x * x) * (n * yy - y * y)
    return (n * xy - x * y) / math.sqrt(spread) if spread > 0 else None


def _error(part: Sequence[_Tally]) -> float | None:
    errors = [tally.squared_error for tally in part if tally.squared_error is not None]
    return math.sqrt(sum(errors) / _count(part)) if errors else None


def _within(part: Sequence[_Tally]) -> float | None:
    known = [tally.rank_correlation for tally in part if tally.rank_correlation is not None]
    return fmean(known) if known else None


def _f1(part: Sequence[_Tally]) -> float | None:
    confusions = [tally.confusion for tally in part if tally.confusion is not None]
    if not confusions:
        return None
    true_yes, false_yes, true_no, false_no = map(sum, zip(*confusions, strict=True))
    return macro_f1((true_yes, false_yes, true_no, false_no))


def _accepted_poor(part: Sequence[_Tally]) -> float | None:
    accepted = sum(tally.accepted for tally in part)
    return sum(tally.accepted_poor for tally in part) / accepted if accepted else None


def _flagged_good(part: Sequence[_Tally]) -> float | None:
    good = sum(tally.good for tally in part)
    return sum(tally.flagged_good for tally in part) / good if good else None
