"""The verbs of reading the bank: one question, a list of them, its categories and tags."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from app.access.caller import Caller
from app.core.ids import ID_LENGTH
from app.core.pagination import Page, after, decode_cursor, encode_cursor
from app.questions import rows
from app.questions.errors import QuestionNotFound
from app.questions.filters import QUESTIONS, TAGS, QuestionFilter, resolve_categories
from app.questions.models import Status, Visibility
from app.questions.rows import VERSIONS, select_current
from app.questions.schemas import CategoryRead, QuestionPublic, QuestionStaff, TagRead

SORTS: dict[str, tuple[Any, type]] = {
    "number": (QUESTIONS.number, int),
    "created_at": (QUESTIONS.created_at, datetime),
    "updated_at": (QUESTIONS.updated_at, datetime),
    "slug": (QUESTIONS.slug, str),
    "title": (VERSIONS.title, str),
}
"""What a list can be sorted by, with the type of its place in a cursor."""

OPEN_TO_ALL = QuestionFilter()
_BY_ID = {
    staff: select_current(QUESTIONS.revision, staff=staff).where(QUESTIONS.id == bindparam("ref"))
    for staff in (False, True)
}
_BY_SLUG = {
    staff: select_current(QUESTIONS.revision, staff=staff).where(QUESTIONS.slug == bindparam("ref"))
    for staff in (False, True)
}
for _statements in (_BY_ID, _BY_SLUG):
    _statements[False] = _statements[False].where(*OPEN_TO_ALL.conditions())


def read_question(
    session: Session, ref: str, caller: Caller
) -> tuple[QuestionPublic | QuestionStaff, int]:
    """One question by id or slug, in the reading that the caller may have, and its revision.

    Raises:
        QuestionNotFound: there is none, or only staff may see it.
    """
    statements = _BY_ID if len(ref) == ID_LENGTH and ref.count("-") == 4 else _BY_SLUG
    row = session.execute(statements[caller.is_staff], {"ref": ref}).one_or_none()
    if row is None and statements is _BY_ID:
        row = session.execute(_BY_SLUG[caller.is_staff], {"ref": ref}).one_or_none()
    if row is None:
        raise QuestionNotFound
    return (rows.staff(row) if caller.is_staff else rows.public(row)), row.revision


def list_questions(
    session: Session,
    wanted: QuestionFilter,
    *,
    sort: list[tuple[str, bool]],
    limit: int,
    cursor: str | None,
    include_total: bool,
    staff: bool,
) -> Page[QuestionPublic | QuestionStaff]:
    """One page of the questions that pass the filter, in the order asked for.

    Raises:
        InvalidCursor: the cursor is of another list.
    """
    keys = [*sort, ("number", False)] if ("number", False) not in sort else sort
    columns = [(SORTS[name][0], descending) for name, descending in keys]
    query = f"{wanted!r}{keys!r}{staff}"
    conditions = resolve_categories(session, wanted).conditions()
    places = [column.label(f"key_{place}") for place, (column, _) in enumerate(columns)]
    statement = select_current(*places, staff=staff).where(*conditions)
    if cursor is not None:
        kinds = [SORTS[name][1] for name, _ in keys]
        statement = statement.where(after(columns, decode_cursor(cursor, query, kinds)))
    order = [column.desc() if descending else column.asc() for column, descending in columns]
    found = session.execute(statement.order_by(*order).limit(limit + 1)).all()
    shown = found[:limit]
    following = None
    if len(found) > limit:
        last = shown[-1]
        following = encode_cursor(query, [getattr(last, place.name) for place in places])
    total = None
    if include_total:
        total = session.execute(select(func.count(QUESTIONS.id)).where(*conditions)).scalar_one()
    reading = rows.staff if staff else rows.public
    return Page[QuestionPublic | QuestionStaff].model_construct(
        items=[reading(row) for row in shown], next_cursor=following, total=total
    )


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
