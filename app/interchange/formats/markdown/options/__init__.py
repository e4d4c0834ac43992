"""The options of choice questions: lists with letters, boxes or ticks, and which are correct."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.interchange.formats.markdown.options.lettered import (
    LETTER,
    TIGHT_LETTER,
    Entry,
    is_told,
    lettered_lines,
)
from app.interchange.formats.markdown.options.option_list import (
    BOX,
    MARKER,
    Options,
    has_box,
    has_letter,
    item_text,
    marked,
    names,
    without_letter,
)
from app.interchange.formats.markdown.options.ticks import is_ticked
from app.interchange.formats.markdown.options.unmarked import (
    announced,
    announced_code,
    announces_options,
    in_headings,
    named_below,
    numbered_below,
)
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.source import Place, Source, walk

_BOXED = re.compile(MARKER.pattern + r"\\?\[ ?[xXyY✓✔]? ?\\?\]\s*")
_LINE = 3  # lines of a fence around one


def find_options(source: Source) -> list[Options]:
    """Every run of two or more options in a source, in order."""
    found = list(_in_siblings(source, source.blocks))
    for block in walk(source.blocks):
        if block.kind == "item":
            found += _in_siblings(source, block.children)
    return sorted(found, key=lambda run: run.start)


def _in_siblings(source: Source, blocks: Sequence[Block]) -> Iterator[Options]:
    """Runs among blocks of one container: a list of options, or lettered lines of prose."""
    lettered: list[Entry] = []
    boxed: list[Block] = []
    end = 0
    yield from in_headings(blocks)
    for index, block in enumerate(blocks):
        if _is_boxed(source, block) or (boxed and _is_between(source, blocks, index)):
            # code or a quotation that is not indented ends a list, but not the options
            boxed.append(block)
            continue
        yield from _run_of_lists(source, boxed)
        boxed = []
        if block.kind == "paragraph" or _is_lettered_code(source, block):
            entries = list(lettered_lines(source, block, len(lettered)))
            if entries:
                if entries[0].letter == "A" and lettered:
                    yield from _run_of_lines(source, lettered, end)
                    lettered = []
                lettered += entries
                end = _told_from(source, entries[-1].mark.line + 1, block.end)
                if end == block.end:
                    continue
        yield from _run_of_lines(source, lettered, end)
        lettered = []
        if block.kind == "code" and index and announces_options(blocks[index - 1]):
            yield from announced_code(source, block)
        if block.kind in ("bullets", "numbers") and len(block.children) > 1:
            below = blocks[index + 1] if index + 1 < len(blocks) else None
            if below is not None and below.kind == "fence" and below.end - below.start == _LINE:
                yield from named_below(source, block, below)
            if index and announces_options(blocks[index - 1]):
                yield from announced(source, block)
            elif block.kind == "numbers" and below is not None and below.kind == "paragraph":
                yield from numbered_below(source, block, below)
            yield from _run_of_items(source, block.children, block.end)
    yield from _run_of_lists(source, boxed)
    yield from _run_of_lines(source, lettered, end)


def _told_from(source: Source, start: int, end: int) -> int:
    """The first line from `start` on that tells the answer, or `end`."""
    return next((line for line in range(start, end) if is_told(source.lines[line])), end)


def _is_lettered_code(source: Source, block: Block) -> bool:
    """Whether a text set in, which CommonMark takes for code, is nothing but A, B, C."""
    if block.kind != "code":
        return False
    lines = [line.lstrip() for line in source.lines[block.start : block.end] if line.strip()]
    matches = [LETTER.match(line) or TIGHT_LETTER.match(line) for line in lines]
    said = [match["letter"].upper() if match else "" for match in matches]
    return len(said) > 1 and said == [chr(65 + index) for index in range(len(said))]


def _is_boxed(source: Source, block: Block) -> bool:
    return block.kind in ("bullets", "numbers") and all(
        has_box(source, item) for item in block.children
    )


def _is_between(source: Source, blocks: Sequence[Block], index: int) -> bool:
    block = blocks[index]
    if block.kind == "quote":
        return index + 1 < len(blocks) and _is_boxed(source, blocks[index + 1])
    if block.kind not in ("fence", "code"):
        return False
    if _is_empty_box(source, blocks[index - 1]):
        return True
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    return following is None or _is_boxed(source, following) or following.kind == "heading"


def _is_empty_box(source: Source, block: Block) -> bool:
    """Whether a list ends in a box with nothing behind it: the code below is its text."""
    last = block.children[-1] if block.kind in ("bullets", "numbers") else None
    return (
        last is not None
        and len(last.children) < 2
        and _BOXED.fullmatch(source.lines[last.start]) is not None
    )


def _run_of_lists(source: Source, blocks: Sequence[Block]) -> Iterator[Options]:
    if not blocks:
        return
    lists = [block for block in blocks if block.kind in ("bullets", "numbers")]
    items = [item for block in lists for item in block.children]
    quotes = [block for block in blocks if block.kind == "quote"]
    if len(items) > 1:
        yield from _run_of_items(source, items, blocks[-1].end, quotes)


def _run_of_lines(source: Source, entries: Sequence[Entry], end: int) -> Iterator[Options]:
    if len(entries) < 2:
        return
    stops = [entry.mark for entry in entries[1:]] + [Place(end)]
    pairs = zip(entries, stops, strict=True)
    options = marked([source.slice(entry.text, stop) for entry, stop in pairs])
    if sum(option.text.endswith("?") for option in options) * 2 > len(options):
        return  # parts of a question, each of which asks
    letters = tuple(entry.letter for entry in entries)
    if letters == tuple(chr(65 + index) for index in range(len(letters))):
        yield Options(Place(entries[0].mark.line), Place(end), letters, options)


def _run_of_items(
    source: Source, items: Sequence[Block], end: int, quotes: Sequence[Block] = ()
) -> Iterator[Options]:
    items, end = _options_first(source, items, end)
    if items[-1].children and (first := items[-1].children[0]).kind == "paragraph":
        told = _told_from(source, first.start + 1, first.end)
        end = told if told < first.end else end
    texts: list[str] = []
    letters: list[str] = []
    boxes: list[bool] = []
    ends = [item.start for item in items[1:]] + [end]
    for index, (item, stop) in enumerate(zip(items, ends, strict=True)):
        text = item_text(source, item, _before_quote(quotes, item.start, stop))
        box = BOX.match(text)
        if box:
            boxes.append((box["box"] or box["round"] or "").strip() != "")
            text = text[box.end() :]
        letter = LETTER.match(text) or TIGHT_LETTER.match(text)
        if letter and letter["letter"].upper() == chr(65 + index):
            letters.append(letter["letter"].upper())
            text = without_letter(text, letter)
        texts.append(text.strip())
    count = len(items)
    options = marked(texts)
    if len(boxes) == count:
        options = tuple(
            replace(option, correct=option.correct or box)
            for option, box in zip(options, boxes, strict=True)
        )
    only_ticked = len(boxes) != count and len(letters) != count
    if only_ticked and not _ticked(texts):
        return
    if sum(text.endswith("?") for text in texts) * 2 > count:
        return  # a list of questions to tick off
    if all(option.text for option in options):
        start = Place(items[0].start)
        notes = tuple(source.slice(Place(one.start), Place(one.end)) for one in quotes)
        bare = len(boxes) == count != len(letters)
        unticked = bare and not any(option.correct for option in options)
        yield Options(start, Place(end), names(count), options, only_ticked, notes, unticked)


def _before_quote(quotes: Sequence[Block], start: int, end: int) -> int:
    """The end of an item, or the line of the quotation that follows it."""
    if not quotes:
        return end
    return min((one.start for one in quotes if start < one.start < end), default=end)


def _options_first(source: Source, items: Sequence[Block], end: int) -> tuple[Sequence[Block], int]:
    """The items with boxes or letters that a list begins with: what follows tells the answer."""
    boxed = lettered = 0
    while boxed < len(items) and has_box(source, items[boxed]):
        boxed += 1
    while lettered < len(items) and has_letter(source, items[lettered], lettered):
        lettered += 1
    for count in (boxed, lettered):
        if 1 < count < len(items):
            return items[:count], items[count].start
    return items, end


def _ticked(texts: Sequence[str]) -> bool:
    """Whether ticks alone make a list one of options: some have one, not all."""
    return 0 < sum(map(is_ticked, texts)) < len(texts)
