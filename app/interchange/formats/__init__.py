"""The formats that banks come in: a registry of pure readers, bytes in and a `Reading` out."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Protocol, runtime_checkable

from app.interchange.document import Piece, Reading
from app.interchange.formats.aiken import Aiken
from app.interchange.formats.anki_json import AnkiJson
from app.interchange.formats.anki_package import AnkiPackage
from app.interchange.formats.anki_text import AnkiText, is_headed
from app.interchange.formats.blackboard import Blackboard
from app.interchange.formats.csv_table import Csv, Tsv
from app.interchange.formats.errors import UnknownFormat
from app.interchange.formats.gift import Gift
from app.interchange.formats.json_data import Json, JsonLines
from app.interchange.formats.markdown import Markdown
from app.interchange.formats.moodle_xml import MoodleXml
from app.interchange.formats.named import one_named
from app.interchange.formats.opentdb import OpenTriviaDb
from app.interchange.formats.profile import Profile
from app.interchange.formats.qti import Qti
from app.interchange.formats.text import in_bytes
from app.interchange.formats.xlsx import Xlsx
from app.interchange.formats.yaml_data import Yaml


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


@runtime_checkable
class Streaming(Protocol):
    """A format whose files may be large: what they hold is given as it is found."""

    def stream(self, data: bytes, *, profile: Profile) -> Iterator[Piece]:
        """What `read` gives, piece by piece."""


# The order in which a file is offered to them: the particular before the general.
_FORMATS: tuple[Format, ...] = (
    JsonLines(), OpenTriviaDb(), AnkiJson(), Json(), Xlsx(), AnkiPackage(), Qti(), MoodleXml(),
    Blackboard(), Tsv(), Csv(), Gift(), AnkiText(), Aiken(), Markdown(), Yaml(),
)  # fmt: skip


def formats() -> tuple[Format, ...]:
    """Every format, in the order in which a file is offered to them."""
    return _FORMATS


def format_named(name: str) -> Format:
    """The format of that name. Raises `UnknownFormat`, naming those there are."""
    return one_named(name, _FORMATS)


def pieces_of(file_format: Format, data: bytes, profile: Profile) -> Iterator[Piece]:
    """All that a file holds, piece by piece. Raises `UnreadableFile`, maybe in the midst of it."""
    if isinstance(file_format, Streaming):
        return file_format.stream(data, profile=profile)
    return pieces_in(file_format.read(data, profile=profile))


def pieces_in(reading: Reading) -> Iterator[Piece]:
    """All that was read of a file, piece by piece."""
    yield from reading.documents
    yield from reading.findings


def guess(filename: str | None, media_type: str | None, data: bytes) -> Format:
    """The format of a file: by its suffix, else by its media type, else by its first bytes.

    Where several share a suffix the first that recognises the bytes is taken, else the last,
    which is the most general.
    Raises `UnknownFormat` when nothing fits.
    """
    seen = in_bytes(data)
    suffix = PurePosixPath((filename or "").replace("\\", "/")).suffix.casefold()
    media = (media_type or "").partition(";")[0].strip().casefold()
    if suffix in (".csv", ".tsv", ".tab") and is_headed(seen):
        return AnkiText()
    by_suffix = [one for one in _FORMATS if suffix and suffix in one.suffixes]
    by_media = [one for one in _FORMATS if media and media in one.media_types]
    for fitting in (by_suffix, by_media):
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            return next((one for one in fitting if one.recognises(seen)), fitting[-1])
    if sure := next((one for one in _FORMATS if one.recognises(seen)), None):
        return sure
    raise UnknownFormat(f"no format is known for {filename or 'this file'}; name one")
