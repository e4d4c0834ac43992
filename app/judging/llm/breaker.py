"""A circuit breaker: a judge that keeps failing is left alone, then asked once to see."""

import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from app.judging.llm.failures import RESTING, CallFailed
from app.scoring.scorers import NotAsked

FAILURES = 5
FIRST_REST = 30.0
LONGEST_REST = 600.0
logger = logging.getLogger(__name__)


class Breaker:
    """Shared by all threads. It opens after so many failures in a row, or when the judge asks
    to wait. When its rest is over, one attempt is let through: if that fails too, the next
    rest is twice as long, up to ten minutes."""

    def __init__(
        self, *, failures: int = FAILURES, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._clock, self._lock = failures, clock, Lock()
        self._failures = 0
        self._rest = FIRST_REST
        self._until: float | None = None
        self._is_probing = False

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """One attempt to ask the judge, whose outcome counts.

        Raises:
            NotAsked: the judge is left alone for now.
        """
        is_probe = self._enter()
        try:
            yield
        except CallFailed as failure:
            self._note_failure(failure.pause, is_probe=is_probe)
            raise
        except BaseException:
            # It says nothing about the judge's service; the next one may try.
            self._leave(is_probe=is_probe)
            raise
        self._note_success(is_probe=is_probe)

    def _enter(self) -> bool:
        with self._lock:
            if self._until is None:
                return False
            left = self._until - self._clock()
            if left > 0 or self._is_probing:
                raise NotAsked(RESTING, retry_after=max(1, math.ceil(left)))
            self._is_probing = True
            return True

    def _note_failure(self, pause: int | None, *, is_probe: bool) -> None:
        with self._lock:
            self._failures += 1
            if is_probe:
                self._is_probing = False
            if pause is not None:
                self._until = max(self._until or 0.0, self._clock() + pause)
            elif is_probe or (self._until is None and self._failures >= self._most):
                self._until = self._clock() + self._rest
                logger.warning("a judge is left alone", extra={"fields": {"seconds": self._rest}})
                self._rest = min(LONGEST_REST, self._rest * 2)

    def _leave(self, *, is_probe: bool) -> None:
        with self._lock:
            if is_probe:
                self._is_probing = False

    def _note_success(self, *, is_probe: bool) -> None:
        """One that began before the rest did ends no rest."""
        with self._lock:
            if is_probe or self._until is None:
                self._failures, self._rest = 0, FIRST_REST
                self._until, self._is_probing = None, False
