"""Tables of questions: rows below a header that names a column of questions."""

import re
from collections.abc import Iterator

from app.interchange.formats.columns import normal
from app.interchange.formats.evidence import asks
from app.interchange.formats.mapping import mapped
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.titles import Title, read_title

_SAYING = ("answer", "explanation", "correct", "options")
_LINK = re.compile(r"\[[^\[\]]{0,200}\]\([^()]{0,400}\)")
_ANSWERED = 0.5
_NO_ROWS = 2  # lines of a table that is only a header
# Columns of these names hold other things too: a "Problem" beside a "Solution", say.
_VAGUE = frozenset(("problem", "query", "item", "name", "title", "heading"))


def in_table(source: Source, block: Block, stop: Place) -> Iterator[Anchor]:
    """A candidate for each row of a table that has a column of questions, or for the header of
    one without rows: the answer stands below it.
    """
    if block.end - block.start == _NO_ROWS:
        yield from _in_header(source, block, stop)
        return
    header = [cell.strip(" *_`") for cell in cells(source.lines[block.start])]
    fields = mapped(header, {})
    asking = [name for name in header if fields.get(name) in ("question", "title")]
    if not asking or len(header) < 2:
        return
    column = header.index(asking[0])
    answering = [n for n, name in enumerate(header) if fields.get(name) in _SAYING]
    vague = normal(asking[0]) in _VAGUE
    for line in range(block.start + 2, block.end):
        row = cells(source.lines[line])
        if len(row) <= column or not row[column] or any("](#" in cell for cell in row):
            continue  # an empty cell, or an entry of a table of contents
        title = read_title(row[column])
        named = tuple((name, text) for name, text in zip(header, row, strict=False) if text)
        answered = any(n < len(row) and row[n] and not _LINK.fullmatch(row[n]) for n in answering)
        evidence = max(asks(title), _ANSWERED if answered and not vague else 0.0)
        end = Place(line + 1)
        yield Anchor("table", line, end, title, end, evidence=evidence, group=-2, row=named)


def _in_header(source: Source, block: Block, stop: Place) -> Iterator[Anchor]:
    said = [cell for cell in cells(source.lines[block.start]) if any(map(str.isalpha, cell))]
    title = read_title(said[0]) if len(said) == 1 else Title("")
    if evidence := asks(title):
        yield Anchor("table", block.start, stop, title, Place(block.end), evidence=evidence)


def cells(line: str) -> list[str]:
    """The cells of a row, trimmed. A `|` after a backslash divides nothing."""
    text = line.strip().removeprefix("|")
    found: list[str] = []
    cell: list[str] = []
    escaped = False
    for character in text:
        if character == "|" and not escaped:
            found.append("".join(cell).strip())
            cell = []
        elif character == "|":
            cell[-1] = "|"
        else:
            cell.append(character)
        escaped = character == "\\" and not escaped
    if "".join(cell).strip():
        found.append("".join(cell).strip())
    return found
