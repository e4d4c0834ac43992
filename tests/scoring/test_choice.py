"""Choice questions are scored exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring.choice import score_choice

OPTIONS = ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("correct", "chosen", "total"),
    [
        ("a", "a", 100.0),
        ("a", "b", 0.0),
        ("a", "", 0.0),
        ("a", "ab", 0.0),
        ("ab", "ab", 100.0),
        ("ab", "a", 50.0),
        ("ab", "ac", 0.0),
        ("ab", "abc", 50.0),
        ("ab", "abcd", 0.0),
        ("abc", "ab", 66.7),
        ("abc", "abcd", 0.0),
        ("abcd", "abcd", 100.0),
    ],
)
def test_totals(correct: str, chosen: str, total: float) -> None:
    score = score_choice(frozenset(correct), frozenset(chosen), OPTIONS)
    assert score.total == total
    assert score.needs_review is False
    assert score.missing == tuple(option for option in correct if option not in chosen)


def test_refuses_what_is_not_a_choice_question() -> None:
    with pytest.raises(ValueError, match="at least one correct"):
        score_choice(frozenset(), frozenset("a"), OPTIONS)
    with pytest.raises(ValueError, match="not options of this question: x"):
        score_choice(frozenset("a"), frozenset("x"), OPTIONS)


@given(st.frozensets(st.sampled_from(OPTIONS), min_size=1), st.frozensets(st.sampled_from(OPTIONS)))
def test_only_the_correct_set_earns_everything(
    correct: frozenset[str], chosen: frozenset[str]
) -> None:
    total = score_choice(correct, chosen, OPTIONS).total
    assert 0.0 <= total <= 100.0
    assert (total == 100.0) == (chosen == correct)
