"""Marks: every place in a source where a label says what the text after it is."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.interchange.formats.markdown.details import Details
from app.interchange.formats.markdown.labels import Part, label_at, part_folded, part_named
from app.interchange.formats.markdown.options import Options
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.source import Place, Source

Kind = Literal["heading", "line", "item", "fold", "options"]
_ONE_LINE: tuple[Part, ...] = ("level", "tags")


@dataclass(frozen=True, slots=True)
class Mark:
    """A label: where it stands and where its text begins.

    `end` is where the text ends if the label itself says so: a folded part, or one that fills
    only its line; `after` is where other text goes on. `rest` is what a heading says after its label ("Answer: D").
    """

    part: Part
    kind: Kind
    start: Place
    content: Place
    end: Place | None = None
    after: Place | None = None
    rest: str = ""


class Marks:
    """The marks of a source and its runs of options, to be asked for by lines."""

    def __init__(
        self, source: Source, details: Iterable[Details], options: Sequence[Options]
    ) -> None:
        in_options = bytearray(len(source.lines) + 1)
        for run in options:
            in_options[run.start.line : run.end.line] = b"\1" * (run.end.line - run.start.line)
        found = [mark for mark in _marks(source, source.blocks) if not in_options[mark.start.line]]
        found += _folds(details)
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

    def offer_lines(self) -> frozenset[int]:
        """The lines at which options begin."""
        return frozenset(self._option_lines)

    def answer_lines(self) -> list[int]:
        """The lines at which something is an answer or offers options, sorted."""
        lines = [mark.start.line for mark in self.all if mark.part == "answer"]
        return sorted(lines + self._option_lines)


def _marks(source: Source, blocks: Sequence[Block]) -> Iterator[Mark]:
    stack = [(iter(blocks), False)]
    while stack:
        siblings, in_item = stack[-1]
        block = next(siblings, None)
        if block is None:
            stack.pop()
        elif block.kind == "heading":
            if (mark := _in_heading(block)) is not None:
                yield mark
        elif block.kind == "paragraph":
            yield from _in_paragraph(source, block, "item" if in_item else "line")
        elif block.children:
            stack.append((iter(block.children), in_item or block.kind == "item"))


def _in_heading(block: Block) -> Mark | None:
    start, content = Place(block.start), Place(block.end)
    if part := part_named(block.text):
        return Mark(part, "heading", start, content)
    if label := label_at(block.text):
        rest = label.rest or block.text[label.end :].strip()
        return Mark(label.part, "heading", start, content, rest=rest)
    return None


def _in_paragraph(source: Source, block: Block, kind: Kind) -> Iterator[Mark]:
    for number in range(block.start, block.end):
        line = source.lines[number]
        indent = len(line) - len(line.lstrip(" \t>"))
        if number == block.start and kind == "item":
            indent = max(line.find(block.text.partition("\n")[0]), 0)
        label = label_at(line[indent:])
        if label is None:
            continue
        part, column = label.part, indent + label.end
        content = Place(number, column) if line[column:].strip() else Place(number + 1)
        end = Place(number + 1) if part in _ONE_LINE else None
        yield Mark(part, kind, Place(number), min(content, end or content), end, end, label.rest)


def _folds(details: Iterable[Details]) -> Iterator[Mark]:
    for one in details:
        if part := part_folded(one.summary):
            yield Mark(part, "fold", one.start, one.body, one.body_end, one.end)
