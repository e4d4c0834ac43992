"""Side-cars: a small JSON or YAML file that lies beside one question's Markdown file."""

import re
import tomllib
from collections.abc import Collection
from functools import lru_cache
from pathlib import PurePosixPath

import yaml

from app.interchange.document import Reading
from app.interchange.formats.columns import normal
from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.json_text import parse
from app.interchange.formats.mapping import mapped
from app.interchange.formats.markdown import Markdown
from app.interchange.formats.plain_yaml import load_yaml
from app.interchange.formats.profile import Profile
from app.interchange.formats.record_evidence import has_question
from app.interchange.formats.text import decode

_SUFFIXES = (".json", ".yaml", ".yml", ".toml")
_LANGUAGE = re.compile(r"(?:^|[._-])(?!en)[a-z]{2}(?:[-_](?:[A-Za-z]{2}|Han[st]))?$")
_NAME = re.compile(
    r"\s{0,9}(?:<!--[^<>]{0,99}-->\s{0,9})?(?:#[ \t]{1,3}([^\n]{1,300})|<h1[^<>]{0,99}>(.{1,300}?)(?:<img |</h1>))"
)
_LARGEST = 100_000  # bytes
_TOML = re.compile(r"[\w-]{1,60}\s{0,9}=\s")
_START = 4096
_MOST_NAMES = 1_000
_NAMES = ("metadata", "meta", "info", "data", "question", "config")


def is_translation(path: str) -> bool:
    """Whether a file's name ends in a language other than English: `README.ja.md`, `zh-CN.mdx`."""
    return _LANGUAGE.search(PurePosixPath(path).stem) is not None


def sidecar_of(path: str, paths: Collection[str]) -> str | None:
    """The side-car of a Markdown file among the files of its folder, or None.

    It has the same name with another suffix, or one of the usual names in a folder where every
    Markdown file is the same question (in several languages, say).
    """
    file = PurePosixPath(path)
    for suffix in _SUFFIXES:
        if (beside := str(file.with_suffix(suffix))) in paths:
            return beside
    for name in _NAMES:
        for suffix in _SUFFIXES:
            if (beside := str(file.with_name(name + suffix))) in paths:
                return beside
    return None


def read_with_sidecar(
    data: bytes, sidecar: bytes, *, profile: Profile, is_first: bool = True
) -> Reading | None:
    """Read a Markdown file with what its side-car says of it. An id or slug in it is that of the
    first of the files that share it: the others are the same question in other languages, and are
    called what they begin with.

    None where the side-car holds no such thing: it is no mapping, or it holds whole questions
    itself and is to be imported as a file of its own. Raises `UnreadableFile` for the Markdown.
    """
    values = _values(sidecar, profile)
    if values is None:
        return None
    if not is_first:
        values = {key: value for key, value in values.items() if key not in ("id", "slug")}
        if name := _NAME.match(decode(data[:_START]).text):
            values["title"] = (name[1] or name[2]).strip()
    return Markdown().read_beside(data, values, profile=profile)


@lru_cache(maxsize=4)
def _parsed(sidecar: bytes) -> dict[object, object] | None:
    """The mapping of a side-car, which thousands of files may share; None where it holds none."""
    if len(sidecar) > _LARGEST:
        return None
    try:
        text = decode(sidecar).text
        value: object = _read(text)
    except (UnreadableFile, yaml.YAMLError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and len(value) <= _MOST_NAMES else None


def _read(text: str) -> object:
    """What a side-car says as JSON, as TOML where every line could be, or else as YAML."""
    if text.lstrip()[:1] in ("{", "["):
        return parse(text)
    first = next((line for line in text.splitlines() if line.strip() and line[0] != "#"), "")
    return tomllib.loads(text) if _TOML.match(first) else load_yaml(text)


def _values(sidecar: bytes, profile: Profile) -> dict[str, object] | None:
    if (parsed := _parsed(sidecar)) is None:
        return None
    value = {str(key): item for key, item in parsed.items()}
    known = mapped(value, profile.columns)
    named = {field: value[name] for name, field in known.items() if name in value}
    if has_question(value, profile) and named.get("answer"):
        return None
    plain = {normal(key): item for key, item in value.items()}
    for field, key in _KEYS.items():
        if field in named:
            plain[key] = named[field]
    return plain


# The fields of a record and the keys of front matter that say the same.
_KEYS = {
    "title": "title", "question": "question", "difficulty": "difficulty", "category": "category",
    "tags": "tags", "external_id": "id", "slug": "slug", "hints": "hints", "source_name": "source",
    "source_url": "source_url", "source_license": "license",
}  # fmt: skip
