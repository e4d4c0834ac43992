"""Which questions are meant: the filters that lists, draws and interviews share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, TextClause, bindparam, or_, select, text
from sqlmodel import Session

from app.core.models import table_of
from app.core.prepared import Prepared, by_field, field_of, named, named_spans
from app.questions.models import (
    Category,
    Difficulty,
    Kind,
    Question,
    QuestionTag,
    Status,
    Visibility,
)

QUESTIONS = table_of(Question).c
TAGS = table_of(QuestionTag).c
CATEGORIES = table_of(Category).c
_COLUMNS: dict[str, ColumnElement[Any]] = {
    "status": QUESTIONS.status,
    "visibility": QUESTIONS.visibility,
    "difficulty": QUESTIONS.difficulty,
    "kind": QUESTIONS.kind,
    "category": QUESTIONS.category,
    "since": QUESTIONS.updated_at,
}
_TAGS_OF = "tags_of_group"
_Values = Sequence[BindParameter[Any]]


@dataclass(frozen=True, slots=True)
class QuestionFilter:
    """Each field narrows; an empty one does not. Within a field any value will do, but of
    `tags` every group has to be met, each by any of its members. A category means just
    itself here; `resolve_categories` adds those below it."""

    categories: tuple[str, ...] = ()
    difficulties: tuple[Difficulty, ...] = ()
    kinds: tuple[Kind, ...] = ()
    tags: tuple[tuple[str, ...], ...] = ()
    statuses: tuple[Status, ...] = (Status.PUBLISHED,)
    visibilities: tuple[Visibility, ...] = (Visibility.PUBLIC,)
    updated_since: datetime | None = None

    @property
    def is_compound(self) -> bool:
        """Whether no one index of `questions` has what passes in the order of the bank."""
        several = (self.categories, self.difficulties, self.kinds)
        return bool(self.tags) or any(len(values) > 1 for values in several)

    @property
    def has_index(self) -> bool:
        """Whether an index of `questions` has just what passes, in the order of the bank."""
        is_indexed = self.categories or self.difficulties
        narrowed = self.kinds or self.updated_since
        one_state = len(self.statuses) == len(self.visibilities) == 1
        return bool(is_indexed) and one_state and not narrowed and not self.is_compound

    @property
    def values(self) -> dict[str, Any]:
        """The values of `conditions`, whose names are all that a statement depends on."""
        found = named("status", self.statuses) | named("visibility", self.visibilities)
        found |= named("difficulty", self.difficulties) | named("kind", self.kinds)
        found |= named("category", self.categories)
        for place, group in enumerate(self.tags):
            found |= named(f"{_TAGS_OF}{place}", group)
        if self.updated_since is not None:
            found |= named("since", (self.updated_since,))
        return found

    def conditions(self, *, per_row: bool = False) -> list[ColumnElement[bool]]:
        """The filter for a statement that is run once."""
        held = {name: _bind(name, value=value) for name, value in self.values.items()}
        return _conditions(held, per_row=per_row)


def conditions(names: Iterable[str], *, per_row: bool = False) -> list[ColumnElement[bool]]:
    """A filter with values of these names as SQL over `questions`, true on both databases.
    `per_row` is for statements that look at few rows: tags are then looked up for each of
    them, where otherwise all that carry a tag are listed first."""
    return _conditions({name: _bind(name) for name in names}, per_row=per_row)


def _bind(name: str, **value: Any) -> BindParameter[Any]:
    column = _COLUMNS.get(field_of(name), TAGS.tag)
    return bindparam(name, type_=column.type, **value)


def _conditions(
    named_values: dict[str, BindParameter[Any]], *, per_row: bool
) -> list[ColumnElement[bool]]:
    found = []
    for field, names in by_field(named_values).items():
        values = [named_values[name] for name in names]
        if field == "since":
            found.append(_COLUMNS[field] >= values[0])
        elif field.startswith(_TAGS_OF):
            found.append(_carries(values) if per_row else _tagged(values))
        else:
            found.append(_any_of(_COLUMNS[field], values))
    return found


def numbered(among: str) -> TextClause:
    """The condition that a question's number is one of `:numbers`, in an index's words."""
    return text(f"questions.number {among}").bindparams(bindparam("numbers", required=True))


def resolve_categories(session: Session, wanted: QuestionFilter) -> QuestionFilter:
    """The same filter with each category followed by those below it. Most have none, and
    then the database walks one index in order instead of sorting all that a range finds."""
    if not wanted.categories:
        return wanted
    spans = named_spans(wanted.categories)
    below = _below(len(spans) // 2).column(session, spans)
    if not below:
        return wanted
    return replace(wanted, categories=tuple(dict.fromkeys([*wanted.categories, *sorted(below)])))


@lru_cache
def _below(spans: int) -> Prepared:
    path = CATEGORIES.path
    within = [
        (path >= bindparam(f"first__{n}")) & (path < bindparam(f"last__{n}")) for n in range(spans)
    ]
    return Prepared(select(path).where(or_(*within)))


def _any_of(column: ColumnElement[str], values: _Values) -> ColumnElement[bool]:
    if len(values) == 1:
        return column == values[0]
    # With several values no index is in the order of the bank. Joined to an empty text the
    # column is not offered to one, so that a page is read off the bank in order, not sorted
    # from everything that passes.
    return column.concat("").in_(values)


def _tagged(values: _Values) -> ColumnElement[bool]:
    return QUESTIONS.number.in_(select(TAGS.number).where(TAGS.tag.in_(values)))


def _carries(values: _Values) -> ColumnElement[bool]:
    return (
        select(TAGS.number)
        .where(TAGS.number == QUESTIONS.number, TAGS.tag.in_(values))
        .correlate(QUESTIONS.number.table)
        .exists()
    )
