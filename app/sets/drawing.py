"""Picking questions at random from a bank of any size, at a cost that hardly depends on it.

Questions carry dense serial numbers. Where few pass the filter their numbers are listed and
sampled; the list is kept under the bank's digest, which names all that a filter looks at, so
it needs no invalidation. Where many pass, guessing numbers and keeping those that pass gives
the same uniform sample without reading the bank; what is guessed is looked up in the bank, or
in marks that are kept like the lists. Either way each set of questions is equally
likely, and the seed and the state of the bank decide which.
"""

from array import array
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from threading import Lock

from sqlalchemy import select
from sqlmodel import Session

from app.core.models import BankState, table_of
from app.core.prepared import Prepared
from app.questions.facets import count_kept
from app.questions.filters import (
    QUESTIONS,
    QuestionFilter,
    conditions,
    numbered,
    resolve_categories,
)
from app.questions.finding import list_numbers
from app.search.index import index_of
from app.sets.selection import SeededStream, sample

LISTED_AT_MOST = 5000
"""How many passing questions are listed; of more than that it is guessed."""

KEPT_LISTS = 256
_MARKED_AT_MOST = 50_000
"""How many passing questions are marked in memory when a filter is drawn from again."""

_LARGEST_GUESS = 2000
_STATE = table_of(BankState).c
_BANK = Prepared(select(_STATE.next_number, _STATE.digest))


@dataclass(frozen=True, slots=True)
class Pick:
    """The numbers that were picked, in order; `available` counts all that pass the filter,
    and is exact whenever it is less than what was asked for."""

    numbers: tuple[int, ...]
    available: int
    bank_digest: str


def pick_questions(
    session: Session,
    wanted: QuestionFilter,
    count: int,
    seed: int,
    exclude: frozenset[int] = frozenset(),
) -> Pick:
    """Up to `count` different questions that pass the filter and are not excluded.

    The filter has to be one of published questions: their digest names the lists kept.
    """
    ((next_number, digest),) = _BANK.all(session, {})
    stream = SeededStream(seed)
    passing = _LISTS.passing(session, wanted, digest)
    if passing.listed is not None:
        listed = passing.listed
        eligible = [n for n in listed if n not in exclude] if exclude else listed
        return Pick(tuple(sample(eligible, count, stream)), len(eligible), digest)
    guesser = _Guesser(session, wanted, passing, stream, next_number - 1, exclude)
    chosen: list[int] = []
    # So many guesses it takes on average, or fewer; what is chosen does not depend on it.
    for_one = max(1.0, next_number / passing.least)
    while (missing := count - len(chosen)) > 0:
        deviation = sqrt(missing * for_one * (for_one - 1))
        chosen += guesser.guess(min(_LARGEST_GUESS, int(missing * for_one + deviation) + 2))
    return Pick(tuple(chosen[:count]), count, digest)


@dataclass(frozen=True, slots=True)
class _Passing:
    """At least so many questions pass a filter; their numbers, unless there are too many, or a
    bit for each number that says whether it is one of them."""

    least: int
    listed: "array[int] | None" = None
    marks: bytearray | None = None

    @property
    def may_be_marked(self) -> bool:
        """Whether marks are worth making."""
        return self.listed is None and self.marks is None and self.least <= _MARKED_AT_MOST

    def marked(self, number: int) -> bool:
        """What the bit of a number says."""
        assert self.marks is not None
        return number >> 3 < len(self.marks) and bool(self.marks[number >> 3] >> (number & 7) & 1)


class _Lists:
    """What passes a filter at one state of the bank."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, QuestionFilter], _Passing] = {}
        self._lock = Lock()

    def passing(self, session: Session, wanted: QuestionFilter, digest: str) -> _Passing:
        """What passes, read now or kept from before."""
        key = (digest, wanted)
        passing = self._kept.get(key)
        if passing is None:
            passing = _read_passing(session, wanted)
        elif passing.may_be_marked:
            passing = _mark_passing(session, wanted)
        else:
            return passing
        with self._lock:
            while len(self._kept) >= KEPT_LISTS:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = passing
        return passing


def _read_passing(session: Session, wanted: QuestionFilter) -> _Passing:
    counted = count_kept(session, wanted)
    if counted is not None and counted > LISTED_AT_MOST:
        return _Passing(counted)
    numbers = list_numbers(session, wanted, LISTED_AT_MOST + 1)
    if len(numbers) > LISTED_AT_MOST:
        return _Passing(len(numbers))
    return _Passing(len(numbers), array("q", numbers))


def _mark_passing(session: Session, wanted: QuestionFilter) -> _Passing:
    numbers = list_numbers(session, wanted, _MARKED_AT_MOST + 1)
    if len(numbers) > _MARKED_AT_MOST:
        return _Passing(len(numbers))
    marks = bytearray(numbers[-1] // 8 + 1)
    for number in numbers:
        marks[number >> 3] |= 1 << (number & 7)
    return _Passing(len(numbers), marks=marks)


_LISTS = _Lists()


class _Guesser:
    """Guesses numbers that were not guessed before, and keeps those that pass, in order."""

    def __init__(
        self,
        session: Session,
        wanted: QuestionFilter,
        passing: _Passing,
        stream: SeededStream,
        last_number: int,
        exclude: frozenset[int],
    ) -> None:
        self._session, self._wanted, self._passing = session, wanted, passing
        self._stream = stream
        self._last_number = last_number
        self._seen = set(exclude)

    def guess(self, tries: int) -> list[int]:
        guesses: list[int] = []
        for _ in range(tries):
            number = 1 + self._stream.below(self._last_number)
            if number not in self._seen:
                self._seen.add(number)
                guesses.append(number)
        if self._passing.marks is not None:
            return [number for number in guesses if self._passing.marked(number)]
        passing = self._read(guesses)
        return [number for number in guesses if number in passing]

    def _read(self, guesses: list[int]) -> set[int]:
        index = index_of(self._session)
        wanted = resolve_categories(self._session, self._wanted)
        values = wanted.values
        guessed = _guessed(tuple(values), index.among)
        return set(guessed.column(self._session, values | {"numbers": index.listed(guesses)}))


@lru_cache(maxsize=512)
def _guessed(names: tuple[str, ...], among: str) -> Prepared:
    """Those of the guessed numbers that pass a filter with values of these names; kept,
    because making it costs as much as running it."""
    passing = conditions(names, per_row=True)
    return Prepared(select(QUESTIONS.number).where(*passing, numbered(among)))
