"""Folders with a file per question: what the other files of a folder say of one of them."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import PurePosixPath

from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.evidence import asks
from app.interchange.formats.text import decode
from app.interchange.formats.titles import read_title
from app.interchange.sources import SourceFile

_SUFFIXES = (".md", ".markdown", ".mdx")
_INDEX = "readme"
_FEWEST = 3
_MOST_READ = 40  # files of a folder; more of them say no more
_ASKING = 0.6  # the share of first headings that ask
_START = 4096  # bytes


class Siblings:
    """The files of an import by their folders, each of which is looked at once, when it is
    asked about."""

    def __init__(self, files: Sequence[SourceFile]) -> None:
        self._files = files
        self._asking: dict[PurePosixPath, bool] = {}

    @cached_property
    def _folders(self) -> dict[PurePosixPath, list[SourceFile]]:
        found: dict[PurePosixPath, list[SourceFile]] = {}
        for file in self._files:
            if _counts(file):
                found.setdefault(PurePosixPath(file.name).parent, []).append(file)
        return found

    def hold_a_question_each(self, file: SourceFile) -> bool:
        """Whether a Markdown file begins with its only name, as the others of its folder do, most
        of which ask with theirs: then what stands below is the answer.
        """
        folder = PurePosixPath(file.name).parent
        if folder not in self._asking:
            self._asking[folder] = _ask(self._folders.get(folder, []))
        return self._asking[folder] and _counts(file) and bool(_name(file))


def _ask(files: list[SourceFile]) -> bool:
    if len(files) < _FEWEST:
        return False
    names = [_name(one) for one in files[:_MOST_READ]]
    asking = sum(bool(name) and asks(read_title(name)) > 0 for name in names)
    return all(names) and asking >= len(names) * _ASKING


def _counts(file: SourceFile) -> bool:
    path = PurePosixPath(file.name)
    return path.suffix.lower() in _SUFFIXES and path.stem.lower() != _INDEX


def _name(file: SourceFile) -> str:
    """The heading that a file begins with, or nothing."""
    try:
        text = decode(file.load()[:_START]).text
    except UnreadableFile:
        return ""
    first = text.lstrip().partition("\n")[0]
    return first.removeprefix("# ").strip() if first.startswith("# ") else ""
