"""YAML: mappings that hold questions, read without running anything that a tag asks for."""

import yaml

from app.interchange.document import Reading
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.json_data import nothing_found
from app.interchange.formats.lines import Located, find_records
from app.interchange.formats.plain_yaml import PlainLoader
from app.interchange.formats.profile import Profile
from app.interchange.formats.records import read_records
from app.interchange.formats.text import decode

_MOST_ALIASES = 1000


class _Loader(PlainLoader):
    """The safe loader, with mappings that know their lines and texts that stay texts."""

    def construct_located(self, node: yaml.MappingNode) -> Located:
        """A mapping with its first and last line; keys become texts."""
        self.flatten_mapping(node)
        found = Located()
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            found[str(key)] = self.construct_object(value_node, deep=True)
        found.start = node.start_mark.line + 1
        found.end = max(node.end_mark.line, found.start)
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
        text = decode(data).text
        if text.count("*") and text.count(": *") + text.count("- *") > _MOST_ALIASES:
            raise UnreadableFile(f"more than {_MOST_ALIASES} aliases: not read")
        try:
            values = list(yaml.load_all(text, Loader=_Loader))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            message = f"line {line}, column {column}: not YAML: {error.problem}"
            raise UnreadableFile(message, line=line, column=column) from None
        except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
            raise UnreadableFile(f"not YAML: {str(error).partition(chr(10))[0]}") from None
        records = list(find_records(values, profile))
        if not records:
            return Reading((), (nothing_found(text.count("\n") + 1),))
        documents, findings = read_records(records, profile)
        return Reading(tuple(documents), tuple(findings))
