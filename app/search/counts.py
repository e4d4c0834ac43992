"""Counts of questions by their facts, kept with every change, so that facets of a filtered list
cost the same in a bank of any size."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from pydantic_core import from_json
from sqlalchemy import ColumnElement, delete, func, or_, select, text
from sqlmodel import Session

from app.core.prepared import Prepared
from app.search.index import index_of
from app.search.tables import COUNTS

_C = COUNTS.c
_NAMES = ("category", "difficulty", "kind", "status", "visibility")
_CHANGE = text(
    "INSERT INTO search_counts(tag, category, difficulty, kind, status, visibility, docs) "
    "VALUES (:tag, :category, :difficulty, :kind, :status, :visibility, :docs) "
    "ON CONFLICT (tag, category, difficulty, kind, status, visibility) "
    "DO UPDATE SET docs = search_counts.docs + excluded.docs"
)


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
    """Which counts are meant; an empty field narrows nothing. A category includes those below.
    With a `tag`, other tags are not counted: which tags go together is not kept."""

    categories: tuple[str, ...] = ()
    difficulties: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    visibilities: tuple[str, ...] = ()
    tag: str = ""

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
    """So many questions with these facts. One that is not `whole` counts a tag alone: the same
    questions are counted elsewhere for the rest."""

    docs: int
    category: str
    difficulty: str
    kind: str
    tag: str
    whole: bool


def total(session: Session, wanted: Filter) -> int:
    """How many questions the filter means."""
    return int(_totals(wanted).column(session, {})[0] or 0)


@lru_cache(maxsize=512)
def _totals(wanted: Filter) -> Prepared:
    return Prepared(select(func.sum(_C.docs)).where(_C.tag == wanted.tag, *wanted.conditions()))


def read(session: Session, wanted: Filter) -> Iterator[Counted]:
    """The counts that the filter means."""
    wholes, tags = _counts(wanted)
    for number, category, difficulty, kind in wholes.all(session, {}):
        yield Counted(int(number), category, difficulty, kind, "", whole=True)
    if wanted.tag:
        return
    for number, tag in tags.all(session, {}):
        yield Counted(int(number), "", "", "", tag, whole=False)


@lru_cache(maxsize=512)
def _counts(wanted: Filter) -> tuple[Prepared, Prepared]:
    """The statements of what is counted but for tags, and of tags."""
    docs = func.sum(_C.docs)
    conditions = wanted.conditions()
    by = (_C.category, _C.difficulty, _C.kind)
    wholes = select(docs, *by).where(_C.tag == wanted.tag, *conditions).group_by(*by)
    tags = select(docs, _C.tag).where(_C.tag != "", *conditions).group_by(_C.tag)
    return Prepared(wholes), Prepared(tags)


def of_numbers(session: Session, numbers: Sequence[int]) -> Iterator[Counted]:
    """The facts of these questions, counted now."""
    index = index_of(session)
    written = _facts(index.among).column(session, {"numbers": index.listed(numbers)})
    read = from_json(f"[{','.join(written)}]")
    wholes = Counter((facts["category"], facts["difficulty"], facts["kind"]) for facts in read)
    for (category, difficulty, kind), docs in wholes.items():
        yield Counted(docs, category, difficulty, kind, "", whole=True)
    for tag, docs in Counter(chain.from_iterable(facts["tags"] for facts in read)).items():
        yield Counted(docs, "", "", "", tag, whole=False)


@lru_cache
def _facts(among: str) -> Prepared:
    return Prepared(text(f"SELECT facts FROM search_documents WHERE number {among}"))  # noqa: S608 – our own text
