"""When two questions are the same: equal in title, body and options, but for how they are set."""

import hashlib
import json
from collections.abc import Sequence

from app.search.likeness import Likeable
from app.search.likeness import exact_key as key_of


def exact_key(title: str, body: str | None, options: Sequence[str]) -> str:
    """A hash that exact duplicates share. Titles alone do not do: "What is the output?" is
    many questions."""
    return key_of(Likeable(title, body, tuple(options)))


def digest(parts: Sequence[object]) -> str:
    """The SHA-256, in hexadecimal, of values that JSON knows."""
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
