"""Index files: one JSON list that says of many Markdown files what a side-car says of one."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath

_NAMES = frozenset((
    "questions", "index", "metadata", "meta", "manifest", "problems", "challenges", "quiz", "data",
))  # fmt: skip
_LARGEST = 5_000_000  # bytes
_MOST = 0.8  # of its entries name a file
_FEWEST = 2
_FILES = ("file", "path", "filename", "filepath", "href", "url", "link", "slug", "id", "name")
_SUFFIXES = (".md", ".mdx", ".markdown")
_ANSWERS = ("answer", "answers", "solution", "explanation", "correct", "options", "choices")

Load = Callable[[], bytes]


def indexed(loads: Mapping[str, Load]) -> dict[str, dict[str, Load]]:
    """The index files among files by their paths, each with what it says of the Markdown files
    that it names, as the side-car of each.

    An index names files below its own folder and answers nothing itself.
    """
    markdown = {path: PurePosixPath(path) for path in loads if path.endswith(_SUFFIXES)}
    found: dict[str, dict[str, Load]] = {}
    for path in loads if markdown else ():
        name = PurePosixPath(path)
        if name.suffix != ".json" or name.stem.casefold() not in _NAMES:
            continue
        below = [one for one, known in markdown.items() if name.parent in known.parents]
        called = _called(below, name.parent)
        entries = _entries(loads[path]) if len(below) >= _FEWEST else []
        told = {file: entry for entry in entries if (file := _named(entry, called))}
        if len(told) >= max(_FEWEST, len(entries) * _MOST):
            found[path] = {file: partial(_encoded, entry) for file, entry in told.items()}
    return found


def _encoded(entry: Mapping[str, object]) -> bytes:
    return json.dumps(entry).encode()


def _entries(load: Load) -> list[dict[str, object]]:
    """The mappings of a list, or of the only list in a mapping; none if they answer anything."""
    data = load()
    if len(data) > _LARGEST:
        return []
    try:
        value: object = json.loads(data)
    except (ValueError, RecursionError):
        return []
    if isinstance(value, dict):
        lists = [one for one in value.values() if isinstance(one, list)]
        value = lists[0] if len(lists) == 1 else None
    entries = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return [] if any(name in one for one in entries for name in _ANSWERS) else entries


def _called(files: Sequence[str], folder: PurePosixPath) -> dict[str, str]:
    """The files below a folder by all that an entry may call them: their paths, with and without
    the folder, their names, and the names of folders that they are in alone."""
    found: dict[str, str] = {}
    for file in files:
        path = PurePosixPath(file)
        inside = path.relative_to(folder)
        for name in (file, str(inside), path.name, path.stem, *inside.parent.parts[-1:]):
            found.setdefault(name, file)
    return found


def _named(entry: Mapping[str, object], called: Mapping[str, str]) -> str | None:
    """The Markdown file that an entry names."""
    said = (entry.get(key) for key in _FILES)
    names = (str(one).removeprefix("./").strip("/") for one in said if isinstance(one, str))
    return next((called[name] for name in names if name in called), None)
