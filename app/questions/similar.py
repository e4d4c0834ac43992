"""The verbs of likeness: which questions resemble one, and which pairs of the bank do."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Row, Select, bindparam, func, select, union_all
from sqlmodel import Session

from app.access.caller import Caller
from app.core.models import table_of
from app.core.pagination import Page, decode_cursor, encode_cursor
from app.questions.errors import QuestionNotFound
from app.questions.filters import QUESTIONS
from app.questions.models import MAX_TERM, QuestionTerm, Status, Visibility
from app.questions.rows import select_current
from app.questions.writing import find_id
from app.search.likeness import (
    POSSIBLE_DUPLICATE,
    Likeable,
    candidate_terms,
    is_possible_duplicate,
    likeness,
)

TERMS = table_of(QuestionTerm).c
WORTH_SHOWING = 0.5
CANDIDATES = 100
"""How many questions are compared with one; those that share most of its words first."""

_PER_TERM = 1000
_SCANNED = 200

_ALL = select_current(QUESTIONS.number, QUESTIONS.status, QUESTIONS.visibility, staff=False)
_CURRENT = _ALL.where(QUESTIONS.status != Status.RETIRED)
_BY_ID = _ALL.where(QUESTIONS.id == bindparam("ref"), QUESTIONS.merged_into.is_(None))
_BY_NUMBERS = _CURRENT.where(QUESTIONS.number.in_(bindparam("numbers", expanding=True)))
_ABOVE = (
    _CURRENT.where(QUESTIONS.number > bindparam("above")).order_by(QUESTIONS.number).limit(_SCANNED)
)
_TERMS_OF = select(TERMS.number, TERMS.term).where(
    TERMS.number.in_(bindparam("numbers", expanding=True))
)


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
        QuestionNotFound: there is no such question, it is not the caller's to see, or it was
            merged into another.
    """
    row = session.execute(_BY_ID, {"ref": find_id(session, ref)}).one_or_none()
    if row is None or not (caller.is_staff or _is_open(row)):
        raise QuestionNotFound
    items = [
        _shown(other, score)
        for other, score in Comparison(session, [row]).alike(row, WORTH_SHOWING)
        if caller.is_staff or _is_open(other)
    ]
    return SimilarQuestions(items=items[:limit])


def possible_duplicates(session: Session, question_id: str) -> list[SimilarQuestion]:
    """The questions that may be the same as one, most alike first; none for a retired one."""
    row = session.execute(_BY_ID, {"ref": question_id}).one_or_none()
    if row is None or row.status == Status.RETIRED:
        return []
    return Comparison(session, [row]).possible_duplicates(row)


def list_duplicates(session: Session, limit: int, cursor: str | None) -> Page[DuplicatePair]:
    """Pairs of the bank that may be one question, in the order of the bank. A page looks at a
    bounded part of it, so it may hold few pairs and still have a next one."""
    after = 0 if cursor is None else decode_cursor(cursor, "duplicates", [int])[0]
    looked_at = session.execute(_ABOVE, {"above": after}).all()
    comparison = Comparison(session, looked_at)
    pairs: list[DuplicatePair] = []
    last = after
    for row in looked_at:
        if len(pairs) >= limit:
            break
        last = row.number
        pairs += [
            DuplicatePair(first=_shown(row, score), second=_shown(other, score), score=score)
            for other, score in comparison.alike(row, POSSIBLE_DUPLICATE, above=row.number)
        ]
    more = len(looked_at) == _SCANNED or (bool(looked_at) and last < looked_at[-1].number)
    following = encode_cursor("duplicates", [last]) if more else None
    return Page[DuplicatePair].model_construct(items=pairs, next_cursor=following, total=None)


class Comparison:
    """Compares some questions, given with their number, title, body and options, with the rest
    of the bank. What is read of others is kept for as long as this lives."""

    def __init__(self, session: Session, rows: Sequence[Row[Any]]) -> None:
        self._session = session
        self._rows: dict[int, Row[Any]] = {}
        self._terms: dict[int, list[str]] = {}
        numbers = {"numbers": [row.number for row in rows]}
        for number, term in session.execute(_TERMS_OF, numbers).all():
            self._terms.setdefault(number, []).append(term)

    def possible_duplicates(self, row: Row[Any]) -> list[SimilarQuestion]:
        """The questions that may be the same as one, most alike first."""
        return [_shown(other, score) for other, score in self.alike(row, POSSIBLE_DUPLICATE)]

    def alike(self, row: Row[Any], least: float, above: int = 0) -> list[tuple[Row[Any], float]]:
        """Other questions, numbered above `above`, whose likeness to this one is `least` or
        more, with it; most alike first."""
        this = _likeable(row)
        # Those of a retired question are not kept, for nobody looks for it by them.
        terms = self._terms.get(row.number) or [one[:MAX_TERM] for one in candidate_terms(this)]
        scored = [
            (other, likeness(this, _likeable(other), least))
            for other in self._read(self._sharing(row.number, terms, above))
        ]
        worthy = [(other, score) for other, score in scored if score >= least]
        return sorted(worthy, key=lambda pair: (-pair[1], pair[0].number))

    def _sharing(self, number: int, terms: Sequence[str], above: int) -> Sequence[int]:
        """The numbers of the questions that share most of these terms, but for this one's."""
        if not terms:
            return []
        values: dict[str, Any] = {f"term_{at}": term for at, term in enumerate(terms)}
        statement = _sharing(len(terms))
        return (
            self._session.execute(statement, {"own": number, "above": above, **values})
            .scalars()
            .all()
        )

    def _read(self, numbers: Iterable[int]) -> list[Row[Any]]:
        missing = [number for number in numbers if number not in self._rows]
        if missing:
            for row in self._session.execute(_BY_NUMBERS, {"numbers": missing}).all():
                self._rows[row.number] = row
        return [self._rows[number] for number in numbers if number in self._rows]


@lru_cache(maxsize=16)
def _sharing(terms: int) -> Select[Any]:
    """The statement that finds what shares most of so many terms; making it costs as much as
    running it. A word that very many share tells little, so only so many of its questions are
    counted."""
    holders = [
        select(TERMS.number)
        .where(TERMS.term == bindparam(f"term_{at}"), TERMS.number > bindparam("above"))
        .order_by(TERMS.number)
        .limit(_PER_TERM)
        .subquery()
        for at in range(terms)
    ]
    shared = union_all(*(select(holder.c.number) for holder in holders)).subquery()
    return (
        select(shared.c.number)
        .where(shared.c.number != bindparam("own"))
        .group_by(shared.c.number)
        .order_by(func.count().desc(), shared.c.number)
        .limit(CANDIDATES)
    )


def _is_open(row: Row[Any]) -> bool:
    return bool(row.status == Status.PUBLISHED and row.visibility == Visibility.PUBLIC)


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
