"""Counts of questions by their facts, kept with every change, so that facets of a filtered list
cost the same in a bank of any size."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, delete, func, or_, select, text
from sqlmodel import Session

from app.search.tables import COUNTS, DOCUMENTS

_C = COUNTS.c
_AT_ONCE = 500
_FACTS = select(DOCUMENTS.c.facts).where(
    DOCUMENTS.c.number.in_(bindparam("numbers", expanding=True))
)
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


@dataclass(frozen=True, slots=True)
class Filter:
    """Which counts are meant; an empty field narrows nothing. A category includes those below."""

    categories: tuple[str, ...] = ()
    difficulties: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    visibilities: tuple[str, ...] = ()

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter as SQL over the counts."""
        found: list[ColumnElement[bool]] = [
            column.in_(values)
            for column, values in (
                (_C.difficulty, self.difficulties),
                (_C.kind, self.kinds),
                (_C.status, self.statuses),
                (_C.visibility, self.visibilities),
            )
            if values
        ]
        if self.categories:
            below = [
                (_C.category == path) | ((_C.category >= f"{path}/") & (_C.category < f"{path}0"))
                for path in self.categories
            ]
            found.append(or_(*below))
        return found


@dataclass(frozen=True, slots=True)
class Counted:
    """So many questions with these facts. One that is not `whole` counts tags alone: the same
    questions are counted elsewhere for the rest."""

    docs: int
    category: str
    difficulty: str
    kind: str
    tags: tuple[str, ...]
    whole: bool


def read(session: Session, wanted: Filter) -> Iterator[Counted]:
    """The counts that the filter means."""
    docs = func.sum(_C.docs)
    conditions = wanted.conditions()
    whole = (
        select(docs, _C.category, _C.difficulty, _C.kind)
        .where(_C.tag == "", *conditions)
        .group_by(_C.category, _C.difficulty, _C.kind)
    )
    for number, category, difficulty, kind in session.execute(whole).all():
        yield Counted(int(number), category, difficulty, kind, (), whole=True)
    tags = select(docs, _C.tag).where(_C.tag != "", *conditions).group_by(_C.tag)
    for number, tag in session.execute(tags).all():
        yield Counted(int(number), "", "", "", (tag,), whole=False)


def facts_of(session: Session, numbers: Sequence[int]) -> Iterator[Counted]:
    """The facts of these questions, one by one."""
    for at in range(0, len(numbers), _AT_ONCE):
        some = {"numbers": list(numbers[at : at + _AT_ONCE])}
        for written in session.execute(_FACTS, some).scalars():
            facts = json.loads(written)
            names = (facts["category"], facts["difficulty"], facts["kind"])
            yield Counted(1, *names, tuple(facts["tags"]), whole=True)
