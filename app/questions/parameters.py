"""Query parameters of lists of questions, parsed into filters and orders."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, TypeVar

from fastapi import Depends, Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from app.core.errors import Invalid
from app.core.text import storable
from app.questions.filters import QuestionFilter
from app.questions.models import Difficulty, Kind, Status, Visibility
from app.questions.reading import SORTS

E = TypeVar("E", bound=StrEnum)
MAX_VALUES = 50
Listed = Annotated[str, Query(max_length=2000), AfterValidator(storable)]
AnyOf = Annotated[
    Annotated[str, Field(max_length=2000), AfterValidator(storable)]
    | Annotated[
        list[Annotated[str, Field(max_length=200), AfterValidator(storable)]],
        Field(max_length=MAX_VALUES),
    ],
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


async def facets(
    category: Annotated[
        Listed | None, Query(description="Categories; each includes what is below it")
    ] = None,
    tag: Annotated[
        list[Annotated[str, Field(max_length=2000), AfterValidator(storable)]] | None,
        Query(
            description="Tags: commas mean any of them, a repeated parameter means all",
            max_length=20,
        ),
    ] = None,
    difficulty: Annotated[Listed | None, Query(description="`easy`, `medium`, `hard`")] = None,
    kind: Annotated[Listed | None, Query(description="`open`, `choice`")] = None,
) -> QuestionFilter:
    """The filters that draws and lists share."""
    return build_filter(category, tag or [], difficulty, kind, where="query/")


def build_filter(
    category: str | list[str] | None,
    tag: list[str],
    difficulty: str | list[str] | None,
    kind: str | list[str] | None,
    *,
    where: str,
) -> QuestionFilter:
    """A filter from parameters or from the members of a body; `where` precedes their names."""

    def values(given: str | list[str] | None, name: str) -> tuple[str, ...]:
        if given is None:
            return ()
        return split(given if isinstance(given, str) else ",".join(given), f"{where}{name}")

    return QuestionFilter(
        categories=tuple(path.strip("/") for path in values(category, "category")),
        difficulties=members(Difficulty, values(difficulty, "difficulty"), f"{where}difficulty"),
        kinds=members(Kind, values(kind, "kind"), f"{where}kind"),
        tags=tuple(values(group, "tag") for group in tag),
    )


class FilterWrite(BaseModel):
    """The same filters as members of a body."""

    model_config = ConfigDict(extra="forbid")

    category: AnyOf | None = None
    tag: AnyOf | None = Field(default=None, description="A list means all of its members")
    difficulty: AnyOf | None = None
    kind: AnyOf | None = None

    def build(self, where: str) -> QuestionFilter:
        """The filter, or a refusal located below `where`."""
        tag = [self.tag] if isinstance(self.tag, str) else self.tag or []
        return build_filter(self.category, tag, self.difficulty, self.kind, where=where)


class State(BaseModel):
    """Which states of questions a list shows; only staff may ask for more than the public's."""

    statuses: tuple[Status, ...] = ()
    visibilities: tuple[Visibility, ...] = ()
    updated_since: datetime | None = None


async def state(
    status: Annotated[Listed | None, Query(description="`draft`, `published`, `retired`")] = None,
    visibility: Annotated[Listed | None, Query(description="`public`, `internal`")] = None,
    updated_since: Annotated[
        AwareDatetime | None, Query(description="Only what changed at or after this time")
    ] = None,
) -> State:
    """The filters of lists that draws do not have."""
    return State.model_construct(
        statuses=members(Status, split(status, "query/status"), "query/status") if status else (),
        visibilities=members(Visibility, split(visibility, "query/visibility"), "query/visibility")
        if visibility
        else (),
        updated_since=updated_since,
    )


async def sort_order(
    sort: Annotated[
        Listed | None,
        Query(
            description=f"Order, `-` for descending: {', '.join(SORTS)}",
            examples=["-created_at,title"],
        ),
    ] = None,
) -> list[tuple[str, bool]]:
    """The order asked for, as names with whether each is descending; that of the bank if none."""
    if sort is None:
        return [("number", False)]
    keys = []
    for part in split(sort, "query/sort"):
        name = part.removeprefix("-")
        if name not in SORTS:
            raise Invalid.at("query/sort", "unknown_sort", f"Must be of: {', '.join(SORTS)}")
        keys.append((name, part.startswith("-")))
    if len({name for name, _ in keys}) < len(keys):
        raise Invalid.at("query/sort", "repeated_sort", "Each key may stand once only")
    return keys


Facets = Annotated[QuestionFilter, Depends(facets)]
States = Annotated[State, Depends(state)]
Order = Annotated[list[tuple[str, bool]], Depends(sort_order)]
"""`(name, descending)` pairs."""
