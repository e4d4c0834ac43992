"""Who does what in a reference: answers that give things the properties of others."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.scoring.clauses import Clause
from app.scoring.contrasts import CONTRASTS
from app.scoring.outline import Name
from app.scoring.things import Family, Things

_EARLY = 2


class Told(NamedTuple):
    """How many words an answer gives to the right things and to wrong ones, and of how many
    things more is wrong than right, or the other way round."""

    right: float
    wrong: float
    crossed: int
    true: int


def told(family: Family, sentences: Iterable[Sequence[Clause]]) -> Told:
    """What an answer gives to which thing, clause by clause.

    A clause is about the things that it names. One that names none goes on about the subject
    of the sentence, if the sentence began with it. Clauses that deny are left out.
    """
    things, owners = family
    scores: dict[Name, list[float]] = {}
    for clause, subjects in with_subjects(things, sentences):
        if clause.denies or owners.keys().isdisjoint(clause.stems):
            continue
        right = wrong = 0
        for stems in _places(clause):
            names = [name for stem in stems for name in owners.get(stem, ())]
            if not names or any(stem in name for stem in stems for name in subjects):
                continue
            if any(name <= of or of <= name for name in names for of in subjects):
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


def _places(clause: Clause) -> list[list[str]]:
    """The different stems of a clause, those together that stand at one place: what a phrase
    means as well is said but once."""
    places: dict[int, list[str]] = {}
    left = set(clause.stems)
    for word in clause.words:
        if word.stem in left:
            left.remove(word.stem)
            places.setdefault(word.start, []).append(word.stem)
    return list(places.values())


def with_subjects(
    things: Things, sentences: Iterable[Sequence[Clause]]
) -> Iterable[tuple[Clause, list[Name]]]:
    """The clauses that are about some of the things, each with these.

    A clause is about the things that it names. One that names none, or names one late, goes on
    about what the sentence, or the part of it after a word like "while", began with; a sentence
    that begins with a pronoun about what the one before began with.
    """
    naming = frozenset().union(*things)
    before: list[Name] = []
    for sentence in sentences:
        subject = before if sentence and sentence[0].refers_back else []
        opens = True
        for clause in sentence:
            named, early = _named_in(things, naming, clause)
            starts = opens or clause.turns
            contrasts = clause.words[0].folded in CONTRASTS
            if named and (starts or not subject):
                subject = named if early and starts and not contrasts else []
                yield clause, named
            elif named and early:
                yield clause, named
            elif named or subject:
                yield clause, list(dict.fromkeys(subject + named))
            if opens:
                before = subject
            # "Unlike a VM," comes before what a sentence begins with.
            opens = opens and contrasts


def _named_in(things: Things, naming: frozenset[str], clause: Clause) -> tuple[list[Name], bool]:
    """The things that a clause is about by name, and whether it begins with them.

    Of several it is about the first, but in the passive. `naming` are the words of all names.
    """
    if naming.isdisjoint(clause.stems):
        return [], False
    stems = frozenset(clause.stems)
    named = [name for name in things if name <= stems]
    if not named:
        return [], False
    if len(named) > 1:
        named = [name for name in named if not any(name < other for other in named)]
    firsts = {name: min(map(clause.stems.index, name)) for name in named}
    first = min(firsts.values())
    if not any(word.folded == "by" for word in clause.words):
        named = [name for name in named if firsts[name] == first]
    return named, first < _EARLY
