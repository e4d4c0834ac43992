"""CSV and Excel workbooks: a row for each question, in cells that no spreadsheet computes."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain

from app.interchange.document import QuestionDocument
from app.interchange.formats.whole_record import members_of
from app.interchange.formats.whole_table import COLUMNS, columns_of, rows_of
from app.interchange.writers.workbook import workbook

_WIDTH = 12
_WIDTHS = {"title": 50, "body": 40, "answer": 60, "options": 40, "hints": 40, "slug": 24}


class CsvWriter:
    """Comma-separated values with a header, lines ending as RFC 4180 says."""

    name = "csv"
    suffix = ".csv"
    media_type = "text/csv"
    loses: tuple[str, ...] = ()

    def write(self, documents: Iterable[QuestionDocument]) -> Iterator[bytes]:
        """The file in pieces."""
        header, groups = _table(documents)
        for rows in chain([[header]], groups):
            lines = io.StringIO(newline="")
            csv.writer(lines).writerows(rows)
            yield lines.getvalue().encode()


class XlsxWriter:
    """A workbook of one sheet, or of more where a sheet cannot hold all rows."""

    name = "xlsx"
    suffix = ".xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    loses: tuple[str, ...] = ()

    def write(self, documents: Iterable[QuestionDocument]) -> Iterator[bytes]:
        """The file in pieces."""
        header, groups = _table(documents)
        yield from workbook(header, [_WIDTHS.get(name, _WIDTH) for name in header], groups)


def _table(documents: Iterable[QuestionDocument]) -> tuple[list[str], Iterator[list[list[str]]]]:
    """The header, which follows from the first question, and the rows of each question."""
    records = map(members_of, documents)
    first = next(records, None)
    if first is None:
        return list(COLUMNS), iter(())
    groups = (list(rows_of(record)) for record in chain([first], records))
    return list(columns_of(first)), groups
