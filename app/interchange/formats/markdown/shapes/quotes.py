"""Quoted questions: "> **What is a lock?**", with the answer below the quotation."""

from itertools import pairwise

from app.interchange.formats.evidence import asks
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.shapes.prompts import TITLE_LIMIT
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.titles import Title, read_title

_SEVERAL = 3
_SURE = 0.9
_MOST = 0.8


def quoted_questions(source: Source) -> list[Anchor]:
    """Quotations of one paragraph with text of another kind below them, where most of several
    ask. Where nearly all do, the others are questions too.
    """
    found = [
        (block, title)
        for block, below in pairwise(source.blocks)
        if below.kind not in ("quote", "heading") and (title := _title_of(block)).text
    ]
    sure = [title.labelled or asks(title) >= _SURE for _, title in found]
    if sum(sure) < _SEVERAL or sum(sure) * 2 <= len(sure):
        return []
    nearly_all = sum(sure) >= len(sure) * _MOST
    end = Place(len(source.lines))
    return [
        Anchor("quotes", block.start, end, title, Place(block.end))
        for (block, title), asking in zip(found, sure, strict=True)
        if asking or nearly_all
    ]


def _title_of(block: Block) -> Title:
    """What a quotation of one short paragraph says, or an empty title."""
    if block.kind != "quote" or [one.kind for one in block.children] != ["paragraph"]:
        return Title("")
    text = " ".join(line.strip() for line in block.children[0].text.split("\n"))
    return read_title(text) if len(text) <= TITLE_LIMIT else Title("")
