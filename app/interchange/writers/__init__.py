"""The formats that banks are written in: a registry of pure writers, documents in and bytes out."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from app.interchange.document import QuestionDocument
from app.interchange.formats.named import one_named
from app.interchange.writers.anki_package import AnkiWriter
from app.interchange.writers.data_files import JsonLinesWriter, JsonWriter, YamlWriter
from app.interchange.writers.gift import GiftWriter
from app.interchange.writers.html_sheet import HtmlWriter
from app.interchange.writers.markdown import MarkdownFolderWriter, MarkdownWriter
from app.interchange.writers.moodle_xml import MoodleXmlWriter
from app.interchange.writers.qti import QtiWriter
from app.interchange.writers.tables import CsvWriter, XlsxWriter


class Writer(Protocol):
    """One file format. `loses` names the members of a question that the file does not carry,
    or not so that an import gets them back."""

    @property
    def name(self) -> str: ...
    @property
    def suffix(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def loses(self) -> tuple[str, ...]: ...

    def write(self, documents: Iterable[QuestionDocument]) -> Iterator[bytes]:
        """The file in pieces, made while documents come in."""


_WRITERS: tuple[Writer, ...] = (
    MarkdownWriter(), MarkdownFolderWriter(), JsonWriter(), JsonLinesWriter(), YamlWriter(),
    CsvWriter(), XlsxWriter(), GiftWriter(), MoodleXmlWriter(), QtiWriter(), AnkiWriter(),
    HtmlWriter(),
)  # fmt: skip


def writers() -> tuple[Writer, ...]:
    """Every format that is written."""
    return _WRITERS


def writer_named(name: str) -> Writer:
    """The format of that name. Raises `UnknownFormat`, naming those there are."""
    return one_named(name, _WRITERS)
