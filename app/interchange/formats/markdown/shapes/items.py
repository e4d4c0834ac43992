"""Items: what might be a question in a list, and what a list in a list asks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from app.interchange.formats.evidence import asks, is_boilerplate, orders
from app.interchange.formats.levels import Difficulty, level_of_heading
from app.interchange.formats.markdown.anchors import Anchor, taken_in
from app.interchange.formats.markdown.labels import label_at
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.shapes.bold import bold_end, past_bold
from app.interchange.formats.markdown.shapes.prompts import asking_part, is_one_question
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.title_tags import REMARK
from app.interchange.formats.titles import read_title

_ONLY_LINKS = re.compile(
    r"(?:\[[^\[\]]{1,200}\]\([^()\s]{1,400}\)[ ,;&/|]{0,4}(?:(?:and|or)\b ?)?){1,9}"
)
_LINKS_LAST = re.compile(
    r"(?<=[)\]])[ ]{0,3}(?:[-–—:|] )?(?:\[[^\[\]]{1,80}\]\([^()\s]{1,400}\)[ ,;&/|]{0,4}){1,9}$"
)
_LINKED = re.compile(r"\[[^\[\]]{1,200}\]\([^()\s]{1,400}\)")
_LINK_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,4}[.)])\s+\[[^\[\]]{1,200}\]\(")
_SYMBOLS = re.compile(r"[^\w()\[\]]+$|^[^\w()\[\]]+")
_DATE = re.compile(
    r"[*_]{0,2}(?:(?:day|week|第)\s?\d{1,4}\s?[天周日]?)?[\s:：(（\[-]{0,3}"
    r"(?:\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})?[)）\]]?[*_:：]{0,3}",
    re.IGNORECASE,
)
# "What is it? A lock." and "Name two locks. — Bolts and latches."
_INLINE = re.compile(
    r"(?:[^?？\n]{4,300}(?:？|\?(?=[\s*_]))|[^?？.\n]{4,300}\.(?= [—–] ))(?:\*\*|__)?\s{0,4}(?=\S)"
)
_PARTING = re.compile(r"[—–-]\s{1,4}(?=\S)")
_FEWEST_INLINE = 3
_FEW = 6  # items at the top of a list, which show what it lists
_NEARLY_ALL = 0.8
_ORDERING = 0.25  # what an order says, such as "Sort a list": manuals give orders too
_BOLD = 0.35  # what a number before a bold line says
_BEYOND_DOUBT = 0.9
_ASKING = 0.5
_LEVELLED = 0.9  # what a level says before or behind an item
_ANSWERED = 0.9  # what the label of an answer right below an item says
_ANNOUNCING = 0.4  # what an item says that ends in a colon: code to judge may follow it
# a scenario of several sentences, and no name
_TOLD = re.compile(r"\w\w\w[.!] [^\W\d_a-z][^\n]{1,400}\.$")


def in_list(
    source: Source, block: Block, stop: Place, hidden: Sequence[int], run: int
) -> Iterator[Anchor]:
    """The items of a list, and of the lists in them that they only name. `run` is the first of
    the lists that belong together.

    An item that asks nothing and is set in by less than a list in a list has to be is part of
    the item above it.
    """
    column = _column(source, block.start)
    set_in = {one.start for one in block.children if _column(source, one.start) > column}
    yield from taken_in(
        _in_items(source, block, stop, hidden, run),
        lambda item: item.start in set_in and item.evidence < _ASKING,
    )


def _column(source: Source, line: int) -> int:
    text = source.lines[line]
    return len(text) - len(text.lstrip(" "))


def _in_items(
    source: Source, block: Block, stop: Place, hidden: Sequence[int], run: int
) -> Iterator[Anchor]:
    shape = "bullets" if block.kind == "bullets" else "numbers"
    names, inline = _names_lists(block), _answers_inline(block)
    for item in block.children:
        if not item.children or hidden[item.start]:
            continue
        first = item.children[0]
        if _DATE.fullmatch(first.text.strip()):
            continue  # it says when the questions below it were asked
        indent = source.item_indent(item)
        nested = _lists_in(item)
        if first.kind == "heading":
            title = read_title(first.text)
            if nested and asks(title) < 1 and _asked_in(nested):
                for child in nested:
                    yield from in_list(source, child, stop, hidden, run)
                continue
            yield Anchor(
                "items", item.start, stop, title, Place(first.end), indent, item.end,
                evidence=max(asks(title), 0.5), group=block.start, run=run,
            )  # fmt: skip
            yield from _in_nested_lists(source, item, stop, hidden)
        elif first.kind == "paragraph":
            anchor = _item_anchor(source, item, shape, indent, block.start, run, inline=inline)
            named = anchor.evidence < _ORDERING or _is_name(anchor, nested)
            named = named and not _TOLD.search(anchor.title.text)
            if named and nested and (names or _asked_in(nested)):
                # a name that groups the questions nested below it
                level = level_of_heading(anchor.title.text)
                for child in nested:
                    for inner in in_list(source, child, stop, hidden, run):
                        yield replace(
                            inner, group=block.start, shape=shape, level=inner.level or level
                        )
            elif not _is_about_list(anchor, block):
                yield anchor


def _lists_in(item: Block) -> list[Block]:
    """The lists in an item without those that a label calls something ("Useful resources:")."""
    return [
        one
        for above, one in pairwise(item.children)
        if one.kind in ("bullets", "numbers")
        and (above.kind != "paragraph" or label_at(above.text.strip()) is None)
    ]


def _is_about_list(anchor: Anchor, block: Block) -> bool:
    """Whether an item is an "Introduction" to the others of a list, which have levels."""
    text = _LINKED.sub("", anchor.title.text)
    if anchor.evidence or anchor.title.difficulty or not is_boilerplate(text):
        return False
    following = [item.children[0] for item in block.children[:_FEW] if item.children]
    return sum(_item_level(first.text) is not None for first in following) * 2 > len(following)


def _item_level(text: str) -> Difficulty | None:
    line = text.partition("\n")[0].strip()
    links = _LINKS_LAST.search(line)
    return read_title(line[: links.start()] if links else line).difficulty


def _is_name(anchor: Anchor, lists: Sequence[Block]) -> bool:
    """Whether an item that only might ask has no level, where all those nested in it have one."""
    if anchor.title.difficulty or anchor.evidence >= _BEYOND_DOUBT:
        return False
    items = [item for block in lists for item in block.children if item.children]
    return all(read_title(item.children[0].text).difficulty for item in items)


def _names_lists(block: Block) -> bool:
    """Whether half of the items of a list that have lists below only name what those ask."""
    lists = [
        nested
        for item in block.children
        if (nested := _lists_in(item))
        and item.children[0].kind == "paragraph"
        and not asks(read_title(item.children[0].text))
    ]
    return len(lists) > 1 and sum(map(_asked_in, lists)) * 2 >= len(lists)


def _asked_in(lists: Iterable[Block]) -> bool:
    """Whether the items of lists ask on the whole, those of nested lists for their names."""
    said = list(_said_in(lists))
    return sum(said) * 2 >= len(said) and max(said, default=0.0) >= _BEYOND_DOUBT


def _said_in(lists: Iterable[Block]) -> Iterator[float]:
    for item in chain.from_iterable(block.children for block in lists):
        if not item.children:
            continue
        title = read_title(item.children[0].text.partition("\n")[0])
        nested = [one for one in item.children[1:] if one.kind in ("bullets", "numbers")]
        if asks(title) or not nested:
            yield max(asks(title), _LEVELLED if title.difficulty else 0.0)
        else:
            yield from _said_in(nested)


def _in_nested_lists(
    source: Source, item: Block, stop: Place, hidden: Sequence[int]
) -> Iterator[Anchor]:
    """A numbered item that is indented too far lands in the item before it; find it there."""
    for child in item.children:
        if child.kind == "numbers":
            for anchor in in_list(source, child, stop, hidden, -1):
                if anchor.shape == "items":
                    yield anchor


def _answers_inline(block: Block) -> bool:
    """Whether nearly all items of a list ask and answer in one line: "What is it? A lock."."""
    texts = [one.text for item in block.children for one in item.children[:1]]
    found = sum(_past_question(text.partition("\n")[0]) > 0 for text in texts)
    return len(texts) >= _FEWEST_INLINE and found >= len(texts) * _NEARLY_ALL


def _past_question(text: str) -> int:
    """Where what answers a question on its own line begins, or 0."""
    match = _INLINE.match(text)
    rest = text[match.end() :] if match else ""
    asked = any(mark in rest for mark in "?？") or asks(read_title(rest)) >= _ASKING
    return match.end() if match and any(map(str.isalnum, rest)) and not asked else 0


def _item_anchor(
    source: Source, item: Block, shape: str, indent: int, group: int, run: int, *, inline: bool
) -> Anchor:
    first = item.children[0]
    lines = first.text.split("\n")
    stop = Place(item.end)
    opening = lines[0].strip()
    end = bold_end(opening)
    rest = opening[end:].strip(" .:：-–—") if end else ""
    rest = "" if REMARK.fullmatch(rest) and read_title(opening).tags else rest
    linked = bool(rest) and _ONLY_LINKS.fullmatch(rest) is not None
    if rest and any(map(str.isalnum, rest)) and (linked or asks(read_title(opening[:end]))):
        title, body = read_title(opening[:end]), past_bold(source, first.start, opening, end)
    elif (links := _LINKS_LAST.search(opening)) and read_title(opening[: links.start()]).difficulty:
        title = read_title(opening[: links.start()])  # "Two locks (easy) [Judge](...)"
        body = Place(first.start, source.lines[first.start].find(opening) + links.start())
    elif inline and (past := _past_question(opening)):
        column = max(source.lines[first.start].find(opening), 0) + past
        dash = _PARTING.match(opening, past)
        column += len(dash[0]) if dash else 0
        title, body = read_title(opening[:past]), Place(first.start, column)
    elif len(lines) > 1 and is_one_question(first.text):
        title, body = read_title(" ".join(line.strip() for line in lines)), Place(first.end)
    else:
        opening, body = asking_part(source, first.start, opening)
        title = read_title(opening)
    evidence = 1.0 if title.labelled else asks(title)
    evidence = max(evidence, _LEVELLED if title.difficulty else 0.0)
    evidence = evidence or (_ORDERING if orders(title.text) else 0.0)
    label = label_at(lines[1].strip()) if len(lines) > 1 else None
    answered = label is not None and label.part == "answer"
    if answered:
        evidence = max(evidence, _ANSWERED)
    if shape == "numbers" and title.bold and end == len(opening):
        evidence = max(evidence, _BOLD)
    if title.text.endswith(":") and len(item.children) == 1:
        evidence = max(evidence, _ANNOUNCING)
    if _is_entry(first.text):
        evidence = 0.0
    return Anchor(
        shape, item.start, stop, title, body, indent, item.end, evidence, group, run,
        answered=answered,
    )  # fmt: skip


def leading_away(source: Source) -> set[int]:
    """The first lines of headings below which stand only lists of links, up to the next one."""
    found: set[int] = set()
    heading = -1
    for block in source.blocks:
        if block.kind == "heading":
            heading = block.start
        elif heading >= 0 and block.kind in ("bullets", "numbers") and _only_links(block):
            found.add(heading)
        elif block.kind != "rule":
            found.discard(heading)
            heading = -1
    return found


def is_link(source: Source, line: int) -> bool:
    """Whether an item that begins on a line begins with a link."""
    return _LINK_ITEM.match(source.lines[line]) is not None


def _only_links(block: Block) -> bool:
    """Whether each item of a list is a link, with a symbol at the most beside it."""
    texts = [item.children[0].text if item.children else "" for item in block.children]
    return all(_ONLY_LINKS.fullmatch(_SYMBOLS.sub("", text)) for text in texts)


def _is_entry(text: str) -> bool:
    """Whether an item is an entry of a table of contents: one link, into this file."""
    return text.startswith("[") and text.rstrip().endswith(")") and "](#" in text
