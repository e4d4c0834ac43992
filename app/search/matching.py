"""Which documents meet a query: asked of the index, or of documents at hand where they are few."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import prod
from typing import NamedTuple

from sqlmodel import Session

from app.search import vocabulary
from app.search.documents import ALL, HEAD_MARK, Audience
from app.search.index import Choice, Wanted, index_of
from app.search.loaded import Document, load, meeting
from app.search.query import Group
from app.search.resolving import docs_of, share_of

_FEW_EXPECTED = 150
_MOST_AT_HAND = 400


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The filters of a search: of each group of facts (tokens) one, and changed since then."""

    facts: tuple[tuple[str, ...], ...] = ()
    since: datetime | None = None


class _Sized(NamedTuple):
    """A choice that so many documents meet at most, and this part of all is expected to."""

    most: int
    share: float
    choice: Choice


class Matcher:
    """Finds the first documents, in the order of the bank, that meet some groups and pass the
    filters; one for each search, because it keeps what it has read.

    The index walks the lists of all tokens side by side, so each common word costs as much as
    it has questions. Once the rarest choices alone leave few documents, these are read, and
    the other choices are asked of them. Looser readings of the query, which share the rarest
    choices, then need the index no more.
    """

    def __init__(self, session: Session, audience: Audience, narrowing: Narrowing) -> None:
        self._session, self._audience, self._since = session, audience, narrowing.since
        tokens = [token for group in narrowing.facts for token in group]
        known = vocabulary.counts(session, audience, [ALL, *tokens])
        self._total = known.get(ALL, 0)
        total = max(1, self._total)
        self._facts: list[_Sized] = []
        for group in narrowing.facts:
            most = min(total, sum(known.get(token, 0) for token in group))
            self._facts.append(_Sized(most, most / total, tuple((token,) for token in group)))
        self._documents: dict[int, Document] = {}
        self._complete: list[tuple[tuple[Choice, ...], list[int]]] = []

    def load(self, numbers: Sequence[int]) -> list[Document]:
        """The documents with these numbers, in the order of the bank."""
        missing = [number for number in numbers if number not in self._documents]
        if missing:
            loaded = load(self._session, self._audience, missing)
            self._documents.update((one.number, one) for one in loaded)
        return [self._documents[n] for n in sorted(numbers) if n in self._documents]

    def match(
        self, groups: Iterable[Group], known: dict[str, int], limit: int, *, head: bool = False
    ) -> list[int]:
        """The numbers of the first documents that meet all groups, by their heads alone if so
        wanted. `known` counts the documents that hold each term."""
        mark = HEAD_MARK if head else ""
        asked = [
            _Sized(
                docs_of(group, known),
                share_of(group, known, self._total),
                tuple(tuple(mark + term for term in way.terms) for way in group.ways),
            )
            for group in groups
        ]
        # The rarest first: an index walks its list and skips through the others.
        sized = sorted([*asked, *self._facts])
        if sized and not sized[0].most:
            return []
        choices = tuple(one.choice for one in sized)
        for fewer, numbers in self._complete:
            if _includes(fewer, choices):
                further = [choice for choice in choices if choice not in fewer]
                return self._meeting(numbers, further, limit)
        few = self._telling(sized)
        if few == len(sized):
            return self._ask(sized, limit, 0)
        numbers = self._ask(sized[:few], _MOST_AT_HAND, 0)
        found = self._meeting(numbers, choices[few:], limit)
        if len(numbers) < _MOST_AT_HAND:
            self._complete.append((choices[:few], numbers))
        elif len(found) < limit:
            # More than were expected: the rest of the bank is left to the index.
            found += self._ask(sized, limit - len(found), numbers[-1])
        return found

    def first(self, limit: int, after: int) -> list[int]:
        """The numbers of the first documents above `after` that pass the filters."""
        return self._ask(sorted(self._facts), limit, after)

    def _telling(self, sized: list[_Sized]) -> int:
        """How many of the choices, rarest first, leave few documents."""
        expected = float(self._total)
        for place, one in enumerate(sized, 1):
            expected *= one.share
            if expected <= _FEW_EXPECTED:
                return place
        return len(sized)

    def _meeting(self, numbers: list[int], choices: Iterable[Choice], limit: int) -> list[int]:
        return [one.number for one in meeting(self.load(numbers), choices)[:limit]]

    def _ask(self, sized: list[_Sized], limit: int, after: int) -> list[int]:
        total = max(1, self._total)
        # Without any, changed since is all that is asked; the last token is every document's.
        sized = sized or [_Sized(total, 1.0, ((ALL,),))]
        if not sized[0].most:
            return []
        wanted = Wanted(
            choices=tuple(one.choice for one in sized),
            total=total,
            least=min(total, sized[0].most),
            share=prod(one.share for one in sized),
            since=self._since,
            after=after,
        )
        return index_of(self._session).match(self._session, self._audience, wanted, limit)


def _includes(fewer: tuple[Choice, ...], choices: tuple[Choice, ...]) -> bool:
    """Whether what meets the choices has to meet those fewer ones too."""
    return all(any(set(choice) <= set(one) for choice in choices) for one in fewer)
