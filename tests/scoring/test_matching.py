"""Words with one slip of the keys are known, and no others."""

from itertools import product

import pytest

from app.scoring.matching import slip_apart


def _left_out(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


@pytest.mark.parametrize(
    "written", ["kubernetis", "kubernets", "kuberrnetes", "kubrenetes", "ukbernetes"]
)
def test_a_slip_is_one_letter(written: str) -> None:
    assert slip_apart(written, "kubernetes")
    assert slip_apart("kubernetes", written)


@pytest.mark.parametrize("written", ["kubernts", "kubirnetis", "docker", "kubernetess1"])
def test_more_than_a_slip_is_another_word(written: str) -> None:
    assert not slip_apart(written, "kubernetes")


def test_it_is_so_for_all_short_words() -> None:
    words = ["".join(letters) for size in (4, 5) for letters in product("ab", repeat=size)]
    words += ["".join(letters) for letters in product("abc", repeat=4)]
    for first, second in product(words, words):
        if first != second:
            assert slip_apart(first, second) == (not _left_out(first).isdisjoint(_left_out(second)))
