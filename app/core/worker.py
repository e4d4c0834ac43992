"""Threads of the process that take up what requests left to be done, and after a restart what
other processes left."""

import logging
import threading
from collections.abc import Callable

POLL_SECONDS = 2.0
STOP_SECONDS = 2.0
logger = logging.getLogger(__name__)


class Worker:
    """Calls `take_next` in `threads` threads for as long as it says that there was something.
    `wake` makes it look at once; what other processes left behind it finds by looking every two
    seconds."""

    def __init__(self, name: str, take_next: Callable[[], bool], threads: int) -> None:
        self._name, self._take_next, self._count = name, take_next, threads
        self._due = threading.Event()
        self.stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin; after `stop` too, for an app may be started again."""
        self.stopping.clear()
        self._threads = [
            threading.Thread(target=self._run, name=f"{self._name}-{number}", daemon=True)
            for number in range(self._count)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End the threads. Work that takes too long is left behind; its lease runs out and the
        next process takes it up again."""
        self.stopping.set()
        self._due.set()
        for thread in self._threads:
            thread.join(STOP_SECONDS)

    def wake(self) -> None:
        """Say that there is something to do."""
        self._due.set()

    def _run(self) -> None:
        while not self.stopping.is_set():
            self._due.clear()
            try:
                while not self.stopping.is_set() and self._take_next():
                    pass
            except Exception as error:
                # The database is away, or there is a mistake of ours: neither may end the thread.
                logger.error("%s that is owed has to wait", self._name, exc_info=error)
            if not self.stopping.is_set():
                self._due.wait(POLL_SECONDS)
