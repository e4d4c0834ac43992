"""Curves from a scorer's totals to what people gave: fitted by isotonic regression, kept as a
few points, and read off by straight lines between them."""

from bisect import bisect_right
from collections.abc import Sequence

from app.scoring.metrics import isotonic

Points = tuple[tuple[float, float], ...]
"""Pairs of a total and a score, both 0 to 100: totals rise, and scores never fall."""


def fit_points(pairs: Sequence[tuple[float, float]]) -> Points:
    """The never-falling curve nearest to pairs of total and score, as its corners.

    Raises `ValueError` for no pairs.
    """
    curve = isotonic(pairs)
    found = [(total, round(curve(total), 4)) for total in sorted({total for total, _ in pairs})]
    corners = [
        point
        for place, point in enumerate(found)
        if place in (0, len(found) - 1)
        or not found[place - 1][1] == point[1] == found[place + 1][1]
    ]
    return tuple(corners)


def calibrated(points: Points, total: float) -> float:
    """The score that the curve has for a total, with one decimal; flat beyond its ends.

    Raises `ValueError` for a curve without points.
    """
    if not points:
        raise ValueError("a curve needs at least one point")
    at = bisect_right(points, total, key=lambda point: point[0])
    if at in (0, len(points)):
        return round(points[max(0, at - 1)][1], 1)
    (x0, y0), (x1, y1) = points[at - 1], points[at]
    return round(y0 + (y1 - y0) * (total - x0) / (x1 - x0), 1)
