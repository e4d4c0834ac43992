"""Where the words of a query stand in a text, as offsets; pure."""

from collections.abc import Iterable, Sequence

from app.search.query import Group
from app.search.text import Chunk, Piece, pieces

MOST_SPANS = 20
"""Places of one text that are told."""

_MOST_READ = 20_000


class Marker:
    """Marks the places of a query's words in texts."""

    def __init__(self, groups: Sequence[Group]) -> None:
        ways = [way.terms for group in groups if not group.asking for way in group.ways]
        ways = ways or [way.terms for group in groups for way in group.ways]
        self._single = frozenset(way[0] for way in ways if len(way) == 1)
        self._several = [way for way in ways if len(way) > 1]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The places (start and end, in code points) where the text meets a group, in order
        and apart from each other. A way of several words counts only where they stand
        together."""
        found = list(pieces(text[:_MOST_READ]))
        marked = [(start, end) for start, end, chunk in found if self._has(chunk)]
        for way in self._several:
            for place, piece in enumerate(found):
                # Most chunks are no beginning of it, and are told from it by their first word.
                if piece.chunk.words[0] == way[0]:
                    last = _end_of(found[place : place + len(way)], way)
                    if last is not None:
                        marked.append((piece.start, last))
        return _apart(marked)[:MOST_SPANS]

    def _has(self, chunk: Chunk) -> bool:
        apart = self._single.isdisjoint
        return not (apart(chunk.words) and apart(chunk.joined))


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
