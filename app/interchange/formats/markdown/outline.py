"""The outline of a Markdown text: which lines are headings, lists, fences and so on.

markdown-it decides the structure, so that a `#` in a code fence is no heading and a list item
ends where CommonMark ends it. Texts are never taken from it rendered: blocks carry line numbers,
and readers slice the source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from textwrap import dedent
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import html_block, table
from markdown_it.rules_block.state_block import StateBlock
from markdown_it.token import Token

from app.interchange.formats.markdown.callouts import laid_open

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

# Two hashes at least: one begins a hashtag, a directive or a shebang, unless the line asks.
_TIGHT = re.compile(r"#(?:#[^\s#]|[A-Z])")  # which every heading without a space has
_TIGHT_HEADING = re.compile(
    r"^([ \t]{0,12}(?:(?:\d{1,4}[.)]|[-*+])[ \t]{1,4})?#{2,6}(?=[^\s#])"
    r"|#(?=[A-Z][^\n]{0,300} [^\n]{0,300}\?[ \t]*$))",
    re.MULTILINE,
)
# "6. ..." right below a line of text, where CommonMark lets only "1." begin a list
_GOING_ON = re.compile(r"^( {0,3})(\d{1,3})(?=[.)][ \t]+\S)", re.MULTILINE)
# "    4. ..." right below "3. ...", which begins a list in the item
_SET_BELOW = re.compile(
    r"^(?P<item>(?P<by>[ \t]{0,12})\d{1,3}[.)][ \t]+[^\n]*\n(?P=by)(?: {2,8}|\t))(?P<number>\d{1,3})(?=[.)][ \t]+\S)",
    re.MULTILINE,
)
# A list set in by four columns right below a heading, which CommonMark takes for code
_SET_IN = re.compile(
    r"^( {0,3}#{1,6} [^\n]*\n(?:[ \t]*\n){0,3})((?: {4,8}\d{1,3}[.)] [^\n]*\n(?:[ \t]*\n){0,3})+)",
    re.MULTILINE,
)
# The same right below the line that names it, whose text CommonMark lets it be
_SET_IN_BELOW_NAME = re.compile(
    r"(\n(?<=\n\n)[^\W\d_][^\n]{0,80}[^\s?.!]\n)( {4,8}[-*+] [^\n]*\n(?: {4,}\S[^\n]*(?:\n|\Z))+)"
)
# "1、输入" counts like "1. 输入"
_ENUMERATED = re.compile(r"^( {0,3}\d{1,3})[、．](?=\S)", re.MULTILINE)
_ENUMERATING = ("、", "．")
# "# 1-make": in headings that go on counting, the dash divides
_DASHED = re.compile(r"(#(?<![^\n]#)#{0,5} {1,3}(\d{1,3}))-(?=\S)")
# "## 1 What is it?", where headings go on counting
_SPACED = re.compile(r"(#(?<![^\n]#)#{0,5} {1,3}(\d{1,3}))(?= +[^\s\d.)])")
# "<tab>1.<tab>What is it?", as editors of notes write a list that is not in another
_EXPORTED = re.compile(r"^\t(\d{1,3}[.)])\t(?=\S)", re.MULTILINE)
_TABBED_ITEM = re.compile(r"^(?:[-*+]|\d{1,3}[.)])\t", re.MULTILINE)
# "1<tab>What is it?", where several lines do so
_TABBED = re.compile(r"^( {0,3}(\d{1,3}))\t(?=\S)", re.MULTILINE)
_SEVERAL = 3
# Elements end at a blank line, but for those that end at their closing tag.
_ELEMENT = re.compile(r"</?(?!script|pre|style|textarea)[a-z]", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:div|p|details|center|table|section|article)>\s*$", re.IGNORECASE)
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+\S")
_LISTED = re.compile(r"^[-*+][ \t]+#{1,6}[ \t][^\n]*\n[-*+][ \t]+#{1,6}[ \t]", re.MULTILINE)
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

    Link definitions count as paragraphs: they are text that somebody wrote. `###What` without a
    space, which CommonMark takes for a paragraph, was a heading before it and is one here.
    """
    parser = MarkdownIt("commonmark").enable("table").disable("reference")
    parser.block.ruler.at("table", _table, {"alt": ["paragraph"]})
    parser.block.ruler.at("html_block", _html, {"alt": ["paragraph", "blockquote"]})
    text = laid_open(source)
    if _TIGHT.search(text):
        text = _TIGHT_HEADING.sub(r"\1 ", text)
    text = _SET_IN_BELOW_NAME.sub(_set_out, f"\n\n{_SET_IN.sub(_set_out, text)}")[2:]
    if any(sign in text for sign in _ENUMERATING):
        text = _ENUMERATED.sub(r"\1. ", text)
    if "\t" in text:
        text = text if _TABBED_ITEM.search(text) else _EXPORTED.sub(r"\1 ", text)
        text = _divided(text, _TABBED, ". ")
    for counting in (_DASHED, _SPACED):
        text = _divided(text, counting, ".")
    text = _SET_BELOW.sub(lambda m: m["item"] + "1".rjust(len(m["number"]), "0"), text)
    state = _Folding(_counted_on(text), parser, lists=_LISTED.search(text) is not None)
    rules = parser.block.ruler.getRules("")
    line, end = 0, state.lineMax
    while (line := state.skipEmptyLines(line)) < end:
        state.line = line
        silent = False
        if not any(rule(state, line, end, silent) for rule in rules) or state.line <= line:
            state.line = line + 1
        yield from state.taken()
        line = state.line


def _set_out(match: re.Match[str]) -> str:
    """A heading or name and the list below it, which begins at the margin."""
    return match[1] + dedent(match[2])


def _divided(source: str, counting: re.Pattern[str], mark: str) -> str:
    """The text with a mark behind the numbers of a pattern, where most of several count on."""
    numbers = [int(match[2]) for match in counting.finditer(source)]
    on = sum(below == above + 1 for above, below in pairwise(numbers))
    return (
        counting.sub(rf"\1{mark}", source) if on >= max(_SEVERAL, len(numbers) / 2) - 1 else source
    )


def _counted_on(source: str) -> str:
    """The text with every number that goes on counting as a one: its list may then begin right
    below a name. Numbers are never read from blocks, and the lines keep their lengths.
    """
    counted: list[str] = []
    position = last = 0
    for match in _GOING_ON.finditer(source):
        number = int(match[2])
        if number == last + 1 > 1:
            counted += source[position : match.start(2)], "1".rjust(len(match[2]), "0")
            position = match.end()
        last = number
    return "".join((*counted, source[position:])) if counted else source


class _Folding(StateBlock):
    """Folds tokens into blocks as they come: those of a long list or table outweigh its text."""

    def __init__(self, source: str, parser: MarkdownIt, *, lists: bool) -> None:
        super().__init__(source, parser, {}, [])
        self._lists = lists  # whether the source has lists of headings
        # One object a line, which all blocks that begin or end there share.
        self._numbers = list(range(self.lineMax + 1))
        self._top: list[Block] = []
        self._parents: list[tuple[Token, list[Block]]] = []
        self._last: tuple[Token, list[Block]] | None = None

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """A new token. The rules fill it in before they ask for the next one."""
        self._fold()
        token = Token(ttype, tag, nesting, block=True)
        if nesting == 1:
            self._parents.append((token, []))
        else:
            self._last = (token, []) if nesting == 0 else self._parents.pop()
        self.level += nesting
        return token

    def taken(self) -> list[Block]:
        """The blocks that have ended since the last time."""
        self._fold()
        blocks, self._top = self._top, []
        return blocks

    def _fold(self) -> None:
        if self._last is None:
            return
        token, children = self._last
        self._last = None
        if token.type == "inline" and self._parents:
            self._parents[-1][0].content = token.content
        else:
            (self._parents[-1][1] if self._parents else self._top).extend(
                self._blocks(token, children)
            )

    def _blocks(self, token: Token, children: list[Block]) -> list[Block]:
        if token.map is not None:
            token.map = [self._numbers[line] for line in token.map]
        found = _block(token, children)
        if token.type == "bullet_list_open" and not self._lists:
            return _set_free(found)
        return found


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table by its extent alone: rows are read from the source where they ask something."""
    opening = True
    if not table(state, start, end, opening):
        return False
    if silent:
        return True
    rules = state.md.block.ruler.getRules("blockquote")
    parent, state.parentType = state.parentType, "table"
    line = start + 2
    while (
        line < end
        and state.sCount[line] >= state.blkIndent
        and not state.isEmpty(line)
        and not state.is_code_block(line)
        and not any(rule(state, line, end, opening) for rule in rules)
    ):
        line += 1
    state.push("table_open", "table", 1).map = [start, line]
    state.push("table_close", "table", -1)
    state.parentType, state.line = parent, line
    return True


def _html(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block of HTML, which ends before a heading right below a closing tag, too: CommonMark
    takes that for HTML up to the next blank line.
    """
    first = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    line, above = start, first
    while not silent and _ELEMENT.match(first) and line + 1 < end and above:
        line += 1
        below = state.src[state.bMarks[line] : state.eMarks[line]]
        if _CLOSED.search(above) and _HEADING.match(below):
            end = line
        above = below.strip()
    return html_block(state, start, end, silent)


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
    if kind == "quote" and [child.kind for child in children] == ["heading"]:
        return children
    mark = token.info or token.markup if kind == "item" else token.info
    return [Block(kind, start, end, mark=mark, text=token.content, children=tuple(children))]


def _set_free(blocks: list[Block]) -> list[Block]:
    """The heading that a list holds alone ("* ### Beginners"), or the list."""
    items = [item.children for block in blocks for item in block.children]
    if [[one.kind for one in children] for children in items] == [["heading"]]:
        return list(items[0])
    return blocks


def _is_underlined(token: Token) -> bool:
    """Whether an underlined paragraph is meant as a heading.

    A rule typed right below the last sentence of an answer makes that sentence a heading for
    CommonMark. Sentences that end in a full stop, and whole paragraphs, are no headings.
    """
    return "\n" not in token.content and not token.content.rstrip().endswith((".", ":", ";", "`"))
