"""Folded parts, which CommonMark does not know: `<details>` elements by their tags, and callouts."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from app.interchange.formats.markdown.callouts import Style, callouts
from app.interchange.formats.markdown.source import Place, Source

_SHOWN = ("```", "~~~", "<img", "![")
_TAG = re.compile(r"<(/?)(details|summary)\b[^<>]{0,200}>|<!--|-->", re.IGNORECASE)


@dataclass(slots=True)
class Details:
    """One `<details>`: from `start` to `end`, folded text from `body` to `body_end`.

    `summary` is the source between its summary tags, lines joined by a space, and `shown` what
    it shows besides: code, verbatim from its first fence on. `depth` counts the details around it. Where the closing tag is missing `closed` is False and the text ends
    before the next element. `style` is what sets the lines of a callout apart.
    """

    start: Place
    body: Place
    body_end: Place
    end: Place
    summary: str = ""
    shown: str = ""
    depth: int = 0
    closed: bool = False
    style: Style = ""
    children: list["Details"] = field(default_factory=list)


def find_details(source: Source) -> list[Details]:
    """Every folded part of a source in order of its start; tags in code and comments are text."""
    found: list[Details] = []
    stack: list[Details] = []
    summary_from: Place | None = None
    for place, after, name, closing in _tags(source):
        if name == "details" and not closing:
            stack.append(Details(place, after, source.end, source.end, depth=len(stack)))
            found.append(stack[-1])
            summary_from = None
        elif name == "summary" and stack:
            if not closing:
                summary_from = after
            elif summary_from is not None:
                stack[-1].summary, stack[-1].shown = _summary(source, summary_from, place)
                stack[-1].body = after
                summary_from = None
        elif name == "details" and stack:
            done = stack.pop()
            done.body_end, done.end, done.closed = place, after, True
    found += (
        Details(
            Place(one.start), Place(*one.body), Place(one.body_end), Place(one.end), one.summary,
            closed=True, style=one.style,
        )
        for one in callouts(source.lines)
    )  # fmt: skip
    found.sort(key=lambda one: one.start)
    _end_unclosed(source, found)
    return _nested(found)


def _end_unclosed(source: Source, found: list[Details]) -> None:
    """An element without an end stops where the next one begins, or at the next heading."""
    headings = [block.start for block in source.blocks if block.kind == "heading"]
    lists = [block for block in source.blocks if block.kind in ("bullets", "numbers")]
    items = [item.start for block in lists for item in block.children]
    item_ends = [item.end for block in lists for item in block.children]
    following = source.end
    heading = len(headings)
    for details in reversed(found):
        if not details.closed:
            while heading and headings[heading - 1] > details.start.line:
                heading -= 1
            stop = Place(headings[heading]) if heading < len(headings) else source.end
            item = bisect_right(items, details.start.line) - 1
            if item >= 0 and details.start.line < item_ends[item]:
                stop = min(stop, Place(item_ends[item]))
            details.body_end = details.end = max(min(following, stop), details.body)
        following = details.start


def _nested(found: list[Details]) -> list[Details]:
    """Give each element its depth and its direct children, now that all ends are known."""
    stack: list[Details] = []
    for details in found:
        while stack and stack[-1].end <= details.start:
            stack.pop()
        details.depth = len(stack)
        if stack:
            stack[-1].children.append(details)
        stack.append(details)
    return found


def _tags(source: Source) -> Iterator[tuple[Place, Place, str, bool]]:
    in_comment = False
    for number, line in enumerate(source.lines):
        if source.code[number] or ("<" not in line and "--" not in line):
            continue
        ticks = counted = 0
        for match in _TAG.finditer(line):
            ticks += line.count("`", counted, match.start())
            counted = match.start()
            if match[2] is None:
                in_comment = match.group() == "<!--"
            elif not in_comment and ticks % 2 == 0:
                start, end = Place(number, match.start()), Place(number, match.end())
                yield start, end, match[2].lower(), bool(match[1])


def _summary(source: Source, start: Place, end: Place) -> tuple[str, str]:
    """What a summary says on one line, and the code it shows below that."""
    lines = source.lines[start.line : end.line + 1]
    lines[-1] = lines[-1][: end.column] if end.line < len(source.lines) else lines[-1]
    lines[0] = lines[0][start.column :]
    said = list(takewhile(lambda line: not line.lstrip().startswith(_SHOWN), lines))
    shown = "\n".join(lines[len(said) :]).rstrip()
    return " ".join(line.strip() for line in said if line.strip()), shown
