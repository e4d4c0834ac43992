"""Excel workbooks row by row: texts in cells, and nothing that needs the whole before its start.

Only what a table of texts takes of Office Open XML (ECMA-376) is written: sheets with texts in
their cells, two styles, and the parts that name them. What names the sheets comes last, when it
is known how many there are.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from app.interchange.writers.pieces import zipped
from app.interchange.writers.rendering import marked_up

MOST_ROWS = 1_048_576
"""Rows of a sheet; those beyond go on the next."""

Row = list[str]
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = f"""{_XML}<styleSheet xmlns="{_MAIN}">
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>\
<border><left/><right/><top/><bottom style="thin"/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1"/>\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">\
<alignment vertical="top" wrapText="1"/></xf></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>
"""
_HEADER, _WRAPPED = 1, 2  # places among the cellXfs
_VIEW = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
    ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>\n'
)


def workbook(header: Row, widths: Iterable[int], groups: Iterable[list[Row]]) -> Iterator[bytes]:
    """A workbook in pieces: rows below a header, in as many sheets as they take. Rows of a group
    stay on one sheet. Texts are ones that XML can hold. `widths` are counted in characters."""
    yield from zipped(_parts(header, _columns(widths), iter(groups)))


def _parts(
    header: Row, columns: str, groups: Iterator[list[Row]]
) -> Iterator[tuple[str, Iterable[bytes]]]:
    count = 0
    first: list[Row] | None = next(groups, [])
    while first is not None:
        count += 1
        begun = chain([first], groups)
        left: list[list[Row]] = []
        yield f"xl/worksheets/sheet{count}.xml", _sheet(header, columns, begun, left)
        first = left[0] if left else None
    yield "xl/styles.xml", [_STYLES.encode()]
    yield "xl/workbook.xml", [_book(count).encode()]
    yield "xl/_rels/workbook.xml.rels", [_book_links(count).encode()]
    yield "_rels/.rels", [_links([("officeDocument", "xl/workbook.xml")]).encode()]
    yield "[Content_Types].xml", [_types(count).encode()]


def _sheet(
    header: Row, columns: str, groups: Iterator[list[Row]], left: list[list[Row]]
) -> Iterator[bytes]:
    """A sheet in pieces. The group that no longer fits is put into `left`."""
    yield f'{_XML}<worksheet xmlns="{_MAIN}">\n{_VIEW}{columns}<sheetData>\n'.encode()
    yield _row(1, header, _HEADER)
    number = 1
    for group in groups:
        if number + len(group) > MOST_ROWS:
            left.append(group)
            break
        for row in group:
            number += 1
            yield _row(number, row, _WRAPPED)
    yield b"</sheetData>\n</worksheet>\n"


def _row(number: int, cells: Row, style: int) -> bytes:
    written = "".join(
        f'<c r="{_letters(place)}{number}" s="{style}" t="inlineStr">'
        f'<is><t xml:space="preserve">{marked_up(cell)}</t></is></c>'
        for place, cell in enumerate(cells)
        if cell
    )
    return f'<row r="{number}">{written}</row>\n'.encode()


def _letters(place: int) -> str:
    """The name of a column: A to Z, then AA and so on."""
    above, last = divmod(place, 26)
    return (_letters(above - 1) if above else "") + chr(ord("A") + last)


def _columns(widths: Iterable[int]) -> str:
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    return f"<cols>{columns}</cols>\n"


def _book(count: int) -> str:
    sheets = "".join(
        f'<sheet name="Sheet{number}" sheetId="{number}" r:id="rId{number}"/>'
        for number in range(1, count + 1)
    )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{sheets}</sheets></workbook>\n'
    )


def _book_links(count: int) -> str:
    sheets = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, count + 1)]
    return _links([*sheets, ("styles", "styles.xml")])


def _links(targets: Iterable[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>\n'


def _types(count: int) -> str:
    parts = {f"/xl/worksheets/sheet{number}.xml": "worksheet" for number in range(1, count + 1)}
    parts |= {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    named = "".join(
        f'<Override PartName="{part}" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in parts.items()
    )
    links = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{links}"/>{named}</Types>\n'
    )
