"""YAML: mappings that hold questions, read without running anything that a tag asks for."""

import re
from collections.abc import Iterator

import yaml

from app.interchange.document import Piece, Reading
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.json_data import nothing_found
from app.interchange.formats.lines import Located, find_records, find_records_in
from app.interchange.formats.plain_yaml import PlainLoader
from app.interchange.formats.profile import Profile
from app.interchange.formats.records import Record, read_records
from app.interchange.formats.spool import Spool
from app.interchange.formats.text import Lines, lines_of

_MOST_ALIASES = 1000
_AT_ONCE = 500  # lines
_SAYS_NOTHING = re.compile(r"\s*(?:#|$)")


class _Loader(PlainLoader):
    """The safe loader, with mappings that know their lines and texts that stay texts. `first` is
    the number of the first line that it is given."""

    first = 1

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


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_located)
# dates and the like are meant as they are written
for _tag in ("timestamp", "binary"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", yaml.SafeLoader.construct_yaml_str)


class Yaml:
    """YAML documents: a question, a list of them, or lists below the names of sections."""

    name = "yaml"
    suffixes = (".yaml", ".yml")
    media_types = ("application/yaml", "text/yaml", "application/x-yaml", "text/x-yaml")

    def recognises(self, data: bytes) -> bool:
        """Whether the file begins like a mapping or a list of mappings."""
        for line in data[:2048].splitlines():
            if line.strip() and not line.startswith((b"#", b"---", b"%")):
                words = line.removeprefix(b"- ")
                return b": " in words[:60] or words.rstrip().endswith(b":")
        return False

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read every mapping that holds a question. Raises `UnreadableFile` for bad YAML."""
        return Reading.of(self.stream(data, profile=profile))

    def stream(self, data: bytes, *, profile: Profile) -> Iterator[Piece]:
        """The same piece by piece."""
        lines = lines_of(data)
        aliases = sum(line.count(": *") + line.count("- *") for line in lines)
        if aliases > _MOST_ALIASES:
            raise UnreadableFile(f"more than {_MOST_ALIASES} aliases: not read")
        with _put_aside(lines, profile) as records:
            yield from read_records(records, profile)
            if not records:
                yield nothing_found(lines)


def _put_aside(lines: Lines, profile: Profile) -> Spool[Record]:
    """The records of a file: of a plain list of mappings some at a time, of any other as a whole.
    Whether a list is plain shows when all of it could be read so."""
    try:
        return Spool(find_records_in(_items_of(lines), profile))
    except _NotPlain:
        return Spool(find_records(_whole(lines), profile))


class _NotPlain(Exception):  # noqa: N818 - named after what it is not
    """A file that is no list which can be cut before its items."""


def _items_of(lines: Lines) -> Iterator[object]:
    """The items of a list that is all of a file and is not indented. A line that begins with the
    bullet is then an item of it, unless it lies in quotes or brackets, and so breaks what is cut
    before it. Raises `_NotPlain`."""
    waiting: list[str] = []
    first = 1  # the line of the first that waits
    is_list = False
    for number, line in enumerate(lines, 1):
        if line.startswith(("- ", "-\n")):
            if len(waiting) >= _AT_ONCE:
                yield from _items_in(waiting, first)
                waiting, first = [], number
            is_list = True
        elif line.startswith(("---", "...", "%")) or not (is_list or _SAYS_NOTHING.match(line)):
            if waiting or line != "---\n" or is_list:
                raise _NotPlain
            line = "\n"
        waiting.append(line)
    if not is_list:
        raise _NotPlain
    yield from _items_in(waiting, first)


def _items_in(lines: list[str], first: int) -> Iterator[object]:
    try:
        values = _loaded("".join(lines), first)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        raise _NotPlain from None
    if not isinstance(values, list):
        raise _NotPlain
    yield from values


def _loaded(text: str, first: int) -> object:
    loader = _Loader(text)
    loader.first = first
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def _whole(lines: Lines) -> list[object]:
    try:
        with lines.open() as text:
            for _ in yaml.parse(text, _Loader):
                pass  # What is broken is found before a tree is grown of it.
        with lines.open() as text:
            return list(yaml.load_all(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = f"line {line}, column {column}: not YAML: {error.problem}"
        raise UnreadableFile(message, line=line) from None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise UnreadableFile(f"not YAML: {str(error).partition(chr(10))[0]}") from None
