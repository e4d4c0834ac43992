"""Hints: split only where each part can stand alone, and never losing a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.interchange.formats.hints import split_hints


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("", ()),
        (
            "RBAC (roles, bindings), quotas, secrets.",
            ("RBAC (roles, bindings)", "quotas", "secrets"),
        ),
        ("`a, b`, c, d", ("`a, b`", "c", "d")),
        ("When the pod restarts, read its logs.", ("When the pod restarts, read its logs.",)),
        ("Think of memory, disk, and the network.", ("Think of memory, disk, and the network.",)),
        ("One (open, two, three", ("One (open, two, three",)),
        ("First sentence. Second, third, fourth.", ("First sentence. Second, third, fourth.",)),
        ("10,000 rows", ("10,000 rows",)),
        ("two\nlines, of, text", ("two\nlines, of, text",)),
    ],
)
def test_splits_lists_and_keeps_prose(text: str, hints: tuple[str, ...]) -> None:
    assert split_hints(text) == hints


@given(st.text(alphabet="ab,. ()`", max_size=40))
def test_joined_hints_are_the_text_again(text: str) -> None:
    hints = split_hints(text)
    joined = ", ".join(hints)
    assert text.strip() in (joined, joined + ".")
