"""Counts of questions by their facts, kept with every change, so that facets of a filtered list
cost the same in a bank of any size."""

import json
from collections import Counter
from collections.abc import Mapping

from sqlalchemy import delete, text
from sqlmodel import Session

from app.search.tables import COUNTS

_NAMES = ("category", "difficulty", "kind", "status", "visibility")
_CHANGE = text(
    "INSERT INTO search_counts(tag, category, difficulty, kind, status, visibility, docs) "
    "VALUES (:tag, :category, :difficulty, :kind, :status, :visibility, :docs) "
    "ON CONFLICT (tag, category, difficulty, kind, status, visibility) "
    "DO UPDATE SET docs = search_counts.docs + excluded.docs"
)


def change(session: Session, old: str | None, new: str | None) -> None:
    """Count a question under its new facts (JSON) in place of the old."""
    if old != new:
        add(session, {facts: n for facts, n in ((old, -1), (new, 1)) if facts is not None})


def add(session: Session, facts: Mapping[str, int]) -> None:
    """Add to the counts of these facts (JSON)."""
    changes: Counter[tuple[str, ...]] = Counter()
    for written, docs in facts.items():
        read = json.loads(written)
        rest = tuple(read[name] for name in _NAMES)
        for tag in ("", *read["tags"]):
            changes[(tag, *rest)] += docs
    names = ("tag", *_NAMES)
    rows = [
        dict(zip(names, key, strict=True)) | {"docs": docs}
        for key, docs in sorted(changes.items())
        if docs
    ]
    if rows:
        session.execute(_CHANGE, rows)
        if any(row["docs"] < 0 for row in rows):  # type: ignore[operator]
            session.execute(delete(COUNTS).where(COUNTS.c.docs <= 0))
