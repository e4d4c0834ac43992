"""Slugs: readable, unique names of questions, made from their titles."""

import re
import unicodedata

MAX_WORDS_LENGTH = 80


def slugify(title: str) -> str:
    """The title in lower-case ASCII words joined by hyphens; `question` if none are left."""
    folded = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", folded))
    if len(slug) > MAX_WORDS_LENGTH:
        slug = slug[: MAX_WORDS_LENGTH + 1].rpartition("-")[0] or slug[:MAX_WORDS_LENGTH]
    return slug or "question"
