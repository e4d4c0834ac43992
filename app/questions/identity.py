"""When two questions are the same: equal in title, body and options, but for how they are set."""

import hashlib
import json
import unicodedata
from collections.abc import Sequence


def normalise(text: str) -> str:
    """Text for comparison: compatibility forms and case folded, white space made single."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def exact_key(title: str, body: str | None, options: Sequence[str]) -> str:
    """A hash that exact duplicates share. Titles alone do not do: "What is the output?" is
    many questions."""
    return digest([normalise(title), normalise(body or ""), *map(normalise, options)])


def digest(parts: Sequence[object]) -> str:
    """The SHA-256, in hexadecimal, of values that JSON knows."""
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
