"""Lists written in HTML: each `<li>` or `<dt>` may ask, like an item of a list in Markdown."""

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
_SEVERAL = re.compile(
    r"<li\b[^<>]{0,200}>(?P<text>.{1,600}?)(?=</li>|<li\b|</?[uo]l\b|$)", re.IGNORECASE
)
_TERM = re.compile(r"<dt\b[^<>]{0,200}>(?P<text>.{1,1200}?)</dt>", re.IGNORECASE | re.DOTALL)
_TOLD = re.compile(r"\s{0,20}<dd\b[^<>]{0,200}>", re.IGNORECASE)
_NEXT = re.compile(r"<dt\b|</dl\b", re.IGNORECASE)
_LONGEST_TERM = 1200  # characters
_MOST_TOLD = 60  # lines of one term and what is told of it
_LAST = re.compile(r"</dd>\s*\Z", re.IGNORECASE)


def in_html_list(source: Source, block: Block) -> Iterator[Anchor]:
    """The items of HTML lists that begin on a line of their own, or several on one line."""
    line = block.start
    opened = [line]
    while line < block.end:
        opened += [line] * len(_OPENING.findall(source.lines[line]))
        if len(several := list(_SEVERAL.finditer(source.lines[line]))) > 1:
            for one in several:
                yield _item(line, one["text"], Place(line, one.end()), line + 1, opened[-1])
            _close(opened, source.lines[line])
            line += 1
            continue
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
            yield _item(line, inside, Place(following), following, opened[-1])
        _close(opened, source.lines[following - 1])
        line = following


def _item(line: int, inside: str, place: Place, following: int, group: int) -> Anchor:
    title = read_title(_TAG.sub("", inside).strip())
    evidence = 0.0 if _ENTRY.search(inside) else asks(title)
    return Anchor(
        "bullets", line, place, title, place, item_end=following, evidence=evidence, group=group
    )


def definitions(source: Source) -> list[Anchor]:
    """The terms of definition lists (`<dt>`) with what is told of them (`<dd>`)."""
    starts = [n for n, line in enumerate(source.lines) if "<" in line and "<dt" in line.lower()]
    found: list[Anchor] = []
    for line in starts:
        if source.code[line] and not source.lines[line].lstrip().lower().startswith("<dt"):
            continue
        text = "\n".join(source.lines[line : line + _MOST_TOLD])
        for match in _TERM.finditer(text, 0, len(source.lines[line]) + _LONGEST_TERM):
            if match.start() > len(source.lines[line]):
                break
            found.append(_term(line, text, match))
    return found


def _term(line: int, text: str, match: re.Match[str]) -> Anchor:
    title = read_title(" ".join(_TAG.sub("", match["text"]).split()))
    following = _NEXT.search(text, match.end())
    end = following.start() if following else len(text)
    told = _TOLD.match(text, match.end())
    begin = told.end() if told else match.end()
    last = _LAST.search(text, begin, end)
    stop = last.start() if last else end
    evidence = 1.0 if title.labelled else asks(title)
    return Anchor(
        "definitions", line, _place(line, text, stop), title, _place(line, text, begin),
        evidence=evidence, group=-3, tail=_place(line, text, last.end() if last else end),
    )  # fmt: skip


def _place(line: int, text: str, index: int) -> Place:
    above = text.count("\n", 0, index)
    return Place(line + above, index - (text.rfind("\n", 0, index) + 1))


def _close(opened: list[int], line: str) -> None:
    """Leave the lists that end on a line."""
    closed = len(_CLOSING.findall(line))
    del opened[max(len(opened) - closed, 1) :]
