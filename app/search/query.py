"""What was typed, read as wanted words; pure. Anything typed is a query, never syntax."""

import re
from dataclasses import dataclass, replace

from app.search.aliases import Aliases
from app.search.text import Chunk, fold, pieces, stem, words

MAX_QUERY = 500
MAX_GROUPS = 12
MAX_WAYS = 12
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')
_SHORT_PLURAL = re.compile(r"[a-z0-9]{2,4}s")

# Words that a question is asked with and that no question is about.
_ASKING = frozenset(
    words(
        """a an the of in on at to for from by with and or is are was were be been do does did
        what whats which who whom how why when where can could should would will shall may might
        must i me my we us our you your it its this that these those there their them they he she
        if as into about between explain describe tell define give some any has have had not vs
        versus use using used mean means get work works difference differences differ different
        compare compared comparison s t"""
    )
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to meet a wanted word: terms that stand one after another, worth `weight` (at
    most 1, what was typed itself)."""

    terms: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """One wanted word or phrase and the ways to meet it. One that is `asking` is welcome and
    not needed; a `phrase` has to be there. `typed` is the word as typed, folded, where it may
    be completed or mended."""

    ways: tuple[Way, ...]
    asking: bool = False
    phrase: bool = False
    typed: str = ""

    def with_ways(self, more: list[Way]) -> "Group":
        """The group with further ways, of which those that it has already are no news."""
        known = {way.terms for way in self.ways}
        new = {way.terms: way for way in reversed(more) if way.terms not in known}
        return replace(self, ways=(*self.ways, *reversed(new.values()))[:MAX_WAYS])


@dataclass(frozen=True, slots=True)
class Query:
    """What is wanted, in the order typed. `unfinished` says that the last group may be the
    beginning of a word."""

    groups: tuple[Group, ...]
    unfinished: bool = False

    @property
    def needed(self) -> tuple[Group, ...]:
        """The groups that a full match meets: all but the asking words, if others are there."""
        return tuple(group for group in self.groups if not group.asking) or self.groups


def parse(typed: str, aliases: Aliases) -> Query:
    """Read what was typed; text beyond the limits is not looked at."""
    typed = typed[:MAX_QUERY]
    groups: list[Group] = []
    at = 0
    for quoted in _QUOTED.finditer(typed):
        groups += _words(typed[at : quoted.start()], aliases)
        phrase = tuple(words(quoted.group(1)))
        if phrase:
            groups.append(Group((Way(phrase),), phrase=True))
        at = quoted.end()
    tail = _words(typed[at:], aliases)
    unfinished = bool(tail) and bool(tail[-1].typed) and typed[-1:].isalnum()
    groups += tail
    if len(groups) > MAX_GROUPS:
        return Query(tuple(_most_telling(groups)), unfinished=False)
    return Query(tuple(groups), unfinished)


def _most_telling(groups: list[Group]) -> list[Group]:
    """As many groups as are looked at, asking words left out first."""
    telling = [group for group in groups if not group.asking]
    return (telling or groups)[:MAX_GROUPS]


def _words(text: str, aliases: Aliases) -> list[Group]:
    found: list[Group] = []
    names: list[str] = []
    for start, end, chunk in pieces(text):
        group = _group_of(text[start:end], chunk)
        found.append(group)
        names.append(group.ways[0].terms[0])
    return _with_aliases(found, names, aliases)


def _group_of(written: str, chunk: Chunk) -> Group:
    if len(chunk.terms) == 1:
        asking = chunk.words[0] in _ASKING
        return Group((Way(chunk.words),), asking=asking, typed=fold(written))
    if not chunk.joined:
        return Group((Way(chunk.words),))
    ways = [Way((chunk.joined[-1],))]
    if len(chunk.words) > 1:
        ways.append(Way(chunk.words, 0.95))
        if chunk.words[-1] == "js":
            ways.append(Way(chunk.words[:-1], 0.6))
    return Group(tuple(ways))


def _with_aliases(groups: list[Group], names: list[str], aliases: Aliases) -> list[Group]:
    """Each group with what it is also called. The other name of several words meets each of
    them, so that a question with only one of the words is still found by it."""
    more: list[list[Way]] = [[] for _ in groups]
    for start in range(len(groups)):
        for length in range(min(aliases.longest, len(groups) - start), 0, -1):
            others = _others(tuple(names[start : start + length]), aliases)
            for place in range(start, start + length):
                more[place] += others
            if others:
                break
    return _with_joined([g.with_ways(found) for g, found in zip(groups, more, strict=True)])


def _others(name: tuple[str, ...], aliases: Aliases) -> list[Way]:
    found = aliases.of(name)
    if not found and len(name) == 1 and _SHORT_PLURAL.fullmatch(name[0]):
        # `vms` and `pvcs`, which no stemmer takes for plurals.
        singular = (name[0][:-1],)
        found = aliases.of(singular) and (singular, *aliases.of(singular))
    return [Way(other, 0.85) for other in found]


def _with_joined(groups: list[Group]) -> list[Group]:
    """Neighbouring words may be written as one: `hash map`, `log in`."""
    more: list[list[Way]] = [[] for _ in groups]
    for place in range(len(groups) - 1):
        first, second = groups[place], groups[place + 1]
        if first.typed and second.typed and not (first.asking and second.asking):
            joined = stem(first.typed + second.typed)
            for at in (place, place + 1):
                more[at].append(Way((joined,), 0.9))
    return [group.with_ways(found) for group, found in zip(groups, more, strict=True)]
