"""Profiles: a small YAML file that says what no reader can guess about somebody's bank."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from app.interchange.document import QuestionDocument
from app.interchange.formats.errors import BadProfile, UnreadableFile
from app.interchange.formats.levels import Difficulty
from app.interchange.formats.plain_yaml import load_yaml
from app.interchange.formats.text import decode

DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")
SHAPES = ("headings", "bold", "numbered", "bullets", "details", "labels", "table", "file")


@dataclass(frozen=True, slots=True)
class SectionProfile:
    """What the questions under one heading have in common. None leaves a value as it was."""

    difficulty: Difficulty | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    skip: bool = False


_NOTHING_SAID = SectionProfile()


@dataclass(frozen=True, slots=True)
class Profile:
    """What to assume about a file. What the file itself says of a question comes first.

    `sections` is keyed by the text of a heading, case folded; the innermost heading wins.
    `shape` pins how Markdown questions are written (one of `SHAPES`) instead of guessing.
    `columns` maps a column or key of a table to a field of a question.
    `levels` maps the words or numbers a file uses for difficulty, case folded.
    """

    category: str | None = None
    tags: tuple[str, ...] = ()
    difficulty: Difficulty | None = None
    source_name: str | None = None
    source_url: str | None = None
    source_license: str | None = None
    sections: Mapping[str, SectionProfile] = field(default_factory=dict)
    shape: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, Difficulty] = field(default_factory=dict)

    def section(self, path: tuple[str, ...]) -> SectionProfile:
        """What holds for a question below these headings, outermost first.

        The innermost heading that says something about a value decides it; tags add up.
        """
        if not self.sections:
            return _NOTHING_SAID
        found = [self.sections[key] for name in path if (key := heading_key(name)) in self.sections]
        difficulty = next((one.difficulty for one in reversed(found) if one.difficulty), None)
        category = next((one.category for one in reversed(found) if one.category), None)
        tags = tuple(dict.fromkeys(tag for one in found for tag in one.tags))
        return SectionProfile(difficulty, category, tags, any(one.skip for one in found))

    def completed(self, document: QuestionDocument) -> QuestionDocument:
        """A document of a format that says little of a question, with what is assumed of it. What
        is assumed of its section comes before the category that the section's name stands for."""
        section = self.section(document.section)
        return replace(
            document,
            category=section.category or document.category or self.category,
            tags=tuple(dict.fromkeys((*self.tags, *section.tags, *document.tags))),
            difficulty=section.difficulty or self.difficulty,
            source_name=self.source_name,
            source_url=self.source_url,
            source_license=self.source_license,
        )


def heading_key(text: str) -> str:
    """How headings are compared: case folded, runs of white space made one."""
    return " ".join(text.casefold().split())


def load_profile(data: bytes) -> Profile:
    """Read a profile. Raises `BadProfile`, which names the key and what it should hold."""
    try:
        raw: object = load_yaml(decode(data).text)
    except UnreadableFile as error:
        raise BadProfile(f"the profile is not text: {error}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadProfile(f"the profile is not YAML: {_first_line(error)}") from None
    top = _mapping({} if raw is None else raw, "the profile")
    values = _known(top, "the profile", _TOP)
    source = values.pop("source", {})
    return Profile(**values, **{f"source_{key}": value for key, value in source.items()})


def _first_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark is not None else ""
    reason = getattr(error, "problem", None) or str(error).partition("\n")[0]
    return where + (reason or type(error).__name__)


def _mapping(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise BadProfile(f"{where} must be a mapping of keys to values")
    return {str(key): item for key, item in value.items()}


def _known(
    raw: dict[str, object], where: str, fields: Mapping[str, Callable[[object, str], object]]
) -> dict[str, Any]:
    for key in raw:
        if key not in fields:
            raise BadProfile(f"{where} has no key {key!r}; it may have: {', '.join(fields)}")
    return {key: fields[key](value, key) for key, value in raw.items() if value is not None}


def _text(value: object, key: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float) or not str(value):
        raise BadProfile(f"{key} must be a text")
    return str(value).strip()


def _texts(value: object, key: str) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        raise BadProfile(f"{key} must be a list of texts")
    return tuple(_text(item, key) for item in value)


def _flag(value: object, key: str) -> bool:
    if not isinstance(value, bool):
        raise BadProfile(f"{key} must be true or false")
    return value


def _difficulty(value: object, key: str) -> Difficulty:
    for level in DIFFICULTIES:
        if value == level:
            return level
    raise BadProfile(f"{key} must be one of: {', '.join(DIFFICULTIES)}")


def _shape(value: object, key: str) -> str:
    if value not in SHAPES:
        raise BadProfile(f"{key} must be one of: {', '.join(SHAPES)}")
    return str(value)


def _sections(value: object, key: str) -> dict[str, SectionProfile]:
    sections: dict[str, SectionProfile] = {}
    for name, raw in _mapping(value, key).items():
        where = f"section {name!r}"
        known = _known(_mapping(raw, where), where, _SECTION)
        sections[heading_key(name)] = SectionProfile(**known)
    return sections


def _columns(value: object, key: str) -> dict[str, str]:
    return {name: _text(item, key) for name, item in _mapping(value, key).items()}


def _levels(value: object, key: str) -> dict[str, Difficulty]:
    return {
        heading_key(name): _difficulty(item, f"{key}.{name}")
        for name, item in _mapping(value, key).items()
    }


def _source(value: object, key: str) -> dict[str, str]:
    return _known(_mapping(value, key), key, _SOURCE)


_SOURCE = {"name": _text, "url": _text, "license": _text}
_SECTION = {"difficulty": _difficulty, "category": _text, "tags": _texts, "skip": _flag}
_TOP = {
    "category": _text,
    "tags": _texts,
    "difficulty": _difficulty,
    "source": _source,
    "sections": _sections,
    "shape": _shape,
    "columns": _columns,
    "levels": _levels,
}
