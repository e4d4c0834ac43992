"""The header of a table: which row it is, what its columns are called, and what it leaves to guess."""

from collections import Counter
from collections.abc import Sequence

from app.interchange.formats.columns import field_named, is_option, normal
from app.interchange.formats.delimited import Row
from app.interchange.formats.evidence import asks
from app.interchange.formats.levels import level_of_word
from app.interchange.formats.mapping import mapped
from app.interchange.formats.profile import Profile
from app.interchange.formats.titles import read_title

_ASKING, _DOUBTFUL = 0.9, 0.5
_FEWEST = 2  # cells of a column that ask, before it is taken for one of questions
_MOST_OF_A_NAME = 60  # characters
_GROUPS = ("options", "answer", "correct")


def names_questions(header: Sequence[str], profile: Profile) -> bool:
    """Whether one of these names is of a column of questions."""
    fields = set(mapped([name for name in header if name], profile.columns).values())
    return bool(fields & {"title", "question"})


def is_header(row: Row, profile: Profile) -> bool:
    """Whether a row names several columns, one of them of questions."""
    names = [cell.strip() for cell in row[2] if cell.strip()]
    return len(names) > 1 and names_questions(names, profile)


def told_apart(names: Sequence[str]) -> list[str]:
    """Names of which none occurs twice: "Choice, Choice" is "Choice 1, Choice 2"."""
    often = {name for name, count in Counter(map(normal, names)).items() if name and count > 1}
    seen: Counter[str] = Counter()
    told = []
    for name in names:
        if (key := normal(name)) in often:
            seen[key] += 1
            name = f"{name} {seen[key]}" if is_option(key) else f"{name} ({seen[key]})"
        told.append(name)
    return told


def with_parts(header: Sequence[str], below: Sequence[str], profile: Profile) -> list[str] | None:
    """The names of columns whose header has two rows: "Answers" above "A", "B" and "C", which are
    merged or left empty beside it. None where the row below is one of the table."""
    width = max(len(header), len(below))
    names = [*header, *[""] * (width - len(header))]
    parts = ["" if cell == name else cell for cell, name in zip(below, names, strict=False)]
    parts += [""] * (width - len(parts))
    said = [n for n, part in enumerate(parts) if part]
    fields = mapped([name for name in names if name], profile.columns)
    if len(said) < _FEWEST or any(len(parts[n]) > _MOST_OF_A_NAME for n in said):
        return None
    if any(fields.get(names[n]) in ("title", "question") for n in said):
        return None
    group, found = "", []
    for n, (name, part) in enumerate(zip(names, parts, strict=True)):
        is_above = not name or not (n + 1 < width and not names[n + 1])
        if part and name and is_above:
            return None  # a column of its own, with something in it
        group = name or group
        found.append(_part(group, part) if part else name)
    return found


def _part(group: str, part: str) -> str:
    option = f"option {part}"
    if field_named(group) in _GROUPS and (field_named(option) or "").startswith("option:"):
        return option
    return part if field_named(part) is not None else f"{group} {part}"


def asking_columns(names: Sequence[str], rows: Sequence[Row], profile: Profile) -> list[int]:
    """The places of columns without a name that is known, of which nearly all cells ask."""
    fields = mapped([name for name in names if name], profile.columns)
    found = []
    for n, name in enumerate(names):
        cells = [row[2][n].strip() for row in rows if n < len(row[2]) and row[2][n].strip()]
        sure = sum(asks(read_title(cell)) >= _ASKING for cell in cells)
        if name and name not in fields and sure >= _FEWEST and sure * 5 >= len(cells) * 4:
            found.append(n)
    return found


def asks_by_itself(names: Sequence[str], below: Sequence[Row]) -> bool:
    """Whether what stands where a header should is a question already."""
    asked = asks(read_title(names[0]))
    if len(names) > 1:
        return asked >= _DOUBTFUL
    sure = [asks(read_title(row[2][0])) >= _ASKING for row in below]
    return asked >= _ASKING and sum(sure) * 5 >= len(sure) * 4


def all_ask(lines: Sequence[str], delimiter: str) -> bool:
    """Whether each of these lines is one of a table, and asks in its first cell."""
    rows = [line.partition(delimiter) for line in lines if line.strip()]
    return all(between and asks(read_title(first)) >= _ASKING for first, between, _ in rows)


def level_columns(names: Sequence[str], profile: Profile) -> dict[str, str]:
    """Columns that are named by levels, to be ticked, where no column holds the level."""
    fields = mapped([name for name in names if name], profile.columns)
    levels = {
        name: level for name in names if name not in fields and (level := level_of_word(name))
    }
    fitting = len({*levels.values()}) > 1 and "difficulty" not in fields.values()
    return {**levels} if fitting else {}
