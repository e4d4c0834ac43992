"""The table of word vectors is read exactly as it was written."""

import pytest

from app.scoring.similarity import Shape, common, cosine, joined_length, letters_found, shape_of
from app.scoring.text import words
from app.scoring.word_table import TABLE_PATH, load_table, pack, unpack


def test_what_is_packed_is_read_back() -> None:
    blob = pack(["disk", "memori"], bytes([1, 255, 3, 128]), [[(1, 255)], []])
    table = unpack(blob)
    vector = table.vector("disk")
    assert vector is not None
    assert vector.tolist() == [1, -1]
    assert table.neighbours("disk") == {"memori": 1.0}
    assert table.neighbours("memori") == table.neighbours("unknown") == {}
    assert table.vector("unknown") is None


def test_anything_else_is_refused() -> None:
    with pytest.raises(ValueError, match="not a word table"):
        unpack(b"x" * 64)


def test_the_shipped_table_knows_near_words_and_keeps_its_notice() -> None:
    table = load_table()
    assert table is not None
    assert "ram" in table.neighbours("memori")
    notice = (TABLE_PATH.parent / "NOTICE").read_text(encoding="utf-8")
    assert "Apache License" in notice
    assert "all-MiniLM-L6-v2" in notice


def test_likeness_follows_meaning_and_letters() -> None:
    table = load_table()
    server, host, cake = (
        shape_of(words(text), frozenset(), table)
        for text in ("web server", "machine that hosts sites", "chocolate cake")
    )
    assert _direction(server, host) > _direction(server, cake)
    assert _direction(server, shape_of((), frozenset(), table)) == 0.0
    assert letters_found(server, common(server, server).grams) == 1.0
    assert letters_found(server, common(server, cake).grams) < 0.3


def test_a_shape_is_the_weighted_sum_of_its_words() -> None:
    blob = pack(["disk", "memori"], bytes([1, 255, 3, 128]), [[], []])
    read = words("disk and memory, a disk and a toaster")
    shape = shape_of(read, frozenset(("memori",)), unpack(blob))
    assert shape.vector == (4 * 1 + 3, 4 * -1 - 128)
    assert shape.square == 7**2 + 132**2
    assert shape_of(words("toaster"), frozenset(), unpack(blob)).vector == ()


def test_the_length_of_two_texts_is_that_of_their_sum() -> None:
    table = load_table()
    parts = ("web server", "chocolate cake")
    first, second, both = (
        shape_of(words(text), frozenset(), table) for text in (*parts, " ".join(parts))
    )
    assert joined_length(first, second) == both.length
    assert joined_length(first, shape_of((), frozenset(), table)) == first.length


def test_a_run_of_letters_counts_as_often_as_it_stands_there() -> None:
    once, twice = (shape_of(words(text), frozenset(), None) for text in ("pod", "pod pod"))
    assert once.grams == {"^po", "pod", "od$"}
    assert twice.grams == once.grams | {"^po1", "pod1", "od$1"}


def _direction(first: Shape, second: Shape) -> float:
    return cosine(common(first, second).product, first.length, second.length)
