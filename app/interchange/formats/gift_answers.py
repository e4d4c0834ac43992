"""What stands in the braces of a GIFT question: choices, accepted answers, pairs, numbers."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from app.interchange.formats.markup import readable

_SIGNS = "~=#{}:"
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:[.,]\d{1,8})?)%")
_TRUTH = re.compile(r"\s*(TRUE|FALSE|T|F)\s*(?=#|$)", re.IGNORECASE)
_FORMAT = re.compile(r"\A\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answers:
    """The answer as text, and the options with whether each is correct.

    The options of a `short` question are the answers it accepts.
    """

    text: str
    options: tuple[tuple[str, bool], ...] = ()
    kind: Literal["open", "choice", "short"] = "open"


@dataclass(frozen=True, slots=True)
class _Choice:
    sign: str
    text: str
    weight: float | None
    feedback: str
    is_html: bool = False

    def said(self) -> str:
        """Its text; HTML of nothing but paragraphs as plain lines."""
        text = unescaped(self.text)
        return readable(text) if self.is_html else text


def read_answers(text: str) -> Answers:
    """Read what stands between the braces, without them."""
    inner, general = _split(text, "####")
    if not inner.strip():
        return Answers(unescaped(general))
    if match := _TRUTH.match(inner):
        told = [unescaped(part) for part in _all_split(inner[match.end() :], "#")[1:]]
        said = "True" if match[1].upper().startswith("T") else "False"
        return Answers(_paragraphs(said, *told, unescaped(general)))
    if inner.lstrip().startswith("#"):
        return Answers(_paragraphs(_numbers(inner.lstrip()[1:]), unescaped(general)))
    choices = _choices(inner)
    if not choices:
        only = unescaped(_split(inner, "#")[0])
        return Answers(_paragraphs(only, unescaped(general)), ((only, True),), "short")
    if all(choice.sign == "=" for choice in choices):
        pairs = [_split(choice.text, "->") for choice in choices]
        if all("->" in choice.text for choice in choices) and len(choices) > 1:
            matched = "\n".join(f"{unescaped(a)} -> {unescaped(b)}" for a, b in pairs)
            return Answers(_paragraphs(matched, unescaped(general)))
        return _chosen(choices, [choice.weight != 0 for choice in choices], general, "short")
    full = any(choice.sign == "=" for choice in choices)
    flags = [choice.sign == "=" if full else (choice.weight or 0) > 0 for choice in choices]
    return _chosen(choices, flags, general, "choice")


def _chosen(
    choices: list[_Choice], flags: list[bool], general: str, kind: Literal["choice", "short"]
) -> Answers:
    options = tuple(
        (choice.said(), flag)
        for choice, flag in zip(choices, flags, strict=True)
        if flag or kind == "choice"
    )
    correct = "\n".join(text for text, flag in options if flag)
    told = "\n".join(
        f"{unescaped(choice.text)}: {unescaped(_FORMAT.sub('', choice.feedback, count=1))}"
        for choice in choices
        if choice.feedback.strip()
    )
    return Answers(_paragraphs(correct, unescaped(general), told), options, kind)


def _choices(text: str) -> list[_Choice]:
    """Split at unescaped `~` and `=`; `#` begins the feedback of a choice."""
    starts = [i for i, sign in _signs(text, "~=")]
    choices: list[_Choice] = []
    for start, end in pairwise([*starts, len(text)]):
        sign, rest = text[start], text[start + 1 : end]
        weight = _WEIGHT.match(rest)
        rest = rest[weight.end() :] if weight else rest
        said, feedback = _split(rest, "#")
        number = float(weight[1].replace(",", ".")) if weight else None
        written_in = _FORMAT.match(said)
        is_html = written_in is not None and written_in[1].casefold() == "html"
        text_of = said[written_in.end() :] if written_in else said
        choices.append(_Choice(sign, text_of, number, feedback, is_html))
    return [choice for choice in choices if choice.text.strip()]


def _numbers(text: str) -> str:
    """Numeric answers as one would say them: `3.14 ± 0.01`, `1 to 5`."""
    parts = [choice.text for choice in _choices(text) if choice.weight != 0]
    said = parts or [_split(text, "#")[0]]
    return "\n".join(_number(part.strip()) for part in said if part.strip())


def _number(text: str) -> str:
    low, dots, high = text.partition("..")
    if dots:
        return f"{low.strip()} to {high.strip()}"
    value, colon, margin = text.partition(":")
    return f"{value.strip()} ± {margin.strip()}" if colon and margin.strip("0. ") else value.strip()


def _signs(text: str, signs: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    escaped = False
    for index, character in enumerate(text):
        if escaped:
            escaped = False
        elif character == "\\" and text[index + 1 : index + 2] in ("\\", *_SIGNS):
            escaped = True
        elif character in signs:
            found.append((index, character))
    return found


def _split(text: str, mark: str) -> tuple[str, str]:
    parts = _all_split(text, mark)
    return parts[0], mark.join(parts[1:])


def _all_split(text: str, mark: str) -> list[str]:
    """Split at a mark whose first character is not escaped."""
    parts: list[str] = []
    start = 0
    for index, _ in _signs(text, mark[0]):
        if index >= start and text.startswith(mark, index):
            parts.append(text[start:index])
            start = index + len(mark)
    return [*parts, text[start:]]


def unescaped(text: str) -> str:
    """A text with its escapes undone: a backslash before a sign of the format, and `\\n`."""
    said: list[str] = []
    index = 0
    text = text.strip()
    while index < len(text):
        character, following = text[index], text[index + 1 : index + 2]
        if character == "\\" and following and following in "~=#{}:\\":
            said.append(following)
            index += 2
        elif character == "\\" and following == "n":
            said.append("\n")
            index += 2
        else:
            said.append(character)
            index += 1
    return "".join(said)


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(text.strip() for text in texts if text.strip())
