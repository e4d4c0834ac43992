"""How many things a question asks for."""

import pytest

from app.scoring.asked import points_wanted


@pytest.mark.parametrize(
    ("question", "points", "wanted"),
    [
        ("State at least 4 of the differences.", 11, 4),
        ("Name two benefits.", 5, 2),
        ("NAME and DESCRIBE three challenges.", 12, 4),
        ("Name the two phases.", 9, 9),
        ("Give 1 advantage.", 5, 5),
        ("What are the benefits?", 5, 5),
        ("List 10 tools.", 5, 5),
        ("Why do two girls throw balls?", 3, 3),
    ],
)
def test_numbers_are_read(question: str, points: int, wanted: int) -> None:
    assert points_wanted(question, points) == wanted
