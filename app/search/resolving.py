"""From wanted words to words that there are: known ones kept, the last one completed, mistyped
ones mended."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlmodel import Session

from app.search import vocabulary
from app.search.documents import ALL, Audience
from app.search.query import Group, Query, Way
from app.search.text import stem

_COMPLETED = 0.8
_MAYBE_COMPLETED = 0.5
_SHORTEST_COMPLETED = 3
_MENDED = 0.7
_RARE = 3
_OFTEN_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Words:
    """A query whose every way leads somewhere. `known` counts the questions that hold each of
    its terms, and all of them under `ALL`."""

    query: Query
    known: dict[str, int]
    fuzzy: bool


def resolve(session: Session, audience: Audience, query: Query, *, mend: bool) -> Words:
    """Compare the query with the vocabulary; `mend` asks for words that were mistyped."""
    wanted = {term for group in query.groups for way in group.ways for term in way.terms}
    known = vocabulary.counts(session, audience, wanted | {ALL})
    groups: list[Group] = []
    fuzzy = False
    for place, group in enumerate(query.groups):
        group = _known_ways(group, known)
        unfinished = query.unfinished and place == len(query.groups) - 1
        if group.typed and not group.phrase and not group.asking:
            more: dict[str, int] = {}
            if not group.ways or (unfinished and len(group.typed) >= _SHORTEST_COMPLETED):
                # A word that is complete as it is may still be meant so, and comes first.
                weight = _MAYBE_COMPLETED if group.ways else _COMPLETED
                more = vocabulary.completions(session, audience, group.typed)
                group = group.with_ways([Way((term,), weight) for term in more])
            if mend and (not group.ways or (not more and _is_rare(group, known))):
                mended = _mended(session, audience, group, known)
                fuzzy = fuzzy or bool(mended)
                group = group.with_ways([Way((term,), _MENDED) for term in mended])
                more = more | mended
            known |= more
        groups.append(group)
    return Words(replace(query, groups=tuple(groups)), known, fuzzy)


def _known_ways(group: Group, known: dict[str, int]) -> Group:
    ways = tuple(way for way in group.ways if all(term in known for term in way.terms))
    return replace(group, ways=ways)


def _is_rare(group: Group, known: dict[str, int]) -> bool:
    return docs_of(group, known) < _RARE


def docs_of(group: Group, known: dict[str, int]) -> int:
    """How many questions meet a group at most."""
    return sum(_rarest(way.terms, known) for way in group.ways)


def _rarest(terms: Iterable[str], known: dict[str, int]) -> int:
    return min(known.get(term, 0) for term in terms)


def _mended(
    session: Session, audience: Audience, group: Group, known: dict[str, int]
) -> dict[str, int]:
    """What a word may have been; a word that is in use only if the other is used far more."""
    found: dict[str, int] = {}
    for typed in dict.fromkeys((stem(group.typed), group.typed)):
        found = found or vocabulary.mendings(session, audience, typed)
    least = docs_of(group, known) * _OFTEN_ENOUGH
    return {term: docs for term, docs in found.items() if docs >= least}
