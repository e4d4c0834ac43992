"""Which questions are worth ranking: a bounded number, from the strictest reading of a query to
the loosest."""

from collections.abc import Iterator
from itertools import combinations, islice

from app.search.matching import Matcher
from app.search.query import Group, Query
from app.search.resolving import Words, docs_of

MOST = 400
"""How many questions are ranked at most."""

ENOUGH = 10
"""With so many full matches, looser ones are not looked for."""

_LOOSE = 200
_GUESSED = 100
_LOOSE_ENOUGH = 30
_AS_TYPED = 0.65
_MOST_LOOSE_GROUPS = 6
_MOST_TRIES = 5
_MOST_WALKED = 5000
"""Questions that an index may look at to find those that lack any of the words."""
_FEW = 3


def collect(matcher: Matcher, words: Words, *, loose: bool) -> tuple[list[int], bool]:
    """The numbers of the questions to rank, looser matches among them if so wanted and full
    ones are few; and whether there may be more full matches. What only guesses lead to comes
    last, so that it keeps nothing else out."""
    found, truncated = _collect(matcher, words.query, words.known, loose=loose)
    if words.widened != words.query and len(found) < MOST:
        more = matcher.match(words.widened.needed, words.known, _GUESSED)
        found = list(dict.fromkeys((*found, *more)))[:MOST]
    return found, truncated


def _collect(
    matcher: Matcher, query: Query, known: dict[str, int], *, loose: bool
) -> tuple[list[int], bool]:
    needed = query.needed
    found: dict[int, None] = {}
    truncated = False
    if all(group.ways for group in needed):
        found.update(dict.fromkeys(_best(matcher, needed, known, MOST)))
        truncated = len(found) >= MOST
    if loose and len(found) < ENOUGH:
        for groups in islice(_looser(needed, known), _MOST_TRIES):
            found.update(dict.fromkeys(_best(matcher, groups, known, _LOOSE)))
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
    """Less and less of the groups: any that are one or two fewer, then the rarest alone. Phrases
    are always kept."""
    phrases = tuple(group for group in needed if group.phrase)
    if not all(group.ways for group in phrases):
        return
    words = [group for group in needed if group.ways and not group.phrase]
    words = sorted(words, key=lambda group: docs_of(group, known, least=_AS_TYPED))[
        :_MOST_LOOSE_GROUPS
    ]
    for kept in _fewer(words, known):
        if (kept or phrases) and {*kept, *phrases} != set(needed):
            yield (*kept, *phrases)


def _fewer(words: list[Group], known: dict[str, int]) -> Iterator[tuple[Group, ...]]:
    if len(words) <= _FEW:
        for size in range(len(words), -1, -1):
            yield from combinations(words, size)
        return
    yield tuple(words)
    # Of many words all subsets would be too many to try one by one.
    for missing in (1, 2):
        if sum(docs_of(group, known) for group in words[: missing + 1]) <= _MOST_WALKED:
            yield tuple(_all_but(words, missing))
        else:
            yield tuple(words[:-missing])
    for size in (2, 1, 0):
        yield tuple(words[:size])


def _all_but(words: list[Group], missing: int) -> Iterator[Group]:
    """What says that all but so many of the words are there: of any one more than may be
    missing, one is."""
    for some in combinations(words, missing + 1):
        yield Group(tuple(way for group in some for way in group.ways))
