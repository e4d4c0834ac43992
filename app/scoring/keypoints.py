"""Finds the things a model answer says, one key point each, from its Markdown structure."""

import math
import re
from dataclasses import dataclass, field
from itertools import groupby, takewhile
from statistics import fmean
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from app.scoring.text import content_stems, has_words, statements, words
from app.scoring.values import KeyPoint

MAX_POINTS = 40
_HEADING_WORDS = 4
_COMMAND_LENGTH = 72
_SHELLS = frozenset(("bash", "sh", "shell", "console", "zsh", "powershell", "cmd"))
# All that CommonMark and its tables give a meaning to, a little more, and what is white space
# to Python alone.
_MARK = re.compile(r"[\\`*_<&\[|~\r\0\x1c-\x1f\x85]")
_LINE_MARK = re.compile(r"[ \t]*(?:[-+#>]|\d+[.)])")
_COMMAND_NAME = re.compile(r"[A-Za-z][\w-]*")
_LINE_EDGES = re.compile(r" *\n[ \t]*")
_ITEM = re.compile(r"(?:\d{1,9}([.)])|([-+*])) (?=\S)")

# Indented code and underlined headings are switched off: in plain text, which many answers are,
# they would swallow paragraphs that only look like them.
_MARKDOWN = MarkdownIt("commonmark").enable("table").disable(["code", "lheading"])


class _Found(NamedTuple):
    """The text of a point, the number of its list, and whether it is an item or a row of one."""

    text: str
    group: int = 0
    listed: bool = False


class _PlainBlock(NamedTuple):
    """The lines of a paragraph, or of an item of a list whose items have this mark."""

    mark: str
    lines: list[str]


@dataclass
class _Outline:
    """The points found so far; `group` changes wherever the answer starts a new list."""

    found: list[_Found] = field(default_factory=list)
    group: int = 0

    def add(self, text: str, *, listed: bool = False) -> None:
        clean = " ".join(text.split())
        if has_words(clean):
            self.found.append(_Found(clean, self.group, listed))


def derive_key_points(answer: str) -> tuple[KeyPoint, ...]:
    """The key points of a Markdown or plain-text model answer, in its order.

    List items, table rows and the sentences of paragraphs are points. A heading, a bold lead or
    a short line that only introduces a list is none, nor is fenced code; but the name of the first
    command of a shell block completes the item above it. A sentence weighs more the more it says (square
    root of its content words); what an author put into lists weighs alike, as much as what is in
    them says on average. The mean weight is 1.0. At most 40 points: beyond that neighbours of
    one list are merged. Empty only for a blank answer.
    """
    if not answer.strip():
        return ()
    outline = _Outline()
    if (blocks := _plain_blocks(answer)) is not None:
        _read_plain(blocks, outline)
    else:
        _read_blocks(SyntaxTreeNode(_MARKDOWN.parse(answer)).children, outline)
    if not outline.found:
        outline.add(_plain(answer))
    found = _merged(outline.found) or [_Found(" ".join(answer.split()))]
    return _weighted(list({point.text: point for point in reversed(found)}.values())[::-1])


def _plain_blocks(answer: str) -> list[_PlainBlock] | None:
    """The blocks of a text that has no mark of Markdown but those of lists that are not nested,
    as the parser would read them, which costs more than all the rest; None for other texts."""
    blocks: list[_PlainBlock] = []
    after_blank = True
    last = ""
    for line in answer.split("\n"):
        if not line.strip(" \t"):
            after_blank = True
            continue
        if item := _ITEM.match(line):
            mark = item[1] or item[2]
            # What may follow without a blank line is a matter of its own.
            if not after_blank and mark != last and (last or item[1]):
                return None
            blocks.append(_PlainBlock(mark, [line[item.end() :]]))
            last = mark
        elif not after_blank:
            blocks[-1].lines.append(line)
        elif last and line[0] in " \t":
            return None
        else:
            blocks.append(_PlainBlock("", [line]))
            last = ""
        after_blank = False
    bare = [line for block in blocks for line in block.lines]
    is_marked = _MARK.search("\n".join(bare)) or any(map(_LINE_MARK.match, bare))
    return None if is_marked else blocks


def _read_plain(blocks: list[_PlainBlock], outline: _Outline) -> None:
    last = ""
    for index, (mark, lines) in enumerate(blocks, 1):
        text = "\n".join(lines).strip()
        if not mark:
            following = "block" if index < len(blocks) else ""
            joined = _LINE_EDGES.sub("\n", text) if len(lines) > 1 else text
            _read_paragraph(joined, following, outline)
        else:
            outline.group += mark != last
            outline.add(text.rstrip(": "), listed=True)
        last = mark


def _read_blocks(blocks: list[SyntaxTreeNode], outline: _Outline) -> None:
    for index, block in enumerate(blocks):
        following = blocks[index + 1].type if index + 1 < len(blocks) else ""
        if block.type in ("bullet_list", "ordered_list"):
            outline.group += 1
            for item in block.children:
                _read_item(item, outline)
        elif block.type == "table":
            outline.group += 1
            _read_table(block, outline)
        elif block.type == "paragraph":
            _read_paragraph(_text_of(block), following, outline)
        elif block.type == "blockquote":
            _read_blocks(block.children, outline)
        elif block.type == "html_block":
            _read_paragraph(_plain(block.content), following, outline)


def _read_paragraph(text: str, following: str, outline: _Outline) -> None:
    """Adds the sentences of a paragraph; one that ends in a colon introduces what follows."""
    found = statements(text)
    for index, sentence in enumerate(found):
        opens = sentence.rstrip("*_ ").endswith(":")
        introduces = opens and (following != "" or index + 1 < len(found))
        if not introduces:
            outline.add(sentence)


def _read_item(item: SyntaxTreeNode, outline: _Outline) -> None:
    """Adds a list item, then what is nested in it; a lead over a list may be a heading only."""
    lead, rest = _lead_of(item)
    nested = any(block.type in ("bullet_list", "ordered_list") for block in rest)
    command = "" if nested else _first_command(rest)
    if lead is not None and not (nested and _only_introduces(lead)):
        text = _text_of(lead).strip()
        joined = f"{text.rstrip(':')}: {command}" if command else text.rstrip(": ")
        outline.add(joined, listed=True)
    _read_blocks(rest, outline)


def _lead_of(item: SyntaxTreeNode) -> tuple[SyntaxTreeNode | None, list[SyntaxTreeNode]]:
    if item.children and item.children[0].type == "paragraph":
        return item.children[0], item.children[1:]
    return None, item.children


def _only_introduces(lead: SyntaxTreeNode) -> bool:
    """Whether a lead names what its list holds: wholly bold, or a few words and a colon."""
    text = _text_of(lead).strip()
    parts = [
        part for part in lead.children[0].children if part.content.strip(" :") or part.children
    ]
    bold = len(parts) == 1 and parts[0].type == "strong"
    return bold or (text.endswith(":") and len(words(text)) <= _HEADING_WORDS)


def _first_command(blocks: list[SyntaxTreeNode]) -> str:
    """The name of the first command of a shell block: often it is all that an item really says."""
    for block in blocks:
        if block.type == "fence" and block.info.strip().lower() in _SHELLS:
            for line in block.content.splitlines():
                command = line.strip().removeprefix("$ ").rstrip("\\ ")
                if command and not command.startswith("#") and len(command) <= _COMMAND_LENGTH:
                    return _without_examples(command)
    return ""


def _without_examples(command: str) -> str:
    """A command and its subcommands: options, paths, values and placeholders are examples."""
    tokens = command.split()
    names = list(takewhile(_COMMAND_NAME.fullmatch, tokens))
    return " ".join(names or tokens)


def _read_table(table: SyntaxTreeNode, outline: _Outline) -> None:
    for part in table.children:
        if part.type == "tbody":
            for row in part.children:
                cells = [_text_of(cell).strip() for cell in row.children]
                outline.add(", ".join(cell for cell in cells if cell), listed=True)


def _text_of(block: SyntaxTreeNode) -> str:
    """The words of a block as its author wrote them, without the marks of emphasis and links."""
    pieces: list[str] = []
    for node in block.walk():
        if node.type in ("text", "code_inline", "html_inline"):
            pieces.append(node.content)
        elif node.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
    return "".join(pieces)


def _plain(source: str) -> str:
    """Markup, code fences and tags removed by sight, for what no block rule reads."""
    return re.sub(r"<!--.*?-->|</?[a-zA-Z][^<>]*>|```\w*|[*_#`~]{1,3}", " ", source, flags=re.S)


def _merged(found: list[_Found]) -> list[_Found]:
    """At most 40 points; too many are joined in runs, first inside each list, then across."""
    if len(found) <= MAX_POINTS:
        return found
    size = math.ceil(len(found) / MAX_POINTS)
    merged: list[_Found] = []
    for _, members in groupby(found, key=lambda point: point.group):
        merged.extend(_joined(list(members), size))
    if len(merged) > MAX_POINTS:
        merged = _joined(merged, math.ceil(len(merged) / MAX_POINTS))
    return merged


def _joined(found: list[_Found], size: int) -> list[_Found]:
    runs = [found[at : at + size] for at in range(0, len(found), size)]
    return [run[0]._replace(text="; ".join(point.text for point in run)) for run in runs]


def _weighted(found: list[_Found]) -> tuple[KeyPoint, ...]:
    if len(found) == 1 or all(point.listed for point in found):
        return tuple(KeyPoint(point.text, 1.0) for point in found)
    sizes = [max(1, content_size(point.text)) for point in found]
    listed = [size for size, point in zip(sizes, found, strict=True) if point.listed]
    usual = math.sqrt(fmean(listed)) if listed else 0.0
    masses = [
        usual if point.listed else math.sqrt(size) for size, point in zip(sizes, found, strict=True)
    ]
    mean = fmean(masses)
    return tuple(
        KeyPoint(point.text, max(0.01, round(mass / mean, 2)))
        for mass, point in zip(masses, found, strict=True)
    )


def content_size(text: str) -> int:
    """How many different content words a text has."""
    return len(content_stems(text))
