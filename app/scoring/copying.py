"""Which words of an answer were taken from the reference as they stand there."""

from itertools import groupby
from operator import itemgetter

from app.scoring.preparation import PreparedReference, runs_of
from app.scoring.text import Sentence, Word

# Who copies a statement and opens it with "in addition" has not said it in words of his own. With
# a quarter instead of a fifth, graded answers that lean on the reference are ranked worse.
_FEW_OWN = 0.2


def own_words(sentence: Sentence, prepared: PreparedReference) -> tuple[Word, ...]:
    """The words of a sentence that do not stand in the reference in the same order."""
    if tuple(word.stem for word in sentence.words) in prepared.statements:
        return ()
    if prepared.runs.isdisjoint(runs_of(sentence.words)):
        return sentence.words
    copied = in_runs(sentence, prepared.runs)
    own: list[Word] = []
    for taken, stretch in groupby(zip(copied, sentence.words, strict=True), key=itemgetter(0)):
        words = [word for _, word in stretch]
        # Lines without a sign at their end are read as one sentence: each may be a statement.
        if not taken and tuple(word.stem for word in words) not in prepared.statements:
            own.extend(words)
    return tuple(own)


def is_copied(sentence: Sentence, own: tuple[Word, ...], prepared: PreparedReference) -> bool:
    """Whether a sentence with these words of its own says what it says in those of the reference.

    Where the reference is one point, only what has none: an answer to it shares most of its
    words, and there is no other point that it could seem to say.
    """
    if not own or len(prepared.points) < 2:
        return not own
    content = sum(word.content for word in sentence.words)
    return sum(word.content for word in own) <= _FEW_OWN * content


def in_runs(sentence: Sentence, runs: frozenset[tuple[str, ...]]) -> list[bool]:
    """For each word, whether it is in one of these runs of four."""
    inside = [False] * len(sentence.words)
    for at, run in enumerate(runs_of(sentence.words)):
        if run in runs:
            inside[at : at + len(run)] = [True] * len(run)
    return inside
