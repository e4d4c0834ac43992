"""Flat parts: headings that name parts of an answer on the level on which others ask."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from app.interchange.formats.evidence import asks, is_boilerplate
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.titles import read_title

_SURE = 0.9
_SEVERAL = 5
_FEW = 3  # one in three of those that ask, or fewer
_LEADING_ON = (":", "：")


def without_flat_parts(headings: Sequence[Block], lines: Sequence[str]) -> list[Block]:
    """The headings without those that name parts of what the heading above them asks.

    That is so where most headings of a level ask, and have an answer below them. Names with
    text below them are parts where they follow one that has none ("What are the parts of a
    lock?", "Bolt", "Spring"), up to the next that asks, and where they lead on to what is below
    them by a colon, as none that asks does.
    """
    asking = {one.start for one in headings if _asks(one)}
    counts = Counter(one.level for one in headings if one.start in asking)
    level = max(counts, key=lambda each: counts[each], default=0)
    stops = [*(one.start for one in headings[1:]), len(lines)]
    told = {
        one.start
        for one, stop in zip(headings, stops, strict=False)
        if any(map(str.strip, lines[one.end : stop]))
    }
    among = [one for one in headings if one.level == level]
    sure = [one for one in among if one.start in asking]
    empty = {one.start for one in sure} - told
    if len(sure) < _SEVERAL or len(empty) * _FEW > len(sure) or len(sure) * 2 < len(among):
        return list(headings)
    led = any(_leads_on(one) for one in sure)
    kept: list[Block] = []
    within = False
    for above, one in pairwise((headings[0], *headings)):
        named = one.level == above.level == level and one.start in told and _only_names(one)
        within = named and (within or above.start in empty)
        if not (within or (named and kept and _leads_on(one) and not led)):
            kept.append(one)
    return kept


def _asks(block: Block) -> bool:
    return asks(read_title(block.text)) >= _SURE


def _only_names(block: Block) -> bool:
    title = read_title(block.text)
    named = not (title.labelled or title.number or asks(title))
    return named and not is_boilerplate(title.text)


def _leads_on(block: Block) -> bool:
    return block.text.rstrip(" -–—*_").endswith(_LEADING_ON)
