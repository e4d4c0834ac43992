"""Statistics on lists small enough to work out by hand."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring.metrics import isotonic, macro_f1, pearson, ranks, spearman


def test_correlations() -> None:
    assert pearson([1, 2, 3], [2, 4, 6]) == pytest.approx(1.0)
    assert pearson([1, 2, 3, 4], [1, 3, 2, 4]) == pytest.approx(0.8)
    assert spearman([1, 2, 3], [1, 8, 9]) == pytest.approx(1.0)
    assert pearson([1, 1], [1, 2]) is None
    assert pearson([1], [1]) is None


def test_equal_values_share_their_rank() -> None:
    assert ranks([5.0, 1.0, 5.0, 9.0]) == [1.5, 0.0, 1.5, 3.0]


def test_an_isotonic_fit_pools_what_falls() -> None:
    fit = isotonic([(1, 0.0), (2, 1.0), (3, 0.0), (4, 1.0)])
    assert [fit(x) for x in (0, 1, 2, 2.5, 3, 3.5, 9)] == [0, 0, 0.5, 0.5, 0.5, 0.75, 1]
    with pytest.raises(ValueError, match="at least one point"):
        isotonic([])


def test_macro_f1() -> None:
    assert macro_f1((2, 0, 2, 0)) == 1.0
    assert macro_f1((2, 2, 0, 0)) == pytest.approx(1 / 3)
    assert macro_f1((0, 0, 0, 0)) is None


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 1)), min_size=1, max_size=30))
def test_an_isotonic_fit_never_falls_and_stays_in_range(pairs: list[tuple[float, float]]) -> None:
    fit = isotonic(pairs)
    values = [fit(x) for x in range(0, 101, 5)]
    assert all(low <= high + 1e-9 for low, high in pairwise(values))
    assert all(-1e-9 <= value <= 1 + 1e-9 for value in values)
