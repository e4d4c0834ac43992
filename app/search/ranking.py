"""How well a question meets a query: one formula for both databases; pure.

The score lies between 0 and about 1.5. It is the share of the query's weight that is met,
rare words weighing more, each word counting for most in the title; on top come words that
stand side by side as typed, and titles that say little else.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.search.query import Group

FIELDS = {"title": 1.0, "head": 0.55, "body": 0.5, "hidden": 0.35}
"""What a word counts for in each field."""

_FURTHER_FIELD = 0.08
_SIDE_BY_SIDE = 0.25
_WHOLE_TITLE = 0.2
_ASKING_WEIGHT = 0.12
_REPEATED = 0.85
_BEGUN = 0.6
_DIGITS = 6


def rarity(docs: int, total: int) -> float:
    """The weight of a term that stands in `docs` of `total` questions."""
    return math.log1p((total - docs + 0.5) / (docs + 0.5))


@dataclass(frozen=True, slots=True)
class _Needle:
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Weighed:
    needles: tuple[_Needle, ...]
    weight: float
    required: bool


def repeated(score: float) -> float:
    """The score of a question that says the same as an earlier one: a little less, so that one
    page holds more different questions."""
    return round(score * _REPEATED, _DIGITS)


class Ranking:
    """Scores documents for one query. `known` counts the questions that hold each term."""

    def __init__(
        self, groups: Sequence[Group], known: Mapping[str, int], total: int, beginning: str = ""
    ) -> None:
        weighed = [_weighed(group, known, total) for group in groups]
        if beginning:
            # The last word may be the beginning of any, not only of the commonest ones.
            last = weighed[-1]
            needles = (*last.needles, _Needle(f" {beginning}", _BEGUN))
            weighed[-1] = replace(last, needles=needles)
        self._groups = tuple(weighed)
        self._all = sum(group.weight for group in self._groups) or 1.0
        typed = [group.ways[0].terms if group.ways else ("",) for group in groups]
        self._pairs = tuple(
            (f" {' '.join(first)} {' '.join(second)} ", min(a.weight, b.weight))
            for first, second, a, b in zip(
                typed, typed[1:], self._groups, self._groups[1:], strict=False
            )
        )

    def score(self, fields: Mapping[str, str]) -> float:
        """The score of a document, whose fields are terms with a blank around each; 0 if it
        lacks a phrase or has nothing of the query."""
        met = 0.0
        covered = 0.0
        for group in self._groups:
            found = _found(group, fields)
            if group.required and not found:
                return 0.0
            if found:
                covered += group.weight
                met += found * group.weight
        if not met:
            return 0.0
        share = covered / self._all
        title = fields["title"]
        near = sum(weight for pair, weight in self._pairs if pair in title) / self._all
        length = max(1, title.count(" ") - 1)
        brevity = _WHOLE_TITLE * min(1.0, len(self._groups) / length) * share
        return round(met / self._all * share + (_SIDE_BY_SIDE * near + brevity) * share, _DIGITS)


def _weighed(group: Group, known: Mapping[str, int], total: int) -> _Weighed:
    ways = sorted(group.ways, key=lambda way: -way.weight)
    needles = tuple(_Needle(f" {' '.join(way.terms)} ", way.weight) for way in ways)
    if not group.ways:
        # Nobody uses the word: what is found lacks something that was wanted.
        return _Weighed((), rarity(0, max(total, 1)) * 0.5, group.phrase)
    best = max(group.ways, key=lambda way: way.weight)
    weight = max(rarity(known.get(term, 0), total) for term in best.terms)
    if group.phrase:
        weight = sum(rarity(known.get(term, 0), total) for term in best.terms)
    return _Weighed(needles, weight * (_ASKING_WEIGHT if group.asking else 1.0), group.phrase)


def _found(group: _Weighed, fields: Mapping[str, str]) -> float:
    """What a group counts for in a document: its best way in its best field, and a little
    for every further field."""
    best = 0.0
    places = 0
    for name, text in fields.items():
        for needle in group.needles:
            if needle.text in text:
                places += 1
                best = max(best, FIELDS[name] * needle.weight)
                break
    return best + _FURTHER_FIELD * (places - 1) if places else 0.0
