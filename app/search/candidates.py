"""Which questions are worth ranking: a bounded number, from the strictest reading of a query to
the loosest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, islice
from math import prod

from sqlmodel import Session

from app.search import vocabulary
from app.search.documents import ALL, HEAD_MARK, Audience
from app.search.index import Choice, Wanted, index_of
from app.search.query import Group, Query
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


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The filters of a search: of each group of facts (tokens) one, and changed since then."""

    facts: tuple[tuple[str, ...], ...] = ()
    since: datetime | None = None


def collect(
    session: Session, audience: Audience, words: Words, narrowing: Narrowing, *, loose: bool
) -> tuple[list[int], bool]:
    """The numbers of the questions to rank, looser matches among them if so wanted and full
    ones are few; and whether there may be more full matches."""
    plan = _Plan(session, audience, words, narrowing)
    needed = words.query.needed
    found: dict[int, None] = {}
    truncated = False
    if all(group.ways for group in needed):
        found.update(dict.fromkeys(plan.best(needed, MOST)))
        truncated = len(found) >= MOST
    if loose and len(found) < ENOUGH:
        for groups in islice(_looser(needed, words.known), _MOST_TRIES):
            found.update(dict.fromkeys(plan.best(groups, _LOOSE)))
            if len(found) >= _LOOSE_ENOUGH:
                break
    return list(found)[:MOST], truncated


def list_passing(
    session: Session, audience: Audience, narrowing: Narrowing, limit: int, after: int
) -> list[int]:
    """The numbers of the first documents that pass the filters, whatever their words."""
    known = vocabulary.counts(session, audience, [ALL])
    plan = _Plan(session, audience, Words(Query(()), known, fuzzy=False), narrowing)
    return plan.match((), limit, after=after)


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


class _Plan:
    """Asks the index for documents that meet some groups and pass the filters."""

    def __init__(
        self, session: Session, audience: Audience, words: Words, narrowing: Narrowing
    ) -> None:
        self._session, self._audience, self._narrowing = session, audience, narrowing
        self._known = words.known
        facts = [token for group in narrowing.facts for token in group]
        self._facts = vocabulary.counts(session, audience, facts) if facts else {}
        self._total = max(1, words.known.get(ALL, 0))

    def best(self, groups: tuple[Group, ...], limit: int) -> list[int]:
        """Documents that meet all groups: all of them, or when they are too many first those
        that meet them by their heads."""
        found = self.match(groups, limit)
        if len(found) < limit:
            return found
        heads = self.match(groups, limit, head=True)
        return list(dict.fromkeys((*heads, *found)))[:limit]

    def match(
        self, groups: tuple[Group, ...], limit: int, *, head: bool = False, after: int = 0
    ) -> list[int]:
        """The first documents that meet all groups, by their heads alone if so wanted."""
        mark = HEAD_MARK if head else ""
        sized: list[tuple[int, Choice]] = []
        for group in groups:
            ways = tuple(tuple(mark + term for term in way.terms) for way in group.ways)
            sized.append((docs_of(group, self._known), ways))
        for tokens in self._narrowing.facts:
            size = sum(self._facts.get(token, 0) for token in tokens)
            sized.append((size, tuple((token,) for token in tokens)))
        # Without any, changed since is all that is asked; the last token is every document's.
        sized = sized or [(self._total, ((ALL,),))]
        # The rarest first: an index walks its list and skips through the others.
        sized.sort()
        sizes = [min(size, self._total) for size, _ in sized]
        if not sizes[0]:
            return []
        wanted = Wanted(
            choices=tuple(choice for _, choice in sized),
            total=self._total,
            least=sizes[0],
            share=prod(size / self._total for size in sizes),
            since=self._narrowing.since,
            after=after,
        )
        return index_of(self._session).match(self._session, self._audience, wanted, limit)
