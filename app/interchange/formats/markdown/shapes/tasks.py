"""Tasks: files that are nothing but numbered lists of what to do, and text that is one fence."""

import re
from collections.abc import Iterator
from itertools import chain

from app.interchange.formats.evidence import asks, orders
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.source import Source
from app.interchange.formats.titles import read_title

_FEWEST = 5
_MOST = 0.8  # the share of items that ask or order
_TELLING = 0.3  # that of those that set a task ("Write ...") and do not only order
_OPENING = re.compile(r"^(?:`{3,}|~{3,})(?:markdown|md)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_TASK = 0.5
_REST, _FEW = 0.2, 6  # of the lines of a file, outside a fence


def only_tasks(source: Source) -> bool:
    """Whether a file holds numbered lists of tasks and nothing besides but headings. Manuals and
    lists of things to do say more, or count nothing.
    """
    kinds = {block.kind for block in source.blocks} - {"heading", "rule"}
    if kinds != {"numbers"}:
        return False
    said = list(_said(source.blocks))
    told = sum(one > 0 for one in said)
    setting = sum(one >= _TASK for one in said)
    return len(said) >= _FEWEST and told >= len(said) * _MOST and setting >= len(said) * _TELLING


def _said(blocks: tuple[Block, ...]) -> Iterator[float]:
    for item in chain.from_iterable(block.children for block in blocks):
        text = item.children[0].text.partition("\n")[0] if item.children else ""
        yield max(asks(read_title(text)), 0.25 if orders(text) else 0.0)


def laid_bare(text: str) -> str:
    """A text without the fence around nearly all of its lines that calls them Markdown, as
    answers of chat programs are kept; blank lines stand in its place.
    """
    if not _OPENING.search(text):
        return text
    lines = text.split("\n")
    opened = next(n for n, line in enumerate(lines) if _OPENING.fullmatch(line))
    mark = lines[opened].rstrip(" \tadkmnorwADKMNORW")
    closed = [n for n, line in enumerate(lines) if n > opened and line.rstrip() == mark]
    if len(closed) != 1 or len(lines) - (closed[0] - opened) > max(_FEW, len(lines) * _REST):
        return text
    return "\n".join("" if n in (opened, closed[0]) else line for n, line in enumerate(lines))
