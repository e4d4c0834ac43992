"""How far the last item of a list reaches: text that is not indented may be its answer."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.labels import label_at
from app.interchange.formats.markdown.shapes.bold import bold_end
from app.interchange.formats.markdown.source import Place, Source

_HEADING = re.compile(r"[-*+]\s{1,4}#{1,6}\s")  # in a bullet that lists questions below it


def reaching_on(
    source: Source, answers: Sequence[int], anchors: Sequence[Anchor], end: int
) -> list[Anchor]:
    """Let the last item of a list reach to the next question, where answers follow lists.

    That is so where a zone has several lists of questions, and something stands between
    them, and where options or an answer follow the list, up to the next candidate.
    """
    lists = {anchor.group for anchor in anchors if anchor.group >= 0}
    last = {anchor.group: index for index, anchor in enumerate(anchors)}
    reaching: list[Anchor] = []
    for index, anchor in enumerate(anchors):
        is_html = source.lines[anchor.start].lstrip().startswith("<")
        if anchor.group >= 0 and last[anchor.group] == index and not is_html:
            following = anchors[index + 1].start if index + 1 < len(anchors) else end
            answer = bisect_left(answers, anchor.item_end)
            answered = answer < len(answers) and answers[answer] < following
            if len(lists) > 1 or answered:
                several = index > 0 and anchors[index - 1].group == anchor.group
                several = (
                    several
                    and [one.group for one in anchors[index + 1 : index + 3]] == [following] * 2
                )
                named = _name_above(source, following, anchor.item_end, several=several)
                anchor = replace(anchor, stop=Place(end if named is None else named))
            elif (code := _code_end(source, anchor.item_end, following)) > anchor.item_end:
                anchor = replace(anchor, stop=Place(code))
        reaching.append(anchor)
    return reaching


def _code_end(source: Source, line: int, end: int) -> int:
    """Where code ends that stands right below a list: the last item shows it."""
    while line < end and source.is_blank(line):
        line += 1
    while line < end and source.code[line]:
        line += 1
    return line if source.code[line - 1] else 0


def _name_above(source: Source, line: int, first: int, *, several: bool) -> int | None:
    """The line right above a list that names what is listed: a bold one, a heading in a bullet,
    or a plain one that nothing parts from the list.
    """
    above = line - 1
    while above > first and source.is_blank(above):
        above -= 1
    text = source.lines[above].strip() if first <= above < line else ""
    alone = above == 0 or source.is_blank(above - 1) or above == first
    if label_at(text):
        return None  # "**Answer: B**"
    if _HEADING.match(text):
        return above
    bold = bold_end(text) >= len(text.rstrip(" :："))
    return above if alone and text and (bold or (several and above == line - 1)) else None
