"""Contents: lists that only say over again which questions the headings of a file ask."""

import re
from collections.abc import Iterator

from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.source import Source

_MOST = 0.75  # the share of the items of a list that headings repeat
_BEFORE = re.compile(r"[\W_]*(?:\d{1,4}[.):\-]\s*)?[\W_]*")
_AFTER = re.compile(r"[\W_]+$")


def repeated_lists(source: Source) -> Iterator[tuple[int, int]]:
    """The lines of lists outside all others whose items, with nothing below, are headings too."""
    headings = {_bare(block.text) for block in source.blocks if block.kind == "heading"}
    for block in source.blocks:
        if headings and block.kind in ("bullets", "numbers"):
            texts = [_only_text(item) for item in block.children]
            repeated = sum(text in headings for text in texts if text)
            if repeated > 1 and repeated >= len(texts) * _MOST:
                yield block.start, block.end


def _only_text(item: Block) -> str:
    """What an item says that is a single paragraph, and nothing for any other."""
    only = item.children[0] if len(item.children) == 1 else None
    return _bare(only.text) if only is not None and only.kind == "paragraph" else ""


def _bare(text: str) -> str:
    return _AFTER.sub("", _BEFORE.sub("", text, count=1)).casefold()
