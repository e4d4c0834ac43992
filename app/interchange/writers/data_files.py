"""JSON, JSON Lines and YAML: a record for each question, as it is read back."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from app.interchange.document import QuestionDocument
from app.interchange.formats.whole_record import members_of

_Safe: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDE = 1_000_000_000
# After a block that keeps several breaks at its end the dumper ends the document, not the item.
_OPEN_ENDED = re.compile(r"[\n\x85\u2028\u2029]{2}\Z")


class JsonWriter:
    """One JSON object with the list of questions, a line each."""

    name = "json"
    suffix = ".json"
    media_type = "application/json"
    loses: tuple[str, ...] = ()

    def write(self, documents: Iterable[QuestionDocument]) -> Iterator[bytes]:
        """The file in pieces."""
        yield b'{"questions": ['
        for place, document in enumerate(documents):
            yield b",\n" if place else b"\n"
            yield _json(document)
        yield b"\n]}\n"


class JsonLinesWriter:
    """A JSON object on a line for each question."""

    name = "jsonl"
    suffix = ".jsonl"
    media_type = "application/jsonl"
    loses: tuple[str, ...] = ()

    def write(self, documents: Iterable[QuestionDocument]) -> Iterator[bytes]:
        """The file in pieces."""
        for document in documents:
            yield _json(document) + b"\n"


def _json(document: QuestionDocument) -> bytes:
    return json.dumps(members_of(document), ensure_ascii=False).encode()


class _Dumper(_Safe):  # type: ignore[misc]
    """The safe dumper, with texts of several lines written as blocks of lines."""


def _text(dumper: Any, text: str) -> Any:
    # The dumper itself falls back to quotes where a block would not say the same.
    style = "|" if "\n" in text.strip("\n") and not _OPEN_ENDED.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


class YamlWriter:
    """A YAML list with an item for each question."""

    name = "yaml"
    suffix = ".yaml"
    media_type = "application/yaml"
    loses: tuple[str, ...] = ()

    def write(self, documents: Iterable[QuestionDocument]) -> Iterator[bytes]:
        """The file in pieces."""
        empty = True
        for document in documents:
            empty = False
            item = yaml.dump(
                [members_of(document)],
                Dumper=_Dumper,
                allow_unicode=True,
                sort_keys=False,
                default_flow_style=False,
                width=_WIDE,
            )
            yield item.encode()
        if empty:
            yield b"[]\n"
