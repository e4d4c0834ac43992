"""Picking questions at random from a bank of any size, at a cost that hardly depends on it.

Questions carry dense serial numbers. Guessing numbers and keeping those that pass the filter
gives a uniform sample without reading the bank; when few questions pass, guessing is wasteful
and all of them are listed instead. Either way each set of questions is equally likely, and
the seed and the state of the bank decide which.
"""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session

from app.core.models import BankState, table_of
from app.questions.filters import QUESTIONS, QuestionFilter, resolve_categories
from app.sets.selection import SeededStream, sample

LISTED_AT_MOST = 2000
"""How many passing questions are listed rather than guessed at."""

_FIRST_GUESSES = (10, 50)
"""Guesses for each wanted question before listing is tried: enough for filters that one
question in thirty passes. When the first find nothing the second are not tried."""

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
    """Up to `count` different questions that pass the filter and are not excluded."""
    next_number, digest = session.execute(_BANK).one()
    last_number = next_number - 1
    stream = SeededStream(seed)
    wanted = resolve_categories(session, wanted)
    guesser = _Guesser(session, _passing(wanted, per_row=True), stream, last_number, exclude)
    chosen: list[int] = []
    if last_number > LISTED_AT_MOST:
        for tries in _FIRST_GUESSES:
            chosen += guesser.guess(tries * count)
            if len(chosen) >= count or not chosen:
                break
    if len(chosen) < count:
        listed = _list_passing(session, _passing(wanted, per_row=False), exclude)
        if len(listed) <= LISTED_AT_MOST:
            rest = [number for number in listed if number not in set(chosen)]
            chosen += sample(rest, count - len(chosen), stream)
            return Pick(tuple(chosen), len(listed), digest)
    while len(chosen) < count:
        chosen += guesser.guess(_LARGEST_GUESS)
    return Pick(tuple(chosen[:count]), count, digest)


class _Guesser:
    """Guesses numbers that were not guessed before, and keeps those that pass, in order."""

    def __init__(
        self,
        session: Session,
        passing: Select[tuple[int]],
        stream: SeededStream,
        last_number: int,
        exclude: frozenset[int],
    ) -> None:
        self._session = session
        self._statement = passing.where(QUESTIONS.number.in_(bindparam("guesses", expanding=True)))
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


def _list_passing(
    session: Session, passing: Select[tuple[int]], exclude: frozenset[int]
) -> list[int]:
    statement = passing.order_by(QUESTIONS.number).limit(LISTED_AT_MOST + 1 + len(exclude))
    listed = session.execute(statement).scalars().all()
    return [number for number in listed if number not in exclude] if exclude else list(listed)


@lru_cache(maxsize=512)
def _passing(wanted: QuestionFilter, *, per_row: bool) -> Select[tuple[int]]:
    """The numbers that pass a filter; kept, because making it costs as much as running it."""
    return select(QUESTIONS.number).where(*wanted.conditions(per_row=per_row))
