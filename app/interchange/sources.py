"""Where the files of an import come from: bytes, paths, folders, zip archives.

A file is known by its path below what was named, so that a folder gives the same names each
time, and the same ones as a zip of it.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from os.path import commonpath
from pathlib import PurePosixPath

from app.interchange.formats import formats
from app.interchange.formats.archive import Archive
from app.interchange.formats.sidecars import is_translation, sidecar_of
from app.interchange.index_files import indexed

PROFILE_SUFFIX = ".profile.yaml"
_SUFFIXES = frozenset(suffix for known in formats() for suffix in known.suffixes)
_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx"})
_ABOUT_THE_PROJECT = frozenset((
    "license", "licence", "copying", "notice", "contributing", "code_of_conduct",
    "code-of-conduct", "changelog", "changes", "security", "authors", "contributors",
    "pull_request_template", "issue_template", "package", "package-lock", "tsconfig",
))  # fmt: skip
GENERIC = frozenset({"readme", "index", "questions", "data"})
"""Names of files that say nothing of their own; the folder above names them."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to be read. `name` is what reports call it, `source` what its questions are known
    by. `is_named` says that somebody asked for this very file, so that it has to be readable;
    others were found in a folder. `is_first` says that no file before it shares its side-car."""

    name: str
    source: str
    load: Callable[[], bytes]
    media_type: str | None = None
    is_named: bool = True
    sidecar: Callable[[], bytes] | None = None
    is_first: bool = True


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is not read, and why."""

    name: str
    reason: str


@dataclass(slots=True)
class Sources:
    """The files of one import in order, and those that were left out."""

    files: list[SourceFile] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def add(self, more: "Sources") -> None:
        """Take the files of others too, each under a source of its own unless it is of another
        format, as files beside each other in a folder are."""
        known = {(file.source, _suffix(file.name)) for file in self.files}
        for file in more.files:
            source, place, suffix = file.source, 2, _suffix(file.name)
            while (source, suffix) in known:
                source, place = f"{file.source}-{place}", place + 1
            known.add((source, suffix))
            self.files.append(replace(file, source=source))
        self.left_out += more.left_out


def from_bytes(
    data: bytes,
    *,
    name: str | None = None,
    media_type: str | None = None,
    source: str | None = None,
    load: Callable[[], bytes] | None = None,
) -> Sources:
    """One file, or the files of a zip archive that is no file of a format itself. Without a
    `source` its questions are known by its name. What can be had again by `load` is not held.

    Raises:
        UnreadableFile: it is a damaged archive.
    """
    shown = _posix(name) if name else None
    if _is_archive_of_files(data, shown):
        stem = PurePosixPath(shown or "").name.removesuffix(".zip")
        return from_archive(Archive(data), label=stem or None)
    known_by = source or (without_suffix(PurePosixPath(shown).name) if shown else "import")
    return Sources([SourceFile(shown or known_by, known_by, load or (lambda: data), media_type)])


def from_archive(archive: Archive, *, label: str | None) -> Sources:
    """The files of a zip archive. Nothing is unpacked to disk.

    Raises:
        UnreadableFile: it is damaged.
    """
    loads: dict[str, Callable[[], bytes]] = {}
    astray = []
    for name in archive.names:
        path = _posix(name)
        if _normal(path) in loads:
            astray.append(LeftOut(path, "another file of this name is in the archive"))
            continue
        if path.startswith("/") or ".." in PurePosixPath(path).parts or ":" in path[:3]:
            astray.append(LeftOut(path, "its name leads out of the archive"))
        else:
            loads[_normal(path)] = partial(archive.read, name)
    found = from_files(loads, label=label)
    found.left_out += astray
    return found


def from_files(loads: dict[str, Callable[[], bytes]], *, label: str | None) -> Sources:
    """The files of a folder by their path in it, with their side-cars. Hidden ones are ignored,
    and a folder that holds all others does not count as part of their names."""
    paths = {_normal(path): load for path, load in loads.items() if not _is_hidden(path)}
    top = _common_folder(paths)
    paths = {path[len(top) :]: load for path, load in paths.items()}
    label = label or top.rstrip("/") or None
    found = Sources()
    sidecars: dict[str, str] = {}
    for path in sorted(paths):
        if is_markdown(path) and (beside := sidecar_of(path, paths)):
            sidecars[path] = beside
    indexes = indexed(paths)
    told = {path: load for index in indexes.values() for path, load in index.items()}
    owners: dict[str, str] = {}
    for path in sorted(sidecars, key=lambda one: (is_translation(one), one)):
        owners.setdefault(sidecars[path], path)
    for path in sorted(paths):
        if path in owners and _suffix(path) not in _SUFFIXES:
            found.left_out.append(LeftOut(path, "read as the side-car of a file beside it"))
            continue
        if path in indexes:
            count = len(indexes[path])
            found.left_out.append(LeftOut(path, f"read as the index of {count} files"))
            continue
        if reason := _left_out(path):
            found.left_out.append(LeftOut(path, reason))
            continue
        known_by = without_suffix(path)
        beside = sidecars.get(path)
        first = owners[beside] if beside else path
        found.files.append(
            SourceFile(
                name=path,
                source=f"{label}/{known_by}" if label else known_by,
                load=paths[path],
                is_named=False,
                sidecar=paths[beside] if beside else told.get(path),
                is_first=first == path,
            )
        )
    # What a side-car says stands with its question; it is read first, so that is known by then.
    beside_some = set(sidecars.values())
    found.files.sort(key=lambda file: file.name in beside_some)
    return found


def _left_out(path: str) -> str | None:
    if path.endswith((PROFILE_SUFFIX, ".profile.yml")):
        return "a profile; it counts where it is named as one"
    stem = without_suffix(PurePosixPath(path).name).casefold()
    if stem in _ABOUT_THE_PROJECT:
        return "about the project, not a bank of questions"
    suffix = _suffix(path)
    if suffix == ".zip":
        return "an archive in a folder or archive; import it by itself"
    if suffix not in _SUFFIXES:
        return f"no format is known for {suffix or 'files without a suffix'}"
    return None


def without_suffix(path: str) -> str:
    """A path without the suffix of a format."""
    suffix = PurePosixPath(path).suffix
    return path[: -len(suffix)] if suffix.casefold() in _SUFFIXES else path


def is_markdown(path: str) -> bool:
    """Whether a file's name is one of Markdown, which may have a side-car."""
    return _suffix(path) in _MARKDOWN


def _is_archive_of_files(data: bytes, name: str | None) -> bool:
    if not data.startswith(b"PK\x03\x04") and not data.startswith(b"PK\x05\x06"):
        return False
    if name is not None and _suffix(name) not in (".zip", "") and _suffix(name) in _SUFFIXES:
        return False
    inside = set(Archive(data).names)
    manifests = [one for one in inside if PurePosixPath(one).name == "imsmanifest.xml"]
    is_format = len(manifests) == 1 or "imsmanifest.xml" in inside or "xl/workbook.xml" in inside
    return not is_format and not any(one.startswith("collection.anki2") for one in inside)


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.casefold()


def _posix(name: str) -> str:
    return name.replace("\\", "/")


def _normal(path: str) -> str:
    return unicodedata.normalize("NFC", str(PurePosixPath(path)))


def _is_hidden(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return "__MACOSX" in parts or any(part.startswith((".", "~$")) for part in parts)


def _common_folder(paths: Iterable[str]) -> str:
    """The folder that holds all of the files, with its slash; empty if it is the top."""
    folders = [str(PurePosixPath(path).parent) for path in paths]
    if not folders or "." in folders:
        return ""
    common = commonpath(folders)
    return f"{common}/" if common else ""


def category_name(source: str, questions: int) -> str:
    """The part of a source's name that is most likely a subject: its folders, and the file's own
    name if it says something and holds several questions."""
    parts = source.split("/")
    if len(parts) > 1 and (questions == 1 or parts[-1].casefold() in GENERIC):
        parts.pop()
    return "/".join(parts[1:] if len(parts) > 1 else parts)


def named(sources: Sequence[SourceFile]) -> str:
    """What an import as a whole is called."""
    first = sources[0].name if sources else "nothing"
    return first if len(sources) < 2 else f"{first} and {len(sources) - 1} more"
