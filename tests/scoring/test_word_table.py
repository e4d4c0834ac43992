"""The table of word vectors is read exactly as it was written."""

import pytest

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
    blob = pack(["disk"], bytes(2), [[(0, 255)]])
    with pytest.raises(ValueError, match="not a whole word table"):
        unpack(blob[:-1])


def test_the_shipped_table_knows_near_words_and_keeps_its_notice() -> None:
    table = load_table()
    assert table is not None
    assert "ram" in table.neighbours("memori")
    notice = (TABLE_PATH.parent / "NOTICE").read_text(encoding="utf-8")
    assert "Apache License" in notice
    assert "all-MiniLM-L6-v2" in notice
