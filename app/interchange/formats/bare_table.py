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
_SURE = 0.5  # of the cells of a column that asks
_LETTERED = re.compile(r"\(?[Aa][.):]\s.{0,500}\s\(?[Bb][.):]\s", re.DOTALL)
_LETTERS = re.compile(r"[A-Ha-h](?:\s?[,;/&+]\s?[A-Ha-h])*")
_NUMBERS = re.compile(r"\d(?:\s?[,;/&+]\s?\d)*")

Cells = Sequence[str]


def names_by_content(rows: Sequence[Row]) -> list[str] | None:
    """Names for the columns of choices, or of questions behind a topic with answers beside them;
    empty ones for what is neither. None for any other table."""
    return names_of_choices(rows) or _answered([[one.strip() for one in row[2]] for row in rows])


def with_own_names(names: Sequence[str], own: Sequence[str]) -> list[str]:
    """The names of columns, with those of a header (`own`) that mean something or stand alone."""
    found = list(names)
    for column, name in enumerate(own[: len(found)]):
        if field_named(name) is not None or not found[column]:
            found[column] = name
    return [name or f"column {number}" for number, name in enumerate(found, 1)]


def names_of_choices(rows: Sequence[Row]) -> list[str] | None:
    """Names for the columns of choices: a question, options side by side, and a key that names
    one of them by letter, number or text in every row; empty ones for what is neither."""
    cells = [[cell.strip() for cell in row[2]] for row in rows]
    width = min(map(len, cells), default=0)
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
    before = _topics(cells, asked)
    for column in before[:1]:
        names[column] = "category"
    behind = range(max(key, options[-1]) + 1, len(names))
    for column, name in zip(behind, _names_behind(cells, behind), strict=True):
        names[column] = name if name != "category" or not before else "tags"
    return names


def _topics(cells: Sequence[Cells], asked: int) -> list[int]:
    """The columns before the question that do not only count the rows."""
    return [column for column in range(asked) if not _is_count([row[column] for row in cells])]


def _answered(cells: Sequence[Cells]) -> list[str] | None:
    """Names for columns of which one behind others asks, with its answer or choices beside it."""
    asked = _question_in(cells, width := min(map(len, cells), default=0))
    if not asked or asked + 1 >= width:
        return None
    if fmean(asks(read_title(row[asked])) >= _ASKING for row in cells) < _SURE:
        return None
    names = [""] * max(map(len, cells))
    names[asked], names[asked + 1] = "question", "answer"
    if any(_LETTERED.match(row[asked + 1]) for row in cells) and len(names) > asked + 2:
        names[asked + 1 : asked + 3] = "options", "correct"
    for column in _topics(cells, asked)[-1:]:
        names[column] = "category"
    return names


def _question_in(cells: Sequence[Cells], width: int) -> int | None:
    """The column that asks: of the first, the one with the most texts that ask, or the longest."""
    best: tuple[float, float, int] | None = None
    if len(cells) < _FEWEST or width < _FEWEST_OPTIONS + 1:
        return None
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
