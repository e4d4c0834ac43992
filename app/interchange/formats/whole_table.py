"""Whole records as rows of a table: how each member is written in a cell, and read back.

A cell is the text itself; or, behind an apostrophe, a text that a spreadsheet would take for a
formula; or, as a JSON string, one with characters that cells do not keep. A list is one item to
a line where that says it all, else JSON. What is longer than a cell may be goes on in the rows
below, which have `more` in the column of the mark.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.interchange.formats.whole_record import STAFF_MEMBERS

GOES_ON = "more"
LONGEST_CELL = 16_000
"""Characters. Spreadsheets hold 32,767 units of UTF-16, of which an emoji takes two."""

_SOURCES = {f"source_{name}": name for name in ("name", "url", "license", "line")}
COLUMNS = (*STAFF_MEMBERS[:-1], *_SOURCES)
_LISTS = ("hints", "follow_ups")
_NUMBERS = ("expected_seconds", "source_line")
_FORMULA = ("=", "+", "-", "@", "\t", "'", '"')
# What CSV readers, XML or Excel's own escapes would change.
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_"
)
_TAG = re.compile(r"[^\s,\[\"](?:[^,\n]*[^\s,])?")
_MARKS = {"[x] ": True, "[ ] ": False}

Cells = Sequence[str]


def columns_of(members: Mapping[str, object]) -> tuple[str, ...]:
    """The columns of a table of such records, in order."""
    return COLUMNS if "source" in members else tuple(members)


def rows_of(members: Mapping[str, object]) -> Iterator[list[str]]:
    """A record as a row of cells, and further ones if a text is too long for a cell."""
    source = members.get("source")
    flat = dict(members)
    if isinstance(source, Mapping):
        flat.pop("source")
        flat |= {column: source[name] for column, name in _SOURCES.items()}
    parts = [_parts(_written(name, value)) for name, value in flat.items()]
    for row in range(max(map(len, parts))):
        cells = [part[row] if row < len(part) else "" for part in parts]
        if row:
            cells[0] = GOES_ON
        yield cells


def _parts(cell: str) -> list[str]:
    """A cell in pieces that are not too long; each further one stands behind an apostrophe."""
    first, rest = cell[:LONGEST_CELL], cell[LONGEST_CELL:]
    return [
        first,
        *(f"'{rest[at : at + LONGEST_CELL]}" for at in range(0, len(rest), LONGEST_CELL)),
    ]


def _written(name: str, value: object) -> str:
    if value is None:
        return ""
    return _safe(_list_text(name, value) if isinstance(value, list) else str(value))


def _list_text(name: str, items: list[Any]) -> str:
    if name == "options":
        return _options(items)
    if name == "tags":
        return ", ".join(items) if all(map(_TAG.fullmatch, items)) else _json(items)
    texts, says_all = items, True
    if name == "key_points":
        texts = [one["text"] for one in items]
        # An empty cell stands for points that are derived.
        says_all = bool(items) and all(one["weight"] == 1 and not one["required"] for one in items)
    return _lines(texts) if says_all and _fits_lines(texts) else _json(items)


def _lines(items: list[str]) -> str:
    return "\n".join(items)


def _fits_lines(items: list[str]) -> bool:
    return not any("\n" in item or item.startswith("[") for item in items)


def _options(options: list[dict[str, object]]) -> str:
    """Options as lines with boxes; those of a public record, which tell nothing, as lines."""
    texts = [str(one["text"]) for one in options]
    if options and "correct" not in options[0]:
        return _lines(texts) if _fits_lines(texts) else _json(texts)
    if any("\n" in text for text in texts):
        return _json(options)
    return "\n".join(
        f"[{'x' if one['correct'] else ' '}] {text}"
        for one, text in zip(options, texts, strict=True)
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _safe(text: str) -> str:
    if _UNSAFE.search(text):
        return json.dumps(text).replace("_x", r"\u005fx")
    return f"'{text}" if text.startswith(_FORMULA) else text


def joined(rows: Iterable[tuple[int, int, Cells]], mark: int) -> Iterator[tuple[int, int, Cells]]:
    """Rows with those that go on put together; `mark` is the place of the marks' column."""
    held: tuple[int, int, list[str]] | None = None
    for start, end, cells in rows:
        if held is not None and mark < len(cells) and cells[mark] == GOES_ON:
            grown = held[2] + [""] * (len(cells) - len(held[2]))
            for place, cell in enumerate(cells):
                if place != mark:
                    grown[place] += cell.removeprefix("'")
            held = held[0], end, grown
            continue
        if held is not None:
            yield held
        held = start, end, list(cells)
    if held is not None:
        yield held


def members_in(names: Sequence[str], cells: Cells) -> dict[str, object]:
    """The members of a record that a row holds. What cannot be read stays as it is written,
    to be refused as a member."""
    found: dict[str, object] = {}
    source: dict[str, object] = {}
    for place, name in enumerate(names):
        if not name:
            continue
        value = _read(name, _bare(cells[place] if place < len(cells) else ""))
        if name in _SOURCES:
            source[_SOURCES[name]] = value
        else:
            found[name] = value
    return found | {"source": source} if source else found


def _bare(cell: str) -> str:
    if cell.startswith("'"):
        return cell[1:]
    if cell.startswith('"'):
        try:
            return str(json.loads(cell))
        except ValueError:
            return cell
    return cell


def _read(name: str, text: str) -> object:
    if name in ("options", "tags", "key_points", *_LISTS):
        return _read_list(name, text)
    if not text and name != "title":
        return None
    if name in _NUMBERS and text.isascii() and text.isdigit() and len(text) < 12:
        return int(text)
    return text


def _read_list(name: str, text: str) -> object:
    if not text:
        return None if name == "key_points" else []
    if text.startswith("[") and not (name == "options" and text[:4] in _MARKS):
        try:
            return json.loads(text)
        except ValueError:
            return text
    if name == "tags":
        return [tag.strip() for tag in text.split(",")]
    lines = text.split("\n")
    if name == "options":
        if not all(line[:4] in _MARKS for line in lines):
            return text
        return [{"text": line[4:], "correct": _MARKS[line[:4]]} for line in lines]
    if name == "key_points":
        return [{"text": line, "weight": 1.0, "required": False} for line in lines]
    return lines
