"""The verbs of likeness: which questions resemble one, and which pairs of the bank do."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from heapq import nsmallest
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Integer, Row, bindparam, select, text
from sqlmodel import Session

from app.access.caller import Caller
from app.core.models import table_of
from app.core.pagination import Page, decode_cursor, encode_cursor
from app.core.prepared import Prepared
from app.questions.errors import QuestionNotFound
from app.questions.filters import QUESTIONS
from app.questions.models import MAX_TERM, QuestionTerm, Status, Visibility
from app.questions.rows import select_current
from app.questions.writing import find_id
from app.search.index import index_of
from app.search.likeness import (
    POSSIBLE_DUPLICATE,
    Likeable,
    candidate_terms,
    is_possible_duplicate,
    likeness,
)
from app.search.likeness_outline import may_reach, outline_of

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
_HOLDERS = Prepared(
    select(TERMS.number)
    .where(TERMS.term == bindparam("term"), TERMS.number > bindparam("above"))
    .order_by(TERMS.number)
    .limit(bindparam("most", type_=Integer))
)
_TITLES = (
    "SELECT questions.number, question_versions.title FROM questions JOIN question_versions"
    " ON question_versions.question_id = questions.id"
    " AND question_versions.number = questions.version"
    " WHERE questions.status <> 'retired' AND questions.number"
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
        self._titles: dict[int, str | None] = {}
        self._terms: dict[int, list[str]] = {}
        self._held: dict[str, list[int]] = {}
        self._held_whole: set[str] = set()
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
        outline = outline_of(row.title)
        near = [
            number
            for number, title in self._titles_of(self._sharing(row.number, terms, above))
            if may_reach(outline, outline_of(title), least)
        ]
        scored = [(other, likeness(this, _likeable(other), least)) for other in self._read(near)]
        worthy = [(other, score) for other, score in scored if score >= least]
        return sorted(worthy, key=lambda pair: (-pair[1], pair[0].number))

    def _sharing(self, number: int, terms: Iterable[str], above: int) -> list[int]:
        """The numbers of the questions that share most of these terms, but for this one's. A
        word that very many share tells little, so only so many of its questions are counted."""
        held = [self._holders(term, above) for term in terms]
        # The questions in at least one of the lists, in at least two, and so on.
        shared: list[set[int]] = [set() for _ in held]
        for place, numbers in enumerate(held):
            for times in range(place, 0, -1):
                shared[times] |= shared[times - 1].intersection(numbers)
            shared[0].update(numbers)
        found = [number]
        for several in reversed(shared):
            more = several.difference(found)
            found += nsmallest(CANDIDATES + 1 - len(found), more)
            if len(found) > CANDIDATES:
                break
        return found[1:]

    def _holders(self, term: str, above: int) -> list[int]:
        """The first `_PER_TERM` questions numbered above `above` that hold the term."""
        numbers = self._held.setdefault(term, [])
        start = bisect_right(numbers, above)
        missing = _PER_TERM - (len(numbers) - start)
        if missing > 0 and term not in self._held_whole:
            last = numbers[-1] if start < len(numbers) else above
            values = {"term": term, "above": last, "most": missing}
            more = _HOLDERS.column(self._session, values)
            numbers += more
            if len(more) < missing:
                self._held_whole.add(term)
        return numbers[start : start + _PER_TERM]

    def _titles_of(self, numbers: Iterable[int]) -> list[tuple[int, str]]:
        """Those of the questions that are not retired, with their titles."""
        missing = [number for number in numbers if number not in self._titles]
        if missing:
            self._titles.update(dict.fromkeys(missing))
            index = index_of(self._session)
            values = {"numbers": index.listed(missing)}
            self._titles.update(_titles(index.among).all(self._session, values))
        return [(n, title) for n in numbers if (title := self._titles[n]) is not None]

    def _read(self, numbers: Iterable[int]) -> list[Row[Any]]:
        missing = [number for number in numbers if number not in self._rows]
        if missing:
            for row in self._session.execute(_BY_NUMBERS, {"numbers": missing}).all():
                self._rows[row.number] = row
        return [self._rows[number] for number in numbers if number in self._rows]


@lru_cache
def _titles(among: str) -> Prepared:
    return Prepared(text(f"{_TITLES} {among}"))


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
