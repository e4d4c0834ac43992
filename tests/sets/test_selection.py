"""The stream of a seed: the same for ever, fair, and without bias."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sets.selection import MAX_SEED, SeededStream, sample


def test_a_seed_names_its_numbers_for_ever() -> None:
    stream = SeededStream(42)
    assert [stream.below(1000) for _ in range(8)] == [5, 861, 869, 749, 839, 414, 382, 672]


@given(st.integers(0, MAX_SEED), st.integers(1, 2**63))
def test_numbers_stay_below_their_bound(seed: int, bound: int) -> None:
    assert 0 <= SeededStream(seed).below(bound) < bound


@given(st.integers(0, MAX_SEED), st.lists(st.integers(), unique=True), st.integers(0, 20))
def test_a_sample_is_of_different_items(seed: int, items: list[int], count: int) -> None:
    found = sample(items, count, SeededStream(seed))
    assert len(found) == min(count, len(items))
    assert len(set(found)) == len(found)
    assert set(found) <= set(items)


def test_every_ordered_pair_is_equally_likely() -> None:
    counts = Counter(tuple(sample(range(4), 2, SeededStream(seed))) for seed in range(12_000))
    assert len(counts) == 12
    # 1,000 expected of each; 6 standard deviations are about 180.
    assert all(820 < count < 1180 for count in counts.values())


@pytest.mark.parametrize("seed", [0, 1, MAX_SEED])
def test_streams_of_a_seed_are_alike_and_others_are_not(seed: int) -> None:
    def first(of: int) -> list[int]:
        stream = SeededStream(of)
        return [stream.below(10**9) for _ in range(5)]

    assert first(seed) == first(seed)
    assert first(seed) != first(seed ^ 2)
