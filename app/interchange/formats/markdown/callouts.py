"""Callouts: questions and answers set apart by the admonitions, directives and quotations that
documentation sites and note-taking programs add to Markdown.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from app.interchange.formats.evidence import asks
from app.interchange.formats.markdown.labels import part_folded, says_nothing
from app.interchange.formats.titles import read_title

Style = Literal["", "indented", "quoted"]
"""How the lines of a folded text are set apart from others, which is taken off them."""

# `??? question "Show answer"`, whose text is set in by four columns
_ADMONITION = re.compile(
    r"(?P<indent>[ \t]{0,40})(?:\?\?\?\+?|!!!)[ \t]+(?P<kind>[\w-]{1,30})(?:[ \t]+[\w-]{1,30}){0,3}"
    r"(?:[ \t]+\"(?P<title>[^\"\n]{0,300})\")?[ \t]*"
)
# ":::tip[Answer]" and "::: details Answer", up to a line of as many colons
_DIRECTIVE = re.compile(
    r"(?P<indent> {0,3})(?P<fence>:{3,9})[ \t]*\{?(?P<kind>[A-Za-z-]{1,30})\}?"
    r"(?:\[(?P<named>[^\]\n]{1,300})\]|[ \t]+(?P<title>[^\n]{1,300}))?[ \t]*"
)
# "> [!success]- Answer", which is a quotation
_QUOTED = re.compile(r"[ \t]{0,6}>[ \t]?\[!(?P<kind>[\w-]{1,30})\][+-]?(?P<title>[^\n]{0,300})")
_QUOTE = re.compile(r"^[ \t]{0,6}>[ \t]?", re.MULTILINE)
_BEGUN = re.compile(r"(?P<name>[^\W\d_]{3,12})[ \t]*(?=\*\*|<b>)")
_DIV = re.compile(
    r"\s*<(?P<tag>div|section|center|span)\b[^<>\n]{0,200}\bmarkdown\b[^<>\n]{0,80}>\s*"
    r"|\s*<(?P<quiz>quiz|question)>\s*",
    re.IGNORECASE,
)
_ANSWERS = frozenset(("answer", "solution", "success", "check", "done"))
_QUESTIONS = frozenset(("question", "faq", "help"))
_SET_IN = 4
_BEGINNING = frozenset("`~?!:>")


class Callout(NamedTuple):
    """A text set apart: its first line and the one behind its last, where the text in it begins
    (a line and a column) and ends, and what it is called.
    """

    start: int
    end: int
    body: tuple[int, int]
    body_end: int
    summary: str
    style: Style


def callouts(lines: Sequence[str]) -> Iterator[Callout]:
    """The texts set apart that are called a question, or what follows one."""
    for found in _set_apart(lines):
        if summary := _summary(found):
            yield found._replace(summary=summary)


def laid_open(text: str) -> str:
    """The text for a parser that knows nothing of all this: texts set in by an admonition begin
    at its margin, and its own lines, and those of elements with Markdown inside, are empty.
    """
    if not any(mark in text for mark in ("???", "!!!", ":::", " markdown", "<quiz>", "<question>")):
        return text
    lines = text.split("\n")
    for found in list(_set_apart(lines)):
        if found.style == "quoted":
            continue
        lines[found.start] = ""
        if found.style == "indented":
            for inner in range(found.start + 1, found.end):
                lines[inner] = _outdented(lines[inner])
        else:
            lines[found.end - 1] = ""
    for number in transparent(lines):
        lines[number] = ""
    return "\n".join(lines)


def transparent(lines: Sequence[str]) -> list[int]:
    """The lines that only begin or end an element whose text is Markdown (`<div markdown>`)."""
    found: list[int] = []
    opened: list[str] = []
    for number, line in enumerate(lines):
        if "<" not in line:
            continue
        if (match := _DIV.fullmatch(line)) is not None:
            opened.append(f"</{match['tag'] or match['quiz']}>")
            found.append(number)
        elif opened and line.strip() == opened[-1]:
            opened.pop()
            found.append(number)
    return found


def plain(text: str, style: Style) -> str:
    """A text without what sets its lines apart."""
    if style == "quoted":
        return _QUOTE.sub("", text)
    return "\n".join(map(_outdented, text.split("\n"))) if style == "indented" else text


def _set_apart(lines: Sequence[str]) -> Iterator[Callout]:
    closings: dict[int, int] | None = None
    quoted_to = 0
    for number, line in _outside_code(lines):
        match: re.Match[str] | None
        if match := _ADMONITION.fullmatch(line):
            yield _indented(lines, number, match)
        elif match := _DIRECTIVE.fullmatch(line):
            closings = _closings(lines) if closings is None else closings
            if end := closings.get(number):
                name = _called(match["kind"], match["named"] or match["title"] or "")
                yield Callout(number, end + 1, (number + 1, 0), end, name, "")
        elif match := _QUOTED.fullmatch(line):
            if quoted_to <= number:
                quoted_to = number + 1
                while quoted_to < len(lines) and lines[quoted_to].lstrip().startswith(">"):
                    quoted_to += 1
            yield _quoted(number, quoted_to, match)


def _outside_code(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines outside fences that begin like something set apart."""
    fenced = ""
    for number, line in enumerate(lines):
        bare = line.lstrip() if line[:1] in (" ", "\t") else line
        if not bare or bare[0] not in _BEGINNING:
            continue
        if bare.startswith(("```", "~~~")):
            fenced = "" if fenced and bare.startswith(fenced) else fenced or bare[:3]
        elif not fenced and bare.startswith(("??? ", "???+", "!!! ", ":::", ">")):
            yield number, line


def _indented(lines: Sequence[str], start: int, match: re.Match[str]) -> Callout:
    margin = len(match["indent"].expandtabs(_SET_IN)) + _SET_IN
    end = last = start + 1
    while end < len(lines):
        text = lines[end].expandtabs(_SET_IN)
        if text.strip() and len(text) - len(text.lstrip()) < margin:
            break
        end += 1
        last = end if text.strip() else last
    name = _called(match["kind"], match["title"] or "")
    return Callout(start, last, (start + 1, 0), last, name, "indented")


def _quoted(start: int, end: int, match: re.Match[str]) -> Callout:
    title, body = match["title"].strip(), (start + 1, 0)
    if (begun := _BEGUN.match(title)) and part_folded(begun["name"]):
        # "> [!success]- Answer **Correct answer: B**"
        body = start, match.start("title") + match["title"].index(title) + begun.end()
        title = begun["name"]
    return Callout(start, end, body, end, _called(match["kind"], title), "quoted")


def _closings(lines: Sequence[str]) -> dict[int, int]:
    """The lines that close directives, by those that open them. Ones inside close first, or
    have fewer colons.
    """
    found: dict[int, int] = {}
    opened: dict[str, list[int]] = {}
    for number, line in _outside_code(lines):
        bare = line.strip()
        if not bare.strip(":"):
            if starts := opened.get(bare):
                found[starts.pop()] = number
        elif match := _DIRECTIVE.fullmatch(line):
            opened.setdefault(match["fence"], []).append(number)
    return found


def _called(kind: str, title: str) -> str:
    """What a callout is called: by its title, or else by its kind, which stands first."""
    return f"{kind.casefold()} {title.strip()}".strip()


def _summary(found: Callout) -> str:
    """What a question is, or what part of one a callout holds. Empty for any other."""
    kind, _, title = found.summary.partition(" ")
    if not title:
        return "Answer" if kind in _ANSWERS else "Hint" if kind == "hint" else ""
    if part_folded(title) or says_nothing(title):
        return title
    asked = read_title(title)
    return title if kind in _QUESTIONS or asked.labelled or asks(asked) == 1 else ""


def _outdented(line: str) -> str:
    if line.startswith("\t"):
        return line[1:]
    return line[min(_SET_IN, len(line) - len(line.lstrip(" "))) :]
