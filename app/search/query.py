"""What was typed, read as wanted words; pure. Anything typed is a query, never syntax."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.search.aliases import Aliases
from app.search.concepts import NONE, Concepts
from app.search.related import NOTHING, Related
from app.search.text import Chunk, fold, pieces, stem, words

MAX_QUERY = 500
MAX_GROUPS = 12
MAX_WAYS = 12
_ALIAS = 0.85
_RELATED = 0.6
_DESCRIBED = 0.5
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
    be completed or mended; `parts` are the words of a name of code, as typed and folded. An
    `optional` group is left out where no question has it. `guesses` are ways that nobody named:
    they widen what is found, and make no word known."""

    ways: tuple[Way, ...]
    asking: bool = False
    phrase: bool = False
    typed: str = ""
    parts: tuple[str, ...] = ()
    optional: bool = False
    guesses: tuple[Way, ...] = ()

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

    def guessing(self, guesses: Sequence[Sequence[Way]]) -> "Query":
        """The query with guesses for each of its groups."""
        pairs = zip(self.groups, guesses, strict=True)
        return replace(self, groups=tuple(replace(g, guesses=tuple(more)) for g, more in pairs))

    @property
    def beginning(self) -> str:
        """What the unfinished last word begins with; empty if it is none."""
        return self.groups[-1].typed if self.unfinished and self.groups else ""


def parse(
    typed: str, aliases: Aliases, related: Related = NOTHING, concepts: Concepts = NONE
) -> Query:
    """Read what was typed; text beyond the limits is not looked at."""
    names = (aliases, related)
    typed = typed[:MAX_QUERY]
    groups: list[Group] = []
    at = 0
    for quoted in _QUOTED.finditer(typed):
        groups += _words(typed[at : quoted.start()], names)
        phrase = tuple(words(quoted.group(1)))
        if phrase:
            groups.append(Group((Way(phrase),), phrase=True))
        at = quoted.end()
    tail = _words(typed[at:], names)
    unfinished = bool(tail) and bool(tail[-1].typed) and typed[-1:].isalnum()
    groups = _with_described([*groups, *tail], concepts)
    if len(groups) > MAX_GROUPS:
        return Query(tuple(_most_telling(groups)), unfinished=False)
    return Query(tuple(groups), unfinished)


def _most_telling(groups: list[Group]) -> list[Group]:
    """As many groups as are looked at, asking words left out first."""
    telling = [group for group in groups if not group.asking]
    return (telling or groups)[:MAX_GROUPS]


def _words(text: str, known: tuple[Aliases, Related]) -> list[Group]:
    found: list[Group] = []
    names: list[str] = []
    for start, end, chunk in pieces(text):
        group = _group_of(text[start:end], chunk)
        found.append(group)
        names.append(group.ways[0].terms[0])
    return _with_names(found, names, *known)


def _group_of(written: str, chunk: Chunk) -> Group:
    if len(chunk.terms) == 1:
        asking = chunk.words[0] in _ASKING
        typed = fold(written)
        # What `C++` begins with is neither its beginning nor mistyped.
        word = typed if chunk.words[0] == stem(typed) else ""
        return Group((Way(chunk.words),), asking=asking, typed=word, optional=not typed)
    if not chunk.joined:
        return Group((Way(chunk.words),))
    ways = [Way((joined,)) for joined in reversed(chunk.joined[-2:])]
    if len(chunk.words) > 1:
        ways.append(Way(chunk.words, 0.95))
        if chunk.words[-1] == "js":
            ways.append(Way(chunk.words[:-1], 0.6))
    return Group(
        tuple(ways), parts=tuple(word for word in chunk.written if stem(word) in chunk.words)
    )


def _with_names(
    groups: list[Group], names: list[str], aliases: Aliases, related: Related
) -> list[Group]:
    """Each group with what it is also called. The other name of several words meets each of
    them, so that a question with only one of the words is still found by it."""
    more: list[list[Way]] = [[] for _ in groups]
    for start in range(len(groups)):
        for find, longest in ((aliases.of, aliases.longest), (related.of, related.longest)):
            for length in range(min(longest, len(groups) - start), 0, -1):
                weight = _ALIAS if find == aliases.of else _RELATED
                others = _others(tuple(names[start : start + length]), find, weight)
                for place in range(start, start + length):
                    more[place] += others
                if others:
                    break
    return _with_joined([g.with_ways(found) for g, found in zip(groups, more, strict=True)])


def _with_described(groups: list[Group], concepts: Concepts) -> list[Group]:
    """Each group with the names of what it describes together with others."""
    plain = {
        place: group.ways[0].terms[0]
        for place, group in enumerate(groups)
        if not (group.asking or group.phrase)
    }
    more: dict[int, list[Way]] = {place: [] for place in plain}
    for names, terms in concepts.described_by(frozenset(plain.values())):
        for place, term in plain.items():
            if term in terms:
                more[place] += [Way(name, _DESCRIBED) for name in names]
    return [group.with_ways(more.get(place, [])) for place, group in enumerate(groups)]


def _others(
    name: tuple[str, ...],
    others_of: Callable[[tuple[str, ...]], tuple[tuple[str, ...], ...]],
    weight: float,
) -> list[Way]:
    found = others_of(name)
    if not found and len(name) == 1 and _SHORT_PLURAL.fullmatch(name[0]):
        # `vms` and `pvcs`, which no stemmer takes for plurals.
        singular = (name[0][:-1],)
        found = others_of(singular) and (singular, *others_of(singular))
    return [Way(other, weight) for other in found]


def _with_joined(groups: list[Group]) -> list[Group]:
    """Two or three neighbouring words may be written as one: `hash map`, `log in`."""
    more: list[list[Way]] = [[] for _ in groups]
    for length in (2, 3):
        for place in range(len(groups) - length + 1):
            several = groups[place : place + length]
            if all(g.typed for g in several) and not (several[0].asking or several[-1].asking):
                joined = stem("".join(g.typed for g in several))
                for at in range(place, place + length):
                    more[at].append(Way((joined,), 0.9))
    return [group.with_ways(found) for group, found in zip(groups, more, strict=True)]
