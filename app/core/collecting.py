"""How often Python looks for garbage in cycles while much is being made that has none, and what
becomes of the memory afterwards."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_RARELY = 50_000
_lock = Lock()
_inside = 0
_usual = gc.get_threshold()


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Look for cycles only after so many new objects as long as the block lasts, in all threads.
    At the usual rate that is a tenth of the work of making a hundred thousand questions, and it
    finds nothing."""
    global _inside, _usual  # the rate is the process's, too
    with _lock:
        _inside += 1
        if _inside == 1:
            _usual = gc.get_threshold()
            gc.set_threshold(_RARELY, *_usual[1:])
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                gc.set_threshold(*_usual)


def give_memory_back() -> None:
    """Hand the pages that nothing uses any more to the system, where the C library can (glibc).
    It keeps those of each thread for the next time it needs as much: after a few large imports
    that was as much again as a service takes at rest."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
