"""When two questions are the same: equal in title, body and options, but for how they are set."""

import hashlib
from collections.abc import Sequence

from pydantic_core import to_json

from app.search.likeness import Likeable
from app.search.likeness import exact_key as key_of


def exact_key(title: str, body: str | None, options: Sequence[str]) -> str:
    """A hash that exact duplicates share. Titles alone do not do: "What is the output?" is
    many questions."""
    return key_of(Likeable(title, body, tuple(options)))


def digest(parts: Sequence[object]) -> str:
    """The SHA-256, in hexadecimal, of values that JSON knows."""
    return hashlib.sha256(to_json(parts)).hexdigest()
