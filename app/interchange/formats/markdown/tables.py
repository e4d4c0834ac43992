"""Tables of questions: rows below a header that names a column of questions."""

from collections.abc import Iterator

from app.interchange.formats.columns import mapped
from app.interchange.formats.evidence import asks
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.titles import read_title


def in_table(source: Source, block: Block) -> Iterator[Anchor]:
    """A candidate for each row of a table that has a column of questions."""
    header = [cell.strip(" *_`") for cell in cells(source.lines[block.start])]
    fields = mapped(header, {})
    asking = [name for name in header if fields.get(name) in ("question", "title")]
    if not asking or len(header) < 2:
        return
    column = header.index(asking[0])
    for line in range(block.start + 2, block.end):
        row = cells(source.lines[line])
        if len(row) <= column or not row[column] or "](#" in row[column]:
            continue  # an empty cell, or an entry of a table of contents
        title = read_title(row[column])
        named = tuple((name, text) for name, text in zip(header, row, strict=False) if text)
        evidence = max(asks(title), 0.5 if len(named) > 1 and len(row) > column + 1 else 0.0)
        end = Place(line + 1)
        yield Anchor("table", line, end, title, end, evidence=evidence, group=-2, row=named)


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
