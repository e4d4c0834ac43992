"""The look-up of a format, to be read or to be written, by its name."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from app.interchange.formats.errors import UnknownFormat


class Named(Protocol):
    """Anything with a name."""

    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


def one_named(name: str, known: Sequence[N]) -> N:
    """The one of that name. Raises `UnknownFormat`, naming those there are."""
    for candidate in known:
        if candidate.name == name:
            return candidate
    names = ", ".join(candidate.name for candidate in known)
    raise UnknownFormat(f"there is no format {name!r}; there are: {names}")
