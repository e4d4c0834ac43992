"""YAML as mappings that know their lines; long lists are read some items at a time."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import TextIOBase
from itertools import chain, islice

import yaml

from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.lines import Later, Located
from app.interchange.formats.plain_yaml import PlainLoader
from app.interchange.formats.text import Lines

MOST_VALUES = 1_000_000
"""Of what is no long list, of which each takes about half a kilobyte."""
_LONG = 1 << 20  # characters
_AT_ONCE = 500  # lines
_MUCH_UNFOLDED = 10_000_000  # characters that aliases may make of a small file
_ENDLESS = 1 << 60
_BULLET = re.compile(r" *-(?=\s|$)")
_INDENT = re.compile(r" *")
_SAYS_NOTHING = re.compile(r"\s*(?:#|$)")
_BROKEN = (yaml.YAMLError, ValueError, TypeError, RecursionError)


class _Loader(PlainLoader):
    """The safe loader, with mappings that know their lines and texts that stay texts. `first` is
    the number of the first line that it is given, and `lists` are those that are read later, by
    the line and column where they begin."""

    def __init__(
        self, text: str | TextIOBase, first: int, lists: dict[tuple[int, int], "_List"]
    ) -> None:
        super().__init__(text)
        self.first, self.lists = first, lists

    def construct_located(self, node: yaml.MappingNode) -> Located:
        """A mapping with its first and last line; keys become texts."""
        self.flatten_mapping(node)
        found = Located()
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            found[str(key)] = self.construct_object(value_node, deep=True)
        found.start = node.start_mark.line + self.first
        found.end = max(node.end_mark.line + self.first - 1, found.start)
        return found

    def construct_list(self, node: yaml.SequenceNode) -> list[object]:
        """A list, or the way to one that is long."""
        mark = node.start_mark
        found = self.lists.pop((mark.line + self.first, mark.column), None)
        if found is None:
            return list(self.construct_sequence(node, deep=True))
        return Later(next(found.items(), None), found.items)


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_located)
_Loader.add_constructor("tag:yaml.org,2002:seq", _Loader.construct_list)
# dates and the like are meant as they are written
for _tag in ("timestamp", "binary"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", yaml.SafeLoader.construct_yaml_str)


class NotPlain(Exception):  # noqa: N818 - named after what it is not
    """A file with a list that cannot be cut before its items."""


@dataclass(frozen=True, slots=True)
class _List:
    """A long list: which of these lines it takes, the number of the first, and its indent."""

    lines: Iterable[str]
    start: int
    stop: int
    number: int
    indent: int

    def items(self) -> Iterator[object]:
        """Its items, of which no more is held than a few. A line that begins with the bullet is
        an item of it, unless it lies in quotes or brackets, and so breaks what is cut before it.
        Raises `NotPlain`."""
        waiting: list[str] = []
        first = self.number
        for number, line in enumerate(islice(self.lines, self.start, self.stop), first):
            if len(waiting) >= _AT_ONCE and _is_item(line, self.indent):
                yield from self._items_in(waiting, first)
                waiting, first = [], number
            waiting.append(line)
        yield from self._items_in(waiting, first)

    def _items_in(self, lines: list[str], first: int) -> list[object]:
        values = _documents_in(lines, first, self.indent)
        if len(values) != 1 or not isinstance(values[0], list):
            raise NotPlain
        return values[0]


def documents_of(lines: Lines) -> list[object]:
    """The documents of a text; the items of long lists are read when they are gone through.
    Raises `NotPlain`, then too."""
    return _documents_in(lines, 1)


def _documents_in(lines: Iterable[str], first: int, indent: int | None = None) -> list[object]:
    """The documents of these lines, of which long lists are left out, but not the one of this
    indent that they are items of."""
    lists = list(_long_lists(lines, first, indent))
    later = {(one.number, one.indent): one for one in lists}
    try:
        found = _loaded("".join(_without(lines, lists)), first, later)
    except _BROKEN:
        raise NotPlain from None
    if later:  # what looked like one was part of a text
        raise NotPlain
    return found


def _long_lists(lines: Iterable[str], first: int, own: int | None) -> Iterator[_List]:
    """The lists that begin on a line of their own and go on for long."""
    start = indent = -1
    place = 0
    for place, line in enumerate(chain(lines, (".\n",))):
        if _SAYS_NOTHING.match(line) or (start >= 0 and _is_inside(line, indent)):
            continue
        if start >= 0 and place - start >= _AT_ONCE:
            yield _List(lines, start, place, first + start, indent)
        start = indent = -1
        if _BULLET.match(line) and _depth(line) != own:
            start, indent = place, _depth(line)


def _without(lines: Iterable[str], lists: Iterable[_List]) -> Iterator[str]:
    """The lines with nothing left of these lists but a bullet each."""
    following = iter(lists)
    one = next(following, None)
    for place, line in enumerate(lines):
        if one is not None and place == one.stop:
            one = next(following, None)
        if one is None or place < one.start:
            yield line
        else:
            yield " " * one.indent + "-\n" if place == one.start else "\n"


def _depth(line: str) -> int:
    return _INDENT.match(line).end()  # type: ignore[union-attr]  # it may be none


def _is_item(line: str, indent: int) -> bool:
    return _depth(line) == indent and _BULLET.match(line) is not None


def _is_inside(line: str, indent: int) -> bool:
    """Whether a line that says something belongs to a list of this indent."""
    return _depth(line) > indent or _is_item(line, indent)


def whole_documents_of(lines: Lines) -> list[object]:
    """The documents with nothing read later. Raises `UnreadableFile`, with the place of the
    error."""
    try:
        with lines.open() as text:
            _bounded(text)  # What is broken is found before a tree is grown of it.
        with lines.open() as text:
            return _loaded(text, 1, {})
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = f"line {line}, column {column}: not YAML: {error.problem}"
        raise UnreadableFile(message, line=line) from None
    except _BROKEN as error:
        raise UnreadableFile(f"not YAML: {str(error).partition(chr(10))[0]}") from None


def _bounded(text: str | TextIOBase) -> None:
    """Go through a text. Raises `UnreadableFile` for more values than memory can hold at once."""
    for count, _ in enumerate(yaml.parse(text, PlainLoader)):
        if count > MOST_VALUES:
            raise UnreadableFile(
                f"more than {MOST_VALUES:,} values that can only be read together: "
                "make them a list without anchors, or split the file"
            )


def _unfolded(value: object, sizes: dict[int, int]) -> int:
    """How many characters and values there are in a value with all that aliases stand for."""
    if isinstance(value, str):
        return len(value) + 1
    if not isinstance(value, dict | list) or isinstance(value, Later):
        return 1
    if id(value) not in sizes:
        sizes[id(value)] = _ENDLESS  # as long as it is looked at: it may hold itself
        items = chain(value, value.values()) if isinstance(value, dict) else value
        sizes[id(value)] = 1 + sum(_unfolded(item, sizes) for item in items)
    return sizes[id(value)]


def _loaded(
    text: str | TextIOBase, first: int, lists: dict[tuple[int, int], _List]
) -> list[object]:
    if isinstance(text, str) and len(text) > _LONG:
        _bounded(text)
    loader = _Loader(text, first, lists)
    found: list[object] = []
    sizes: dict[int, int] = {}
    try:
        while loader.check_data():
            found.append(loader.get_data())
    finally:
        loader.dispose()
    written = len(text) if isinstance(text, str) else text.tell()
    if sum(_unfolded(value, sizes) for value in found) > max(_MUCH_UNFOLDED, 2 * written):
        raise UnreadableFile("the data refers to itself too often")
    return found
