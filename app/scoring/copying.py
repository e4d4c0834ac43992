"""Which words of an answer were taken from the reference as they stand there."""

from app.scoring.preparation import PreparedReference, runs_of
from app.scoring.text import Sentence, Word


def own_words(sentence: Sentence, prepared: PreparedReference) -> tuple[Word, ...]:
    """The words of a sentence that do not stand in the reference in the same order."""
    if tuple(word.stem for word in sentence.words) in prepared.statements:
        return ()
    if prepared.runs.isdisjoint(runs_of(sentence.words)):
        return sentence.words
    copied = in_runs(sentence, prepared.runs)
    return tuple(word for word, taken in zip(sentence.words, copied, strict=True) if not taken)


def in_runs(sentence: Sentence, runs: frozenset[tuple[str, ...]]) -> list[bool]:
    """For each word, whether it is in one of these runs of four."""
    inside = [False] * len(sentence.words)
    for at, run in enumerate(runs_of(sentence.words)):
        if run in runs:
            inside[at : at + len(run)] = [True] * len(run)
    return inside
