"""Word pieces: the longest known piece first, marks alone, accents and case dropped."""

import pytest

from app.judging.semantic.wordpiece import WordPieces

PIECES = ["[UNK]", "[CLS]", "[SEP]", "pod", "##s", "cafe", ".", "容", "$", "re", "##start"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Pods.", ["pod", "##s", "."]),
        ("CAFÉ", ["cafe"]),
        ("restart restarts", ["re", "##start", "re", "##start", "##s"]),
        ("podx pod", ["[UNK]", "pod"]),
        ("容pod$", ["容", "pod", "$"]),
        ("p\x00od \u200bpod", ["pod", "pod"]),
        ("s" * 101, ["[UNK]"]),
    ],
)
def test_text_falls_into_pieces(text: str, expected: list[str]) -> None:
    numbers = WordPieces(PIECES).numbers(text, 100)
    assert [PIECES[number] for number in numbers] == ["[CLS]", *expected, "[SEP]"]


def test_a_long_text_is_cut_and_still_ends() -> None:
    numbers = WordPieces(PIECES).numbers("pods " * 1000, 5)
    assert [PIECES[n] for n in numbers] == ["[CLS]", "pod", "##s", "pod", "##s", "pod", "[SEP]"]
