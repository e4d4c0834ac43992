"""Where the words of a query stand in a text, as offsets; pure."""

from collections.abc import Iterable, Sequence

from app.search.query import Group
from app.search.text import Piece, pieces

MOST_SPANS = 20
"""Places of one text that are told."""

_MOST_READ = 20_000


def spans(text: str, groups: Sequence[Group]) -> list[tuple[int, int]]:
    """The places (start and end, in code points) where the text meets a group, in order and
    apart from each other. A way of several words counts only where they stand together."""
    found = list(pieces(text[:_MOST_READ]))
    ways = [way.terms for group in groups if not group.asking for way in group.ways]
    ways = ways or [way.terms for group in groups for way in group.ways]
    single = {way[0] for way in ways if len(way) == 1}
    several = [way for way in ways if len(way) > 1]
    marked: list[tuple[int, int]] = []
    for place, (start, end, chunk) in enumerate(found):
        if not single.isdisjoint(chunk.terms):
            marked.append((start, end))
        for way in several:
            last = _end_of(found[place : place + len(way)], way)
            if last is not None:
                marked.append((start, last))
    return _apart(marked)[:MOST_SPANS]


def _end_of(found: Sequence[Piece], way: tuple[str, ...]) -> int | None:
    """Where these chunks, from the first on, have said the whole way; None if they do not."""
    said: list[str] = []
    for _, end, chunk in found:
        said += chunk.words
        if tuple(said[: len(way)]) == way:
            return end
        if tuple(said) != way[: len(said)]:
            return None
    return None


def _apart(marked: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marked):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
