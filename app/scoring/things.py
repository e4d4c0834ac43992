"""The things that a reference tells apart, and what it says of each alone."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.scoring.outline import Name, Statement
from app.scoring.subjects import ASIDE, Subjects
from app.scoring.text import content_stems

_COMMON_TO = 3
# What a part of an answer tells of its things, and no thing itself.
_ASPECTS = frozenset(
    content_stems(
        """
        purpose property advantage disadvantage benefit drawback definition example note usage use
        result reason difference feature goal main location located challenge question answer pros
        cons
        """
    )
)
Things = dict[Name, frozenset[str]]
"""The things that a reference tells apart, by name, with the words that it says of each alone."""


class Family(NamedTuple):
    """Things that a reference tells apart, and for each word the names of those it is said of."""

    things: Things
    owners: dict[str, list[Name]]


def things_of(
    statements: Sequence[Statement],
    everywhere: Mapping[str, set[int]],
    subjects: Sequence[Subjects],
    asked: frozenset[str],
    told_apart: bool,
) -> tuple[Family, ...]:
    """The things that a reference tells apart: those that its statements are about, and those
    that stand at the top of its parts. Neither where there are fewer than two.

    `everywhere` are the numbers of the statements that each word stands in.
    """
    families = (
        _things(statements, [own for own, _ in subjects], everywhere, asked, told_apart),
        _things(statements, [top for _, top in subjects], everywhere, asked, told_apart),
    )
    return tuple(_family(things) for things in families if len(set(things.values())) > 1)


def _family(things: Things) -> Family:
    owners: dict[str, list[Name]] = {}
    for name, words in things.items():
        for stem in words:
            owners.setdefault(stem, []).append(name)
    return Family(things, owners)


def _things(
    statements: Sequence[Statement],
    subjects: Sequence[tuple[Name, ...]],
    everywhere: Mapping[str, set[int]],
    asked: frozenset[str],
    told_apart: bool,
) -> Things:
    """Each subject with the words said of it alone.

    A name that stands in other statements more often than it begins its own is a common word,
    unless the question has it.
    """
    where: dict[Name, set[int]] = {}
    said: dict[Name, set[str]] = {}
    for number, (statement, names) in enumerate(zip(statements, subjects, strict=True)):
        for name in names:
            where.setdefault(name, set()).add(number)
            said.setdefault(name, set()).update(statement.stems)
    things: Things = {}
    for name, places in where.items():
        # "Probe" tells nothing apart where some are of one kind of probe and some of another.
        if name <= _ASPECTS:
            continue
        if len(places) > 1 and any(other < places for other in where.values()):
            continue
        if not name <= asked and _elsewhere(name, places, everywhere) > len(places):
            continue
        others = [
            said[other]
            for other, elsewhere in where.items()
            if elsewhere.isdisjoint(places) and not (name <= other or other <= name)
        ]
        own = said[name].difference(asked, name, *others)
        alone = frozenset([stem for stem in own if not stem.isdigit()])
        if alone:
            things[name] = alone
    return _shortened(things, where, everywhere, frozenset() if told_apart else asked)


def _shortened(
    things: Things,
    where: Mapping[Name, set[int]],
    everywhere: Mapping[str, set[int]],
    asked: frozenset[str],
) -> Things:
    """The same under the words of their names that tell them apart: "challenges" does not where
    the question asks for these, nor "management" where several have it."""
    counts: dict[str, int] = {}
    for name in things:
        for stem in name:
            counts[stem] = counts.get(stem, 0) + 1
    found: Things = {}
    for name, alone in things.items():
        own = frozenset(stem for stem in name if counts[stem] < _COMMON_TO) - asked - ASIDE
        if not own or _elsewhere(own, where[name], everywhere) > len(where[name]):
            own = name
        found[own] = alone
    return found if len(found) == len(things) else things


def _elsewhere(name: Name, places: set[int], everywhere: Mapping[str, set[int]]) -> int:
    """How many statements at other places have a name."""
    having = (everywhere.get(stem, set()) for stem in name)
    return len(set.intersection(*having) - places)
