"""Folders with a file per question: what the other files of a folder say of one of them."""

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote

from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.evidence import asks
from app.interchange.formats.text import decode
from app.interchange.formats.titles import read_title
from app.interchange.sources import SourceFile

_SUFFIXES = (".md", ".markdown", ".mdx")
_ABOUT_OTHERS = frozenset((
    "readme", "index", "_index", "introduction", "intro", "overview", "summary", "contents", "toc",
    "_sidebar",
))  # fmt: skip
"""Files that say what lies beside them."""
_FEWEST = 3
_MOST_READ = 40  # files of a folder; more of them say no more
_ASKING = 0.6  # the share of first headings that ask
# An item that is nothing but a link to another file
_ENTRY = re.compile(
    r"(?:[-*+]|\d{1,4}[.)]|#{1,6})\s{1,4}(?:\[[ xX]\]\s)?[*_]{0,2}\[[^\[\]]{1,400}\]"
    r"\(<?(?:https://github\.com/[^/()]{1,99}/[^/()]{1,99}/(?P<kind>blob|tree)/[^/()]{1,99}/|\./|/)?"
    r"(?P<path>(?!https?:|#)[^()#<>]{1,400}(?:\([^()]{0,60}\)[^()#<>]{0,60})?)>?(?:#[^()]{0,99})?\)[*_]{0,2}[.?]?"
)
_SURE = 0.9  # evidence that a name asks
_START = 4096  # bytes


class Siblings:
    """The files of an import by their folders, each of which is looked at once, when it is
    asked about."""

    def __init__(self, files: Sequence[SourceFile]) -> None:
        self._files = files
        self._asking: dict[tuple[PurePosixPath, bool], bool] = {}

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
        return self._asks_in_folder(file, by_files=False)

    def are_called_questions(self, file: SourceFile) -> bool:
        """The same where most files of the folder ask with what they are called."""
        return self._asks_in_folder(file, by_files=True)

    def index_entry(self, file: SourceFile, line: str) -> str | None:
        """The file of this import to which a line of another one is nothing but a link."""
        match = _ENTRY.fullmatch(line.strip())
        if match is None:
            return None
        if match["kind"]:
            return self._by_end.get(_end(unquote(match["path"])))
        path = normpath(str(PurePosixPath(file.name).parent / unquote(match["path"])))
        return path if path in self._names or f"{path}/README.md" in self._names else None

    def beside(self, file: SourceFile, name: str) -> SourceFile | None:
        """The file of this name in the folder of another, or in one of the folders in that."""
        folder = PurePosixPath(file.name).parent
        found = (one for path, one in self._called.get(name, ()) if folder in path.parents)
        return next(found, None)

    @cached_property
    def _called(self) -> dict[str, list[tuple[PurePosixPath, SourceFile]]]:
        found: dict[str, list[tuple[PurePosixPath, SourceFile]]] = {}
        for file in self._files:
            path = PurePosixPath(file.name)
            found.setdefault(path.name, []).append((path, file))
        return found

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(file.name for file in self._files)

    @cached_property
    def _by_end(self) -> dict[str, str]:
        return {_end(name): name for name in self._names}

    @property
    def is_single(self) -> bool:
        """Whether the import is one file, beside which there is none."""
        return len(self._files) < 2

    def _asks_in_folder(self, file: SourceFile, *, by_files: bool) -> bool:
        key = PurePosixPath(file.name).parent, by_files
        if key not in self._asking:
            self._asking[key] = _ask(self._folders.get(key[0], []), by_files=by_files)
        return self._asking[key] and _counts(file) and bool(_name(file))


def _end(path: str) -> str:
    """A file's name and that of its folder: an address may name more folders than an import."""
    return "/".join(PurePosixPath(path).parts[-2:])


def asked_by_name(file: SourceFile) -> str:
    """What a file is asked by its own name ("What is a lock.md", "what-is-a-lock.md"), or nothing.

    The heading that it begins with is asked instead where that asks too.
    """
    words = _called(file)
    name = _name(file)
    return "" if not words or not name or asks(read_title(name)) >= _SURE else words


def _called(file: SourceFile) -> str:
    """What a file is called, where that asks."""
    stem = PurePosixPath(file.name).stem
    words = stem if " " in stem else re.sub(r"[-_]+", " ", stem).strip()
    asking = len(words.split()) > 1 and asks(read_title(words)) >= _SURE
    return words[:1].upper() + words[1:] if asking else ""


def _ask(files: list[SourceFile], *, by_files: bool) -> bool:
    if len(files) < _FEWEST:
        return False
    read = files[:_MOST_READ]
    names = [_name(one) for one in read]
    asking = sum(
        bool(_called(one)) or (not by_files and bool(name) and asks(read_title(name)) > 0)
        for name, one in zip(names, read, strict=True)
    )
    return all(names) and asking >= len(names) * _ASKING


def _counts(file: SourceFile) -> bool:
    path = PurePosixPath(file.name)
    return path.suffix.lower() in _SUFFIXES and path.stem.lower() not in _ABOUT_OTHERS


def _name(file: SourceFile) -> str:
    """The heading that a file begins with, or nothing."""
    try:
        text = decode(file.load()[:_START]).text
    except UnreadableFile:
        return ""
    first = text.lstrip().partition("\n")[0]
    return first.removeprefix("# ").strip() if first.startswith("# ") else ""
