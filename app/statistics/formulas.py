"""How well a scorer agrees with people: the formulas, over pairs of total and reviewed score."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

RESAMPLES = 400
GRADE_WIDTH = 10
"""Points of a score in one grade: kappa compares eleven grades, from 0 to 10."""

MIN_ANSWERS = 50
MIN_QUESTIONS = 5


class Pair(NamedTuple):
    """A reviewed answer: its question, the scorer's total, and the reviewer's score, 0 to 100."""

    question: str
    total: float
    reviewed: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval over questions; `None` where it is undefined."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a scorer's totals and reviewed scores agree. `kappa` is quadratically weighted,
    `error` the mean absolute difference in points, `bias` the mean of total minus reviewed:
    above 0 the scorer is the kinder one."""

    answers: int
    questions: int
    kappa: Estimate
    error: Estimate
    bias: Estimate
    sufficient: bool


def grade(score: float) -> int:
    """The grade of a score: tens, a half rounded up."""
    return int(score / GRADE_WIDTH + 0.5)


_Sums = tuple[float, ...]


def sums_of(pairs: Iterable[Pair]) -> _Sums:
    """What every figure is made of: count, absolute and signed difference, and of the grades
    the sums, the sums of squares, and of the squared differences."""
    found = [0.0] * 8
    for _, total, reviewed in pairs:
        mine, theirs = grade(total), grade(reviewed)
        parts = (
            1.0,
            abs(total - reviewed),
            total - reviewed,
            mine,
            theirs,
            mine * mine,
            theirs * theirs,
            (mine - theirs) ** 2,
        )
        found = [sum_ + part for sum_, part in zip(found, parts, strict=True)]
    return tuple(found)


def kappa_of(sums: _Sums) -> float | None:
    """Cohen's kappa with quadratic weights; `None` when both always gave the same grade."""
    n, _, _, mine, theirs, mine_squared, theirs_squared, apart = sums
    if not n:
        return None
    by_chance = mine_squared / n + theirs_squared / n - 2 * (mine / n) * (theirs / n)
    return 1 - (apart / n) / by_chance if by_chance > 1e-12 else None


def error_of(sums: _Sums) -> float | None:
    """The mean absolute error in points; `None` without pairs."""
    return sums[1] / sums[0] if sums[0] else None


def bias_of(sums: _Sums) -> float | None:
    """The mean of total minus reviewed in points; `None` without pairs."""
    return sums[2] / sums[0] if sums[0] else None


def agreement(pairs: Sequence[Pair], resamples: int = RESAMPLES, seed: int = 0) -> Agreement:
    """All figures, with intervals from resampling whole questions by a fixed seed: answers to
    one question have its faults in common. The order of the pairs does not matter."""
    groups: dict[str, list[Pair]] = {}
    for pair in sorted(pairs):
        groups.setdefault(pair.question, []).append(pair)
    parts = [sums_of(group) for group in groups.values()]
    whole = sums_of(pairs)
    drawn = _resampled(parts, resamples, seed)

    def estimate(figure: Callable[[_Sums], float | None]) -> Estimate:
        spread = sorted(value for sums in drawn if (value := figure(sums)) is not None)
        if len(parts) < 2 or not spread:
            return Estimate(_rounded(figure(whole)), None, None)
        low, high = spread[int(0.025 * len(spread))], spread[int(0.975 * len(spread))]
        return Estimate(_rounded(figure(whole)), _rounded(low), _rounded(high))

    return Agreement(
        answers=len(pairs),
        questions=len(groups),
        kappa=estimate(kappa_of),
        error=estimate(error_of),
        bias=estimate(bias_of),
        sufficient=len(pairs) >= MIN_ANSWERS and len(groups) >= MIN_QUESTIONS,
    )


def _resampled(parts: list[_Sums], resamples: int, seed: int) -> list[_Sums]:
    if not parts:
        return []
    random = Random(seed)  # noqa: S311 - a resampling, not a secret
    columns = list(zip(*parts, strict=True))
    places = range(len(parts))
    found = []
    for _ in range(resamples):
        chosen = random.choices(places, k=len(parts))
        found.append(tuple(sum(map(column.__getitem__, chosen)) for column in columns))
    return found


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
