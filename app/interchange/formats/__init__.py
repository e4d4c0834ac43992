"""The formats that banks come in: a registry of pure readers, bytes in and a `Reading` out."""

from pathlib import PurePosixPath
from typing import Protocol

from app.interchange.document import Reading
from app.interchange.formats.errors import UnknownFormat
from app.interchange.formats.markdown import Markdown
from app.interchange.formats.profile import Profile


class Format(Protocol):
    """One file format. Suffixes are lower case with their dot, media types without parameters."""

    @property
    def name(self) -> str: ...
    @property
    def suffixes(self) -> tuple[str, ...]: ...
    @property
    def media_types(self) -> tuple[str, ...]: ...

    def recognises(self, data: bytes) -> bool:
        """Whether the first bytes of a file look like this format; cheap, never raises."""

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read a whole file. Raises `UnreadableFile`, and nothing else, for a bad one."""


_FORMATS: tuple[Format, ...] = (Markdown(),)


def formats() -> tuple[Format, ...]:
    """Every format, in the order in which a file is offered to them."""
    return _FORMATS


def format_named(name: str) -> Format:
    """The format of that name. Raises `UnknownFormat`, naming those there are."""
    for candidate in _FORMATS:
        if candidate.name == name:
            return candidate
    known = ", ".join(candidate.name for candidate in _FORMATS)
    raise UnknownFormat(f"there is no format {name!r}; there are: {known}")


def guess(filename: str | None, media_type: str | None, data: bytes) -> Format:
    """The format of a file: by its suffix, else by its media type, else by its first bytes.

    Where several formats share a suffix the first that recognises the bytes is taken.
    Raises `UnknownFormat` when nothing fits.
    """
    suffix = PurePosixPath((filename or "").replace("\\", "/")).suffix.casefold()
    media = (media_type or "").partition(";")[0].strip().casefold()
    for fitting in (
        [candidate for candidate in _FORMATS if suffix and suffix in candidate.suffixes],
        [candidate for candidate in _FORMATS if media and media in candidate.media_types],
        [candidate for candidate in _FORMATS if candidate.recognises(data)],
    ):
        if fitting:
            sure = (candidate for candidate in fitting if candidate.recognises(data))
            return next(sure, fitting[0])
    raise UnknownFormat(f"no format is known for {filename or 'this file'}; name one")
