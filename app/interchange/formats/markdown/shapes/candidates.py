"""Candidates: what might be a question in the text of one section, apart from its headings."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from app.interchange.formats.evidence import asks
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.details import Details
from app.interchange.formats.markdown.labels import label_at, part_folded, part_named
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.shapes.bold import bold_end, in_bold
from app.interchange.formats.markdown.shapes.html_lists import in_html_list
from app.interchange.formats.markdown.shapes.items import in_list
from app.interchange.formats.markdown.shapes.prompts import (
    TITLE_LIMIT,
    asked_lines,
    asking_part,
    is_one_question,
    prompt_below,
)
from app.interchange.formats.markdown.shapes.tables import in_table
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.titles import Title, is_lone_label, read_title

# "Questions:", right above a list
_CALLED = re.compile(r"[*_]{0,2}(?:Questions|Tasks|Exercises)[*_]{0,2}\s?:[*_]{0,2}", re.IGNORECASE)
_SURE = 0.9
_UNSURE = 0.5
_OFFERED = 0.6  # what an item says that has options, where another item asks
_SEVERAL = 2
_FEW = 4  # blocks from a question to its options, code between them included
_OFFERING = 0.8  # what a paragraph says that asks and has options below
_OFFERING_ONLY = 0.45  # the same where it does not ask: lists of things done have boxes too


def candidates(
    source: Source,
    blocks: Sequence[Block],
    end: int,
    *,
    hidden: Sequence[int],
    offers: Mapping[int, bool],
) -> Iterator[Anchor]:
    """Candidates in blocks that lie before the line `end`, in source order.

    Lines with a mark in `hidden` are inside a folded part and ask nothing by themselves, and
    those in `offers` are where options begin: the paragraph above them is a question. Options
    are marked there, or are boxes that nobody has ticked, as lists of things to do have.
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
            yield from named or map(
                _counted, _offering(source, blocks[index : index + _FEW], stop, offers)
            )
        elif is_list:
            found = list(in_list(source, block, stop, hidden, run))
            if _offers_below(blocks[index : index + 2], offers):
                found = [replace(one, evidence=max(one.evidence, _OFFERING)) for one in found]
            if index and _CALLED.fullmatch(blocks[index - 1].text.strip()):
                found = [_labelled(one) for one in found]
            yield from _offered(found, offers)
        elif block.kind == "table":
            yield from in_table(source, block, stop)
        elif block.kind == "html":
            yield from in_html_list(source, block)


def _labelled(anchor: Anchor) -> Anchor:
    """An item of a list that is called one of questions."""
    return replace(anchor, title=replace(anchor.title, labelled=True), evidence=1.0)


def folded(source: Source, details: Sequence[Details]) -> Iterator[Anchor]:
    """The summaries of folded parts, unless they only say that an answer is inside; below one
    that only says "Question 3" the first text in it asks.
    """
    for one in details:
        title, body = read_title(one.summary), one.body
        if title.labelled and not title.text:
            title, body = _first_text(source, one)
        elif is_fold(one):
            continue
        if title.text:
            yield Anchor(
                "details",
                one.start.line,
                one.body_end,
                title,
                body,
                evidence=1.0 if title.labelled else asks(title),
                tail=one.end,
                shown=one.shown,
                style=one.style,
            )


def _first_text(source: Source, details: Details) -> tuple[Title, Place]:
    """The first lines in a folded part as a title that calls itself one, and where they end."""
    first = details.body.line + 1
    while first < details.body_end.line and source.is_blank(first):
        first += 1
    last = first
    while last < details.body_end.line and not source.is_blank(last):
        last += 1
    text = " ".join(line.strip() for line in source.lines[first:last])
    if not text or len(text) > TITLE_LIMIT or text[0] in "<`~|":
        return Title(""), details.body
    return replace(read_title(text), labelled=True), Place(last)


def is_fold(details: Details) -> bool:
    """Whether a summary only names what it hides: "Answer", "Show solution", "View contents"."""
    title = read_title(details.summary).text
    words = title.casefold().strip(" .:!…").split()
    if not words or part_named(title) or label_at(title + ":") or label_at(title):
        return True
    return len(words) <= 6 and (
        words[0] in _FOLDING or (words[-1] in _HIDDEN and not title.endswith("?"))
    )


def is_group(source: Source, details: Details) -> bool:
    """Whether a folded part holds questions, each with its own text, rather than one answer."""
    title = read_title(details.summary)
    if title.labelled or asks(title) or part_folded(details.summary):
        return False
    asking = [one for one in details.children if not is_fold(one) and asks(read_title(one.summary))]
    headings = [
        block
        for block in source.within(details.body.line, details.body_end.line + 1)
        if block.kind == "heading" and asks(read_title(block.text)) >= _SURE
    ]
    return len(asking) + len(headings) >= _SEVERAL


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
        text, below = asking_part(source, line, source.lines[line].strip())
        title = read_title(text)
        first = line == block.start
        if first and ((title.labelled and not title.text) or is_lone_label(text)):
            asked, body = prompt_below(source, block, offers)
            number, level = asked.number or title.number, asked.difficulty or title.difficulty
            asked = replace(asked, number=number, difficulty=level)
            yield Anchor("labels", line, stop, asked, body)
        elif (
            title.labelled and title.text and (wrapped := _wrapped(source, line, block.end, offers))
        ):
            yield Anchor("labels", line, stop, *wrapped)
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
        elif first and (spanning := _in_bold_over_lines(source, block)).text:
            evidence = asks(spanning)
            yield Anchor("bold", line, stop, spanning, Place(block.end), evidence=evidence)
            return
        elif first and title.number and asks(title) and len(text) <= TITLE_LIMIT:
            # "3\. What is it?": a number that is no list item for CommonMark
            sure = asks(title)
            evidence = (
                sure if sure >= _SURE else sure * _UNSURE
            )  # a step of a manual is counted too
            yield Anchor("labels", line, stop, title, below, evidence=evidence)


def _wrapped(
    source: Source, line: int, end: int, offers: Container[int]
) -> tuple[Title, Place] | None:
    """The title of a labelled question whose line was wrapped, and where the text below begins."""
    text = source.lines[line].strip()
    lead = bold_end(text)
    if text.rstrip(" *_").endswith(("?", "？")) or (lead and read_title(text[:lead]).text):
        return None
    stop = line + 1
    while stop < end and stop not in offers and not _begins_anew(source.lines[stop].strip()):
        stop += 1
    lines = [one.strip(" \t>") for one in source.lines[line:stop]]
    if len(lines) < 2 or not is_one_question("\n".join(lines)):
        return None
    return read_title(" ".join(lines)), Place(stop)


def _begins_anew(text: str) -> bool:
    return read_title(text).labelled or label_at(text) is not None


def _in_bold_over_lines(source: Source, block: Block) -> Title:
    """The title of a paragraph of several lines that is bold from end to end, or an empty one."""
    if not source.lines[block.start].lstrip().startswith(("**", "__", "<b>", "<strong>")):
        return Title("")
    lines = [line.strip() for line in source.lines[block.start : block.end]]
    text = " ".join(lines)
    spans = len(lines) > 1 and not bold_end(lines[0]) and bold_end(text) >= len(text.rstrip(" :"))
    return read_title(text) if spans and len(text) <= TITLE_LIMIT else Title("")


def _asks_last(source: Source, block: Block, offers: Container[int]) -> bool:
    """Whether only the last line of a paragraph asks, below the options of another question."""
    last = block.end - 1
    if last == block.start or not any(line in offers for line in range(block.start, last)):
        return False
    return asks(read_title(source.lines[last])) >= _SURE


def _offered(found: list[Anchor], offers: Container[int]) -> Iterator[Anchor]:
    """The items of a list, of which those with options ask where another asks beyond doubt."""
    if any(one.evidence >= _SURE for one in found):
        for one in found:
            lines = range(one.start + 1, one.item_end)
            if one.evidence < _OFFERED and any(line in offers for line in lines):
                one = replace(one, evidence=_OFFERED)
            yield one
    else:
        yield from found


def _counted(anchor: Anchor) -> Anchor:
    """A paragraph with options that counts itself ("3、..."), as those that ask beside it do."""
    if anchor.title.number is None or not anchor.evidence:
        return anchor
    return replace(anchor, shape="labels", evidence=max(anchor.evidence, _OFFERED))


def _offers_below(blocks: Sequence[Block], offers: Mapping[int, bool]) -> bool:
    """Whether a numbered list is one item, and marked options follow that are not set in."""
    above, below = blocks if len(blocks) == _SEVERAL else (None, None)
    if above is None or below is None or above.kind != "numbers" or not offers.get(below.start):
        return False
    return len(above.children) == 1 and len(above.children[0].children) == 1


def _offering(
    source: Source, blocks: Sequence[Block], stop: Place, offers: Mapping[int, bool]
) -> Iterator[Anchor]:
    """A plain paragraph that options follow, with nothing but code between."""
    first, *following = blocks
    inside = next((line for line in range(first.start, first.end) if line in offers), first.end)
    todo = False
    start = first.start
    if inside == first.end or _asks_last(source, first, offers):
        inside = first.end
        code = takewhile(
            lambda one: one.kind in ("fence", "code") and one.start not in offers, following
        )
        below = following[len(list(code)) :]
        if not below or below[0].start not in offers:
            return
        todo = not offers[below[0].start]
        start = first.end - 1 if _asks_last(source, first, offers) else start
    title, body = asked_lines(source, start, inside, offers)
    if title.text and body.line == inside:
        evidence = _OFFERING if asks(title) else 0.0 if todo else _OFFERING_ONLY
        yield Anchor("offering", start, stop, title, Place(inside), evidence=evidence)
