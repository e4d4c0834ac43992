"""Which questions are meant: the filters that lists, draws and interviews share."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, TextClause, bindparam, select, text
from sqlmodel import Session

from app.core.models import table_of
from app.core.prepared import Prepared
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

    def conditions(self, *, per_row: bool = False) -> list[ColumnElement[bool]]:
        """The filter as SQL over `questions`, true on both databases. `per_row` is for
        statements that look at few rows: tags are then looked up for each of them, where
        otherwise all that carry a tag are listed first."""
        found = [
            *_any_of(QUESTIONS.status, self.statuses),
            *_any_of(QUESTIONS.visibility, self.visibilities),
            *_any_of(QUESTIONS.difficulty, self.difficulties),
            *_any_of(QUESTIONS.kind, self.kinds),
            *_any_of(QUESTIONS.category, self.categories),
        ]
        tagged = _carries if per_row else _tagged
        found.extend(tagged(group) for group in self.tags)
        if self.updated_since is not None:
            found.append(QUESTIONS.updated_at >= self.updated_since)
        return found


def numbered(among: str) -> TextClause:
    """The condition that a question's number is one of `:numbers`, in an index's words."""
    return text(f"questions.number {among}").bindparams(bindparam("numbers", required=True))


def resolve_categories(session: Session, wanted: QuestionFilter) -> QuestionFilter:
    """The same filter with each category followed by those below it. Most have none, and
    then the database walks one index in order instead of sorting all that a range finds."""
    if not wanted.categories:
        return wanted
    found: list[str] = []
    for path in wanted.categories:
        span = {"first": f"{path}/", "last": f"{path}0"}  # `0` is the character after `/`
        found += [path, *(row.path for row in _BELOW.all(session, span))]
    if len(found) == len(wanted.categories):
        return wanted
    return replace(wanted, categories=tuple(dict.fromkeys(found)))


_BELOW = Prepared(
    select(CATEGORIES.path).where(
        CATEGORIES.path >= bindparam("first"), CATEGORIES.path < bindparam("last")
    )
)


def _any_of(column: ColumnElement[str], values: Sequence[str]) -> list[ColumnElement[bool]]:
    if not values:
        return []
    if len(values) == 1:
        return [column == values[0]]
    # With several values no index is in the order of the bank. Joined to an empty text the
    # column is not offered to one, so that a page is read off the bank in order, not sorted
    # from everything that passes.
    return [column.concat("").in_(values)]


def _tagged(names: Sequence[str]) -> ColumnElement[bool]:
    return QUESTIONS.number.in_(select(TAGS.number).where(TAGS.tag.in_(names)))


def _carries(names: Sequence[str]) -> ColumnElement[bool]:
    return (
        select(TAGS.number)
        .where(TAGS.number == QUESTIONS.number, TAGS.tag.in_(names))
        .correlate(QUESTIONS.number.table)
        .exists()
    )
