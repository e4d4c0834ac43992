"""The options of choice questions: lists with letters, boxes or ticks, and which are correct."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from app.interchange.document import OptionDocument
from app.interchange.formats.markdown.labels import label_at, part_named
from app.interchange.formats.markdown.lettered import (
    LETTER,
    TIGHT_LETTER,
    Entry,
    is_told,
    lettered_lines,
)
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.source import Place, Source, walk
from app.interchange.formats.markdown.ticks import is_ticked, unticked

_BOX = re.compile(r"(?:\\?\[(?P<box>[ xX✓✔]?)\\?\]|\((?P<round>[ xX*])\))(?:\s+|$)")
_MARKER = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s*")
_BOXED = re.compile(_MARKER.pattern + r"\\?\[[ xX✓✔]?\\?\]\s*")
_MOST_NUMBERED = 9  # numbered options; a longer list has steps
_LINE = 3  # lines of a fence around one
_BLANK = " \t\n\u2800"  # an empty Braille cell stands where a list needs a text before its code


@dataclass(frozen=True, slots=True)
class Options:
    """A run of options between two lines, with the letters they carry.

    `only_ticked` is a list whose items have neither letters nor boxes: prose has such lists too.
    """

    start: Place
    end: Place
    letters: tuple[str, ...]
    options: tuple[OptionDocument, ...]
    only_ticked: bool = False

    def with_correct(self, letters: Sequence[str]) -> "Options":
        """The same with the options of these letters correct, unless ticks have said so."""
        if not letters or any(option.correct for option in self.options):
            return self
        pairs = zip(self.letters, self.options, strict=True)
        return replace(
            self,
            options=tuple(replace(option, correct=letter in letters) for letter, option in pairs),
        )

    def letters_of(self, text: str) -> tuple[str, ...]:
        """The letter of the option that says just this, if one does."""
        wanted = text.strip().casefold()
        pairs = zip(self.letters, self.options, strict=True)
        return tuple(letter for letter, one in pairs if one.text.strip().casefold() == wanted)


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
    yield from _runs_of_headings(blocks)
    for index, block in enumerate(blocks):
        if _is_boxed(source, block) or (boxed and _is_code_between(source, blocks, index)):
            # code that is not indented ends a list, but not the options
            boxed.append(block)
            continue
        yield from _run_of_lists(source, boxed)
        boxed = []
        if block.kind == "paragraph":
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
        if block.kind in ("bullets", "numbers") and len(block.children) > 1:
            below = blocks[index + 1] if index + 1 < len(blocks) else None
            if below is not None and below.kind == "fence" and below.end - below.start == _LINE:
                yield from _run_named_below(source, block, below)
            if index and _announces(blocks[index - 1]):
                yield from _run_announced(source, block)
            elif block.kind == "numbers" and below is not None and below.kind == "paragraph":
                yield from _run_of_numbers(source, block, below)
            yield from _run_of_items(source, block.children, block.end)
    yield from _run_of_lists(source, boxed)
    yield from _run_of_lines(source, lettered, end)


def _runs_of_headings(blocks: Sequence[Block]) -> Iterator[Options]:
    """Headings one right below the other that carry on A, B, C."""
    run: list[tuple[Block, str]] = []
    for block in (*blocks, None):
        match = LETTER.match(block.text) if block is not None and block.kind == "heading" else None
        if block is not None and match and match["letter"].upper() == chr(65 + len(run)):
            run.append((block, _without_letter(block.text, match).strip()))
            continue
        if len(run) > 1:
            first, last = run[0][0], run[-1][0]
            options = _marked([text for _, text in run])
            yield Options(Place(first.start), Place(last.end), _names(len(run)), options)
        run = []


def _told_from(source: Source, start: int, end: int) -> int:
    """The first line from `start` on that tells the answer, or `end`."""
    return next((line for line in range(start, end) if is_told(source.lines[line])), end)


def _is_boxed(source: Source, block: Block) -> bool:
    return block.kind in ("bullets", "numbers") and all(
        _has_box(source, item) for item in block.children
    )


def _is_code_between(source: Source, blocks: Sequence[Block], index: int) -> bool:
    block = blocks[index]
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
    items = [item for block in blocks for item in block.children if block.kind != "fence"]
    if len(items) > 1:
        yield from _run_of_items(source, items, blocks[-1].end)


def _item_text(source: Source, item: Block, end: int) -> str:
    indent = source.item_indent(item)
    text = source.slice(Place(item.start), Place(end), indent=indent, item_end=item.end)
    return _without_marker(source, item, text)


def _run_of_lines(source: Source, entries: Sequence[Entry], end: int) -> Iterator[Options]:
    if len(entries) < 2:
        return
    stops = [entry.mark for entry in entries[1:]] + [Place(end)]
    pairs = zip(entries, stops, strict=True)
    options = _marked([source.slice(entry.text, stop) for entry, stop in pairs])
    letters = tuple(entry.letter for entry in entries)
    if letters == tuple(chr(65 + index) for index in range(len(letters))):
        yield Options(Place(entries[0].mark.line), Place(end), letters, options)


def _run_of_items(source: Source, items: Sequence[Block], end: int) -> Iterator[Options]:
    items, end = _options_first(source, items, end)
    if items[-1].children and (first := items[-1].children[0]).kind == "paragraph":
        told = _told_from(source, first.start + 1, first.end)
        end = told if told < first.end else end
    texts: list[str] = []
    letters: list[str] = []
    boxes: list[bool] = []
    ends = [item.start for item in items[1:]] + [end]
    for index, (item, stop) in enumerate(zip(items, ends, strict=True)):
        text = _item_text(source, item, stop)
        box = _BOX.match(text)
        if box:
            boxes.append((box["box"] or box["round"] or "").strip() != "")
            text = text[box.end() :]
        letter = LETTER.match(text) or TIGHT_LETTER.match(text)
        if letter and letter["letter"].upper() == chr(65 + index):
            letters.append(letter["letter"].upper())
            text = _without_letter(text, letter)
        texts.append(text.strip())
    count = len(items)
    options = _marked(texts)
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
        yield Options(start, Place(end), _names(count), options, only_ticked)


@cache
def _names(count: int) -> tuple[str, ...]:
    return tuple(chr(65 + index) if index < 26 else str(index) for index in range(count))


def _run_named_below(source: Source, block: Block, below: Block) -> Iterator[Options]:
    """Plain items of which the line of code right below the list repeats one: the answer."""
    key = source.lines[below.start + 1].strip().casefold()
    if not all(item.end - item.start == 1 for item in block.children):
        return
    texts = [_item_text(source, item, item.end).strip() for item in block.children]
    flags = [text.casefold() == key for text in texts]
    if sum(flags) == 1:
        options = tuple(OptionDocument(*pair) for pair in zip(texts, flags, strict=True))
        yield Options(Place(block.start), Place(below.end), _names(len(texts)), options)


def _announces(above: Block) -> bool:
    """Whether a heading or a line only says that options follow."""
    if above.kind not in ("heading", "paragraph") or "\n" in above.text:
        return False
    label = label_at(above.text)
    only = label is not None and label.part == "options" and label.end == len(above.text)
    return only or part_named(above.text) == "options"


def _run_announced(source: Source, block: Block) -> Iterator[Options]:
    """Plain items below the label of options."""
    if _has_box(source, block.children[0]) or _has_letter(source, block.children[0], 0):
        return
    options = _marked([_item_text(source, item, item.end) for item in block.children])
    if len(options) <= _MOST_NUMBERED and all(option.text for option in options):
        yield Options(Place(block.start), Place(block.end), _names(len(options)), options)


def _run_of_numbers(source: Source, block: Block, below: Block) -> Iterator[Options]:
    """Numbered items of which the label right below the list names one by its number."""
    first = below.text.partition("\n")[0]
    label = label_at(first)
    said = (label.rest or first[label.end :]).strip(" .()*_`") if label else ""
    if label is None or label.part != "answer" or not said.isdigit():
        return
    texts = [_item_text(source, item, item.end).strip() for item in block.children]
    if 0 < int(said) <= len(texts) <= _MOST_NUMBERED and all(texts):
        options = tuple(OptionDocument(text, n == int(said)) for n, text in enumerate(texts, 1))
        yield Options(Place(block.start), Place(block.end), _names(len(texts)), options)


def _options_first(source: Source, items: Sequence[Block], end: int) -> tuple[Sequence[Block], int]:
    """The items with boxes or letters that a list begins with: what follows tells the answer."""
    boxed = lettered = 0
    while boxed < len(items) and _has_box(source, items[boxed]):
        boxed += 1
    while lettered < len(items) and _has_letter(source, items[lettered], lettered):
        lettered += 1
    for count in (boxed, lettered):
        if 1 < count < len(items):
            return items[:count], items[count].start
    return items, end


def _has_letter(source: Source, item: Block, index: int) -> bool:
    line = source.lines[item.start]
    marker = _MARKER.match(line)
    letter = LETTER.match(line, marker.end()) if marker else None
    return letter is not None and letter["letter"].upper() == chr(65 + index)


def _has_box(source: Source, item: Block) -> bool:
    line = source.lines[item.start]
    marker = _MARKER.match(line) if "[" in line or "(" in line else None
    return marker is not None and _BOX.match(line, marker.end()) is not None


def _without_marker(source: Source, item: Block, text: str) -> str:
    marker = _MARKER.match(source.lines[item.start])
    mark = marker.group().strip() if marker else ""
    return text.removeprefix(mark).lstrip() if mark else text


def _without_letter(text: str, match: re.Match[str]) -> str:
    """Take a letter off; emphasis that it opened and the text closes goes with it."""
    rest = text[match.end() :]
    groups = match.groupdict()
    if groups.get("open") and not groups.get("close") and rest.endswith(groups["open"]):
        return rest.removesuffix(groups["open"])
    return rest


def _ticked(texts: Sequence[str]) -> bool:
    """Whether ticks alone make a list one of options: some have one, not all."""
    return 0 < sum(map(is_ticked, texts)) < len(texts)


def _marked(texts: Sequence[str]) -> tuple[OptionDocument, ...]:
    options = [OptionDocument(*unticked(text.strip(_BLANK))) for text in texts]
    if not any(option.correct for option in options):
        bold = [_is_bold(option.text) for option in options]
        if sum(bold) == 1:
            options = [
                OptionDocument(option.text.strip("*_"), correct) if correct else option
                for option, correct in zip(options, bold, strict=True)
            ]
    return tuple(options)


def _is_bold(text: str) -> bool:
    return len(text) > 4 and text.startswith("**") and text.endswith("**") and text.count("**") == 2
