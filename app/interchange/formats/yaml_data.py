"""YAML: mappings that hold questions, read without running anything that a tag asks for."""

from collections.abc import Iterator

from app.interchange.document import Piece, Reading
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.json_data import nothing_found
from app.interchange.formats.lines import find_records
from app.interchange.formats.profile import Profile
from app.interchange.formats.records import Record, read_records
from app.interchange.formats.spool import Spool
from app.interchange.formats.text import Lines, lines_of
from app.interchange.formats.yaml_text import NotPlain, documents_of, whole_documents_of

_MOST_ALIASES = 1000


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
        with _put_aside(lines, profile, len(data)) as records:
            yield from read_records(records, profile)
            if not records:
                yield nothing_found(lines)


def _put_aside(lines: Lines, profile: Profile, size: int) -> Spool[Record]:
    """The records of a file, long lists some items at a time. Whether lists could be cut shows
    when all of them were read so."""
    try:
        return Spool(find_records(documents_of(lines), profile, size=size))
    except NotPlain:
        return Spool(find_records(whole_documents_of(lines), profile, size=size))
