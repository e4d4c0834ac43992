"""Tables of choices without a header: what their columns hold shows in their cells."""

import re
from collections.abc import Sequence
from statistics import fmean

from app.interchange.formats.columns import field_named
from app.interchange.formats.delimited import Row
from app.interchange.formats.evidence import asks
from app.interchange.formats.titles import read_title

_FEWEST = 3  # rows, of which each says the same of a column
_FEWEST_OPTIONS, _MOST_OPTIONS = 2, 8
_FURTHEST = 3  # columns before the one that asks, such as a number and a topic
_SHORT, _LONG = 8, 40  # characters
_ASKING = 0.9
_LETTERS = re.compile(r"[A-Ha-h](?:\s?[,;/&+]\s?[A-Ha-h])*")
_NUMBERS = re.compile(r"\d(?:\s?[,;/&+]\s?\d)*")

Cells = Sequence[str]


def names_by_content(rows: Sequence[Row], own: Sequence[str] = ()) -> list[str] | None:
    """Names for the columns of choices: a question, options side by side, and a key that names
    one of them by letter, number or text in every row. Names of its own (`own`) that mean
    something are kept. None for any other table."""
    cells = [[cell.strip() for cell in row[2]] for row in rows]
    width = min(map(len, cells), default=0)
    if len(cells) < _FEWEST or width < _FEWEST_OPTIONS + 2:
        return None
    asked = _question_in(cells, width)
    if asked is None:
        return None
    places = (_keyed(cells, asked, column) for column in range(asked + 1, width))
    found = next(filter(None, places), None)
    if found is None:
        return None
    key, options = found
    names = [""] * max(map(len, cells))
    names[asked], names[key] = "question", "correct"
    for number, column in enumerate(options, 1):
        names[column] = f"option {number}"
    before = [column for column in range(asked) if not _is_count([row[column] for row in cells])]
    for column in before[:1]:
        names[column] = "category"
    behind = range(max(key, options[-1]) + 1, len(names))
    for column, name in zip(behind, _names_behind(cells, behind), strict=True):
        names[column] = name if name != "category" or not before else "tags"
    for column, name in enumerate(own[: len(names)]):
        if field_named(name) is not None or not names[column]:
            names[column] = name
    return [name or f"column {number}" for number, name in enumerate(names, 1)]


def _question_in(cells: Sequence[Cells], width: int) -> int | None:
    """The column that asks: of the first, the one with the most texts that ask, or the longest."""
    best: tuple[float, float, int] | None = None
    for column in range(min(width, _FURTHEST)):
        texts = [row[column] for row in cells]
        if not all(texts) or len(set(texts)) < len(texts) or fmean(map(len, texts)) < _SHORT:
            continue
        sure = fmean(asks(read_title(text)) >= _ASKING for text in texts)
        rank = (sure, fmean(map(len, texts)), -column)
        best = max(best, rank) if best else rank
    return -best[2] if best else None


def _keyed(cells: Sequence[Cells], asked: int, key: int) -> tuple[int, range] | None:
    """The key and the columns of options where this column is the key of those before or behind
    it; None where it is none."""
    said = [row[key] for row in cells]
    before = range(asked + 1, key)
    if _FEWEST_OPTIONS <= len(before) <= _MOST_OPTIONS and _names_one(cells, said, before):
        return key, before
    if key == asked + 1:
        last = min(key + 1 + _MOST_OPTIONS, min(map(len, cells)))
        for end in range(last, key + _FEWEST_OPTIONS, -1):
            behind = range(key + 1, end)
            if _are_texts(cells, said, behind):
                return key, behind
    return None


def _names_one(cells: Sequence[Cells], said: Cells, options: range) -> bool:
    filled = [sum(bool(row[column]) for column in options) for row in cells]
    if min(filled) < _FEWEST_OPTIONS:
        return False
    if all(_LETTERS.fullmatch(one) for one in said):
        return all(ord(max(one.upper())) - 64 <= len(options) for one in said)
    if all(_NUMBERS.fullmatch(one) for one in said):
        return not _are_counts(cells, options) and all(
            int(max(filter(str.isdigit, one))) <= len(options) for one in said
        )
    return _are_texts(cells, said, options)


def _are_counts(cells: Sequence[Cells], options: range) -> bool:
    """Whether what should be options are small numbers too, as in a table of figures."""
    return all(_NUMBERS.fullmatch(row[column]) for row in cells for column in options)


def _are_texts(cells: Sequence[Cells], said: Cells, options: range) -> bool:
    """Whether the key repeats one of the options in each row."""
    return not _are_counts(cells, options) and all(
        bool(one) and one in (row[column] for column in options)
        for one, row in zip(said, cells, strict=True)
    )


def _is_count(texts: Cells) -> bool:
    return all(text.isdigit() for text in texts)


def _names_behind(cells: Sequence[Cells], columns: range) -> list[str]:
    """What stands behind the choice: why it is right, its topic, or tags of it."""
    names = []
    for column in columns:
        texts = [row[column] for row in cells if column < len(row) and row[column]]
        if not texts or _is_count(texts):
            names.append("")
        elif fmean(map(len, texts)) >= _LONG:
            names.append("explanation")
        else:
            names.append("tag")
    tags = [place for place, name in enumerate(names) if name == "tag"]
    for number, place in enumerate(tags, 1):
        names[place] = "category" if len(tags) == 1 else f"tag {number}"
    return names
