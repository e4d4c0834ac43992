"""Agreement by hand-made tables and by properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring.calibration import calibrated, fit_points
from app.statistics.formulas import Pair, agreement, grade, kappa_of, sums_of

marks = st.floats(0, 100)
pairs = st.lists(st.builds(Pair, st.sampled_from("abc"), marks, marks), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("given_marks", "kappa"),
    [
        ([(0, 0), (50, 50), (100, 100)], 1),
        ([(0, 100), (100, 0)], -1),
        ([(0, 0), (0, 100), (100, 0), (100, 100)], 0),
        ([(50, 50), (50, 50)], None),
    ],
)
def test_kappa_of_tables(given_marks: list[tuple[int, int]], kappa: float | None) -> None:
    assert kappa_of(sums_of(Pair("q", *one) for one in given_marks)) == kappa


def test_grades_are_tens() -> None:
    assert [grade(score) for score in (0, 4.9, 5, 14.9, 95, 100)] == [0, 0, 1, 1, 10, 10]


@given(pairs)
def test_agreement_ignores_order_and_stays_in_bounds(found: list[Pair]) -> None:
    one = agreement(found, resamples=20)
    two = agreement(list(reversed(found)), resamples=20)
    assert (one.kappa, one.questions, one.answers) == (two.kappa, two.questions, two.answers)
    assert one.kappa.value is None or -1 <= one.kappa.value <= 1
    assert one.error.value is not None
    assert one.bias.value is not None
    assert abs(one.bias.value) <= one.error.value + 1e-4


@given(st.lists(st.tuples(marks, marks), min_size=1, max_size=30), marks, marks)
def test_curves_never_fall_and_stay_among_what_was_given(
    found: list[tuple[float, float]], low: float, high: float
) -> None:
    points = fit_points(found)
    low, high = sorted((low, high))
    assert calibrated(points, low) <= calibrated(points, high)
    given_scores = [score for _, score in found]
    assert min(given_scores) - 0.1 <= calibrated(points, low) <= max(given_scores) + 0.1
