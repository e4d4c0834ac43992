"""The items of a reference that begin with a name, and answers that say of one what is another's."""

import operator
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from app.scoring.clauses import Clause, content_places
from app.scoring.function_words import PREPOSITIONS
from app.scoring.outline import Name, Statement
from app.scoring.text import Word

_NEARLY_SAME = 0.7
_FEW_OWNERS = 2
_SMALLEST_CLAUSE = 3
_FEWEST_WRONG = 2
_FEWEST_WORDS = 2


class Owner(NamedTuple):
    """A thing that an item names before its colon: all its names; of the words of the item and of
    what stands under it those that tell it apart; and for each clause that states something all
    words."""

    names: tuple[Name, ...]
    telling: frozenset[str]
    stated: tuple[frozenset[str], ...]


class Owners(NamedTuple):
    """The things of a reference, all words that tell one apart, and the words of all names."""

    every: tuple[Owner, ...]
    telling: frozenset[str]
    naming: frozenset[str]


def owners_of(statements: Sequence[Statement], asked: frozenset[str]) -> Owners:
    """Reads the items of a reference; words of the question, and those that more than two items
    have, tell nothing."""
    found: dict[tuple[Name, ...], list[Statement]] = {}
    for statement in statements:
        for names in (statement.lead, *statement.under):
            if names and not statement.code:
                found.setdefault(names, []).append(statement)
    leads = {statement.lead for statement in statements if statement.lead}
    naming = {stem for names in leads for name in names for stem in name}
    said = {
        names: {stem for statement in found[names] for stem in statement.stems} - asked
        for names in found
        if names in leads
    }
    holders = Counter(stem for stems in said.values() for stem in stems - naming)
    common = {stem for stem, count in holders.items() if count > _FEW_OWNERS}
    every = tuple(
        Owner(
            names,
            frozenset(stems - common),
            tuple(
                frozenset(clause.stems)
                for statement in found[names]
                for clause in statement.clauses
                if not clause.denies
            ),
        )
        for names, stems in said.items()
    )
    return Owners(every, frozenset(holders.keys() - common), frozenset(naming))


def exchanges_owners(
    owners: Owners,
    near: Mapping[str, Mapping[str, float]],
    sentences: Iterable[Sequence[Clause]],
) -> bool:
    """Whether of at least two things an answer says mostly what is another's, and of no more
    things what is theirs."""
    if len(owners.every) < _FEWEST_WRONG:
        return False
    told = _told_of(owners, sentences)
    strange = (_strange(owners, number, said) for number, said in told.items())
    if sum(len(words) >= _FEWEST_WORDS for words in strange) < _FEWEST_WRONG:
        return False
    found = [_given(owners, number, said, near) for number, said in told.items()]
    wrong = sum(given.others >= max(_FEWEST_WORDS, 2 * given.own) for given in found)
    return wrong >= _FEWEST_WRONG and wrong >= sum(given.own > given.others for given in found)


class _Given(NamedTuple):
    """What an answer says of a thing: how many words are its own, and the most of another's."""

    own: int
    others: int


def _told_of(owners: Owners, sentences: Iterable[Sequence[Clause]]) -> dict[int, set[str]]:
    """What an answer says of each thing that it begins clauses with, by the thing's number."""
    told: dict[int, set[str]] = {}
    before: int | None = None
    for sentence in sentences:
        subject = before if sentence and sentence[0].refers_back else None
        for clause in sentence:
            named = _begins_with(owners, clause)
            if named is not None or clause.turns:
                subject = named
            if subject is not None and not clause.denies:
                told.setdefault(subject, set()).update(clause.stems)
            if clause.opens:
                before = subject
    return told


def _strange(owners: Owners, number: int, said: set[str]) -> set[str]:
    """What is said of a thing and tells others apart, but not this one."""
    return (said - owners.every[number].telling) & owners.telling


def _given(
    owners: Owners, number: int, said: set[str], near: Mapping[str, Mapping[str, float]]
) -> _Given:
    own = owners.every[number]
    naming = frozenset().union(*own.names)
    right = {stem for stem in said if _among(stem, own.telling, near)}
    strange = _strange(owners, number, said) - right
    others = 0
    for owner in owners.every if len(strange) >= _FEWEST_WORDS else ():
        # What is said of another with this one in it may be said of this one as well.
        stated = (words for words in owner.stated if not any(name <= words for name in own.names))
        others = max(others, len(strange.intersection(frozenset().union(*stated))))
    return _Given(len(right - naming), others)


def _among(stem: str, words: frozenset[str], near: Mapping[str, Mapping[str, float]]) -> bool:
    return stem in words or any(
        near[word].get(stem, 0.0) >= _NEARLY_SAME for word in near.keys() & words
    )


def _begins_with(owners: Owners, clause: Clause) -> int | None:
    """The number of the thing that a clause begins with, of several the one with most words."""
    if owners.naming.isdisjoint(clause.stems):
        return None
    places = [{word.stem for word in place} for place in content_places(clause.words)]
    firsts = list(accumulate(places, operator.or_))
    best: tuple[int, int] | None = None
    for number, owner in enumerate(owners.every):
        for name in owner.names:
            first = firsts[min(len(name), len(places) - 1)]
            if name <= first and (best is None or len(name) > best[0]):
                best = len(name), number
    if best is None:
        return None
    if not (clause.opens or clause.turns) and (
        len(places) < _SMALLEST_CLAUSE or _goes_on(clause.words)
    ):
        return None
    return best[1]


def _goes_on(words: Sequence[Word]) -> bool:
    """Whether a clause is only another object: "and Services for traffic"."""
    content = [at for at, word in enumerate(words) if word.content]
    after = words[content[0] + 1 : content[0] + 2]
    return any(word.folded in PREPOSITIONS for word in after)
