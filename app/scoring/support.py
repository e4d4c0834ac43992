"""Things of a reference of which an answer says nothing that the reference says of them."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from app.scoring.clauses import Clause
from app.scoring.outline import Name, Statement
from app.scoring.roles import with_subjects
from app.scoring.things import Things

_FEWEST_SAID = 4
_NEARLY_SAME = 0.55
# A thing is strange of which so many words are said, none of them known; fewer are enough where
# hardly anything that is said of any thing is known.
_FEWEST_WORDS = 3
_FEW_WORDS = 2
_HARDLY = Fraction(1, 10)
_SEVERAL = 3
_FEWEST_THINGS = 2
_FEWEST_DESCRIBED = 3
_STRANGE_PART = Fraction(2, 5)


def descriptions(
    things: Things,
    statements: Sequence[Statement],
    everywhere: Mapping[str, set[int]],
    asked: frozenset[str],
) -> Things:
    """What the statements that name each thing say beside its name, and what they stand under; a
    thing of which they say little is left out.

    `everywhere` are the numbers of the statements that each word stands in.
    """
    found = {}
    for name in things:
        numbers = set.intersection(*(everywhere.get(stem, set()) for stem in name))
        naming = [statements[number] for number in numbers if not statements[number].code]
        words = frozenset().union(*(statement.stems for statement in naming))
        if len(words - name - asked) >= _FEWEST_SAID:
            above = (over for statement in naming for names in statement.under for over in names)
            found[name] = words.union(*above)
    return found


def misdescribes(
    described: Things,
    near: Mapping[str, Mapping[str, float]],
    asked: frozenset[str],
    sentences: Iterable[Sequence[Clause]],
) -> bool:
    """Whether an answer tells of several things, and of two fifths of them, only what the
    reference does not say of them, not even in a near word.

    Two things alone are easily told by other sides of theirs, so the reference has to describe
    three. `near` are the words that are nearly the same as one of the reference; words of the question
    tell nothing.
    """
    told: dict[Name, list[str]] = {}
    if len(described) < _FEWEST_DESCRIBED:
        return False
    for clause, subjects in with_subjects(described, sentences):
        if clause.denies:
            continue
        for name in subjects:
            said = [stem for stem in clause.stems if stem not in name and stem not in asked]
            told.setdefault(name, []).extend(said)
    # Near words only add to what is known, and are looked for where there is too little without.
    exact = [(len(said), _known(said, described[name], {})) for name, said in told.items()]
    return _is_strange(exact) and _is_strange(
        [(len(said), _known(said, described[name], near)) for name, said in told.items()]
    )


def _is_strange(told: Sequence[tuple[int, int]]) -> bool:
    """Whether enough things are strange, of each of which so many words are said and known."""
    in_all, known_of_all = sum(said for said, _ in told), sum(known for _, known in told)
    hardly = len(told) >= _SEVERAL and known_of_all <= _HARDLY * in_all
    fewest = _FEW_WORDS if hardly else _FEWEST_WORDS
    strange = sum(said >= fewest and not known for said, known in told)
    return strange >= _FEWEST_THINGS and strange >= _STRANGE_PART * len(told)


def _known(
    said: Iterable[str], words: frozenset[str], near: Mapping[str, Mapping[str, float]]
) -> int:
    return sum(_among(stem, words, near) for stem in said)


def _among(stem: str, words: frozenset[str], near: Mapping[str, Mapping[str, float]]) -> bool:
    return stem in words or any(
        near[word].get(stem, 0.0) >= _NEARLY_SAME for word in near.keys() & words
    )
