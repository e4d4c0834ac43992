"""Plain questions: paragraphs that ask, with nothing to set them apart, and answers between them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.interchange.formats.evidence import asks
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.titles import Title, read_title

_SEVERAL = 3
_SPREAD = 8  # blocks to a question, at most
_ANSWERED = 0.6  # the share of questions with something below them that does not ask
_TITLE_LIMIT = 300  # characters
_ORDERS = re.compile(
    r"(?:explain|describe|define|compare|discuss|differentiate|distinguish|explica|describe|define"
    r"|explique|descreva|erkläre|beschreibe|объясните|опишите)\b",
    re.IGNORECASE,
)


def plain_questions(
    source: Source, blocks: Sequence[Block], hidden: Sequence[int], stop: int
) -> list[Anchor]:
    """The paragraphs of a zone that ask, where there are several and answers stand between."""
    shown = [one for one in blocks if not hidden[one.start] and one.kind not in ("rule", "html")]
    found = list(_asking(source, shown, stop))
    starts = {anchor.start for anchor in found}
    ends = {anchor.start: anchor.body.line for anchor in found}
    if len(found) < _SEVERAL or len(found) * _SPREAD < len(shown):
        return []
    answered = sum(
        above.start in starts and (below.start not in starts or ends[above.start] < above.end)
        for above, below in pairwise(shown)
    )
    last = shown[-1]
    answered += last.start in starts and ends[last.start] < last.end
    return found if answered >= len(found) * _ANSWERED else []


def _asking(source: Source, blocks: Sequence[Block], stop: int) -> Iterator[Anchor]:
    for block in blocks:
        if block.kind != "paragraph":
            continue
        title, body = _title(source, block)
        if title.text:
            yield Anchor("plain", block.start, Place(stop), title, body, evidence=1.0)


def _title(source: Source, block: Block) -> tuple[Title, Place]:
    """The first line of a paragraph that asks, or all its lines where they are one question."""
    lines = [line.strip() for line in source.lines[block.start : block.end]]
    for count in dict.fromkeys((1, len(lines))):
        text = " ".join(lines[:count])
        inner = any(line.endswith((".", "?", ":")) for line in lines[: count - 1])
        if len(text) <= _TITLE_LIMIT and not inner and _asks(text):
            return read_title(text), Place(block.start + count)
    return Title(""), Place(block.start)


def _asks(text: str) -> bool:
    if text.endswith(("?", "？")):
        return text[:1].isupper() or text[:1] in '¿`"' or asks(read_title(text[:-1])) >= _ANSWERED
    return _ORDERS.match(text) is not None
