"""Marks: every place in a source where a label says what the text after it is."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.interchange.formats.levels import level_of_badge
from app.interchange.formats.markdown.callouts import Style
from app.interchange.formats.markdown.details import Details
from app.interchange.formats.markdown.heading_parts import answers_in_turn, turn_end
from app.interchange.formats.markdown.labels import (
    Part,
    answer_within,
    label_at,
    part_folded,
    part_named,
    says_nothing,
)
from app.interchange.formats.markdown.options.option_list import Options
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.source import Place, Source, walk

Kind = Literal["heading", "line", "item", "fold", "options"]
_ONE_LINE: tuple[Part, ...] = ("level", "tags")
_SENTENCE = 4  # words
_BAR = re.compile(r"\s[|·•]\s")  # what follows says other things than the level
_COMMENT = re.compile(r"<!--\s{0,4}([^<>]{1,40}?)\s{0,4}-->")
_ONE_ITEM: tuple[Part, ...] = ("hint", "follow", "points")


@dataclass(frozen=True, slots=True)
class Mark:
    """A label: where it stands and where its text begins.

    `end` is where the text ends if the label itself says so: a folded part, or one that fills
    only its line; `after` is where other text goes on. `rest` is what a heading says after its
    label ("Answer: D"), and `style` what sets the lines of a folded part apart.
    """

    part: Part
    kind: Kind
    start: Place
    content: Place
    end: Place | None = None
    after: Place | None = None
    rest: str = ""
    named: bool = True
    leads: bool = False
    style: Style = ""


class Marks:
    """The marks of a source and its runs of options, to be asked for by lines."""

    def __init__(
        self, source: Source, details: Iterable[Details], options: Sequence[Options]
    ) -> None:
        in_options = bytearray(len(source.lines) + 1)
        for run in options:
            in_options[run.start.line : run.end.line] = b"\1" * (run.end.line - run.start.line)
        folds = list(_folds(source, details))
        in_answer = bytearray(len(source.lines) + 1)
        for fold in folds:
            if fold.part == "answer" and fold.end:
                first, last = fold.content.line, fold.end.line + 1
                in_answer[first:last] = b"\1" * (last - first)
        found = [
            mark
            for mark in _marks(source, source.blocks, in_options)
            if not in_options[mark.start.line]
            and not (in_answer[mark.start.line] and _is_letter(source, mark))
        ]
        found += folds
        self.all = sorted(found, key=lambda mark: mark.start)
        self.options = options
        self._lines = [mark.start.line for mark in self.all]
        self._option_lines = [run.start.line for run in options]

    def between(self, start: Place, end: Place) -> list[Mark]:
        """The marks of a region, in order."""
        first = bisect_left(self._lines, start.line)
        last = bisect_left(self._lines, end.line + 1)
        return [mark for mark in self.all[first:last] if start <= mark.start < end]

    def options_between(self, start: Place, end: Place) -> list[Options]:
        """The runs of options of a region, in order."""
        first = bisect_left(self._option_lines, start.line)
        last = bisect_left(self._option_lines, end.line + 1)
        return [run for run in self.options[first:last] if start <= run.start < end]

    def offer_lines(self) -> Mapping[int, bool]:
        """The lines at which options begin, and whether letters or ticks mark them."""
        return {run.start.line: not run.unticked for run in self.options}

    def answer_lines(self) -> list[int]:
        """The lines at which something is an answer or offers options, sorted."""
        return sorted(self.solution_lines() + self._option_lines)

    def solution_lines(self) -> list[int]:
        """The lines at which something is an answer, sorted."""
        return [mark.start.line for mark in self.all if mark.part == "answer"]

    def telling_lines(self) -> list[int]:
        """The same without lists of boxes that nobody has ticked, as things to do have."""
        offered = {run.start.line for run in self.options if run.unticked}
        return [line for line in self.answer_lines() if line not in offered]

    def level_lines(self) -> list[int]:
        """The lines that state a level, sorted."""
        return [mark.start.line for mark in self.all if mark.part == "level"]


def _is_letter(source: Source, mark: Mark) -> bool:
    """Whether a label is nothing but an A, which below "Answer" is the letter of an option."""
    return source.lines[mark.start.line].strip(" \t*_>") == "A"


def _marks(source: Source, blocks: Sequence[Block], in_options: bytearray) -> Iterator[Mark]:
    above = ""
    stack: list[tuple[Iterator[Block], Block | None]] = [(iter(blocks), None)]
    while stack:
        siblings, item = stack[-1]
        block = next(siblings, None)
        if block is None:
            stack.pop()
        elif block.kind == "heading":
            mark = _in_heading(block, above)
            if mark and not (mark.part == "tags" and _is_prose(source, block.end)):
                yield mark
            above = block.text
        elif block.kind == "html" and block.end - block.start == 1:
            comment = _COMMENT.fullmatch(source.lines[block.start].strip())
            if comment and part_named(comment[1]) in ("answer", "explanation"):
                yield Mark("answer", "line", Place(block.start), Place(block.end))
        elif block.kind == "paragraph":
            yield from _in_paragraph(source, block, item)
            if not in_options[block.start]:
                yield from _in_turn(source, block, above, "item" if item else "line")
            above = block.text.partition("\n")[0]
        elif block.children:
            stack.append((iter(block.children), block if block.kind == "item" else item))


def _is_prose(source: Source, line: int) -> bool:
    """Whether the text that begins at a line is a sentence, which tags are not."""
    while line < len(source.lines) and source.is_blank(line):
        line += 1
    text = source.lines[line].rstrip() if line < len(source.lines) else ""
    return text.endswith(".") and len(text.split()) >= _SENTENCE


def _in_turn(source: Source, block: Block, above: str, kind: Kind) -> Iterator[Mark]:
    """The lines of a paragraph that answer the line above them: "A. Iron." below "Q. What?"."""
    for number, text in enumerate(block.text.split("\n"), block.start):
        if turn := turn_end(text, above):
            line = source.lines[number]
            column = max(line.find(text), 0) + turn
            content = Place(number, column) if line[column:].strip() else Place(number + 1)
            yield Mark("answer", kind, Place(number), content)
        above = text


def _in_heading(block: Block, above: str) -> Mark | None:
    start, content = Place(block.start), Place(block.end)
    if answers_in_turn(block.text, above):
        return Mark("answer", "heading", start, content, rest=block.text.partition(" ")[2].strip())
    if part := part_named(block.text):
        return Mark(part, "heading", start, content)
    if label := label_at(block.text):
        rest = label.rest or block.text[label.end :].strip()
        return Mark(label.part, "heading", start, content, rest=rest)
    return None


def _in_paragraph(source: Source, block: Block, item: Block | None) -> Iterator[Mark]:
    """The labels at the starts of lines; `item` is the list item around the paragraph, if any.

    An item that begins with the label of a hint or the like holds just that.
    """
    kind: Kind = "item" if item else "line"
    for number in range(block.start, block.end):
        line = source.lines[number]
        indent = len(line) - len(line.lstrip(" \t>"))
        if number == block.start and kind == "item":
            indent = max(line.find(block.text.partition("\n")[0]), 0)
        if "![" in line and (level := level_of_badge(line)):
            below = Place(number + 1)
            yield Mark("level", "line", Place(number), below, below, below, rest=level)
            continue
        label = label_at(line[indent:])
        if label is None:
            if (within := answer_within(line)) is not None:
                yield Mark("answer", kind, Place(number, within[0]), Place(number, within[1]))
            continue
        part, column = label.part, indent + label.end
        content = Place(number, column) if line[column:].strip() else Place(number + 1)
        end = Place(number + 1) if part in _ONE_LINE or line.startswith("`", indent) else None
        after = end
        if part == "level" and (bar := _BAR.search(line, column)) is not None:
            end, after = Place(number, bar.start()), Place(number, bar.end())
        leads = item is not None and number == item.start
        if item and leads and part in _ONE_ITEM:
            end = Place(item.end)
        content = min(content, end or content)
        yield Mark(part, kind, Place(number), content, end, after, label.rest, leads=leads)


def _folds(source: Source, details: Iterable[Details]) -> Iterator[Mark]:
    below = {block.end for block in walk(source.blocks) if block.kind == "heading"}
    for one in details:
        named = part_folded(one.summary)
        line = one.start.line
        while line not in below and line > 0 and source.is_blank(line - 1):
            line -= 1
        unnamed = line in below and says_nothing(one.summary) and not _is_contents(source, one)
        part = named or ("answer" if unnamed else None)
        if part:
            yield Mark(
                part, "fold", one.start, one.body, one.body_end, one.end,
                named=bool(named), style=one.style,
            )  # fmt: skip


def _is_contents(source: Source, details: Details) -> bool:
    """Whether a folded part is a table of contents: most of its lines lead into the file."""
    lines = source.lines[details.body.line + 1 : details.body_end.line]
    written = [line for line in lines if line.strip()]
    return sum("](#" in line for line in written) * 2 > len(written)
