"""Picking questions at random from a bank of any size, at a cost that hardly depends on it.

Questions carry dense serial numbers. Where few pass the filter their numbers are listed and
sampled; the list is kept under the bank's digest, which names all that a filter looks at, so
it needs no invalidation. Where many pass, guessing numbers and keeping those that pass gives
the same uniform sample without reading the bank. Either way each set of questions is equally
likely, and the seed and the state of the bank decide which.
"""

from array import array
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session

from app.core.models import BankState, table_of
from app.questions.filters import QUESTIONS, QuestionFilter, resolve_categories
from app.sets.selection import SeededStream, sample

LISTED_AT_MOST = 5000
"""How many passing questions are listed; of more than that it is guessed."""

KEPT_LISTS = 256
_LARGEST_GUESS = 2000
_STATE = table_of(BankState).c
_BANK = select(_STATE.next_number, _STATE.digest)


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
    next_number, digest = session.execute(_BANK).one()
    stream = SeededStream(seed)
    listed = _LISTS.passing(session, wanted, digest)
    if listed is not None:
        eligible = [n for n in listed if n not in exclude] if exclude else listed
        return Pick(tuple(sample(eligible, count, stream)), len(eligible), digest)
    guesser = _Guesser(session, wanted, stream, next_number - 1, exclude)
    chosen: list[int] = []
    # More than were listed pass, and that says how many guesses it takes at most on average.
    tries_for_one = 1.5 * next_number / LISTED_AT_MOST
    tries = 10 * count
    while len(chosen) < count:
        chosen += guesser.guess(tries)
        missing = count - len(chosen)
        tries = min(_LARGEST_GUESS, int(missing * tries_for_one) + 16)
    return Pick(tuple(chosen[:count]), count, digest)


class _Lists:
    """The numbers that pass a filter at one state of the bank; None where too many do."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, QuestionFilter], array[int] | None] = {}
        self._lock = Lock()

    def passing(self, session: Session, wanted: QuestionFilter, digest: str) -> "array[int] | None":
        """The list, read now or kept from before."""
        key = (digest, wanted)
        if key in self._kept:
            return self._kept[key]
        statement = _passing(resolve_categories(session, wanted))
        statement = statement.order_by(QUESTIONS.number).limit(LISTED_AT_MOST + 1)
        found = array("q", session.execute(statement).scalars().all())
        listed = found if len(found) <= LISTED_AT_MOST else None
        with self._lock:
            while len(self._kept) >= KEPT_LISTS:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = listed
        return listed


_LISTS = _Lists()


class _Guesser:
    """Guesses numbers that were not guessed before, and keeps those that pass, in order."""

    def __init__(
        self,
        session: Session,
        wanted: QuestionFilter,
        stream: SeededStream,
        last_number: int,
        exclude: frozenset[int],
    ) -> None:
        self._session = session
        self._statement = _guessed(resolve_categories(session, wanted))
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
        passing = set(self._session.execute(self._statement, {"guesses": guesses}).scalars())
        return [number for number in guesses if number in passing]


@lru_cache(maxsize=512)
def _passing(wanted: QuestionFilter, *, per_row: bool = False) -> Select[tuple[int]]:
    """The numbers that pass a filter; kept, because making it costs as much as running it."""
    return select(QUESTIONS.number).where(*wanted.conditions(per_row=per_row))


@lru_cache(maxsize=512)
def _guessed(wanted: QuestionFilter) -> Select[tuple[int]]:
    """Those of the guessed numbers that pass a filter."""
    return _passing(wanted, per_row=True).where(
        QUESTIONS.number.in_(bindparam("guesses", expanding=True))
    )
