"""Contents: lists and tables that only say over again which questions the headings of a file ask."""

import re
from collections.abc import Container, Iterable, Iterator
from itertools import islice

from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.shapes.tables import cells
from app.interchange.formats.markdown.source import Source

_LISTING = ("bullets", "numbers", "table")
_MOST = 0.75  # the share of the entries of a list that headings repeat
_FIRST = 8  # entries, of which one at least is repeated
_BEFORE = re.compile(
    r"[\W_]*(?:(?:q(?:uestion)?\s?)?(?:\d{1,4}(?:\.\d{1,3}){0,2}\s?)?[.):\-]\s*)?[\W_]*",
    re.IGNORECASE,
)
_AFTER = re.compile(r"[\W_]+$")
_BETWEEN = re.compile(r"\s*[/\\]\s*")
_PLACE = re.compile(r"\[[^\n]{1,400}\]\(#(?P<place>[^\s()]{1,400})\)")
_NO_PLACE = re.compile(r"[^\w\- ]")
_LINK = re.compile(r"\[(?P<text>[^\n]{1,400})\]\([^\n]{0,2000}\)")


def repeated_lists(source: Source, others: Iterable[str] = ()) -> Iterator[tuple[int, int]]:
    """The lines of lists outside all others whose entries, with nothing below but further ones,
    are headings too, or among `others` that ask, and those of tables with such a column.
    """
    if not any(block.kind in _LISTING for block in source.blocks):
        return
    asked = [block.text for block in source.blocks if block.kind == "heading"]
    known = {_bare(text) for text in (*asked, *others)}
    for block in source.blocks:
        if known and block.kind in _LISTING:
            if block.kind == "table":
                texts = list(_rows(source, block, known))
            elif any(text in known for text in islice(_entries(block), _FIRST)):
                texts = list(_entries(block))
            else:
                continue
            repeated = sum(text in known for text in texts if text)
            repeating = repeated > 1 and repeated >= len(texts) * _MOST
            if repeating or (block.kind != "table" and _leads_to_sections(block, known)):
                yield block.start, block.end


def led_to(source: Source, headings: Iterable[Block]) -> frozenset[int]:
    """The first lines of headings to which the deepest entries of nested contents lead."""
    places = {
        place["place"].casefold()
        for block in source.blocks
        if block.kind in ("bullets", "numbers") and any(_nested(item) for item in block.children)
        for text in _deepest(block)
        if (place := _PLACE.fullmatch(text.strip()))
    }
    return frozenset(one.start for one in headings if places and _place(one.text) in places)


def _place(heading: str) -> str:
    """What links call the place of a heading."""
    return _NO_PLACE.sub("", heading.strip().casefold()).replace(" ", "-")


def _nested(item: Block) -> list[Block]:
    return [one for one in item.children if one.kind in ("bullets", "numbers")]


def _deepest(block: Block) -> Iterator[str]:
    """What the items say that have no list in them."""
    for item in block.children:
        lists = _nested(item)
        for one in lists:
            yield from _deepest(one)
        if item.children and not lists:
            yield item.children[0].text


def _entries(block: Block) -> Iterator[str]:
    """What each item of a list and of those in it says in a single paragraph, and nothing for
    an item that holds more.
    """
    for item in block.children:
        first, rest = next(iter(item.children), None), item.children[1:]
        nested = [one for one in rest if one.kind in ("bullets", "numbers")]
        if first is not None and first.kind == "paragraph" and len(nested) == len(rest):
            yield _bare(_unlinked(first.text))
        else:
            yield ""
        for one in nested:
            yield from _entries(one)


def _leads_to_sections(block: Block, known: Container[str]) -> bool:
    """Whether a list is a table of contents by its own items: links to places of a file, of
    which half at least are headings of this one. What is nested in them is said there again.
    """
    texts = [
        item.children[0].text.partition("\n")[0].strip() if item.children else ""
        for item in block.children
    ]
    nested = any(len(item.children) > 1 for item in block.children)
    if not nested or not all("#" in text and _LINK.fullmatch(text) for text in texts):
        return False
    return sum(_bare(_unlinked(text)) in known for text in texts) * 2 >= len(texts)


def _rows(source: Source, block: Block, known: Container[str]) -> Iterator[str]:
    """What each row of a table says that is known, and nothing for a row that says nothing known."""
    for line in range(block.start + 2, block.end):
        said = (_bare(_unlinked(cell)) for cell in cells(source.lines[line]))
        yield next((text for text in said if text in known), "")


def _unlinked(text: str) -> str:
    linked = _LINK.fullmatch(text.strip())
    return linked["text"] if linked else text


def _bare(text: str) -> str:
    return _BETWEEN.sub("/", _AFTER.sub("", _BEFORE.sub("", text, count=1))).casefold()
