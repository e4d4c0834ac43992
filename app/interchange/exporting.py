"""Exports: the questions that pass the filters of a list, read off the bank page by page."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Select, bindparam
from sqlmodel import Session

from app.access.caller import Caller, Scope
from app.access.errors import KeyNeeded, ScopeMissing
from app.core.database import Database
from app.interchange.document import QuestionDocument
from app.interchange.whole import public_document, staff_document
from app.questions import finding, rows
from app.questions.filters import QUESTIONS, QuestionFilter, resolve_categories
from app.questions.models import Status, Visibility
from app.questions.parameters import SearchQuery
from app.questions.reading import with_states
from app.questions.rows import select_current

PAGE = 200
"""Questions that are read in one unit of reading."""


Unit = Callable[[], AbstractContextManager[Session]]


class View(StrEnum):
    """What an export tells of each question."""

    STAFF = "staff"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be exported. `found` are the numbers of the questions that met a search, best
    first; None if nothing was searched for. `truncated` says that more met it than are ranked."""

    wanted: QuestionFilter
    view: View
    found: tuple[int, ...] | None = None
    truncated: bool = False


def select_questions(
    session: Session,
    query: SearchQuery,
    view: View | None,
    caller: Caller,
    aliases: Path | None = None,
) -> Selection:
    """The questions that a list with the same parameters would hold. Without a view it is the
    fullest that the caller may see. The public view holds what is published and public, unless
    a member of staff asks for other states.

    Raises:
        Invalid: a filter names what there is not.
        KeyNeeded, ScopeMissing: the caller may not see the view or the states asked for.
    """
    view = view or (View.STAFF if caller.is_staff else View.PUBLIC)
    if view is View.STAFF and not caller.is_staff:
        raise KeyNeeded if caller.key_id is None else ScopeMissing(Scope.QUESTIONS_READ)
    wanted = with_states(query, caller)
    if view is View.PUBLIC:
        wanted = replace(
            wanted,
            statuses=query.statuses or (Status.PUBLISHED,),
            visibilities=query.visibilities or (Visibility.PUBLIC,),
        )
    exact = resolve_categories(session, wanted)
    if not query.searches:
        return Selection(exact, view)
    assert query.q is not None
    found = finding.find(session, query.q, wanted, caller, aliases)
    return Selection(exact, view, tuple(hit.number for hit in found.hits), found.truncated)


def read_documents(
    db: Database, selection: Selection, view: Session | None = None
) -> Iterator[QuestionDocument]:
    """The documents of a selection, in the order of the bank or of the search.

    With a `view`, a unit of reading that lasts as long as this does, all are as they were when it
    began. Without, each page is a unit of its own, so that no transaction stays open for as long
    as the reader of the file takes. A question that is there all the while is told once; one that
    changes meanwhile as it was before or after.
    """
    unit: Unit = db.read if view is None else lambda: nullcontext(view)
    pages = _listed(unit, selection) if selection.found is None else _found(unit, selection)
    reading = _staff if selection.view is View.STAFF else _public
    for page in pages:
        yield from map(reading, page)


def _listed(unit: Unit, selection: Selection) -> Iterator[list[Any]]:
    number = QUESTIONS.number
    statement = _select(selection).where(number > bindparam("beyond")).order_by(number).limit(PAGE)
    beyond = 0
    while True:
        with unit() as session:
            page = list(session.execute(statement, {"beyond": beyond}).all())
        yield page
        if len(page) < PAGE:
            return
        beyond = page[-1].place


def _found(unit: Unit, selection: Selection) -> Iterator[list[Any]]:
    assert selection.found is not None
    statement = _select(selection).where(QUESTIONS.number.in_(bindparam("numbers", expanding=True)))
    for start in range(0, len(selection.found), PAGE):
        numbers = selection.found[start : start + PAGE]
        with unit() as session:
            page = session.execute(statement, {"numbers": numbers}).all()
        by_number = {row.place: row for row in page}
        yield [by_number[number] for number in numbers if number in by_number]


def _select(selection: Selection) -> Select[Any]:
    is_staff = selection.view is View.STAFF
    place = QUESTIONS.number.label("place")
    return select_current(place, staff=is_staff).where(*selection.wanted.conditions(per_row=True))


def _staff(row: Any) -> QuestionDocument:
    return staff_document(rows.staff(row))


def _public(row: Any) -> QuestionDocument:
    return public_document(rows.public(row))
