"""How a workbook shows its numbers: which are dates and times, and which are percentages."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from app.interchange.formats.archive import Archive
from app.interchange.formats.xml_tree import Element, parse_xml

_STYLES = "xl/styles.xml"
_DATES = frozenset((*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)))
_TIMES = frozenset((*range(18, 22), *range(32, 36), 45, 46, 47))
_PERCENTAGES = frozenset((9, 10))
# Texts in a format, and colours or conditions, are no part of what it says of numbers.
_ASIDE = re.compile(r'"[^"]{0,100}"|\\.|_.|\[(?!h|m|s)[^\[\]]{0,60}\]', re.IGNORECASE)
_FIRST, _FIRST_MAC = datetime(1899, 12, 30, tzinfo=UTC), datetime(1904, 1, 1, tzinfo=UTC)
_LAST = 2_958_465  # days: the end of the year 9999
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,20})?(?:E[+-]?\d{1,2})?")


class Styles:
    """The styles of a workbook, by which the number of a cell becomes what people see."""

    def __init__(self, kinds: Mapping[int, str], *, since_1904: bool = False) -> None:
        self._kinds = kinds
        self._first = _FIRST_MAC if since_1904 else _FIRST

    @classmethod
    def of(cls, archive: Archive, workbook: Element) -> "Styles":
        """The styles of a workbook. Raises `UnreadableFile` for bad XML."""
        if _STYLES not in archive.names:
            return cls({})
        root = parse_xml(archive.read(_STYLES))
        formats = {
            one.attributes.get("numFmtId", ""): one.attributes.get("formatCode", "")
            for one in root.walk()
            if one.name == "numFmt"
        }
        used = root.child("cellXfs")
        kinds = {}
        for place, one in enumerate(used.children("xf") if used else ()):
            number = one.attributes.get("numFmtId", "0")
            if kind := _kind_of(number, formats.get(number)):
                kinds[place] = kind
        pinned = [one for one in workbook.walk() if one.name == "workbookPr"]
        said = pinned[0].attributes.get("date1904", "0") if pinned else "0"
        return cls(kinds, since_1904=said in ("1", "true"))

    def shown(self, text: str, style: str) -> str:
        """The number of a cell as its style shows it: dates as `2024-05-01`, shares as `25%`."""
        kind = self._kinds.get(int(style)) if style.isdigit() and len(style) < 6 else None
        if kind is None or not _NUMBER.fullmatch(text):
            return text
        value = float(text)
        if kind == "percentage":
            return f"{round(value * 100, 6):.15g}%"
        if value > _LAST:
            return text
        moment = self._first + timedelta(seconds=round(value * 86_400))
        if kind == "time" and value < 1:
            return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
        is_day = value == int(value)
        return moment.strftime("%Y-%m-%d" if is_day else "%Y-%m-%d %H:%M")


def _kind_of(number: str, written: str | None) -> str | None:
    """What numbers of a format are: `date`, `time` or `percentage`. None for plain ones."""
    if written is None:
        code = int(number) if number.isdigit() and len(number) < 6 else 0
        known = (("date", _DATES), ("time", _TIMES), ("percentage", _PERCENTAGES))
        return next((kind for kind, codes in known if code in codes), None)
    bare = _ASIDE.sub("", written[:300]).split(";")[0].casefold()
    if "general" in bare or "@" in bare:
        return None
    if "y" in bare or "d" in bare:
        return "date"
    if "h" in bare or "s" in bare:
        return "time"
    if "%" in bare:
        return "percentage"
    return "date" if "m" in bare else None
