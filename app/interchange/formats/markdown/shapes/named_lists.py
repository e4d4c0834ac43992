"""Named lists: lines such as "**Beginner**" that stand above lists of questions as headings do."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.interchange.formats.evidence import asks
from app.interchange.formats.markdown.anchors import NAMED_LEVEL, Section
from app.interchange.formats.markdown.labels import label_at, part_named
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.shapes.bold import bold_end
from app.interchange.formats.markdown.source import Source
from app.interchange.formats.titles import read_title

_SURE = 0.9
_MOST = 0.6  # the share of the items of a list that ask
_FEWEST = 2  # items, and names
_WORDS = 6  # of a name
_ENDING = re.compile(r"[.,;!?]$")


def named_lists(source: Source, hidden: Sequence[int]) -> list[Section]:
    """The names of lists that ask, where a file has several. What stands above each is no prose:
    there a name and a list belong to an answer.
    """
    found = list(_names(source, hidden))
    if len(found) < _FEWEST:
        return []
    headings = [block.start for block in source.blocks if block.kind == "heading"]
    last = len(source.lines)
    stops = sorted({*headings, *(start for start, _ in found), last})
    follow = dict(pairwise(stops))
    return [Section(name, NAMED_LEVEL, start, follow[start]) for start, name in found]


def _names(source: Source, hidden: Sequence[int]) -> Iterator[tuple[int, str]]:
    above: Block | None = None
    introduced = True  # up to the first list below a heading, prose is no answer
    shown = [one for one in source.blocks if not hidden[one.start]]
    for block, below in pairwise(shown):
        parted = above is None or above.kind in ("heading", "rule", "html", "bullets", "numbers")
        parted = parted or introduced
        if parted and below.kind in ("bullets", "numbers") and _is_name(block) and _asks(below):
            yield block.start, read_title(block.text).text.rstrip(" :：")
        above = block
        introduced = block.kind == "heading" or (
            introduced and block.kind not in ("bullets", "numbers")
        )


def _is_name(block: Block) -> bool:
    text = block.text.strip()
    if block.kind != "paragraph" or "\n" in text or label_at(text) or part_named(text):
        return False
    bare = text.rstrip(" :：")
    title = read_title(bare)
    plain = len(bare.split()) <= _WORDS and not _ENDING.search(bare) and "](" not in bare
    return not (asks(title) or title.labelled) and (bold_end(text) >= len(bare) or plain)


def _asks(block: Block) -> bool:
    """Whether most items of a list ask, none of which is part of another."""
    said = [
        asks(read_title(item.children[0].text.partition("\n")[0])) if item.children else 0.0
        for item in block.children
    ]
    return len(said) >= _FEWEST and sum(one >= _SURE for one in said) >= len(said) * _MOST
