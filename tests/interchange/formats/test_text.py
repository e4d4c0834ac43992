"""Encodings: what editors leave is read, what is no text is refused by line."""

import pytest

from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.text import decode


@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [
        ("utf-8", False),
        ("utf-8-sig", False),
        ("utf-16", False),
        ("utf-16-le", True),
        ("utf-16-be", True),
        ("utf-32", False),
        ("cp1252", True),
    ],
)
def test_reads_an_encoding(encoding: str, *, guessed: bool) -> None:
    text = decode("What’s “café”?\r\nOne\rtwo\n".encode(encoding))
    assert text.text == "What’s “café”?\nOne\ntwo\n"
    assert text.guessed is guessed


def test_refuses_bytes_that_are_no_text_and_names_the_line() -> None:
    with pytest.raises(
        UnreadableFile, match="line 2 holds the control character U\\+0000"
    ) as error:
        decode(b"one\ntwo\0")
    assert error.value.line == 2


def test_refuses_a_torn_utf_16_file() -> None:
    with pytest.raises(UnreadableFile, match="utf-16"):
        decode(b"\xff\xfea")
