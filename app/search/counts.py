"""Counts of questions by their facts, kept with every change, so that facets of a filtered list
cost the same in a bank of any size."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from pydantic_core import from_json
from sqlalchemy import ColumnElement, bindparam, delete, func, or_, select, text
from sqlmodel import Session

from app.core.prepared import Command, Prepared, by_field, named, named_spans
from app.search.index import index_of
from app.search.tables import COUNTS

_C = COUNTS.c
_OF_TAG = _C.tag == bindparam("tag")
_NAMES = ("category", "difficulty", "kind", "status", "visibility")
_CHANGE = Command(
    text(
        "INSERT INTO search_counts(tag, category, difficulty, kind, status, visibility, docs) "
        "VALUES (:tag, :category, :difficulty, :kind, :status, :visibility, :docs) "
        "ON CONFLICT (tag, category, difficulty, kind, status, visibility) "
        "DO UPDATE SET docs = search_counts.docs + excluded.docs"
    )
)


def add(session: Session, facts: Mapping[str, int]) -> None:
    """Add to the counts of these facts (JSON)."""
    changes: Counter[tuple[str, ...]] = Counter()
    for written, docs in facts.items():
        read = from_json(written)
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
        _CHANGE.run(session, rows)
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

    @property
    def values(self) -> dict[str, str]:
        """What the statements take; their texts depend on the names alone."""
        found = named("difficulty", self.difficulties) | named("kind", self.kinds)
        found |= named("status", self.statuses) | named("visibility", self.visibilities)
        return found | named("category", self.categories) | named_spans(self.categories)


def _conditions(names: Iterable[str]) -> list[ColumnElement[bool]]:
    fields = by_field(names)
    found: list[ColumnElement[bool]] = [
        _C[field].in_([bindparam(name, type_=_C[field].type) for name in fields[field]])
        for field in ("difficulty", "kind", "status", "visibility")
        if field in fields
    ]
    spans = zip(*(fields.get(field, ()) for field in ("category", "first", "last")), strict=True)
    within = [
        (_C.category == bindparam(path))
        | ((_C.category >= bindparam(first)) & (_C.category < bindparam(last)))
        for path, first, last in spans
    ]
    return [*found, or_(*within)] if within else found


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
    values = wanted.values
    return int(_totals(tuple(values)).column(session, values | {"tag": wanted.tag})[0] or 0)


@lru_cache(maxsize=512)
def _totals(names: tuple[str, ...]) -> Prepared:
    return Prepared(select(func.sum(_C.docs)).where(_OF_TAG, *_conditions(names)))


def read(session: Session, wanted: Filter) -> Iterator[Counted]:
    """The counts that the filter means."""
    values: dict[str, str] = wanted.values
    wholes, tags = _counts(tuple(values))
    for number, category, difficulty, kind in wholes.all(session, values | {"tag": wanted.tag}):
        yield Counted(int(number), category, difficulty, kind, "", whole=True)
    if wanted.tag:
        return
    for number, tag in tags.all(session, values):
        yield Counted(int(number), "", "", "", tag, whole=False)


@lru_cache(maxsize=512)
def _counts(names: tuple[str, ...]) -> tuple[Prepared, Prepared]:
    """The statements of what is counted but for tags, and of tags."""
    docs = func.sum(_C.docs)
    conditions = _conditions(names)
    by = (_C.category, _C.difficulty, _C.kind)
    wholes = select(docs, *by).where(_OF_TAG, *conditions).group_by(*by)
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
