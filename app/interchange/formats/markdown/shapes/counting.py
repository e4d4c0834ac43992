"""Counting: questions that number themselves 1, 2, 3 and so on, and what counts beside them."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from math import inf

from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.source import Place, Source

_SEVERAL = 5  # numbers that ask, from which a habit can be told
_MOST = 0.8
_SURE = 0.9
_COUNTED = 1  # numbers of a count before what stands beside it can be told
_ITEM = re.compile(r" {0,3}(\d{1,4})[.)]\s")


@dataclass(frozen=True, slots=True)
class Count:
    """The lines that a count goes through, and those of numbers or names beside it, both in
    source order.
    """

    through: Sequence[int] = ()
    beside: Sequence[int] = ()


def count_of(lines: Sequence[tuple[int, int | None, bool]]) -> Count:
    """The count of the questions among lines, each with its number and whether it asks.

    A line is beside the count where the next number still comes and it has none itself, or
    another one, but for a 1 that asks: the next section counts anew. So is one that follows a
    number beside the count, where its own number is asked again.
    """
    places: dict[int, list[int]] = defaultdict(list)
    asked: dict[int, list[int]] = defaultdict(list)
    for place, (_, number, sure) in enumerate(lines):
        if number is not None:
            places[number].append(place)
            if sure:
                asked[number].append(place)
    through: list[int] = []
    beside: list[int] = []
    last = run = 0  # the last number of the count, and of what counts beside it
    for place, (line, number, sure) in enumerate(lines):
        goes_on = last >= _COUNTED and _next(places[last + 1], place) < inf
        again = _next(asked[last + 1], place) < _next(asked[last + 2], place)
        steps_on = run == (number or 0) - 1 > 0
        if number == last + 1 and not (again and (steps_on or not sure)):
            last, run = number, 0
            through.append(line)
        elif (goes_on and number != 1) or steps_on or (not sure and (goes_on or last >= _SEVERAL)):
            run = number or run
            beside.append(line)
        elif number is not None and sure:
            last, run = number, 0  # the next section counts anew, or a number was left out
            through.append(line)
    return Count(through, beside)


def _next(places: Sequence[int], place: int) -> float:
    """The first of some places behind one, or infinity."""
    index = bisect_right(places, place)
    return places[index] if index < len(places) else inf


def counted_items(source: Source, items: Sequence[Anchor]) -> Count:
    """The count of numbered items that stand alone, each with its answer below and not set in:
    then items that follow one another are steps of the answers. Without such items there is no
    count. A list may hold both, where an answer begins with its steps.
    """
    found = [
        (one, int(match[1]))
        for one in items
        if (match := _ITEM.match(source.lines[one.start])) is not None
    ]
    places = [(one.group, number) for one, number in found]
    lines: list[tuple[int, int | None, bool]] = []
    for place, (one, number) in enumerate(found):
        led = place > 0 and places[place - 1] == (one.group, number - 1)
        leads = place + 1 < len(places) and places[place + 1] == (one.group, number + 1)
        lines.append((one.start, number, one.evidence >= _SURE and not (led or leads)))
    if sum(alone for _, _, alone in lines) < _SEVERAL:
        return Count()
    count = count_of(lines)
    through = set(count.through)
    asking = sum(alone for line, _, alone in lines if line in through)
    begun = sum(number == 1 for line, number, _ in lines if line in through)
    goes_on = begun * 2 <= len(through)  # items that all have a 1 do not count
    return count if goes_on and asking >= max(_SEVERAL, len(through) * _MOST) else Count()


def with_steps(anchors: Sequence[Anchor], beside: Container[int]) -> list[Anchor]:
    """The questions, where an item whose answer begins in its own list reaches to the next."""
    return [
        replace(one, stop=Place(following.start))
        if following and following.group == one.group >= 0 and one.item_end in beside
        else one
        for one, following in zip_longest(anchors, anchors[1:])
    ]
