"""From what is sent of a question to what its row and its version hold."""

from typing import Any

from app.questions.identity import exact_key
from app.questions.models import SORTED_TITLE
from app.questions.schemas import QuestionCreate
from app.scoring.keypoints import derive_key_points

RESERVED_SLUGS = frozenset({"batch", "facets", "lint", "random"})
"""What stands in a path where the slug of a question can stand too."""


def columns_of(new: QuestionCreate, key: str | None = None) -> dict[str, Any]:
    """What a question's own row holds of its content. `key` is its exact key, where it is known."""
    return {
        "title_start": new.title[:SORTED_TITLE],
        "exact_key": key or exact_key(new.title, new.body, [o.text for o in new.options]),
        "visibility": new.visibility,
        "kind": new.kind,
        "difficulty": new.difficulty,
        "category": new.category,
        "tags": list(dict.fromkeys(new.tags)),
        "expected_seconds": new.expected_seconds,
        "source_name": new.source.name,
        "source_url": new.source.url,
        "source_license": new.source.license,
        "source_line": new.source.line,
    }


def texts_of(new: QuestionCreate) -> dict[str, Any]:
    """What a version holds. Without key points they are derived from the answer."""
    points: list[dict[str, Any]]
    if new.key_points is None:
        derived = derive_key_points(new.answer or "")
        points = [{"text": p.text, "weight": p.weight, "required": p.required} for p in derived]
    else:
        points = [point.model_dump() for point in new.key_points]
    return {
        "title": new.title,
        "body": new.body,
        "options": [
            {"id": _letter(place), **option.model_dump()}
            for place, option in enumerate(new.options)
        ],
        "hints": new.hints,
        "answer": new.answer,
        "key_points": [{"id": f"k{place}", **point} for place, point in enumerate(points, 1)],
        "key_points_derived": new.key_points is None,
        "follow_ups": new.follow_ups,
    }


def _letter(place: int) -> str:
    """`a`, `b`, … `z`, `aa`, …: how options are named, whatever order they are shown in."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
