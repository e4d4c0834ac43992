"""The verbs of draws: picking questions at random, and keeping what was picked."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, or_, select
from sqlmodel import Session

from app.access.caller import Caller
from app.core.ids import new_id
from app.core.models import table_of
from app.core.prepared import Prepared, insert_rows
from app.questions import rows
from app.questions.filters import QUESTIONS, QuestionFilter, numbered
from app.questions.reading import visible_to
from app.questions.rows import VERSIONS, select_current, select_versions
from app.questions.schemas import QuestionPublic
from app.search.index import index_of
from app.sets.drawing import pick_questions
from app.sets.errors import DrawNotFound, Shortage
from app.sets.models import Draw, DrawItem
from app.sets.schemas import (
    DrawCreate,
    DrawItemRead,
    DrawRead,
    OnShortage,
    RandomQuery,
    RandomQuestions,
    ShortageRead,
)
from app.sets.selection import ALGORITHM, MAX_SEED

DRAWS = table_of(Draw).c
ITEMS = table_of(DrawItem).c


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came out: rows of the public columns with `version_id`, in the order drawn."""

    rows: list[Row[Any]]
    seed: int
    bank_digest: str
    shortages: list[ShortageRead]

    @property
    def questions(self) -> list[QuestionPublic]:
        """The drawn questions in their public form."""
        return [rows.public(row) for row in self.rows]


@lru_cache
def _by_number(among: str) -> Prepared:
    statement = select_current(QUESTIONS.number, VERSIONS.id.label("version_id"), staff=False)
    return Prepared(statement.where(numbered(among)))


def draw_questions(
    session: Session,
    wanted: QuestionFilter,
    count: int,
    *,
    seed: int | None,
    on_shortage: OnShortage,
    exclude: frozenset[int] = frozenset(),
) -> Drawn:
    """Draw without keeping it.

    Raises:
        Shortage: too few questions pass and no partial draw was asked for.
    """
    seed = secrets.randbelow(MAX_SEED + 1) if seed is None else seed
    pick = pick_questions(session, wanted, count, seed, exclude)
    shortages = []
    if len(pick.numbers) < count:
        if on_shortage is OnShortage.ERROR:
            raise Shortage(count, pick.available)
        shortages = [ShortageRead(slot=None, requested=count, available=pick.available)]
    index = index_of(session)
    found = _by_number(index.among).all(session, {"numbers": index.listed(pick.numbers)})
    place = {number: index for index, number in enumerate(pick.numbers)}
    ordered = sorted(found, key=lambda row: place[row.number])
    return Drawn(ordered, seed, pick.bank_digest, shortages)


def random_questions(session: Session, query: RandomQuery, caller: Caller) -> RandomQuestions:
    """Questions at random, not kept.

    Raises:
        Shortage: too few questions pass and no partial draw was asked for.
    """
    drawn = draw_questions(
        session,
        visible_to(caller, query.build()),
        query.count,
        seed=query.seed,
        on_shortage=query.on_shortage,
    )
    return RandomQuestions.model_construct(
        items=drawn.questions,
        seed=drawn.seed,
        algorithm=ALGORITHM,
        bank_digest=drawn.bank_digest,
        shortages=drawn.shortages,
    )


def create_draw(session: Session, new: DrawCreate, caller: Caller, now: datetime) -> DrawRead:
    """Draw and keep the result, each question pinned to its version in force."""
    wanted = visible_to(caller, new.filters.build("/filters/"))
    drawn = draw_questions(
        session,
        wanted,
        new.count,
        seed=new.seed,
        on_shortage=new.on_shortage,
        exclude=_numbers_of(session, new.exclude),
    )
    draw_id = keep_draw(
        session, drawn, new.model_dump(mode="json"), subject=new.subject, caller=caller, now=now
    )
    return read_draw(session, draw_id, caller)


def keep_draw(
    session: Session,
    drawn: Drawn,
    request: dict[str, Any],
    *,
    subject: str | None,
    caller: Caller,
    now: datetime,
) -> str:
    """Store a draw and return its id."""
    draw_id = new_id()
    draw = {
        "id": draw_id,
        "seed": drawn.seed,
        "algorithm": ALGORITHM,
        "bank_digest": drawn.bank_digest,
        "request": request,
        "shortages": [shortage.model_dump() for shortage in drawn.shortages],
        "subject": subject,
        "created_by": caller.key_id,
        "created_at": now,
    }
    insert_rows(session, Draw, [draw])
    items = [
        {"draw_id": draw_id, "position": position, "slot": None, "version_id": row.version_id}
        for position, row in enumerate(drawn.rows, 1)
    ]
    insert_rows(session, DrawItem, items)
    return draw_id


def read_draw(session: Session, draw_id: str, caller: Caller) -> DrawRead:
    """A kept draw. One that a key made is for keys only, for it may hold internal questions.

    Raises:
        DrawNotFound: there is none, or it is not the caller's.
    """
    draw = session.execute(select(table_of(Draw)).where(DRAWS.id == draw_id)).one_or_none()
    if draw is None or (draw.created_by is not None and caller.key_id is None):
        raise DrawNotFound
    statement = (
        select_versions(ITEMS.position, ITEMS.slot, staff=False)
        .join(ITEMS.draw_id.table, ITEMS.version_id == VERSIONS.id)
        .where(ITEMS.draw_id == draw_id)
        .order_by(ITEMS.position)
    )
    return DrawRead.model_construct(
        id=draw.id,
        seed=draw.seed,
        algorithm=draw.algorithm,
        bank_digest=draw.bank_digest,
        items=[
            DrawItemRead.model_construct(
                position=row.position, slot=row.slot, question=rows.public(row)
            )
            for row in session.execute(statement).all()
        ],
        shortages=[ShortageRead(**shortage) for shortage in draw.shortages],
        subject=draw.subject,
        created_at=draw.created_at,
    )


def _numbers_of(session: Session, refs: list[str]) -> frozenset[int]:
    if not refs:
        return frozenset()
    statement = select(QUESTIONS.number).where(
        or_(QUESTIONS.id.in_(refs), QUESTIONS.slug.in_(refs))
    )
    return frozenset(session.execute(statement).scalars())
