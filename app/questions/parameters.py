"""Query parameters of lists of questions, parsed into filters and orders."""

from enum import StrEnum
from functools import lru_cache
from typing import Annotated, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from app.core.errors import Invalid
from app.core.pagination import Cursor, IncludeTotal, Limit
from app.core.text import Token, storable
from app.questions.filters import QuestionFilter
from app.questions.models import Difficulty, Kind, Status, Visibility
from app.questions.rows import SORTS

E = TypeVar("E", bound=StrEnum)
MAX_VALUES = 50
MAX_QUERY = 500
Order = tuple[tuple[str, bool], ...]
"""Names of `SORTS`, each with whether it is descending."""


def _written_out(value: object) -> object:
    """Numbers would pass as seconds since 1970, which is no date-time of RFC 3339."""
    if isinstance(value, str) and not (value[:4].isdigit() and value[4:5] == "-"):
        raise ValueError("must be a date-time, as 2026-01-31T09:30:00Z")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_written_out)]
Listed = Annotated[str, Field(max_length=2000), AfterValidator(storable)]
AnyOf = Annotated[
    Listed | Annotated[list[Token], Field(max_length=MAX_VALUES)],
    Field(description="One value, several with commas between them, or a list of values"),
]


def split(text: str, where: str) -> tuple[str, ...]:
    """The values of `a,b,c`, in order and once each."""
    values = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not values:
        raise Invalid.at(where, "empty_filter", "Must name at least one value")
    if len(values) > MAX_VALUES:
        raise Invalid.at(where, "too_many_values", f"At most {MAX_VALUES} values are taken")
    return values


def members(kind: type[E], values: tuple[str, ...], where: str) -> tuple[E, ...]:
    """The values as members of the enum, or a refusal that names those there are."""
    try:
        return tuple(kind(value) for value in values)
    except ValueError:
        known = ", ".join(kind)
        raise Invalid.at(where, "unknown_value", f"Must be one or more of: {known}") from None


@lru_cache(maxsize=1024)
def build_filter(
    category: str | None,
    tag: tuple[str, ...],
    difficulty: str | None,
    kind: str | None,
    where: str,
) -> QuestionFilter:
    """A filter from values with commas between them; `where` precedes their names in a
    refusal. Kept, because front ends send the same few filters again and again."""

    def values(given: str | None, name: str) -> tuple[str, ...]:
        return () if given is None else split(given, f"{where}{name}")

    return QuestionFilter(
        categories=tuple(path.strip("/") for path in values(category, "category")),
        difficulties=members(Difficulty, values(difficulty, "difficulty"), f"{where}difficulty"),
        kinds=members(Kind, values(kind, "kind"), f"{where}kind"),
        tags=tuple(values(group, "tag") for group in tag),
    )


class FilterWrite(BaseModel):
    """Filters as members of a body."""

    model_config = ConfigDict(extra="forbid")

    category: AnyOf | None = None
    tag: AnyOf | None = Field(default=None, description="A list means all of its members")
    difficulty: AnyOf | None = None
    kind: AnyOf | None = None

    def build(self, where: str) -> QuestionFilter:
        """The filter, or a refusal located below `where`."""
        tag = (self.tag,) if isinstance(self.tag, str) else tuple(self.tag or ())
        category, difficulty, kind = map(_joined, (self.category, self.difficulty, self.kind))
        return build_filter(category, tag, difficulty, kind, where)


def _joined(given: str | list[str] | None) -> str | None:
    return ",".join(given) if isinstance(given, list) else given


class FacetQuery(BaseModel):
    """The filters that lists and random questions share, as query parameters. One model of
    them costs a request less than a parameter each."""

    category: Listed | None = Field(
        default=None, description="Categories; each includes what is below it"
    )
    tag: list[Listed] | None = Field(
        default=None,
        max_length=20,
        description="Tags: commas mean any of them, a repeated parameter means all",
    )
    difficulty: Listed | None = Field(default=None, description="`easy`, `medium`, `hard`")
    kind: Listed | None = Field(default=None, description="`open`, `choice`")

    def build(self) -> QuestionFilter:
        """The filter that these parameters mean."""
        tag = tuple(self.tag or ())
        return build_filter(self.category, tag, self.difficulty, self.kind, "query/")


class SearchQuery(FacetQuery):
    """What narrows a list of questions, words included."""

    q: Annotated[str, Field(max_length=MAX_QUERY), AfterValidator(storable)] | None = Field(
        default=None,
        description="Words to search for, in any order; a phrase in quotes; the last word may be "
        "unfinished. Nothing in it is syntax",
        examples=["event loop"],
    )
    status: Listed | None = Field(default=None, description="`draft`, `published`, `retired`")
    visibility: Listed | None = Field(default=None, description="`public`, `internal`")
    updated_since: Moment | None = Field(
        default=None, description="Only what changed at or after this time"
    )

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The states asked for; empty if none were."""
        return _members_of(Status, self.status, "query/status")

    @property
    def visibilities(self) -> tuple[Visibility, ...]:
        """The visibilities asked for; empty if none were."""
        return _members_of(Visibility, self.visibility, "query/visibility")

    @property
    def searches(self) -> bool:
        """Whether there is anything to search for; blank words are none."""
        return self.q is not None and not self.q.isspace() and self.q != ""


class ListQuery(SearchQuery):
    """All parameters of a list of questions."""

    sort: Listed | None = Field(
        default=None,
        description=f"Order, `-` for descending: {', '.join(SORTS)}",
        examples=["-created_at,title"],
    )
    limit: Limit = 20
    cursor: Cursor = None
    include_total: IncludeTotal = False
    fields: Listed | None = Field(
        default=None,
        description="Only these members of each question, with commas between them",
        examples=["id,title"],
    )

    @property
    def order(self) -> Order:
        """The order asked for, as names with whether each is descending; that of the bank if
        none was."""
        return (("number", False),) if self.sort is None else _order(self.sort)


def _members_of(kind: type[E], given: str | None, where: str) -> tuple[E, ...]:
    return () if given is None else members(kind, split(given, where), where)


def _order(sort: str) -> Order:
    keys = []
    for part in split(sort, "query/sort"):
        name = part.removeprefix("-")
        if name not in SORTS:
            raise Invalid.at("query/sort", "unknown_sort", f"Must be of: {', '.join(SORTS)}")
        keys.append((name, part.startswith("-")))
    if len({name for name, _ in keys}) < len(keys):
        raise Invalid.at("query/sort", "repeated_sort", "Each key may stand once only")
    return tuple(keys)
