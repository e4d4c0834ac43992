"""The verbs of likeness: which questions resemble one, and which pairs of the bank do."""

from typing import Any

from pydantic import BaseModel
from sqlalchemy import Row, Select, func, select, union_all
from sqlmodel import Session

from app.access.caller import Caller
from app.core.models import table_of
from app.core.pagination import Page, decode_cursor, encode_cursor
from app.questions.errors import QuestionNotFound
from app.questions.filters import QUESTIONS
from app.questions.models import QuestionTerm, Status, Visibility
from app.questions.rows import select_current
from app.questions.writing import find_id
from app.search.likeness import Likeable, is_possible_duplicate, likeness

TERMS = table_of(QuestionTerm).c
WORTH_SHOWING = 0.5
CANDIDATES = 100
"""How many questions are compared with one; those that share most of its words first."""

_PER_TERM = 1000
_SCANNED = 200


class SimilarQuestion(BaseModel):
    """Another question and how alike it is, 0 to 1; `possible_duplicate` from a fixed value."""

    id: str
    slug: str
    title: str
    score: float
    possible_duplicate: bool


class SimilarQuestions(BaseModel):
    items: list[SimilarQuestion]


class DuplicatePair(BaseModel):
    """Two questions that may be one; the one that was there first stands first."""

    first: SimilarQuestion
    second: SimilarQuestion
    score: float


def similar_to(session: Session, ref: str, caller: Caller, limit: int) -> SimilarQuestions:
    """The questions most like one, of those that the caller may see.

    Raises:
        QuestionNotFound: there is no such question, or it is not the caller's to see.
    """
    question_id = find_id(session, ref)
    row = session.execute(_current().where(QUESTIONS.id == question_id)).one_or_none()
    if row is None or not (caller.is_staff or _is_open(row)):
        raise QuestionNotFound
    items = [
        _shown(other, score)
        for other, score in _alike(session, row)
        if caller.is_staff or _is_open(other)
    ]
    return SimilarQuestions(items=items[:limit])


def possible_duplicates(session: Session, question_id: str) -> list[SimilarQuestion]:
    """The questions that may be the same as one, most alike first; none for a retired one."""
    row = session.execute(_current().where(QUESTIONS.id == question_id)).one_or_none()
    if row is None:
        return []
    return [
        _shown(other, score)
        for other, score in _alike(session, row)
        if is_possible_duplicate(score)
    ]


def list_duplicates(session: Session, limit: int, cursor: str | None) -> Page[DuplicatePair]:
    """Pairs of the bank that may be one question, in the order of the bank. A page looks at a
    bounded part of it, so it may hold few pairs and still have a next one."""
    after = 0 if cursor is None else decode_cursor(cursor, "duplicates", [int])[0]
    statement = _current().where(QUESTIONS.number > after).order_by(QUESTIONS.number)
    looked_at = session.execute(statement.limit(_SCANNED)).all()
    pairs: list[DuplicatePair] = []
    last = after
    for row in looked_at:
        if len(pairs) >= limit:
            break
        last = row.number
        pairs += [
            DuplicatePair(first=_shown(row, score), second=_shown(other, score), score=score)
            for other, score in _alike(session, row)
            if other.number > row.number and is_possible_duplicate(score)
        ]
    more = len(looked_at) == _SCANNED or (bool(looked_at) and last < looked_at[-1].number)
    following = encode_cursor("duplicates", [last]) if more else None
    return Page[DuplicatePair].model_construct(items=pairs, next_cursor=following, total=None)


def _is_open(row: Row[Any]) -> bool:
    return bool(row.status == Status.PUBLISHED and row.visibility == Visibility.PUBLIC)


def _current() -> Select[Any]:
    return select_current(
        QUESTIONS.number, QUESTIONS.status, QUESTIONS.visibility, staff=False
    ).where(QUESTIONS.status != Status.RETIRED)


def _alike(session: Session, row: Row[Any]) -> list[tuple[Row[Any], float]]:
    """Other questions with their likeness to this one, most alike first."""
    own = select(TERMS.term).where(TERMS.number == row.number)
    terms = session.execute(own).scalars().all()
    if not terms:
        return []
    # A word that very many share tells little: only so many of its questions are counted.
    holders = [
        select(TERMS.number).where(TERMS.term == term).limit(_PER_TERM).subquery() for term in terms
    ]
    shared = union_all(*(select(holder.c.number) for holder in holders)).subquery()
    statement = (
        select(shared.c.number)
        .where(shared.c.number != row.number)
        .group_by(shared.c.number)
        .order_by(func.count().desc(), shared.c.number)
        .limit(CANDIDATES)
    )
    numbers = session.execute(statement).scalars().all()
    others = session.execute(_current().where(QUESTIONS.number.in_(numbers))).all()
    this = _likeable(row)
    scored = [(other, round(likeness(this, _likeable(other)), 3)) for other in others]
    worthy = [(other, score) for other, score in scored if score >= WORTH_SHOWING]
    return sorted(worthy, key=lambda pair: (-pair[1], pair[0].number))


def _likeable(row: Row[Any]) -> Likeable:
    return Likeable(row.title, row.body, tuple(option["text"] for option in row.options))


def _shown(row: Row[Any], score: float) -> SimilarQuestion:
    return SimilarQuestion(
        id=row.id,
        slug=row.slug,
        title=row.title,
        score=score,
        possible_duplicate=is_possible_duplicate(score),
    )
