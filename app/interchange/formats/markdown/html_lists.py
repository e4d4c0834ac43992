"""Lists written in HTML: each `<li>` may ask, like an item of a list in Markdown."""

import re
from collections.abc import Iterator

from app.interchange.formats.evidence import asks
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.titles import read_title

_ITEM = re.compile(r"\s*(?:<[uo]l\b[^<>]{0,80}>\s*)?<li\b[^<>]{0,200}>(?P<text>.*)", re.IGNORECASE)
_ENDING = re.compile(r"</li>|<li\b|</?[uo]l\b", re.IGNORECASE)
_TAG = re.compile(r"</?(?:a|b|strong|em|i|p|span|u|font|mark)\b[^<>]{0,300}>", re.IGNORECASE)
_OPENING = re.compile(r"<[uo]l\b", re.IGNORECASE)
_CLOSING = re.compile(r"</[uo]l\b", re.IGNORECASE)
_ENTRY = re.compile(r"href=[\"']?#", re.IGNORECASE)  # of a table of contents
_MOST_LINES = 6


def in_html_list(source: Source, block: Block) -> Iterator[Anchor]:
    """The items of HTML lists of which each begins on a line of its own."""
    line = block.start
    opened = [line]
    while line < block.end:
        opened += [line] * len(_OPENING.findall(source.lines[line]))
        match = _ITEM.match(source.lines[line])
        if match is None or "<details" in source.lines[line]:
            _close(opened, source.lines[line])
            line += 1
            continue
        texts, following = [match["text"]], line + 1
        while not _ENDING.search(texts[-1]) and following < block.end:
            texts.append(source.lines[following])
            following += 1
        end = _ENDING.search(texts[-1])
        if end and len(texts) <= _MOST_LINES and not _ITEM.search(texts[-1][end.start() :]):
            texts[-1] = texts[-1][: end.start()]
            inside = " ".join(text.strip() for text in texts)
            title = read_title(_TAG.sub("", inside).strip())
            place = Place(following)
            yield Anchor(
                "bullets", line, place, title, place, item_end=following,
                evidence=0.0 if _ENTRY.search(inside) else asks(title), group=opened[-1],
            )  # fmt: skip
        _close(opened, source.lines[following - 1])
        line = following


def _close(opened: list[int], line: str) -> None:
    """Leave the lists that end on a line."""
    closed = len(_CLOSING.findall(line))
    del opened[max(len(opened) - closed, 1) :]
