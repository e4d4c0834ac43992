"""Options in prose: the lines of a paragraph, or parts of one line, that carry on A, B, C."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from app.interchange.formats.markdown.labels import label_at
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.source import Place, Source

LETTER = re.compile(
    r"(?P<open>\*\*|__|`)?[(\[]?(?P<letter>[A-Ja-j])(?P<mark>[.):\]]|\s-(?=\s))(?P<close>\*\*|__|`)?(?:\s+|$)"
)
# "A.public", "b)private" and "A、公开", but no initials
TIGHT_LETTER = re.compile(
    r"(?P<letter>[A-J](?=[:：.)、．）])|[a-j](?=\)))(?P<mark>[:：.)、．）])(?=[^\s.])(?!\w\.)"
)
# The further options of a line that holds several: "A) one B) two C) three"
_INLINE = re.compile(r"(?<=\s)[(\[]?(?P<letter>[B-Jb-j])(?P<mark>[.):\]])\s+(?=\S)")
_SEVERAL = 3  # options of one line; fewer are more likely prose


class Entry(NamedTuple):
    """An option of prose: its letter, where that stands and where the text begins."""

    letter: str
    mark: Place
    text: Place


def lettered_lines(source: Source, block: Block, known: int) -> Iterator[Entry]:
    """Lines of a paragraph that carry on A, B, C or begin with A."""
    for number in range(block.start, block.end):
        line = source.lines[number]
        indent = len(line) - len(line.lstrip())
        match = LETTER.match(line, indent) or TIGHT_LETTER.match(line, indent)
        if match is None:
            if known and is_told(line):
                return
            continue
        letter = match["letter"].upper()
        if letter == chr(65 + known) or letter == "A":
            known = ord(letter) - 64
            yield Entry(letter, Place(number), Place(number, match.end()))
            if letter == "A":
                further = _further(line, number, match.end(), match.groupdict().get("mark"))
                known += len(further)
                yield from further


def _further(line: str, number: int, start: int, mark: str | None) -> list[Entry]:
    """The options behind the first on one line, in the order of their letters, marked alike."""
    found: list[Entry] = []
    for match in _INLINE.finditer(line, start):
        if match["letter"].upper() == chr(66 + len(found)) and match["mark"] == mark:
            place, text = Place(number, match.start()), Place(number, match.end())
            found.append(Entry(match["letter"].upper(), place, text))
    return found if len(found) + 1 >= _SEVERAL else []


def is_told(line: str) -> bool:
    """Whether a line right below options is the answer, and not more of the last option."""
    label = label_at(line.strip())
    return label is not None and label.part in ("answer", "explanation", "hint")
