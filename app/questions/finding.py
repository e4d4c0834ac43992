"""Searching the bank: the filters of lists in the words of the index, and pages of what it found."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Integer, Row, bindparam, select
from sqlmodel import Session

from app.access.caller import Caller
from app.core import pagination
from app.core.pagination import decode_cursor, encode_cursor
from app.core.prepared import Prepared
from app.questions import rows
from app.questions.filters import (
    QUESTIONS,
    QuestionFilter,
    conditions,
    numbered,
    resolve_categories,
)
from app.questions.models import Status, Visibility
from app.questions.parameters import ListQuery, Order
from app.questions.rows import SORTS, select_current
from app.questions.schemas import FoundPublic, FoundStaff, Highlight, QuestionPage
from app.search import service as search
from app.search.documents import Audience, fact_token
from app.search.highlights import Marker
from app.search.index import index_of
from app.search.matching import Narrowing
from app.search.service import Found, Hit

_MOST_ROWS = 10_000
"""So many numbers are had from an index of the bank; more come from that of search, all at once."""

_SCALE = 1_000_000
"""Scores stand in cursors as whole numbers; they have six decimals."""


def audience_of(caller: Caller) -> Audience:
    """The index that the caller may search."""
    return Audience.STAFF if caller.is_staff else Audience.PUBLIC


def narrowing(wanted: QuestionFilter, audience: Audience) -> Narrowing:
    """The filter as tokens of the index. The public's index holds nothing but what is open to
    all, so states are no matter there."""
    groups = [
        *_facts("category", wanted.categories),
        *_facts("difficulty", wanted.difficulties),
        *_facts("kind", wanted.kinds),
    ]
    for tags in wanted.tags:
        groups += _facts("tag", tags)
    if audience is Audience.STAFF:
        groups += _facts("status", wanted.statuses)
        groups += _facts("visibility", wanted.visibilities)
    return Narrowing(tuple(groups), wanted.updated_since)


def _facts(name: str, values: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [tuple(fact_token(name, value) for value in values)] if values else []


def passing(
    session: Session, wanted: QuestionFilter, caller: Caller, limit: int, after: int = 0
) -> list[int]:
    """The numbers of the first questions above `after` that pass a filter of any kind."""
    audience = audience_of(caller)
    return search.listed(session, audience, narrowing(wanted, audience), limit, after)


def list_numbers(session: Session, wanted: QuestionFilter, limit: int) -> list[int]:
    """The numbers of the first questions that pass a filter, whoever asks."""
    if limit <= _MOST_ROWS and (exact := resolve_categories(session, wanted)).has_index:
        values = exact.values
        listed = _listed(tuple(values))
        return listed.column(session, values | {"limit": limit})
    is_open = (wanted.statuses, wanted.visibilities) == ((Status.PUBLISHED,), (Visibility.PUBLIC,))
    audience = Audience.PUBLIC if is_open else Audience.STAFF
    return search.listed(session, audience, narrowing(wanted, audience), limit)


@lru_cache(maxsize=512)
def _listed(names: tuple[str, ...]) -> Prepared:
    numbers = select(QUESTIONS.number).where(*conditions(names)).order_by(QUESTIONS.number)
    return Prepared(numbers.limit(bindparam("limit", type_=Integer)))


def find(
    session: Session, typed: str, wanted: QuestionFilter, caller: Caller, aliases: Path | None
) -> Found:
    """What the caller may find of what was typed, among the questions that pass."""
    audience = audience_of(caller)
    return search.find(session, typed, audience, narrowing(wanted, audience), aliases)


def search_page(
    session: Session,
    query: ListQuery,
    wanted: QuestionFilter,
    exact: QuestionFilter,
    caller: Caller,
    aliases: Path | None,
) -> QuestionPage:
    """One page of what was found: best first, or in the order asked for. `exact` is the filter
    with all categories that `wanted` means.

    Raises:
        InvalidCursor: the cursor is of another search.
    """
    assert query.q is not None
    found = find(session, query.q, wanted, caller, aliases)
    hits = {hit.number: hit for hit in found.hits}
    bound_to = f"{query.q!r}{wanted!r}{query.sort!r}{caller.is_staff}"
    if query.sort is None:
        shown, following = _ranked(session, query, exact, caller, found.hits, bound_to)
    else:
        shown, following = _sorted(session, query, exact, caller, hits, bound_to)
    marker = Marker(found.groups)
    return QuestionPage.model_construct(
        items=[_item(row, hits[row.place], marker, caller) for row in shown],
        next_cursor=following,
        total=len(hits) if query.include_total else None,
        fuzzy=found.fuzzy,
        truncated=found.truncated,
    )


def _ranked(
    session: Session,
    query: ListQuery,
    wanted: QuestionFilter,
    caller: Caller,
    hits: tuple[Hit, ...],
    bound_to: str,
) -> tuple[list[Row[Any]], str | None]:
    if query.cursor is not None:
        score, number = decode_cursor(query.cursor, bound_to, [int, int])
        hits = tuple(hit for hit in hits if (-_whole(hit), hit.number) > (-score, number))
    page = hits[: query.limit]
    # The filter once more: what the index says is a promise, this is the proof.
    index = index_of(session)
    values = wanted.values
    statement = _by_numbers(tuple(values), index.among, staff=caller.is_staff)
    numbers = [hit.number for hit in page]
    values["numbers"] = index.listed(numbers)
    by_number = {row.place: row for row in statement.all(session, values)}
    following = None
    if len(hits) > len(page):
        following = encode_cursor(bound_to, [_whole(page[-1]), page[-1].number])
    return [by_number[number] for number in numbers if number in by_number], following


@lru_cache(maxsize=512)
def _by_numbers(names: tuple[str, ...], among: str, *, staff: bool) -> Prepared:
    statement = select_current(QUESTIONS.number.label("place"), staff=staff)
    return Prepared(statement.where(numbered(among), *conditions(names, per_row=True)))


def _whole(hit: Hit) -> int:
    return round(hit.score * _SCALE)


def _sorted(
    session: Session,
    query: ListQuery,
    wanted: QuestionFilter,
    caller: Caller,
    hits: dict[int, Hit],
    bound_to: str,
) -> tuple[list[Row[Any]], str | None]:
    keys: Order = query.order
    if ("number", False) not in keys:
        keys = (*keys, ("number", False))
    columns = [(SORTS[name][0], descending) for name, descending in keys]
    labelled = [column.label(f"key_{place}") for place, (column, _) in enumerate(columns)]
    statement = (
        select_current(QUESTIONS.number.label("place"), *labelled, staff=caller.is_staff)
        .where(QUESTIONS.number.in_(list(hits)), *wanted.conditions(per_row=True))
        .order_by(*(column.desc() if down else column.asc() for column, down in columns))
        .limit(query.limit + 1)
    )
    if query.cursor is not None:
        kinds = [SORTS[name][1] for name, _ in keys]
        statement = statement.where(
            pagination.after(columns, decode_cursor(query.cursor, bound_to, kinds))
        )
    found = list(session.execute(statement).all())
    shown = found[: query.limit]
    following = None
    if len(found) > query.limit:
        values = [getattr(shown[-1], f"key_{place}") for place in range(len(keys))]
        following = encode_cursor(bound_to, values)
    return shown, following


def _item(row: Row[Any], hit: Hit, marker: Marker, caller: Caller) -> FoundPublic | FoundStaff:
    texts = {"title": row.title, "body": row.body}
    if caller.is_staff:
        texts["answer"] = row.answer
    highlights = [
        rows.built(Highlight, {"field": name, "start": start, "end": end})
        for name, written in texts.items()
        if written
        for start, end in marker.spans(written)
    ]
    more: dict[str, Any] = {"score": hit.score, "highlights": highlights}
    if caller.is_staff:
        return rows.built(FoundStaff, rows.staff(row).__dict__ | more)
    return rows.built(FoundPublic, rows.public(row).__dict__ | more)
