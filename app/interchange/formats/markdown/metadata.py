"""What a Markdown file says about its questions outside their text: front matter and comments."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from app.interchange.document import Finding
from app.interchange.formats.plain_yaml import load_yaml

_LINK = re.compile(r"\[([^\[\]]{1,200})\]\([^()\s]{1,400}\)")
_COMMENT = re.compile(r"<!--(.{0,2000}?)-->", re.DOTALL)
_PAIR = re.compile(
    r"\s{0,9}([A-Za-z][\w -]{0,30}?)\s{0,3}[:=]\s{0,3}(.{1,400}?)\s{0,9}$", re.DOTALL
)
_LINE = re.compile(r"(?P<key>[A-Za-z][\w -]{0,40}):(?:[ \t]+(?P<value>.{0,2000}))?")
MOST_LINES = 400  # front matter is short; a rule far below the first line is a rule


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The keys of a YAML block at the start of a file, lower case, and how many lines it took."""

    values: Mapping[str, object] = field(default_factory=dict)
    lines: int = 0
    findings: tuple[Finding, ...] = ()


def front_matter(lines: Sequence[str]) -> FrontMatter:
    """Read a front matter block. One that is no YAML mapping is told in a finding, not raised."""
    if not lines or lines[0].rstrip() != "---":
        return FrontMatter()
    end = next(
        (n for n, line in enumerate(lines[1:MOST_LINES], 1) if line.rstrip() in ("---", "...")), 0
    )
    if not end:
        return FrontMatter()
    try:
        raw: object = load_yaml("\n".join(lines[1:end]))
    except (yaml.YAMLError, ValueError, RecursionError):
        raw = _by_lines(lines[1:end])
    if not isinstance(raw, dict):
        if not any(":" in line for line in lines[1:end]):
            return FrontMatter()
        message = "the block between the first two rules is not YAML; it was left out"
        return FrontMatter({}, end + 1, (Finding("front-matter", message, 1, end + 1, "warning"),))
    values = {str(key).strip().casefold(): value for key, value in raw.items()}
    message = f"front matter with the keys {', '.join(values)}; applied to the questions below"
    return FrontMatter(values, end + 1, (Finding("front-matter", message, 1, end + 1),))


def _by_lines(lines: Sequence[str]) -> dict[str, str] | None:
    """The keys of front matter that YAML refuses: a title that begins with a backtick or has a
    colon in it is meant as it stands. None unless every line is a key with its value.
    """
    pairs: dict[str, str] = {}
    for line in filter(str.strip, lines):
        match = _LINE.fullmatch(line.rstrip())
        if match is None:
            return None
        text = (match["value"] or "").strip()
        quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
        pairs[match["key"]] = text[1:-1] if quoted else text
    return pairs or None


def comment_pairs(text: str) -> dict[str, str]:
    """`key: value` comments in a piece of source, keys lower case: `<!-- tags: (a, b) -->`."""
    pairs: dict[str, str] = {}
    for comment in _COMMENT.finditer(text):
        if pair := _PAIR.match(comment[1]):
            value = pair[2].strip()
            if value[:1] == "(" and value[-1:] == ")":
                value = value[1:-1].strip()
            pairs[pair[1].casefold()] = value
    return pairs


def as_tags(value: object) -> tuple[str, ...]:
    """Tags from a list, or from a text that separates them by commas, bars, lines or hashes."""
    if isinstance(value, str):
        value = re.split(r"[,;|\n]|\s(?=#\w)", _LINK.sub(r"\1", value))
    if not isinstance(value, list | tuple):
        return ()
    texts = (
        " ".join(str(item).strip("[]() \t").strip("#`'\"*").split())
        for item in value
        if isinstance(item, str | int | float)
    )
    return tuple(dict.fromkeys(text for text in texts if text))
