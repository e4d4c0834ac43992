"""The outline of a Markdown text: which lines are headings, lists, fences and so on.

markdown-it decides the structure, so that a `#` in a code fence is no heading and a list item
ends where CommonMark ends it. Texts are never taken from it rendered: blocks carry line numbers,
and readers slice the source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block.state_block import StateBlock
from markdown_it.token import Token

Kind = Literal[
    "heading", "paragraph", "fence", "code", "html", "table", "rule", "quote", "bullets", "numbers",
    "item",
]  # fmt: skip

_KINDS: dict[str, Kind] = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "fence": "fence",
    "code_block": "code",
    "html_block": "html",
    "table_open": "table",
    "hr": "rule",
    "blockquote_open": "quote",
    "bullet_list_open": "bullets",
    "ordered_list_open": "numbers",
    "list_item_open": "item",
}


_IN_TABLES = frozenset(
    f"{name}_{end}" for name in ("thead", "tbody", "tr", "th", "td") for end in ("open", "close")
)
_HTML_HEADING = re.compile(r"<h([1-6])\b[^<>\n]{0,200}>([^\n]{1,600})</h\1>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the source: lines `start` (0-based) to `end` (exclusive).

    `level` is a heading's level and `mark` a list item's number or bullet. `text` is what a
    heading or a paragraph says, without the indentation of the lists around it.
    """

    kind: Kind
    start: int
    end: int
    level: int = 0
    mark: str = ""
    text: str = ""
    children: tuple["Block", ...] = ()


def outline(source: str) -> Iterator[Block]:
    """The top-level blocks of a text whose lines end in `\\n`, in order, one at a time.

    Tokens are dropped as soon as a block is built, so that a large file costs little more than
    its text. Link definitions count as paragraphs: they are text that somebody wrote.
    """
    parser = MarkdownIt("commonmark").enable("table").disable("reference")
    state = _State(source, parser, {}, [])
    rules = parser.block.ruler.getRules("")
    line, end = 0, state.lineMax
    while (line := state.skipEmptyLines(line)) < end:
        state.line = line
        silent = False
        if not any(rule(state, line, end, silent) for rule in rules) or state.line <= line:
            state.line = line + 1
        yield from _blocks(state.tokens)
        state.tokens.clear()
        line = state.line


class _State(StateBlock):
    """Keeps no token of the rows of a table, which may be all of a large file."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        if ttype in _IN_TABLES or (ttype == "inline" and self.parentType == "table"):
            self.tokens.pop()
        return token


def _blocks(tokens: list[Token]) -> list[Block]:
    """Fold the flat tokens of one top-level block into a tree, without recursion."""
    top: list[Block] = []
    parents: list[tuple[Token, list[Block]]] = []
    for token in tokens:
        if token.nesting == 1:
            parents.append((token, []))
        elif token.type == "inline" and parents:
            parents[-1][0].content = token.content
        elif token.nesting == -1:
            opened, children = parents.pop()
            (parents[-1][1] if parents else top).extend(_block(opened, children))
        else:
            (parents[-1][1] if parents else top).extend(_block(token, []))
    return top


def _block(token: Token, children: list[Block]) -> list[Block]:
    kind = _KINDS.get(token.type)
    if kind is None or token.map is None:
        return []
    start, end = token.map
    if kind == "html" and (heading := _HTML_HEADING.fullmatch(token.content.strip())):
        return [Block("heading", start, end, level=int(heading[1]), text=heading[2].strip())]
    if kind == "heading":
        if token.markup in ("=", "-") and not _is_underlined(token):
            paragraph = Block("paragraph", start, end - 1, text=token.content)
            return [paragraph, Block("rule", end - 1, end)]
        return [Block(kind, start, end, level=int(token.tag[1]), text=token.content)]
    mark = token.info or token.markup if kind == "item" else token.info
    if kind == "table":
        children = []
    return [Block(kind, start, end, mark=mark, text=token.content, children=tuple(children))]


def _is_underlined(token: Token) -> bool:
    """Whether an underlined paragraph is meant as a heading.

    A rule typed right below the last sentence of an answer makes that sentence a heading for
    CommonMark. Sentences that end in a full stop, and whole paragraphs, are no headings.
    """
    return "\n" not in token.content and not token.content.rstrip().endswith((".", ":", ";", "`"))
