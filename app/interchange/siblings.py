"""Folders with a file per question: what the other files of a folder say of one of them."""

from collections.abc import Iterable
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


def holds_a_question_each(file: SourceFile, files: Iterable[SourceFile]) -> bool:
    """Whether a Markdown file begins with its only name, as the others of its folder do, most of
    which ask with theirs: then what stands below is the answer.
    """
    folder = PurePosixPath(file.name).parent
    beside = [one for one in files if PurePosixPath(one.name).parent == folder and _counts(one)]
    if len(beside) < _FEWEST or not _counts(file) or not _name(file):
        return False
    names = [_name(one) for one in beside[:_MOST_READ]]
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
