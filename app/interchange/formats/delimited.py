"""Rows of cells with a sign between them, as tables in text have them."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from app.interchange.formats.errors import UnreadableFile

_SEEN = 200  # lines
Row = tuple[int, int, Sequence[str]]
"""First line, last line, cells."""
_DELIMITERS = (",", ";", "\t", "|")


def rows_in(
    lines: Iterable[str],
    delimiter: str,
    *,
    most: int,
    of: str,
    spaced: bool = False,
    above: int = 0,
) -> Iterator[Row]:
    """The rows of a table. Raises `UnreadableFile` for what is none, and for more than `most`
    cells in what a row is called (`of`). `spaced` cells may have a space before their quotes; so
    many lines stand `above` these."""
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=spaced)
    line = above + 1
    try:
        for cells in reader:
            if len(cells) > most:
                message = f"line {line}: more than {most:,} cells in {of}"
                raise UnreadableFile(message, line=line)
            yield line, above + reader.line_num, cells
            line = above + reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(f"line {line}: not a table: {error}", line=line) from None


def is_spaced(lines: Iterable[str], delimiter: str) -> bool:
    """Whether cells in quotes have a space before them (`1, "What, and why?"`): read so, no fewer
    rows are as wide as most, and nothing is left of quotes at the ends of cells."""
    seen = list(islice(lines, _SEEN))
    if not any(f'{delimiter} "' in line for line in seen):
        return False
    try:
        plain, spaced = (
            [row for row in csv.reader(seen, delimiter=delimiter, skipinitialspace=skips) if row]
            for skips in (False, True)
        )
    except csv.Error:
        return False
    quoted = [cell for row in plain for cell in row if cell.startswith(' "')]
    (_, often), (_, more) = (Counter(map(len, rows)).most_common(1)[0] for rows in (plain, spaced))
    alike = len(plain) == len(spaced) and often == more
    return more * len(plain) > often * len(spaced) or (
        alike and bool(quoted) and all(cell.endswith('"') for cell in quoted)
    )


def delimiter_of(header: str) -> str:
    """The delimiter that the header uses most outside quotes."""
    bare = "".join(part for index, part in enumerate(header.split('"')) if index % 2 == 0)
    return max(_DELIMITERS, key=lambda delimiter: (bare.count(delimiter), delimiter == ","))
