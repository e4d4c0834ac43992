"""Candidates: what might be a question in the text of one section, apart from its headings."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, takewhile

from app.interchange.formats.evidence import asks, orders
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.bold import bold_end, in_bold, past_bold
from app.interchange.formats.markdown.details import Details
from app.interchange.formats.markdown.html_lists import in_html_list
from app.interchange.formats.markdown.labels import answer_within, label_at, part_named
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.prompts import TITLE_LIMIT, asked_lines, prompt_below
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.markdown.tables import in_table
from app.interchange.formats.titles import is_lone_label, read_title

_ONLY_LINKS = re.compile(
    r"(?:\[[^\[\]]{1,200}\]\([^()\s]{1,400}\)[ ,;&/|]{0,4}(?:(?:and|or)\b ?)?){1,9}"
)
_FEW = 4  # blocks from a question to its options, code between them included
_OFFERING = 0.8  # what a paragraph says that asks and has options below
_OFFERING_ONLY = 0.45  # the same where it does not ask: lists of things done have boxes too
_ORDERING = 0.25  # what an order says, such as "Sort a list": manuals give orders too
_BOLD = 0.35  # what a number before a bold line says
_BEYOND_DOUBT = 0.9
_LEVELLED = 0.9  # what a level says before or behind an item
_ANSWERED = 0.9  # what the label of an answer right below an item says
_ANNOUNCING = 0.4  # what an item says that ends in a colon: code to judge may follow it


def candidates(
    source: Source,
    blocks: Sequence[Block],
    end: int,
    *,
    hidden: Sequence[int],
    offers: Container[int] = (),
) -> Iterator[Anchor]:
    """Candidates in blocks that lie before the line `end`, in source order.

    Lines with a mark in `hidden` are inside a folded part and ask nothing by themselves, and
    those in `offers` are where options begin: the paragraph above them is a question.
    """
    stop = Place(end)
    run = -1  # the first of the lists that only code, or text set in, parts
    for index, block in enumerate(blocks):
        is_list = block.kind in ("bullets", "numbers")
        set_in = source.lines[block.start][:1] in (" ", "\t")
        if not (is_list or set_in or block.kind in ("fence", "code")):
            run = -1
        elif is_list and run < 0:
            run = block.start
        if hidden[block.start]:
            continue
        if block.kind == "paragraph":
            named = list(_in_paragraph(source, block, stop, offers))
            yield from named or _offering(source, blocks[index : index + _FEW], stop, offers)
        elif is_list:
            yield from _in_list(source, block, stop, hidden, run)
        elif block.kind == "table":
            yield from in_table(source, block)
        elif block.kind == "html":
            yield from in_html_list(source, block)


def folded(details: Sequence[Details]) -> Iterator[Anchor]:
    """The summaries of folded parts, unless they only say that an answer is inside."""
    for one in details:
        title = read_title(one.summary)
        if title.text and not is_fold(one):
            yield Anchor(
                "details",
                one.start.line,
                one.body_end,
                title,
                one.body,
                evidence=1.0 if title.labelled else asks(title),
                tail=one.end,
                shown=one.shown,
                style=one.style,
            )


def is_fold(details: Details) -> bool:
    """Whether a summary only names what it hides: "Answer", "Show solution", "View contents"."""
    title = read_title(details.summary).text
    words = title.casefold().strip(" .:!…").split()
    if not words or part_named(title) or label_at(title + ":") or label_at(title):
        return True
    return len(words) <= 6 and (
        words[0] in _FOLDING or (words[-1] in _HIDDEN and not title.endswith("?"))
    )


_FOLDING = frozenset((
    "show", "hide", "hide/show", "show/hide", "view", "click", "see", "expand", "toggle", "reveal",
    "open", "details", "more", "spoiler", "read", "check", "full",
))  # fmt: skip
_HIDDEN = frozenset((
    "answer", "answers", "solution", "solutions", "explanation", "hint", "hints", "contents",
    "content", "code", "output", "details", "translations", "contents)", "expand)",
))  # fmt: skip


def _in_paragraph(
    source: Source, block: Block, stop: Place, offers: Container[int]
) -> Iterator[Anchor]:
    """Labelled lines ("Q: ...") and lines that are bold from end to end, or begin so."""
    for line in range(block.start, block.end):
        text, below = _asking_part(source, line, source.lines[line].strip())
        title = read_title(text)
        first = line == block.start
        if first and ((title.labelled and not title.text) or is_lone_label(text)):
            title, body = prompt_below(source, block, offers)
            yield Anchor("labels", line, stop, title, body)
        elif title.labelled and title.text:
            yield (
                in_bold(source, line, stop)
                if bold_end(text) and below.column == 0
                else Anchor("labels", line, stop, title, below)
            )
        elif first and bold_end(text):
            anchor = in_bold(source, line, stop)
            if anchor.evidence:
                yield anchor
        elif first and title.number and asks(title) and len(text) <= TITLE_LIMIT:
            # "3\. What is it?": a number that is no list item for CommonMark
            yield Anchor("labels", line, stop, title, below, evidence=asks(title))


def _asking_part(source: Source, line: int, text: str) -> tuple[str, Place]:
    """What asks in a text that begins on a line, and where the text after it begins."""
    within = answer_within(text)
    if within is None:
        return text, Place(line + 1)
    column = max(source.lines[line].find(text), 0) + within[0]
    return text[: within[0]].rstrip(), Place(line, column)


def _offering(
    source: Source, blocks: Sequence[Block], stop: Place, offers: Container[int]
) -> Iterator[Anchor]:
    """A plain paragraph that options follow, with nothing but code between."""
    first, *following = blocks
    inside = next((line for line in range(first.start, first.end) if line in offers), first.end)
    if inside == first.end:
        code = takewhile(lambda block: block.kind in ("fence", "code"), following)
        below = following[len(list(code)) :]
        if not below or below[0].start not in offers:
            return
    title, body = asked_lines(source, first.start, inside, offers)
    if title.text and body.line == inside:
        evidence = _OFFERING if asks(title) else _OFFERING_ONLY
        yield Anchor("offering", first.start, stop, title, Place(inside), evidence=evidence)


def _in_list(
    source: Source, block: Block, stop: Place, hidden: Sequence[int], run: int
) -> Iterator[Anchor]:
    shape = "bullets" if block.kind == "bullets" else "numbers"
    for item in block.children:
        if not item.children or hidden[item.start]:
            continue
        first = item.children[0]
        indent = source.item_indent(item)
        nested = [child for child in item.children if child.kind in ("bullets", "numbers")]
        if first.kind == "heading":
            title = read_title(first.text)
            if nested and asks(title) < 1 and _asked_in(nested):
                for child in nested:
                    yield from _in_list(source, child, stop, hidden, run)
                continue
            yield Anchor(
                "items", item.start, stop, title, Place(first.end), indent, item.end,
                evidence=max(asks(title), 0.5), group=block.start, run=run,
            )  # fmt: skip
            yield from _in_nested_lists(source, item, stop, hidden)
        elif first.kind == "paragraph":
            anchor = _item_anchor(source, item, shape, indent, block.start, run)
            if anchor.evidence < _ORDERING and nested and _asked_in(nested):
                # a name that groups the questions nested below it
                for child in nested:
                    for inner in _in_list(source, child, stop, hidden, run):
                        yield replace(inner, group=block.start, shape=shape)
            else:
                yield anchor


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
            for anchor in _in_list(source, child, stop, hidden, -1):
                if anchor.shape == "items":
                    yield anchor


def _item_anchor(
    source: Source, item: Block, shape: str, indent: int, group: int, run: int
) -> Anchor:
    first = item.children[0]
    lines = first.text.split("\n")
    stop = Place(item.end)
    opening = lines[0].strip()
    end = bold_end(opening)
    rest = opening[end:].strip(" .:：-–—") if end else ""
    linked = bool(rest) and _ONLY_LINKS.fullmatch(rest) is not None
    if rest and any(map(str.isalnum, rest)) and (linked or asks(read_title(opening[:end]))):
        title, body = read_title(opening[:end]), past_bold(source, first.start, opening, end)
    elif len(lines) > 1 and _is_one_question(first.text):
        title, body = read_title(" ".join(line.strip() for line in lines)), Place(first.end)
    else:
        opening, body = _asking_part(source, first.start, opening)
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


def _is_one_question(text: str) -> bool:
    """Whether a paragraph of several lines is one title that was wrapped."""
    lines = text.split("\n")
    return (
        len(text) <= TITLE_LIMIT
        and text.rstrip(" *_").endswith("?")
        and not any(line.rstrip(" *_").endswith(("?", ":", ".")) for line in lines[:-1])
    )


def _is_entry(text: str) -> bool:
    """Whether an item is an entry of a table of contents: one link, into this file."""
    return text.startswith("[") and text.rstrip().endswith(")") and "](#" in text
