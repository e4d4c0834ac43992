"""Rows of cells with a sign between them, as tables in text have them."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from app.interchange.formats.errors import UnreadableFile

Row = tuple[int, int, Sequence[str]]
"""First line, last line, cells."""


def rows_in(lines: Iterable[str], delimiter: str, *, most: int, of: str) -> Iterator[Row]:
    """The rows of a table. Raises `UnreadableFile` for what is none, and for more than `most`
    cells in what a row is called (`of`)."""
    reader = csv.reader(lines, delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if len(cells) > most:
                message = f"line {line}: more than {most:,} cells in {of}"
                raise UnreadableFile(message, line=line)
            yield line, reader.line_num, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(f"line {line}: not a table: {error}", line=line) from None
