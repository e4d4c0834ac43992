"""Who does what in a reference: answers that give things the properties of others."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from app.scoring.clauses import Clause
from app.scoring.lexicon import PhraseFinder
from app.scoring.outline import Name, Statement
from app.scoring.text import stem as stem_of
from app.scoring.text import words

_LEAD_WORDS = 3
_EARLY = 2
_COMMON_TO = 3
_COMPARES = re.compile(
    r"\b(?:differences?|differs?|compar\w+|versus|vs|relat\w+|distinguish\w*|contrast|between|than"
    r"|alone|instead|over the other|better|or)\b",
    re.IGNORECASE,
)
_LISTS = re.compile(r"\w, \w[^.?]*\band\b")
# What a part of an answer tells of its things, and no thing itself.
_ASPECTS = frozenset(
    map(
        stem_of,
        """
        purpose property advantage disadvantage benefit drawback definition example note usage use
        result reason difference feature goal main location located challenge question answer pros
        cons
        """.split(),
    )
)
# What a lead tells to do with a thing, or how.
_ASIDE = frozenset(
    map(
        stem_of,
        """
        implement consider configure set use create define check enable apply keep ensure review
        choose pick prefer need want add appropriate proper properly always optional first second third
        """.split(),
    )
)

Things = dict[Name, frozenset[str]]
"""The things that a reference tells apart, by name, with the words that it says of each alone."""


class Told(NamedTuple):
    """How many words an answer gives to the right things and to wrong ones, and of how many
    things more is wrong than right, or the other way round."""

    right: float
    wrong: float
    crossed: int
    true: int


Subjects = tuple[tuple[Name, ...], tuple[Name, ...]]
"""What a statement is about, and what stands at the top of its part."""


def subjects_of(
    statements: Sequence[Statement], question: str, asked: frozenset[str], phrases: PhraseFinder
) -> list[Subjects]:
    """What each statement is about: its lead, a lead or thing compared that it begins with, what
    the one before is about if it refers back, or what it stands under.

    `asked` are the content stems of the question: what begins a statement and stands in the
    question is a thing when the question compares.
    """
    compared: frozenset[str] = frozenset()
    if compares(question):
        spoken = phrases.with_equivalents(tuple(words(question)))
        compared = frozenset(word.stem for word in spoken if word.content) - _ASIDE
    same = phrases.same_names()
    leads = list(dict.fromkeys(name for said in statements for name in said.lead))
    heads = [
        frozenset() if said.lead else compared & set(said.stems[:_LEAD_WORDS])
        for said in statements
    ]
    grouped = _grouped(heads)
    found: list[Subjects] = []
    for said, head in zip(statements, heads, strict=True):
        names = said.lead
        if not names:
            names = tuple(name for name in leads if name.issubset(said.stems[: len(name) + 1]))
        if not names:
            names = tuple(name for name in grouped if name & head)
        if not names and said.refers_back and found:
            names = found[-1][0]
        if not names and said.under:
            names = _narrowed(said.under[-1], compared)
        tops = _narrowed(said.under[0], compared) if said.under else ()
        found.append((_known_as(names, compared, same), _known_as(tops, compared, same)))
    return found


def compares(question: str) -> bool:
    """Whether a question asks for things beside each other."""
    return bool(_COMPARES.search(question) or _LISTS.search(question))


def _known_as(
    names: tuple[Name, ...], compared: frozenset[str], same: Mapping[Name, Name]
) -> tuple[Name, ...]:
    """The names, always the same one of several for a thing; of the "Docker containers" of a
    question about Docker also what they are beside that."""
    found: list[Name] = []
    for name in names:
        found.append(min(name, same.get(name, name), key=sorted))
        if name & compared and (beside := name - compared):
            found.append(beside)
    return tuple(dict.fromkeys(found))


def things_of(
    statements: Sequence[Statement],
    subjects: Sequence[Subjects],
    asked: frozenset[str],
    told_apart: bool,
) -> tuple[Things, ...]:
    """The things that a reference tells apart: those that its statements are about, and those
    that stand at the top of its parts. Neither where there are fewer than two."""
    families = (
        _things(statements, [own for own, _ in subjects], asked, told_apart),
        _things(statements, [top for _, top in subjects], asked, told_apart),
    )
    return tuple(things for things in families if len(set(things.values())) > 1)


def _narrowed(names: tuple[Name, ...], compared: frozenset[str]) -> tuple[Name, ...]:
    """Of "Choose VMs when you need" only the things that the question compares."""
    return tuple(dict.fromkeys(name & compared or name for name in names))


def _grouped(heads: Sequence[frozenset[str]]) -> list[Name]:
    """The words of all heads, those that occur in the same heads joined."""
    where: dict[str, list[int]] = {}
    for number, head in enumerate(heads):
        for stem in sorted(head):
            where.setdefault(stem, []).append(number)
    alike: dict[tuple[int, ...], list[str]] = {}
    for stem, numbers in where.items():
        alike.setdefault(tuple(numbers), []).append(stem)
    return [frozenset(stems) for stems in alike.values()]


def _things(
    statements: Sequence[Statement],
    subjects: Sequence[tuple[Name, ...]],
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
            said.setdefault(name, set()).update(s for s in statement.stems if s not in asked)
    things: Things = {}
    for name, places in where.items():
        common = not name <= asked and _elsewhere(name, places, statements) > len(places)
        # "Probe" tells nothing apart where some are of one kind of probe and some of another.
        if common or name <= _ASPECTS or any(other < places for other in where.values()):
            continue
        others = {
            stem
            for other in where
            if not where[other] & places and not (name <= other or other <= name)
            for stem in said[other]
        }
        alone = frozenset(stem for stem in said[name] - others - name if not stem.isdigit())
        if alone:
            things[name] = alone
    return _shortened(things, where, statements, frozenset() if told_apart else asked)


def _shortened(
    things: Things,
    where: Mapping[Name, set[int]],
    statements: Sequence[Statement],
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
        own = frozenset(stem for stem in name if counts[stem] < _COMMON_TO) - asked - _ASIDE
        if not own or _elsewhere(own, where[name], statements) > len(where[name]):
            own = name
        found[own] = alone
    return found if len(found) == len(things) else things


def _elsewhere(name: Name, places: set[int], statements: Sequence[Statement]) -> int:
    """How many statements at other places have a name."""
    return sum(
        name.issubset(statement.stems)
        for number, statement in enumerate(statements)
        if number not in places
    )


def told(things: Things, sentences: Iterable[Sequence[Clause]]) -> Told:
    """What an answer gives to which thing, clause by clause.

    A clause is about the things that it names. One that names none goes on about the subject
    of the sentence, if the sentence began with it. Clauses that deny are left out.
    """
    owners: dict[str, list[Name]] = {}
    for name, words in things.items():
        for stem in words:
            owners.setdefault(stem, []).append(name)
    scores: dict[Name, list[float]] = {}
    for clause, subjects in with_subjects(things, sentences):
        if clause.denies:
            continue
        right = wrong = 0
        for stem in clause.stems:
            if stem not in owners or any(stem in name for name in subjects):
                continue
            if any(name <= of or of <= name for name in owners[stem] for of in subjects):
                right += 1
            else:
                wrong += 1
        for name in subjects:
            score = scores.setdefault(name, [0.0, 0.0])
            score[0] += right / len(subjects)
            score[1] += wrong / len(subjects)
    return Told(
        right=sum(right for right, _ in scores.values()),
        wrong=sum(wrong for _, wrong in scores.values()),
        crossed=sum(wrong > right for right, wrong in scores.values()),
        true=sum(0 < right >= wrong for right, wrong in scores.values()),
    )


def with_subjects(
    things: Things, sentences: Iterable[Sequence[Clause]]
) -> Iterable[tuple[Clause, list[Name]]]:
    """The clauses that are about some of the things, each with these.

    A clause is about the things that it names. One that names none, or names one late, goes on
    about what the sentence, or the part of it after a word like "while", began with; a sentence
    that begins with a pronoun about what the one before began with.
    """
    before: list[Name] = []
    for sentence in sentences:
        subject = before if sentence and sentence[0].refers_back else []
        for clause in sentence:
            named, early = _named_in(things, clause)
            if named and (clause.opens or clause.turns or not subject):
                subject = named if early and (clause.opens or clause.turns) else []
                yield clause, named
            elif named and early:
                yield clause, named
            elif named or subject:
                yield clause, list(dict.fromkeys(subject + named))
            if clause.opens:
                before = subject


def _named_in(things: Things, clause: Clause) -> tuple[list[Name], bool]:
    """The things that a clause is about by name, and whether it begins with them.

    Of several it is about the first, but in the passive.
    """
    named = [name for name in things if name.issubset(clause.stems)]
    named = [name for name in named if not any(name < other for other in named)]
    if not named:
        return [], False
    firsts = {name: min(map(clause.stems.index, name)) for name in named}
    first = min(firsts.values())
    if not any(word.folded == "by" for word in clause.words):
        named = [name for name in named if firsts[name] == first]
    return named, first < _EARLY
