"""Plain questions: paragraphs that ask, with nothing to set them apart, and answers between them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.interchange.formats.evidence import asks, orders
from app.interchange.formats.levels import Difficulty, level_of_heading
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.shapes.prompts import names_what_follows
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.titles import Title, read_title

_SEVERAL = 3
_SPREAD = 8  # blocks to a question, at most
_ANSWERED = 0.6  # the share of questions with something below them that does not ask
_MANY = 5
_NEARLY_ALL = 0.7
_ORDERING = 0.25
_SURE = 0.9
_TITLE_LIMIT = 300  # characters
_ORDERS = re.compile(
    r"(?:explain|describe|define|compare|discuss|differentiate|distinguish|explica|describe|define"
    r"|explique|descreva|erkläre|beschreibe|объясните|опишите)\b",
    re.IGNORECASE,
)


def plain_questions(
    source: Source, blocks: Sequence[Block], hidden: Sequence[int], stop: int
) -> list[Anchor]:
    """The paragraphs of a zone that ask, where there are several and answers stand between, or
    where there are many and hardly anything else is there.
    """
    shown = [one for one in blocks if not hidden[one.start] and one.kind not in ("rule", "html")]
    found = list(_asking(source, shown, stop))
    if len(found) < _SEVERAL or len(found) * _SPREAD < len(shown):
        return []
    written = [n for one in shown for n in range(one.start, one.end) if not source.is_blank(n)]
    own = {n for one in found for n in range(one.start, max(one.body.line, one.start + 1))}
    bounds = [*(anchor.start for anchor in found), stop]
    others = [n for n in written if n not in own]
    answered = sum(any(above <= n < below for n in others) for above, below in pairwise(bounds))
    if answered >= len(found) * _ANSWERED:
        return found
    return list(_nothing_else(source, shown))


def _nothing_else(source: Source, blocks: Sequence[Block]) -> Iterator[Anchor]:
    """The lines of a zone that ask or order, where hardly any does something else: those name
    what is asked below them, and may state a level.
    """
    lines = [n for block in blocks for start, end in _texts(block) for n in range(start, end)]
    texts = [source.lines[n].strip() for n in lines]
    said = [max(asks(read_title(text)), _ORDERING if orders(text) else 0.0) for text in texts]
    sure = sum(one >= _SURE for one in said)
    anew = sum(not text[:1].islower() and len(text) <= _TITLE_LIMIT for text in texts)
    if sure < max(_MANY, len(lines) * _NEARLY_ALL) or anew < len(lines):
        return
    level: Difficulty | None = None
    for line, text, evidence in zip(lines, texts, said, strict=True):
        if evidence or text.endswith("."):
            end = Place(line + 1)
            yield Anchor("plain", line, end, read_title(text), end, level=level)
        else:
            level = level_of_heading(text.partition("(")[0])


def _asking(source: Source, blocks: Sequence[Block], stop: int) -> Iterator[Anchor]:
    for block in blocks:
        for start, end in _texts(block):
            for line, title, body in _titles(source, start, end):
                yield Anchor("plain", line, Place(stop), title, body, evidence=1.0)


def _texts(block: Block) -> Iterator[tuple[int, int]]:
    """The lines of a paragraph, or of the text right below an item that only names it."""
    if block.kind == "paragraph":
        yield block.start, block.end
    elif block.kind == "numbers":
        for item in block.children:
            if [one.kind for one in item.children] == ["paragraph"] and item.end - item.start > 1:
                yield item.start + 1, item.children[0].end


def _titles(source: Source, start: int, end: int) -> Iterator[tuple[int, Title, Place]]:
    """What a paragraph asks: in its first line, in all of them, or in each that does so."""
    lines = [line.strip() for line in source.lines[start:end]]
    for count in dict.fromkeys((1, len(lines))):
        text = " ".join(lines[:count])
        inner = (count > 1 and names_what_follows(lines)) or any(
            line.endswith((".", "?", ":")) for line in lines[: count - 1]
        )
        if len(text) <= _TITLE_LIMIT and not inner and _asks(text):
            yield start, read_title(text), Place(start + count)
            break
    else:
        count = 0
    for number, line in enumerate(lines[max(count, 1) :], start + max(count, 1)):
        sure = line.endswith(("?", "？")) and asks(read_title(line[:-1])) >= _SURE
        if len(line) <= _TITLE_LIMIT and line[:1].isupper() and sure:
            yield number, read_title(line), Place(number + 1)


def _asks(text: str) -> bool:
    if text.endswith(("?", "？")):
        return text[:1].isupper() or text[:1] in '¿`"' or asks(read_title(text[:-1])) >= _ANSWERED
    return _ORDERS.match(text) is not None
