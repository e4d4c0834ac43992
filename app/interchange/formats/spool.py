"""Values put aside in a temporary file, in order, so that a large file's are never all in memory."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from copyreg import __newobj__  # type: ignore[attr-defined]  # unknown to its stubs
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import IO, Any, Generic, Self, TypeVar

T = TypeVar("T")

_IN_MEMORY = 2 * 1024 * 1024
_AT_ONCE = 200


class Spool(Generic[T]):
    """A list of values that waits on disk unless it is short. It can be gone through as often as
    need be, also while another does."""

    def __init__(self, values: Iterable[T] = (), *, at_once: int = _AT_ONCE) -> None:
        self._file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # it is closed with the spool
        self._last: list[T] = []
        self._at_once, self._written, self._end = at_once, 0, 0
        try:
            for value in values:
                self.add(value)
        except BaseException:
            self.close()
            raise

    def add(self, value: T) -> None:
        """Put one more value aside."""
        self._last.append(value)
        if len(self._last) >= self._at_once:
            self._file.seek(self._end)
            _Pickler(self._file, pickle.HIGHEST_PROTOCOL).dump(self._last)
            self._end = self._file.tell()
            self._written += len(self._last)
            self._last = []

    def __len__(self) -> int:
        return self._written + len(self._last)

    def __iter__(self) -> Iterator[T]:
        at = 0
        while at < self._end:
            self._file.seek(at)
            batch: list[T] = pickle.load(self._file)  # noqa: S301  # our own file, just written
            at = self._file.tell()
            yield from batch
        yield from self._last

    def close(self) -> None:
        """Let go of the temporary file."""
        self._file.close()

    def __del__(self) -> None:
        self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()


class _Pickler(pickle.Pickler):
    """Writes our dataclasses as what they are called with, and named tuples as what they are made
    of: frozen classes that have slots do it member by member in Python, which takes three times
    as long."""

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return __newobj__, (type(value), *value)
        read = _members(type(value))  # type: ignore[arg-type]  # classes are hashable
        return NotImplemented if read is None else (type(value), read(value))


@cache
def _members(kind: type) -> Callable[[object], tuple[Any, ...]] | None:
    """What reads the members of this kind of value, in order; None if it is no dataclass."""
    if not is_dataclass(kind):
        return None
    names = [member.name for member in fields(kind)]
    if len(names) == 1:
        (name,) = names
        return lambda value: (getattr(value, name),)
    return attrgetter(*names)
