"""CSV and Excel workbooks: a row for each question, in cells that no spreadsheet computes."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter

from app.interchange.document import QuestionDocument
from app.interchange.formats.whole_record import members_of
from app.interchange.formats.whole_table import COLUMNS, columns_of, rows_of
from app.interchange.writers.pieces import pieces_of

_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # not now: equal questions are equal bytes
_MOST_ROWS = 1_048_576
_TURN = 200  # rows between which others have their turn
_WIDTHS = {"title": 50, "body": 40, "answer": 60, "options": 40, "hints": 40, "slug": 24}


class CsvWriter:
    """Comma-separated values with a header, lines ending as RFC 4180 says."""

    name = "csv"
    suffix = ".csv"
    media_type = "text/csv"
    loses: tuple[str, ...] = ()

    def write(self, documents: Iterable[QuestionDocument]) -> Iterator[bytes]:
        """The file in pieces."""
        for row in _table(documents):
            line = io.StringIO(newline="")
            csv.writer(line).writerow(row)
            yield line.getvalue().encode()


class XlsxWriter:
    """A workbook of one sheet, made row by row in temporary files, then handed out."""

    name = "xlsx"
    suffix = ".xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    loses: tuple[str, ...] = ()

    def write(self, documents: Iterable[QuestionDocument]) -> Iterator[bytes]:
        """The file in pieces; none of them before all questions were read."""
        with TemporaryFile() as file:
            book = xlsxwriter.Workbook(file, {"constant_memory": True})
            book.set_properties({"created": _CREATED})
            header = book.add_format({"bold": True, "bottom": 1})
            wrapped = book.add_format({"text_wrap": True, "valign": "top"})
            sheet: Any = None
            for place, row in enumerate(_table(documents)):
                number = place % _MOST_ROWS
                if number == 0:
                    sheet = _sheet(book)
                for column, cell in enumerate(row):
                    if cell:
                        sheet.write_string(number, column, cell, wrapped if place else header)
                if number % _TURN == 0:
                    yield b""
            book.close()
            file.seek(0)
            yield from pieces_of(file)


def _sheet(book: Any) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(COLUMNS):
        sheet.set_column(place, place, _WIDTHS.get(name, 12))
    return sheet


def _table(documents: Iterable[QuestionDocument]) -> Iterator[list[str]]:
    """The header, which follows from the first question, and the rows of all."""
    records = map(members_of, documents)
    first = next(records, None)
    if first is None:
        yield list(COLUMNS)
        return
    yield list(columns_of(first))
    for record in chain([first], records):
        yield from rows_of(record)
