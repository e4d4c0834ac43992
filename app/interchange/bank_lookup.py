"""What the bank holds of the questions that a file speaks of: found by name, some hundred at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from app.core.models import table_of
from app.core.prepared import rows_among
from app.interchange.content import Content
from app.interchange.identity import Names
from app.questions.filters import QUESTIONS
from app.questions.models import QuestionVersion

_VERSIONS = table_of(QuestionVersion).c
_KNOWN = select(
    QUESTIONS.id,
    QUESTIONS.slug,
    QUESTIONS.kind,
    QUESTIONS.category,
    QUESTIONS.tags,
    QUESTIONS.difficulty,
    QUESTIONS.expected_seconds,
    QUESTIONS.visibility,
    QUESTIONS.status,
    QUESTIONS.source_name,
    QUESTIONS.source_url,
    QUESTIONS.source_license,
    QUESTIONS.source_identity,
    QUESTIONS.source_hash,
    QUESTIONS.exact_key,
    QUESTIONS.merged_into,
    QUESTIONS.published_at,
    _VERSIONS.title,
    _VERSIONS.body,
    _VERSIONS.options,
    _VERSIONS.hints,
    _VERSIONS.answer,
    _VERSIONS.key_points,
    _VERSIONS.key_points_derived,
    _VERSIONS.follow_ups,
).join_from(
    QUESTIONS.id.table,
    _VERSIONS.id.table,
    (_VERSIONS.question_id == QUESTIONS.id) & (_VERSIONS.number == QUESTIONS.version),
)
_SAME = select(QUESTIONS.exact_key, QUESTIONS.slug).where(QUESTIONS.merged_into.is_(None))


@dataclass(frozen=True, slots=True)
class Match:
    """A question of the bank that a document names. `is_certain` says that it was known by a
    name given by an import or by its own id, and not by a slug, which two may choose alike."""

    row: Row[Any]
    is_certain: bool

    def content(self) -> Content:
        """The question as it now is."""
        row = self.row
        points = None if row.key_points_derived else row.key_points
        return {
            "title": row.title,
            "body": row.body or None,
            "kind": str(row.kind),
            "options": [{"text": o["text"], "correct": o["correct"]} for o in row.options],
            "hints": row.hints,
            "answer": row.answer or None,
            "key_points": points
            and [{name: p[name] for name in ("text", "weight", "required")} for p in points],
            "follow_ups": row.follow_ups,
            "category": row.category,
            "tags": row.tags,
            "difficulty": row.difficulty,
            "expected_seconds": row.expected_seconds,
            "source_name": row.source_name,
            "source_url": row.source_url,
            "source_license": row.source_license,
        }

    @property
    def derived(self) -> list[dict[str, Any]] | None:
        """The key points, if nobody wrote them."""
        return self.row.key_points if self.row.key_points_derived else None


@dataclass(slots=True)
class Known:
    """The questions of the bank that some documents name, and those that say the same."""

    by_identity: dict[str, Row[Any]] = field(default_factory=dict)
    by_slug: dict[str, Row[Any]] = field(default_factory=dict)
    by_id: dict[str, Row[Any]] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)

    def match(self, names: Names) -> Match | None:
        """The question that has the surest of the names."""
        if names.bank_id is not None and names.bank_id in self.by_id:
            return Match(self.by_id[names.bank_id], is_certain=True)
        for name in names.stored:
            if name in self.by_identity:
                return Match(self.by_identity[name], is_certain=True)
        if names.slug is not None and names.slug in self.by_slug:
            return Match(self.by_slug[names.slug], is_certain=False)
        return None


def look_up(session: Session, names: Sequence[Names], exact_keys: Iterable[str]) -> Known:
    """What the bank knows by these names, and the slugs of questions with these exact keys."""
    known = Known()
    stored = {one for each in names for one in each.stored}
    found = rows_among(session, QUESTIONS.source_identity, stored, of=_KNOWN)
    known.by_identity = {row.source_identity: row for row in found}
    slugs = {each.slug for each in names if each.slug is not None}
    found = rows_among(session, QUESTIONS.slug, slugs, of=_KNOWN)
    known.by_slug = {row.slug: row for row in found}
    ids = {each.bank_id for each in names if each.bank_id is not None}
    found = rows_among(session, QUESTIONS.id, ids, of=_KNOWN)
    known.by_id = {row.id: row for row in found}
    same = rows_among(session, QUESTIONS.exact_key, set(exact_keys), of=_SAME)
    known.same = {row.exact_key: row.slug for row in same}
    return known
