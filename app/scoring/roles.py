"""Who does what in a reference: answers that swap two things, or turn a statement round."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.scoring.text import Word

_LEAD_WORDS = 3
_SWAPPED_WORDS = 4
_SHARED_WORDS = 5
_SHARED_PART = 0.6
_LONGEST_TURNED = 20
_LATE = 0.6
_FEWEST_PROPERTIES = 3
_CLAUSE_STARTS = frozenset(("while", "whereas", "but", "although", "unlike", "instead", "versus"))
_BACKWARD = frozenset(("it", "they", "these", "this", "which", "that"))


@dataclass(frozen=True, slots=True)
class Thing:
    """One of the things compared: the stems that name it and those said of it alone."""

    name: frozenset[str]
    properties: frozenset[str]


def roles_of(statements: Iterable[Sequence[Word]], question: frozenset[str]) -> tuple[Thing, ...]:
    """Reads the things that a reference compares, none when there are fewer than two.

    A thing is a word of the question that begins a statement (stands among its first three
    content words) alone; its properties are the other content words of such statements.
    Words that always begin together ("virtual machine") are one thing.
    """
    read = [content_order(words) for words in statements]
    heads = [frozenset(stems[:_LEAD_WORDS]) & question for stems in read]
    said: dict[frozenset[str], set[str]] = {name: set() for name in _names(heads)}
    for stems, head in zip(read, heads, strict=True):
        named = [name for name in said if name & head]
        if len(named) == 1:
            said[named[0]].update(stem for stem in stems if stem not in question)
    things = []
    for name, stems_said in said.items():
        others = {stem for other, more in said.items() if other != name for stem in more}
        own = frozenset(stems_said - others)
        if len(own) >= _FEWEST_PROPERTIES:
            things.append(Thing(name, own))
    return tuple(things) if len(things) > 1 else ()


def _names(heads: list[frozenset[str]]) -> list[frozenset[str]]:
    """The words of all heads, those that occur in the same heads joined."""
    where: dict[str, list[int]] = {}
    for number, head in enumerate(heads):
        for stem in sorted(head):
            where.setdefault(stem, []).append(number)
    alike: dict[tuple[int, ...], list[str]] = {}
    for stem, numbers in where.items():
        alike.setdefault(tuple(numbers), []).append(stem)
    return [frozenset(stems) for stems in alike.values()]


def swaps_roles(things: tuple[Thing, ...], sentences: Iterable[Sequence[Word]]) -> bool:
    """Whether an answer mostly gives things the properties that belong to another.

    Each clause is read by the thing it begins with. At least four words must belong to another
    thing, one that the clause does not name, and twice as many as belong to its own.
    """
    right = wrong = 0
    subject: Thing | None = None
    for clause in (clause for words in sentences for clause in _clauses(words)):
        stems = content_order(clause)
        if not things or not stems:
            continue
        named = [thing for thing in things if thing.name.issubset(stems)]
        begins = [thing for thing in named if thing.name & set(stems[:_LEAD_WORDS])]
        if begins:
            subject = min(begins, key=lambda thing: min(map(stems.index, thing.name)))
        elif clause[0].folded not in _BACKWARD:
            subject = None
        if subject is not None:
            foreign = [thing for thing in things if thing not in named and thing != subject]
            right += len(subject.properties.intersection(stems))
            wrong += max((len(t.properties.intersection(stems)) for t in foreign), default=0)
    return wrong >= _SWAPPED_WORDS and wrong >= 2 * right


def _clauses(sentence: Sequence[Word]) -> list[Sequence[Word]]:
    clauses: list[Sequence[Word]] = []
    start = 0
    for at, word in enumerate(sentence):
        if word.folded in _CLAUSE_STARTS and at > start:
            clauses.append(sentence[start:at])
            start = at + 1
    clauses.append(sentence[start:])
    return [clause for clause in clauses if clause]


def content_order(words: Sequence[Word]) -> tuple[str, ...]:
    """The different content stems of a statement in their order."""
    return tuple(dict.fromkeys(word.stem for word in words if word.content))


def turns_round(statements: Sequence[tuple[str, ...]], sentence: Sequence[Word]) -> bool | None:
    """Whether a sentence makes the subject of a like statement its object, and the reverse.

    `None` when no statement is like it: five words and three fifths of the shorter of the two must be
    common. A sentence in the passive ("managed by") turns the order without the meaning.
    """
    said = content_order(sentence)
    if not _SHARED_WORDS <= len(said) <= _LONGEST_TURNED:
        return None
    here_said = frozenset(said)
    like = max(statements, key=lambda known: _likeness(known, here_said), default=())
    if _likeness(like, here_said) == 0:
        return None
    common = here_said.intersection(like)
    known = [stem for stem in like if stem in common]
    here = [stem for stem in said if stem in common]
    leads = known[0] in like[:2] and here[0] in said[:2] and known[0] != here[0]
    late = len(common) * _LATE
    crossed = here.index(known[0]) >= late and known.index(here[0]) >= late
    return leads and crossed and not any(word.folded == "by" for word in sentence)


def _likeness(known: tuple[str, ...], said: frozenset[str]) -> int:
    """The number of common words, 0 when they are too few to be about the same."""
    common = len(said.intersection(known))
    enough = common >= _SHARED_WORDS and common >= _SHARED_PART * min(len(known), len(said))
    return common if enough else 0
