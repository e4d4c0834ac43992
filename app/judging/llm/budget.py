"""How much a process may ask of a judge: calls in an hour and tokens in a day."""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from app.judging.llm.failures import OVER_BUDGET, SPENT
from app.scoring.scorers import NotAsked, Unscorable

HOUR, DAY = 3600.0, 86_400.0
_PARTS = 60


@dataclass
class _Part:
    """What was spent in one sixtieth of a window."""

    number: int
    amount: int = 0


class _Window:
    """A limit on what is spent within the last so many seconds."""

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit, self._length = limit, seconds / _PARTS
        self._parts: deque[_Part] = deque()

    def wait_for(self, amount: int, now: float) -> float:
        """The seconds until so much may be spent; 0 if it may be now."""
        number = int(now // self._length)
        while self._parts and self._parts[0].number <= number - _PARTS:
            self._parts.popleft()
        over = sum(part.amount for part in self._parts) + amount - self.limit
        for part in self._parts:
            if over <= 0:
                break
            over -= part.amount
            wait = (part.number + _PARTS) * self._length - now
            if over <= 0:
                return wait
        return 0.0

    def spend(self, amount: int, now: float) -> _Part:
        number = int(now // self._length)
        if not self._parts or self._parts[-1].number != number:
            self._parts.append(_Part(number))
        self._parts[-1].amount += amount
        return self._parts[-1]


class Spending:
    """What was set aside for one score; `settle` gives back what was not used."""

    def __init__(self, part: _Part, tokens: int, lock: Lock) -> None:
        self._part, self._tokens, self._lock = part, tokens, lock

    def settle(self, used: int) -> None:
        """Count what was used in place of what was set aside for it."""
        with self._lock:
            self._part.amount += used - self._tokens
            self._tokens = used


class Budget:
    """Shared by the threads of a process; what other processes spend it does not know."""

    def __init__(
        self,
        calls_per_hour: int,
        tokens_per_day: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._calls = _Window(calls_per_hour, HOUR)
        self._tokens = _Window(tokens_per_day, DAY)
        self._clock, self._lock = clock, Lock()

    def spend(self, calls: int, tokens: int) -> Spending:
        """Set aside what a score may cost, before anything is asked.

        Raises:
            NotAsked: there is not so much left.
            Unscorable: there never will be.
        """
        with self._lock:
            if calls > self._calls.limit or tokens > self._tokens.limit:
                raise Unscorable(OVER_BUDGET)
            now = self._clock()
            wait = max(self._calls.wait_for(calls, now), self._tokens.wait_for(tokens, now))
            if wait > 0:
                raise NotAsked(SPENT, retry_after=math.ceil(wait))
            self._calls.spend(calls, now)
            return Spending(self._tokens.spend(tokens, now), tokens, self._lock)
