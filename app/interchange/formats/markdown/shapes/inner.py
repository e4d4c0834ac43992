"""Headings within answers: deeper ones that never stand above a question, where lines of text ask."""

import sys
from bisect import bisect_left
from collections.abc import Sequence
from itertools import zip_longest

from app.interchange.formats.evidence import calls_questions, is_boilerplate
from app.interchange.formats.markdown.labels import part_named
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.shapes.weighing import Heading

_SEVERAL = 5
_LISTED = 3


def without_inner(
    headings: Sequence[Heading],
    blocks: Sequence[Block],
    starts: Sequence[int],
    asking: Sequence[int],
) -> list[Heading]:
    """The headings without those that are parts of what bold or labelled lines ask.

    `starts` are the sorted lines of these, and `asking` of whatever asks: a heading with several
    of them right below lists questions of another shape. Headings of some level stand right above questions,
    as chapters do; those of a deeper level that never do, and come after a question of the
    chapter, are parts of its answer.
    """
    judged = sum(one.is_question for one in headings)
    if len(starts) < _SEVERAL * max(judged, 1):
        return list(headings)
    leading = _leading(headings, blocks, set(starts))
    deepest = max((one.block.level for one in leading), default=0)
    kept: list[Heading] = []
    last = -1  # the first line of the last heading that is kept
    for heading, following in zip_longest(headings, headings[1:]):
        start = heading.block.start
        place = bisect_left(starts, start)
        end = min(
            starts[place] if place < len(starts) else sys.maxsize,
            following.block.start if following else sys.maxsize,
        )
        lists = bisect_left(asking, end) - bisect_left(asking, start) >= _LISTED
        asked = place > bisect_left(starts, last)
        named = calls_questions(heading.title.text) or (
            place == len(starts) and is_boilerplate(heading.title.text)
        )
        part = part_named(heading.block.text) is not None
        inner = heading.block.level > deepest > 0 and asked
        if inner and (part or not (named or lists)):
            continue
        kept.append(heading)
        last = start
    return kept


def _leading(
    headings: Sequence[Heading], blocks: Sequence[Block], starts: set[int]
) -> list[Heading]:
    """The headings right below which a question begins."""
    below = {
        one.start: blocks[place + 1].start
        for place, one in enumerate(blocks[:-1])
        if one.kind == "heading"
    }
    return [
        one
        for one in headings
        if below.get(one.block.start) in starts and part_named(one.block.text) is None
    ]
