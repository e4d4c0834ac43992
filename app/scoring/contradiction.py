"""Statements that deny what a reference says, or say the opposite of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from app.scoring.clauses import Clause
from app.scoring.opposites import allies_of, opposites_of
from app.scoring.outline import Name, Statement

_QUESTION_WORD = 0.25
_SUBJECT_WORDS = 2
# What two clauses must share to be about the same, in weight of words: for a word with an
# opposite, for a denial, and for one that is telling on its own.
_ABOUT_SAME = 1.25
_SAME_STATEMENT = 2.0
_CLEARLY_SAME = 3.0
_SAME_PART = 0.5
# A denial of just what a clause states: its words, and how many of them that clause has.
_FLAT_WORDS = 4
_FLAT_PART = 0.75
# What only goes on from another clause denies nothing by itself: "if it is not ready".
_CONDITIONS = frozenset(("if", "when", "unless", "otherwise", "without", "where", "whether"))
_CONDITIONS |= {"which", "that", "because", "else"}
_FIRST = 3


class _Piece(NamedTuple):
    """A clause of a reference: the words that tell what it is about, and whether it denies."""

    about: frozenset[str]
    denies: bool


class Pieces(NamedTuple):
    """The clauses of a reference, the numbers of those that deny, where each word of any kind
    stands in them, and the words that weigh little as the question has them."""

    pieces: tuple[_Piece, ...]
    denying: frozenset[int]
    places: Mapping[str, Sequence[int]]
    about: Mapping[str, Sequence[int]]
    question: frozenset[str]


class Contradiction(NamedTuple):
    """Of an answer's clauses, how many deny what the reference states or state what it denies,
    how many of those clearly, how many flatly, word by word, and how many agree; and of its
    words, how many are the opposite of what the reference has there."""

    denied: int
    clearly: int
    flatly: int
    agreed: int
    opposite: int


def pieces_of(
    statements: Sequence[Statement],
    subjects: Sequence[tuple[Name, ...]],
    question: frozenset[str],
) -> Pieces:
    """Reads the clauses of a reference, each with the names of what its statement is about."""
    pieces: list[_Piece] = []
    places: dict[str, list[int]] = {}
    about: dict[str, list[int]] = {}
    for said, names in zip(statements, subjects, strict=True):
        for clause in said.clauses:
            piece = _Piece(frozenset(clause.stems).union(*names), clause.denies)
            for word in {word.stem for word in clause.words}:
                places.setdefault(word, []).append(len(pieces))
            for word in piece.about:
                about.setdefault(word, []).append(len(pieces))
            pieces.append(piece)
    denying = frozenset(number for number, piece in enumerate(pieces) if piece.denies)
    return Pieces(tuple(pieces), denying, places, about, question)


def contradiction(pieces: Pieces, sentences: Sequence[Sequence[Clause]]) -> Contradiction:
    """Compares each clause of an answer with the clauses of a reference that are about the same.

    A clause denies when what it shares with a clause of the other kind is at least two words,
    half of its own, and more than it shares with any of its kind. A word is the opposite when a
    word that says so stands in a clause that shares something else, and more than any clause
    that has the word itself or one on its side.
    """
    denied = clearly = flatly = agreed = opposite = 0
    opposed = _opposed(pieces, sentences)
    for sentence in sentences:
        subject: tuple[str, ...] = ()
        for clause in sentence:
            if clause.opens:
                subject = clause.stems[:_SUBJECT_WORDS]
            shared = _shared(pieces, {*subject, *clause.stems})
            like, unlike = _nearest(pieces, shared, clause.denies)
            least = max(_SAME_STATEMENT, _SAME_PART * _weight(pieces, clause.stems))
            denied += unlike >= least and unlike > like
            clearly += unlike >= max(least, _CLEARLY_SAME) and unlike > like
            flatly += clause.denies and _denies_flatly(pieces, clause)
            agreed += like >= least and like >= unlike
            opposite += _opposites(pieces, clause, shared, opposed)
    return Contradiction(denied, clearly, flatly, agreed, opposite)


def _opposed(pieces: Pieces, sentences: Iterable[Sequence[Clause]]) -> dict[str, frozenset[str]]:
    """The words of an answer of which the reference has opposites, with all of these."""
    spoken = {word.stem for said in sentences for clause in said for word in clause.words}
    known = pieces.places.keys()
    return {word: others for word in spoken if not known.isdisjoint(others := opposites_of(word))}


def _weight(pieces: Pieces, words: Collection[str]) -> float:
    """The weight of some different words."""
    return len(words) - (1.0 - _QUESTION_WORD) * len(pieces.question.intersection(words))


def _shared(pieces: Pieces, words: set[str]) -> dict[int, float]:
    """The weight of the words that each clause of the reference has of these.

    All weights are quarters, so that their sums are exact in any order.
    """
    shared: dict[int, float] = {}
    for word in words:
        weight = _QUESTION_WORD if word in pieces.question else 1.0
        for number in pieces.about.get(word, ()):
            shared[number] = shared.get(number, 0.0) + weight
    return shared


def _nearest(pieces: Pieces, shared: dict[int, float], denies: bool) -> tuple[float, float]:
    """The most that is shared with a clause that denies like this one, and with another."""
    denying = pieces.denying
    denied = max([shared[number] for number in denying if number in shared], default=0.0)
    stated = max([shared[number] for number in shared if number not in denying], default=0.0)
    return (denied, stated) if denies else (stated, denied)


def _denies_flatly(pieces: Pieces, clause: Clause) -> bool:
    """Whether nearly all that a clause says stands in one that states it, and in none that denies
    it too."""
    if any(word.folded in _CONDITIONS for word in clause.words[:_FIRST]):
        return False
    said = set(clause.stems)
    stated = denied = 0
    for piece in pieces.pieces:
        shared = said & piece.about
        if piece.denies:
            denied = max(denied, len(shared))
        elif _weight(pieces, shared) >= _SAME_STATEMENT:
            stated = max(stated, len(shared))
    return stated >= max(_FLAT_WORDS, _FLAT_PART * len(said)) and stated > denied


def _opposites(
    pieces: Pieces, clause: Clause, shared: dict[int, float], opposed: dict[str, frozenset[str]]
) -> int:
    """How many words of a clause say the opposite; `opposed` are all that may."""
    words = {word.stem for word in clause.words}
    found = 0
    for word in words & opposed.keys():
        unlike = _most(pieces, opposed[word] - words, shared, clause.denies)
        if unlike >= _ABOUT_SAME:
            own = _weight(pieces, {word}.intersection(clause.stems))
            like = _most(pieces, (word,), shared, clause.denies) - own
            found += unlike > max(like, _most(pieces, allies_of(word), shared, clause.denies))
    return found


def _most(pieces: Pieces, words: Iterable[str], shared: dict[int, float], denies: bool) -> float:
    """The most that is shared with a clause that has one of the words and denies or not as this
    one."""
    return max(
        (
            shared[number]
            for word in words
            for number in pieces.places.get(word, ())
            if number in shared and pieces.pieces[number].denies == denies
        ),
        default=0.0,
    )
