"""Which questions are worth ranking: a bounded number, from the strictest reading of a query to
the loosest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from math import prod

from sqlmodel import Session

from app.search import vocabulary
from app.search.documents import ALL, HEAD_MARK, Audience
from app.search.index import Choice, Wanted, index_of
from app.search.query import Group, Query
from app.search.resolving import Words, docs_of

MOST = 400
"""How many questions are ranked at most."""

_ENOUGH = 40
"""With so many full matches, looser ones are not looked for."""

_LOOSE = 200
_MOST_LOOSE_GROUPS = 6


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The filters of a search: of each group of facts (tokens) one, and changed since then."""

    facts: tuple[tuple[str, ...], ...] = ()
    since: datetime | None = None


def collect(
    session: Session, audience: Audience, words: Words, narrowing: Narrowing
) -> tuple[list[int], bool]:
    """The numbers of the questions to rank, and whether there may be more full matches."""
    plan = _Plan(session, audience, words, narrowing)
    needed = words.query.needed
    found: dict[int, None] = {}
    truncated = False
    if all(group.ways for group in needed):
        found.update(dict.fromkeys(plan.match(needed, MOST, head=True)))
        if len(found) < MOST:
            found.update(dict.fromkeys(plan.match(needed, MOST)))
        truncated = len(found) >= MOST
    if len(found) < _ENOUGH:
        for groups in _looser(needed, words.known):
            for head in (True, False):
                found.update(dict.fromkeys(plan.match(groups, _LOOSE, head=head)))
            if len(found) >= _ENOUGH:
                break
    return list(found)[:MOST], truncated


def list_passing(
    session: Session, audience: Audience, narrowing: Narrowing, limit: int
) -> list[int]:
    """The numbers of the first documents that pass the filters, whatever their words."""
    known = vocabulary.counts(session, audience, [ALL])
    plan = _Plan(session, audience, Words(Query(()), known, fuzzy=False), narrowing)
    return plan.match((), limit)


def _looser(needed: tuple[Group, ...], known: dict[str, int]) -> Iterator[tuple[Group, ...]]:
    """Fewer and fewer of the groups, the rarest kept longest; phrases are always kept."""
    phrases = tuple(group for group in needed if group.phrase)
    if not all(group.ways for group in phrases):
        return
    words = [group for group in needed if group.ways and not group.phrase]
    words = sorted(words, key=lambda group: docs_of(group, known))[:_MOST_LOOSE_GROUPS]
    for size in range(len(words), -1, -1):
        for kept in combinations(words, size):
            if (kept or phrases) and (*kept, *phrases) != needed:
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

    def match(self, groups: tuple[Group, ...], limit: int, *, head: bool = False) -> list[int]:
        """The first documents that meet all groups, by their heads alone if so wanted."""
        mark = HEAD_MARK if head else ""
        choices: list[Choice] = []
        sizes: list[int] = []
        for group in groups:
            choices.append(tuple(tuple(mark + term for term in way.terms) for way in group.ways))
            sizes.append(min(self._total, docs_of(group, self._known)))
        for tokens in self._narrowing.facts:
            choices.append(tuple((token,) for token in tokens))
            sizes.append(min(self._total, sum(self._facts.get(token, 0) for token in tokens)))
        if not sizes:
            # Changed since is all that is asked; every document has its own token.
            choices.append(((ALL,),))
            sizes.append(self._total)
        if not all(sizes):
            return []
        wanted = Wanted(
            choices=tuple(choices),
            total=self._total,
            least=min(sizes),
            share=prod(size / self._total for size in sizes),
            since=self._narrowing.since,
        )
        return index_of(self._session).match(self._session, self._audience, wanted, limit)
