"""A Markdown source by lines and positions: verbatim slices, and the lines that are code."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import NamedTuple

from app.interchange.formats.markdown.outline import Block

_MARKER = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[-*+]|\d{1,9}(?:[.)、．]|(?=\t)))(?P<gap>[ \t]*)")
TAB = 4


class Place(NamedTuple):
    """A position in the source: a 0-based line and a 0-based offset in it."""

    line: int
    column: int = 0


class Source:
    """The lines of one text. `code` marks, per line, what lies in a fence or a code block."""

    def __init__(self, text: str, blocks: Iterable[Block]) -> None:
        self.lines = text.split("\n")
        self.blocks = tuple(blocks)
        self._starts = [block.start for block in self.blocks]
        self.code = bytearray(len(self.lines))
        for block in walk(self.blocks):
            if block.kind in ("fence", "code"):
                self.code[block.start : block.end] = b"\1" * (block.end - block.start)

    def within(self, start: int, end: int) -> Iterator[Block]:
        """The outermost blocks that lie between two lines; those that reach out are opened.

        A paragraph that reaches out is given too: a question may be its first line only.
        """
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_left(self._starts, end)
        yield from _within(self.blocks[first:last], start, end)

    def drop_outline(self) -> None:
        """Forget the blocks once questions are cut: those of a large file outweigh its text."""
        self.blocks, self._starts = (), []

    @property
    def end(self) -> Place:
        return Place(len(self.lines))

    def is_blank(self, line: int) -> bool:
        return not self.lines[line].strip()

    def slice(
        self,
        start: Place,
        end: Place,
        *,
        indent: int = 0,
        item_end: int | None = None,
        dropped: Sequence[int] | None = None,
    ) -> str:
        """The text between two places, verbatim but for blank lines taken off both ends, the
        whole lines marked in `dropped`, and `indent` columns of each line before `item_end`.
        """
        if start >= end:
            return ""
        lines = self.lines[start.line : end.line]
        if end.column and end.line < len(self.lines):
            lines.append(self.lines[end.line][: end.column])
        if start.column:
            lines[0] = lines[0][start.column :].lstrip()
        inner = len(lines) if item_end is None else max(item_end - start.line, 0)
        if indent:
            first = 1 if start.column else 0
            lines[first:inner] = _flush_left(
                [_outdented(line, indent) for line in lines[first:inner]]
            )
        if dropped is not None and any(dropped[start.line : start.line + len(lines)]):
            kept = [not dropped[start.line + index] for index in range(len(lines))]
            lines = list(compress(lines, kept))
        first, last = 0, len(lines)
        while first < last and not lines[first].strip():
            first += 1
        while last > first and not lines[last - 1].strip():
            last -= 1
        return "\n".join(lines[first:last]).rstrip()

    def item_indent(self, item: Block) -> int:
        """How many columns the content of a list item is indented by."""
        line = self.lines[item.start]
        match = _MARKER.match(line)
        if match is None:
            return 0
        if "\t" not in match.group():
            gap = match.end() - match.start("gap")
            return match.start("gap") + (gap if match.end() < len(line) and 1 <= gap <= TAB else 1)
        marker = len(match.group().expandtabs(TAB)) - len(match["gap"].expandtabs(TAB))
        gap = len(match.group().expandtabs(TAB)) - marker
        rest = line[match.end() :]
        return marker + (gap if rest.strip() and 1 <= gap <= TAB else 1)


def _flush_left(lines: list[str]) -> list[str]:
    """Take off what every written line is still indented by: content set in too far."""
    depth = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    return (
        [line[min(depth, len(line)) :] if line.strip() else "" for line in lines]
        if depth
        else lines
    )


def _outdented(line: str, indent: int) -> str:
    """Take up to `indent` columns of white space off a line."""
    column = 0
    for index, character in enumerate(line):
        if column >= indent or character not in " \t":
            return line[index:]
        column += TAB - column % TAB if character == "\t" else 1
    return ""


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block and its descendants, in source order."""
    stack = [iter(blocks)]
    while stack:
        block = next(stack[-1], None)
        if block is None:
            stack.pop()
            continue
        yield block
        stack.append(iter(block.children))


def _within(blocks: Iterable[Block], start: int, end: int) -> Iterator[Block]:
    for block in blocks:
        if block.end <= start or block.start >= end:
            continue
        if block.start >= start and block.end <= end:
            yield block
        elif block.children:
            yield from _within(block.children, start, end)
        elif block.kind == "paragraph":
            yield block
