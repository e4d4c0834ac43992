"""Likeness by vectors is exact whole numbers, likeness by letters counts every run."""

import math
from collections import Counter
from operator import mul

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring.similarity import Shape, joined_length, likeness, product, shape_of
from app.scoring.text import Word, words
from app.scoring.trigrams import Trigrams, trigrams_of
from app.scoring.word_table import load_table, pack, unpack

NONE, _ = trigrams_of(())
EVERYDAY = st.sampled_from(("pod", "pods", "banana", "ananas", "singing", "ring", "容器", "C++"))


def shape(text: str, trigrams: Trigrams = NONE) -> Shape:
    read = words(text)
    return shape_of(read, trigrams.of(read), frozenset(), load_table())


def test_likeness_follows_meaning_and_letters() -> None:
    texts = ("web server", "machine that hosts sites", "chocolate cake", "")
    known, _ = trigrams_of(map(words, texts[:1]))
    server, host, cake, nothing = (shape(text, known) for text in texts)
    same, near, far, none = (
        likeness(server, other, product(server, other)) for other in (server, host, cake, nothing)
    )
    assert same[0] == 1.0
    assert same[1] == pytest.approx(1.0)
    assert (near[1] or 0.0) > (far[1] or 0.0)
    assert far[0] < 0.3
    assert none == (0.0, 0.0)
    assert likeness(nothing, server, 0) == (0.0, None)


def test_a_shape_is_the_weighted_sum_of_its_words() -> None:
    blob = pack(["disk", "memori"], bytes([1, 255, 3, 128]), [[], []])
    read = words("disk and memory, a disk and a toaster")
    shape = shape_of(read, 0, frozenset(("memori",)), unpack(blob))
    assert shape.vector == (4 * 1 + 3, 4 * -1 - 128)
    assert shape.square == 7**2 + 132**2
    assert shape_of(words("toaster"), 0, frozenset(), unpack(blob)).vector == ()


def test_the_length_of_two_texts_is_that_of_their_sum() -> None:
    first, second, both = map(shape, ("web server", "chocolate cake", "web server chocolate cake"))
    assert joined_length(first, second) == both.length
    assert joined_length(first, shape("")) == first.length


@pytest.mark.parametrize("largest", [130, 100_000, 10**9])
@given(data=st.data())
def test_products_are_exact_however_large(largest: int, data: st.DataObject) -> None:
    numbers = st.integers(-largest, largest)
    vectors = data.draw(st.lists(st.tuples(*[numbers] * 8), min_size=2, max_size=2))
    first, second = (
        Shape(vector, sum(map(mul, vector, vector)), math.hypot(*vector), 0) for vector in vectors
    )
    assert product(first, second) == sum(map(mul, *vectors))


@given(st.lists(st.lists(EVERYDAY, max_size=8), min_size=1, max_size=4), st.lists(EVERYDAY))
def test_a_run_of_letters_counts_as_often_as_it_stands_there(
    texts: list[list[str]], other: list[str]
) -> None:
    points = [words(" ".join(text)) for text in texts]
    known, held = trigrams_of(points)
    assert held == [known.of(point) for point in points]
    read = words(" ".join(other))
    for point in points:
        common = known.of(point) & known.of(read)
        assert common.bit_count() == (_counted(point) & _counted(read)).total()
        assert known.of(point).bit_count() == _counted(point).total()
    both = known.of(points[0]) | known.of(read)
    either = _counted(points[0]) | _counted(read)
    assert both.bit_count() == sum(min(n, _most(points, run)) for run, n in either.items())


def _counted(read: list[Word]) -> Counter[str]:
    bordered = [f"^{word.folded}$" for word in read]
    return Counter(word[at : at + 3] for word in bordered for at in range(len(word) - 2))


def _most(texts: list[list[Word]], run: str) -> int:
    return max(_counted(text)[run] for text in texts)
