"""The verbs of reading the bank: one question, a list of them, its categories and tags."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Integer, TextClause, bindparam, func, select
from sqlmodel import Session

from app.access.caller import Caller, Scope
from app.access.errors import KeyNeeded, ScopeMissing
from app.core.errors import Invalid
from app.core.ids import ID_LENGTH
from app.core.pagination import after, decode_cursor, encode_cursor
from app.core.prepared import Prepared
from app.questions import finding, rows
from app.questions.errors import QuestionNotFound
from app.questions.filters import (
    QUESTIONS,
    TAGS,
    QuestionFilter,
    conditions,
    numbered,
    resolve_categories,
)
from app.questions.models import Status, Visibility
from app.questions.parameters import ListQuery, Order, SearchQuery, split
from app.questions.rows import SORTS, select_current
from app.questions.schemas import (
    CategoryRead,
    FoundPublic,
    FoundStaff,
    QuestionPage,
    QuestionPart,
    QuestionPublic,
    QuestionStaff,
    TagRead,
)
from app.search.index import index_of

OPEN_TO_ALL = QuestionFilter()
_BANK_ORDER = (("number", False),)
_FEW = 1000
"""So many questions are sorted rather than picked out of all in the order asked for."""


def _question_by(column: Any) -> dict[bool, Prepared]:
    """The question of that `ref`, in the columns of the public and of the staff."""
    found = {
        False: select_current(QUESTIONS.revision, staff=False).where(*OPEN_TO_ALL.conditions()),
        True: select_current(QUESTIONS.revision, QUESTIONS.merged_into, staff=True),
    }
    return {
        staff: Prepared(statement.where(column == bindparam("ref")))
        for staff, statement in found.items()
    }


_BY_ID = _question_by(QUESTIONS.id)
_BY_SLUG = _question_by(QUESTIONS.slug)


def read_question(
    session: Session, ref: str, caller: Caller
) -> tuple[QuestionPublic | QuestionStaff, int]:
    """One question by id or slug, in the reading that the caller may have, and its revision.

    Raises:
        QuestionNotFound: there is none, only staff may see it, or it was merged into another.
    """
    statements = _BY_ID if len(ref) == ID_LENGTH and ref.count("-") == 4 else _BY_SLUG
    row = statements[caller.is_staff].first(session, {"ref": ref})
    if row is None and statements is _BY_ID:
        row = _BY_SLUG[caller.is_staff].first(session, {"ref": ref})
    # One that was merged into another is read under its versions alone.
    if row is None or (caller.is_staff and row.merged_into is not None):
        raise QuestionNotFound
    return (rows.staff(row) if caller.is_staff else rows.public(row)), row.revision


def successor_of(session: Session, ref: str) -> str | None:
    """The id of the question that this one was merged into, if it was."""
    statement = select(QUESTIONS.merged_into).where((QUESTIONS.id == ref) | (QUESTIONS.slug == ref))
    return session.execute(statement).scalars().first()


def read_staff(session: Session, question_id: str) -> tuple[QuestionStaff, int]:
    """The staff form of a question by its id, and its revision.

    Raises:
        QuestionNotFound: there is none.
    """
    row = _BY_ID[True].first(session, {"ref": question_id})
    if row is None:
        raise QuestionNotFound
    return rows.staff(row), row.revision


def list_questions(
    session: Session, query: ListQuery, caller: Caller, aliases: Path | None = None
) -> QuestionPage:
    """One page of the questions that pass the filters and meet the search, if there is one, in
    the order asked for and with the members asked for.

    Raises:
        Invalid: a member asked for is not one that the caller may see.
        InvalidCursor: the cursor is of another list.
        KeyNeeded, ScopeMissing: the caller may not see the states asked for.
    """
    wanted = with_states(query, caller)
    shown = _members_asked_for(query, caller)
    if query.searches:
        # The index knows of categories below others; the rows it names are asked once more.
        exact = resolve_categories(session, wanted)
        page = finding.search_page(session, query, wanted, exact, caller, aliases)
    else:
        page = _list_page(session, query, wanted, caller)
    if shown is not None:
        page.items = [_part(item, shown) for item in page.items]
    return page


def _members_asked_for(query: ListQuery, caller: Caller) -> tuple[str, ...] | None:
    if query.fields is None:
        return None
    names = split(query.fields, "query/fields")
    known = (FoundStaff if caller.is_staff else FoundPublic).model_fields
    if not set(names) <= set(known):
        allowed = ", ".join(known)
        raise Invalid.at("query/fields", "unknown_field", f"Must be of: {allowed}")
    return names


def _part(item: BaseModel, names: tuple[str, ...]) -> QuestionPart:
    """The item, already cut down to what its reader may see, with these members only."""
    members = item.__dict__
    return QuestionPart.model_construct(
        **{name: members[name] for name in names if name in members}
    )


def _list_page(
    session: Session, query: ListQuery, given: QuestionFilter, caller: Caller
) -> QuestionPage:
    wanted = resolve_categories(session, given)
    keys = query.order
    if ("number", False) not in keys:
        keys = (*keys, ("number", False))
    fingerprint = f"{wanted!r}{keys!r}{caller.is_staff}"
    values = None
    if query.cursor is not None:
        kinds = [SORTS[name][1] for name, _ in keys]
        values = decode_cursor(query.cursor, fingerprint, kinds)
    asked = wanted.values
    names = tuple(asked)
    asked |= {"page": query.limit + 1, **dict(zip(_beyond(keys), values or (), strict=False))}
    among = None
    if given.is_compound:
        above = values[0] if values and keys == _BANK_ORDER else 0
        most = query.limit + 1 if keys == _BANK_ORDER else _FEW
        numbers = finding.passing(session, given, caller, most + 1, above)
        if keys == _BANK_ORDER or len(numbers) <= most:
            index = index_of(session)
            among, asked["numbers"] = index.among, index.listed(numbers)
    statement, places = _list_statement(
        names, keys, among, staff=caller.is_staff, resumed=values is not None
    )
    found = statement.all(session, asked)
    shown = found[: query.limit]
    following = None
    if len(found) > query.limit:
        following = encode_cursor(fingerprint, [getattr(shown[-1], place) for place in places])
    total = None
    if query.include_total:
        counted = select(func.count(QUESTIONS.id)).where(*wanted.conditions())
        total = session.execute(counted).scalar_one()
    reading = rows.staff if caller.is_staff else rows.public
    return QuestionPage.model_construct(
        items=[reading(row) for row in shown], next_cursor=following, total=total
    )


def _beyond(keys: Order) -> list[str]:
    """What a statement calls the sort values of the item before its page."""
    return [f"beyond_{number}" for number in range(len(keys))]


@lru_cache(maxsize=512)
def _list_statement(
    names: tuple[str, ...], keys: Order, among: str | None, *, staff: bool, resumed: bool
) -> tuple[Prepared, tuple[str, ...]]:
    """The statement of a list from its start or `resumed` behind an item, with a filter's values
    of these names, `among` some numbers if they are known, and where its rows have the sort
    values. Kept, because making one costs as much as running it."""
    places = tuple(f"key_{number}" for number in range(len(keys)))
    columns = [SORTS[name][0] for name, _ in keys]
    labelled = [column.label(place) for column, place in zip(columns, places, strict=True)]
    order = [
        column.desc() if descending else column.asc()
        for column, (_, descending) in zip(columns, keys, strict=True)
    ]
    met: list[ColumnElement[bool] | TextClause] = [*conditions(names, per_row=True)]
    if resumed:
        sorted_by = [(column, key[1]) for column, key in zip(columns, keys, strict=True)]
        met.append(after(sorted_by, [bindparam(name) for name in _beyond(keys)]))
    if among is not None:
        met.append(numbered(among))
    statement = select_current(*labelled, staff=staff).where(*met)
    paged = statement.order_by(*order).limit(bindparam("page", type_=Integer))
    return Prepared(paged), places


def with_states(query: SearchQuery, caller: Caller) -> QuestionFilter:
    """The filter with the states asked for, or those that the caller may see.

    Raises:
        KeyNeeded, ScopeMissing: the caller may not see the states asked for.
    """
    wanted, statuses, visibilities = query.build(), query.statuses, query.visibilities
    if query.updated_since is not None:
        wanted = replace(wanted, updated_since=query.updated_since)
    if caller.is_staff:
        return replace(wanted, statuses=statuses, visibilities=visibilities)
    if set(statuses) <= {Status.PUBLISHED} and set(visibilities) <= {Visibility.PUBLIC}:
        return wanted
    raise KeyNeeded if caller.key_id is None else ScopeMissing(Scope.QUESTIONS_READ)


def list_categories(session: Session) -> list[CategoryRead]:
    """All categories that hold something public, each counting what stands below it too."""
    statement = (
        select(QUESTIONS.category, func.count())
        .where(*OPEN_TO_ALL.conditions(), QUESTIONS.category.is_not(None))
        .group_by(QUESTIONS.category)
    )
    counts: dict[str, int] = {}
    for path, count in session.execute(statement).all():
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            above = "/".join(parts[:depth])
            counts[above] = counts.get(above, 0) + count
    return [CategoryRead(path=path, questions=counts[path]) for path in sorted(counts)]


def list_tags(session: Session) -> list[TagRead]:
    """All tags that something public carries, by name."""
    statement = (
        select(TAGS.tag, func.count())
        .join_from(TAGS.tag.table, QUESTIONS.id.table, TAGS.number == QUESTIONS.number)
        .where(*OPEN_TO_ALL.conditions())
        .group_by(TAGS.tag)
        .order_by(TAGS.tag)
    )
    return [TagRead(name=name, questions=count) for name, count in session.execute(statement).all()]


def count_published(session: Session) -> int:
    """How many questions are published, internal ones included."""
    statement = select(func.count(QUESTIONS.id)).where(QUESTIONS.status == Status.PUBLISHED)
    return int(session.execute(statement).scalar_one())


def visible_to(caller: Caller, wanted: QuestionFilter) -> QuestionFilter:
    """The filter cut down to what the caller may see: everything, or what is open to all."""
    if caller.is_staff:
        return wanted
    return replace(wanted, statuses=(Status.PUBLISHED,), visibilities=(Visibility.PUBLIC,))
