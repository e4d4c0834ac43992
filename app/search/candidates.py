"""Which questions are worth ranking: a bounded number, from the strictest reading of a query to
the loosest."""

from collections.abc import Iterator
from itertools import combinations, islice

from app.search.matching import Matcher
from app.search.query import Group
from app.search.resolving import Words, docs_of

MOST = 400
"""How many questions are ranked at most."""

ENOUGH = 10
"""With so many full matches, looser ones are not looked for."""

_LOOSE = 200
_LOOSE_ENOUGH = 30
_AS_TYPED = 0.65
_MOST_LOOSE_GROUPS = 6
_MOST_TRIES = 5
_FEW = 3


def collect(matcher: Matcher, words: Words, *, loose: bool) -> tuple[list[int], bool]:
    """The numbers of the questions to rank, looser matches among them if so wanted and full
    ones are few; and whether there may be more full matches."""
    needed = words.query.needed
    found: dict[int, None] = {}
    truncated = False
    if all(group.ways for group in needed):
        found.update(dict.fromkeys(_best(matcher, needed, words.known, MOST)))
        truncated = len(found) >= MOST
    if loose and len(found) < ENOUGH:
        for groups in islice(_looser(needed, words.known), _MOST_TRIES):
            found.update(dict.fromkeys(_best(matcher, groups, words.known, _LOOSE)))
            if len(found) >= _LOOSE_ENOUGH:
                break
    return list(found)[:MOST], truncated


def _best(
    matcher: Matcher, groups: tuple[Group, ...], known: dict[str, int], limit: int
) -> list[int]:
    """Documents that meet all groups: all of them, or when they are too many first those that
    meet them by their heads."""
    found = matcher.match(groups, known, limit)
    if len(found) < limit:
        return found
    heads = matcher.match(groups, known, limit, head=True)
    return list(dict.fromkeys((*heads, *found)))[:limit]


def _looser(needed: tuple[Group, ...], known: dict[str, int]) -> Iterator[tuple[Group, ...]]:
    """Fewer and fewer of the groups, the rarest kept longest; phrases are always kept."""
    phrases = tuple(group for group in needed if group.phrase)
    if not all(group.ways for group in phrases):
        return
    words = [group for group in needed if group.ways and not group.phrase]
    words = sorted(words, key=lambda group: docs_of(group, known, least=_AS_TYPED))[
        :_MOST_LOOSE_GROUPS
    ]
    few = len(words) <= _FEW
    for size in range(len(words), -1, -1) if few else (len(words), len(words) - 1, _FEW, 2, 1, 0):
        # Of many words all subsets would be too many to try: then the commonest go first.
        for kept in combinations(words, size) if few else (tuple(words[:size]),):
            if (kept or phrases) and {*kept, *phrases} != set(needed):
                yield (*kept, *phrases)
