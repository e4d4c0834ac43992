"""What words may stand for where a search finds little: words of nearly the same meaning, by the
table that scoring compares answers with, and the initials of several words; pure."""

from collections.abc import Iterator, Sequence
from itertools import islice

from app.scoring.word_table import load_table
from app.search.query import Group, Query, Way

_NEAR = 0.4
_NEAREST = 8
_LEAST_DEGREE = 0.4
_INITIALS = 0.7
_FEWEST_INITIALS = 3
_MOST_INITIALS = 5


def near(term: str) -> list[Way]:
    """The words nearest in meaning to a term, each counting for less than half of it."""
    table = load_table()
    found = table.neighbours(term) if table else {}
    return [
        Way((other,), _NEAR * degree)
        for other, degree in islice(found.items(), _NEAREST)
        if degree >= _LEAST_DEGREE
    ]


def with_guesses(query: Query) -> Query:
    """The query with what each of its words may stand for."""
    groups = query.groups
    guesses: list[list[Way]] = [near(_plain(group)) for group in groups]
    for start, end in _runs(groups):
        initials = Way(("".join(_plain(group)[0] for group in groups[start:end]),), _INITIALS)
        for place in range(start, end):
            guesses[place].insert(0, initials)
    return query.guessing(guesses)


def _plain(group: Group) -> str:
    """The term of a single word that says something; empty of anything else."""
    telling = bool(group.typed) and not (group.asking or group.phrase)
    return group.ways[0].terms[0] if telling else ""


def _runs(groups: Sequence[Group]) -> Iterator[tuple[int, int]]:
    """The runs of single words that may be the long form of initials."""
    for start in range(len(groups)):
        for end in range(start + _FEWEST_INITIALS, start + _MOST_INITIALS + 1):
            if end <= len(groups) and all(map(_plain, groups[start:end])):
                yield start, end
