"""Contents: lists that only say over again which questions the headings of a file ask."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.source import Source

_MOST = 0.75  # the share of the entries of a list that headings repeat
_FIRST = 8  # entries, of which one at least is repeated
_BEFORE = re.compile(
    r"[\W_]*(?:(?:q(?:uestion)?\s?)?(?:\d{1,4}(?:\.\d{1,3}){0,2}\s?)?[.):\-]\s*)?[\W_]*",
    re.IGNORECASE,
)
_AFTER = re.compile(r"[\W_]+$")
_LINK = re.compile(r"\[(?P<text>[^\n]{1,400})\]\([^\n]{0,2000}\)")


def repeated_lists(source: Source, others: Iterable[str] = ()) -> Iterator[tuple[int, int]]:
    """The lines of lists outside all others whose entries, with nothing below but further ones,
    are headings too, or among `others` that ask.
    """
    if not any(block.kind in ("bullets", "numbers") for block in source.blocks):
        return
    asked = [block.text for block in source.blocks if block.kind == "heading"]
    known = {_bare(text) for text in (*asked, *others)}
    for block in source.blocks:
        if known and block.kind in ("bullets", "numbers"):
            if not any(text in known for text in islice(_entries(block), _FIRST)):
                continue
            texts = list(_entries(block))
            repeated = sum(text in known for text in texts if text)
            if repeated > 1 and repeated >= len(texts) * _MOST:
                yield block.start, block.end


def _entries(block: Block) -> Iterator[str]:
    """What each item of a list and of those in it says in a single paragraph, and nothing for
    an item that holds more.
    """
    for item in block.children:
        first, rest = next(iter(item.children), None), item.children[1:]
        nested = [one for one in rest if one.kind in ("bullets", "numbers")]
        if first is not None and first.kind == "paragraph" and len(nested) == len(rest):
            linked = _LINK.fullmatch(first.text.strip())
            yield _bare(linked["text"] if linked else first.text)
        else:
            yield ""
        for one in nested:
            yield from _entries(one)


def _bare(text: str) -> str:
    return _AFTER.sub("", _BEFORE.sub("", text, count=1)).casefold()
