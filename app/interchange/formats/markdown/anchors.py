"""Anchors: the places where questions begin, and the headings that group them."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.interchange.formats.evidence import is_asked_back, is_boilerplate, is_contents
from app.interchange.formats.levels import Difficulty, level_of_heading
from app.interchange.formats.markdown.callouts import Style
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.source import Place
from app.interchange.formats.titles import Title

NAMED_LEVEL = 9  # of a section that only a line above a list names; those of headings are lower
FOLDED_LEVEL = 10  # of a section that is a folded part


@dataclass(frozen=True, slots=True)
class Anchor:
    """The start of one question.

    `start` is its first line, `body` where the text after the title begins and `stop` where it
    ends at the latest; `tail` is where the markup around it ends, if there is any. `indent` is
    how far a list item's content stands in, `evidence` how surely this is a question, `group`
    what it was found in (a list, by its first line) and `run` the first of the lists that only
    code, or text set in, parts from it. `answered` is whether the label of an answer stands right
    below. `row` holds the cells of a table's row by the name of their column, `shown` what a
    summary shows below its title, `style` what sets its lines apart, and `level` what a heading
    above, or the name of a list in a list, states.
    """

    shape: str
    start: int
    stop: Place
    title: Title
    body: Place
    indent: int = 0
    item_end: int = 0
    evidence: float = 1.0
    group: int = -1
    run: int = -1
    tail: Place | None = None
    section: tuple[str, ...] = ()
    row: tuple[tuple[str, str], ...] = ()
    shown: str = ""
    answered: bool = False
    style: Style = ""
    level: Difficulty | None = None

    @property
    def end(self) -> int:
        """The line before which the text ends."""
        last = self.tail or self.stop
        return last.line + (1 if last.column else 0)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that is no question, the lines it covers up to the next of its level, and the
    difficulty that it states in brackets.
    """

    title: str
    level: int
    start: int
    end: int
    difficulty: Difficulty | None = None


def taken_in(anchors: Iterable[Anchor], belongs: Callable[[Anchor], bool]) -> Iterator[Anchor]:
    """The anchors without those that belong to the one before them, which goes on to their end."""
    last: Anchor | None = None
    for anchor in anchors:
        if last and belongs(anchor):
            last = replace(last, stop=anchor.stop)
            continue
        if last:
            yield last
        last = anchor
    if last:
        yield last


def cut(anchors: list[Anchor], sections: Sequence[Section]) -> None:
    """End every anchor where the next begins or where a section's heading stands, and give it
    the path of the headings above. Both sequences are in source order; the anchors are changed
    in place, as a large file has very many.
    """
    starts = [anchor.start for anchor in anchors]
    stops = sorted(starts + [section.start for section in sections])
    levels = {one.start: one.level for one in sections if not is_boilerplate(one.title)}
    path: list[Section] = []
    waiting = list(reversed(sections))
    position = 0
    for index, anchor in enumerate(anchors):
        while waiting and waiting[-1].start <= anchor.start:
            section = waiting.pop()
            while path and (path[-1].level >= section.level or path[-1].end <= section.start):
                path.pop()
            path.append(section)
        while path and path[-1].end <= anchor.start:
            path.pop()
        while position < len(stops) and stops[position] <= anchor.start:
            position += 1
        stop, tail, body = anchor.stop, anchor.tail, anchor.body
        if anchor.shape == "labels" and path and _is_alone(starts, path[-1]):
            # "## 1. Reviews" over "**Question:** ...": the headings below it are its own
            first = position
            while position < len(stops) and levels.get(stops[position], 0) > path[-1].level:
                position += 1
            if position > first:
                stop = Place(min([path[-1].end, *stops[position : position + 1]]))
        if position < len(stops) and Place(stops[position]) < (tail or stop):
            stop, tail = min(stop, Place(stops[position])), None
            body = min(body, stop)
        for section in path:
            if section.level >= FOLDED_LEVEL and Place(section.end) < (tail or stop):
                stop, tail = min(stop, Place(section.end)), None
        names = tuple(section.title for section in path if not is_contents(section.title))
        stop = max(stop, body)
        stated = (one.difficulty or level_of_heading(one.title) for one in reversed(path))
        level = anchor.level or next(filter(None, stated), None)
        anchors[index] = replace(
            anchor, stop=stop, tail=tail, body=body, section=names, level=level
        )


def _is_alone(starts: Sequence[int], section: Section) -> bool:
    """Whether exactly one question begins in a section."""
    return bisect_left(starts, section.end) - bisect_left(starts, section.start) == 1


def without_asked_back(anchors: Sequence[Anchor]) -> list[Anchor]:
    """The questions without those that the candidate asks, where a file has more of others."""
    back = [any(map(is_asked_back, anchor.section)) for anchor in anchors]
    if sum(back) * 2 > len(back):
        return list(anchors)
    return [anchor for anchor, is_back in zip(anchors, back, strict=True) if not is_back]


def heading_ends(headings: Sequence[Block], last: int) -> list[int]:
    """For each heading, the line of the next one of its level or above, or `last`."""
    ends = [last] * len(headings)
    opened: list[int] = []
    for index, heading in enumerate(headings):
        while opened and headings[opened[-1]].level >= heading.level:
            ends[opened.pop()] = heading.start
        opened.append(index)
    return ends
