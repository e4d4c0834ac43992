"""From wanted words to words that there are: known ones kept, the last one completed, mistyped
ones mended."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import prod, sqrt

from sqlmodel import Session

from app.search import vocabulary
from app.search.documents import ALL, Audience
from app.search.query import Group, Query, Way
from app.search.text import stem

_COMPLETED = 0.8
_MAYBE_COMPLETED = 0.5
_SHORTEST_COMPLETED = 3
_MENDED = 0.7
_LAST_PART = 0.5
_SPLIT = 0.9
_SHORTEST_PART = 3
_NUMBERED = re.compile(r"([a-z]{2,})([0-9]+)")
_RARE = 3
_OFTEN_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Words:
    """A query whose every way leads somewhere. `known` counts the questions that hold each of
    its terms, and all of them under `ALL`. `doubtful` says that nobody uses some word, and
    `widened` is the query with what was guessed."""

    query: Query
    widened: Query
    known: dict[str, int]
    fuzzy: bool
    doubtful: bool


def resolve(session: Session, audience: Audience, query: Query, *, mend: bool) -> Words:
    """Compare the query with the vocabulary; `mend` asks for words that were mistyped."""
    leading = (way for group in query.groups for way in (*group.ways, *group.guesses))
    wanted = {term for way in leading for term in way.terms}
    known = vocabulary.counts(session, audience, wanted | {ALL})
    groups: list[Group] = []
    fuzzy = doubtful = False
    for place, group in enumerate(query.groups):
        group = _known_ways(group, known)
        if group.optional and not group.ways and len(query.groups) > 1:
            continue
        unfinished = query.unfinished and place == len(query.groups) - 1
        if group.typed and not group.phrase and not group.asking:
            more: dict[str, int] = {}
            if not group.ways or (unfinished and len(group.typed) >= _SHORTEST_COMPLETED):
                # A word that is complete as it is may still be meant so, and comes first.
                weight = _MAYBE_COMPLETED if group.ways else _COMPLETED
                more = vocabulary.completions(session, audience, group.typed)
                group = group.with_ways([Way((term,), weight) for term in more])
            known |= more
            if _is_rare(group, known):
                ways, more = _split(session, audience, group.typed)
                if mend:
                    mended, further = _mended(session, audience, group, known)
                    fuzzy = fuzzy or bool(mended)
                    ways, more = ways + mended, more | further
                group = group.with_ways(ways)
                known |= more
        elif mend and group.parts and not any(len(way.terms) == 1 for way in group.ways):
            group, more = _mended_name(session, audience, group)
            known |= more
            fuzzy = fuzzy or bool(more)
        doubtful = doubtful or _is_doubtful(group)
        groups.append(group)
    # Where the last group was left out, another one is last, and that is finished.
    kept = query.unfinished and len(groups) == len(query.groups)
    understood = replace(query, groups=tuple(groups), unfinished=kept)
    return Words(understood, _widened(understood, known), known, fuzzy, doubtful)


def _widened(query: Query, known: dict[str, int]) -> Query:
    groups = []
    for group in query.groups:
        guesses = [way for way in group.guesses if all(term in known for term in way.terms)]
        groups.append(group.with_ways(guesses) if guesses else group)
    return replace(query, groups=tuple(groups))


def _known_ways(group: Group, known: dict[str, int]) -> Group:
    ways = tuple(way for way in group.ways if all(term in known for term in way.terms))
    return replace(group, ways=ways)


def _is_rare(group: Group, known: dict[str, int]) -> bool:
    return docs_of(group, known) < _RARE


def _is_doubtful(group: Group) -> bool:
    """Whether nobody uses what was typed, but perhaps two words that stand in it."""
    apart = bool(group.typed) and all(len(w.terms) > 1 and w.weight == _SPLIT for w in group.ways)
    return apart or not group.ways


def docs_of(group: Group, known: dict[str, int], least: float = 0.0) -> int:
    """How many questions meet a group at most, by ways that weigh so much at least."""
    return sum(_rarest(way.terms, known) for way in group.ways if way.weight >= least)


def share_of(group: Group, known: dict[str, int], total: int) -> float:
    """The part of `total` questions that is expected to meet a group. Terms of one way go
    together more often than by chance, and less often than always: half way between."""
    total = max(1, total)
    found = 0.0
    for way in group.ways:
        shares = [min(1.0, known.get(term, 0) / total) for term in way.terms]
        found += sqrt(min(shares) * prod(shares)) if len(shares) > 1 else shares[0]
    return min(1.0, found)


def _rarest(terms: Iterable[str], known: dict[str, int]) -> int:
    return min(known.get(term, 0) for term in terms)


def _mended(
    session: Session, audience: Audience, group: Group, known: dict[str, int]
) -> tuple[list[Way], dict[str, int]]:
    """What a word may have been, as ways and counts; a word that is in use is only mended to
    one that is used far more."""
    found = vocabulary.mendings(session, audience, group.typed)
    least = docs_of(group, known) * _OFTEN_ENOUGH
    ways, counts = [], {}
    for word, docs in found.items():
        if docs >= least:
            counts[stem(word)] = docs
            ways.append(Way((stem(word),), _MENDED))
            apart, more = _split(session, audience, word)
            ways += [Way(way.terms, _MENDED * way.weight) for way in apart]
            counts |= more
    return ways, counts


def _mended_name(
    session: Session, audience: Audience, group: Group
) -> tuple[Group, dict[str, int]]:
    """A name of code that nobody uses: what it was mistyped for, or else its last word."""
    counts = vocabulary.counts(session, audience, map(stem, group.parts))
    found = vocabulary.mendings(session, audience, "".join(group.parts))
    for part in group.parts:
        if not found and stem(part) not in counts:
            found = vocabulary.mendings(session, audience, part)
    counts |= {stem(word): docs for word, docs in found.items()}
    ways = [Way((stem(word),), _MENDED) for word in found]
    if stem(group.parts[-1]) in counts:
        ways.append(Way((stem(group.parts[-1]),), _LAST_PART))
    return group.with_ways(ways), counts


def _split(session: Session, audience: Audience, word: str) -> tuple[list[Way], dict[str, int]]:
    """A word as the two that it may be written as elsewhere, if both are in use."""
    pairs = _pairs(word)
    if not pairs:
        return [], {}
    counts = vocabulary.counts(session, audience, {term for pair in pairs for term in pair})
    used = [(min(counts.get(a, 0), counts.get(b, 0)), (a, b)) for a, b in pairs]
    best, pair = max(used)
    return ([Way(pair, _SPLIT)], {term: counts[term] for term in pair}) if best else ([], {})


def _pairs(word: str) -> list[tuple[str, str]]:
    """The ways to cut a word in two: anywhere between letters, or before its number (`pep8`)."""
    if numbered := _NUMBERED.fullmatch(word):
        return [(stem(numbered[1]), numbered[2])]
    if len(word) < 2 * _SHORTEST_PART or not word.isalpha():
        return []
    return [
        (stem(word[:at]), stem(word[at:]))
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    ]
