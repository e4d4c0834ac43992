"""The statistics a scorer is judged by, from plain lists of numbers."""

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from statistics import fmean


def pearson(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Linear correlation, -1 to 1; `None` when either list does not vary."""
    if len(xs) < 2:
        return None
    mean_x, mean_y = fmean(xs), fmean(ys)
    spread_x = sum((x - mean_x) ** 2 for x in xs)
    spread_y = sum((y - mean_y) ** 2 for y in ys)
    if spread_x <= 0 or spread_y <= 0:
        return None
    shared = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return shared / math.sqrt(spread_x * spread_y)


def ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 0; equal values share the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranked = [0.0] * len(values)
    first = 0
    for at, position in enumerate(order):
        last = at + 1 == len(order) or values[order[at + 1]] != values[position]
        if last:
            for tied in order[first : at + 1]:
                ranked[tied] = (first + at) / 2
            first = at + 1
    return ranked


def spearman(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Rank correlation with ties, -1 to 1; `None` when either list does not vary."""
    return pearson(ranks(xs), ranks(ys))


def isotonic(pairs: Sequence[tuple[float, float]]) -> Callable[[float], float]:
    """The never-falling curve nearest to the points, by pooling adjacent violators.

    Between the fitted points it is linear, beyond them flat. Raises `ValueError` for no points.
    """
    if not pairs:
        raise ValueError("an isotonic fit needs at least one point")
    blocks: list[tuple[float, int, float, float]] = []  # sum of y, count, first x, last x
    for x, total, count in _gathered(pairs):
        block = (total, count, x, x)
        while blocks and blocks[-1][0] * block[1] >= block[0] * blocks[-1][1]:
            earlier = blocks.pop()
            block = (earlier[0] + block[0], earlier[1] + block[1], earlier[2], block[3])
        blocks.append(block)
    knots: list[tuple[float, float]] = []
    for total, count, first, last in blocks:
        knots.append((first, total / count))
        if last > first:
            knots.append((last, total / count))
    return _piecewise(knots)


def _gathered(pairs: Sequence[tuple[float, float]]) -> list[tuple[float, float, int]]:
    """Each x once, in order, with the sum and the number of its ys."""
    sums: dict[float, tuple[float, int]] = {}
    for x, y in pairs:
        total, count = sums.get(x, (0.0, 0))
        sums[x] = (total + y, count + 1)
    return [(x, *sums[x]) for x in sorted(sums)]


def _piecewise(knots: list[tuple[float, float]]) -> Callable[[float], float]:
    xs = [x for x, _ in knots]

    def value(x: float) -> float:
        at = bisect_right(xs, x)
        if at == 0:
            return knots[0][1]
        if at == len(knots):
            return knots[-1][1]
        (x0, y0), (x1, y1) = knots[at - 1], knots[at]
        return y0 + (y1 - y0) * (x - x0) / (x1 - x0)

    return value


def macro_f1(confusion: tuple[int, int, int, int]) -> float | None:
    """Mean F1 of both classes from counts (true yes, false yes, true no, false no)."""
    true_yes, false_yes, true_no, false_no = confusion
    if not sum(confusion):
        return None
    missed = false_yes + false_no
    of_yes = 2 * true_yes / (2 * true_yes + missed) if true_yes else 0.0
    of_no = 2 * true_no / (2 * true_no + missed) if true_no else 0.0
    return (of_yes + of_no) / 2
