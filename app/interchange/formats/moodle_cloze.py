"""Gaps that Moodle writes into a text, `{1:SHORTANSWER:=sun~moon}`, and what belongs in them."""

import re
from collections.abc import Sequence

_GAP = re.compile(r"\{\d{0,3}:([A-Z_]{2,20}):((?:[^{}\\]|\\.){0,5000})\}", re.DOTALL)
_NUMBERED_GAP = re.compile(r"\[\[(\d{1,3})\]\]")
_FILLED_GAP = re.compile(r"\[[^\[\]<>]{1,200}\]")
_PARTS = re.compile(r"(?:[^~\\]|\\.)+", re.DOTALL)
_RIGHT = re.compile(r"=|%100(?:\.0+)?%")
_WEIGHT = re.compile(r"=|%-?\d{1,3}(?:\.\d{1,8})?%")
_FEEDBACK = re.compile(r"(?<!\\)#.*", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def with_gaps(text: str) -> tuple[str, str]:
    """A text with its gaps shown as blanks or as choices, and the answers, a line to each gap."""
    answers: list[str] = []

    def shown(gap: re.Match[str]) -> str:
        parts = [part.strip() for part in _PARTS.findall(gap[2]) if part.strip()]
        answers.append(" / ".join(_said(part) for part in parts if _RIGHT.match(part)))
        if not gap[1].startswith(("M", "C")):  # not one of MULTICHOICE, MC, MR and their like
            return "_____"
        return f"[{' / '.join(map(_said, parts))}]"

    return _GAP.sub(shown, text), "\n".join(filter(None, answers))


def with_words(text: str, words: Sequence[str]) -> tuple[str, str]:
    """A text with its numbered gaps (`[[2]]`) shown as blanks, and the words that belong in them,
    a line to each, then the other words to choose from."""
    numbers = dict.fromkeys(int(gap[1]) for gap in _NUMBERED_GAP.finditer(text))
    right = [words[number - 1] for number in numbers if 0 < number <= len(words)]
    others = [word for n, word in enumerate(words, 1) if n not in numbers]
    told = [*right, *([f"(not: {', '.join(others)})"] if others else [])]
    return _NUMBERED_GAP.sub("_____", text), "\n".join(filter(None, told))


def without_words(text: str) -> str:
    """A text whose gaps hold the words that belong in them (`[sun]`), with blanks in their places."""
    return _FILLED_GAP.sub("_____", text)


def _said(part: str) -> str:
    bare = _FEEDBACK.sub("", _WEIGHT.sub("", part, count=1))
    return _ESCAPED.sub(r"\1", bare).strip()
