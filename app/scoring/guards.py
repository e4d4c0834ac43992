"""What makes an answer suspicious or hard to judge, and how far its score may then go."""

from dataclasses import dataclass

from app.scoring.function_words import FUNCTION_WORDS
from app.scoring.preparation import PreparedReference, runs_of
from app.scoring.text import Sentence, Word

HINT_CAP = 15.0
KEYWORD_CAP = 40.0
_HINT_SHARE = 0.85
_KEYWORD_WORDS = 10
_FUNCTION_SHARE = 0.12


@dataclass(frozen=True, slots=True)
class Caution:
    """A flag for the reviewer and the highest total (0 to 100) that goes with it."""

    flag: str
    cap: float = 100.0


def cautions(prepared: PreparedReference, sentences: tuple[Sentence, ...]) -> tuple[Caution, ...]:
    """All that speaks against taking the score as it is.

    Statements taken word for word from the reference are left out of every judgement, so that
    adding one of its bullets to an answer can never raise a flag or lower a score.
    """
    if not any(sentence.words for sentence in sentences):
        return (Caution("empty", 0.0),)
    own = [word for sentence in sentences for word in own_words(sentence, prepared)]
    found = []
    everything = [word for sentence in sentences for word in sentence.words]
    if _only_question(everything, prepared):
        found.append(Caution("question_repeated", 0.0))
    elif _copies_hint(own, prepared, len(everything)):
        found.append(Caution("hint_copied", HINT_CAP))
    if _is_keyword_list(own):
        found.append(Caution("keyword_list", KEYWORD_CAP))
    return tuple(found)


def own_words(sentence: Sentence, prepared: PreparedReference) -> list[Word]:
    """The words of a sentence that do not stand in the reference in the same order."""
    if tuple(word.stem for word in sentence.words) in prepared.statements:
        return []
    copied = [False] * len(sentence.words)
    for at, run in enumerate(runs_of(sentence)):
        if run in prepared.runs:
            copied[at : at + len(run)] = [True] * len(run)
    return [word for word, taken in zip(sentence.words, copied, strict=True) if not taken]


def _only_question(words: list[Word], prepared: PreparedReference) -> bool:
    return all(word.stem in prepared.question for word in words if word.content)


def _copies_hint(own: list[Word], prepared: PreparedReference, total: int) -> bool:
    content = [word for word in own if word.content]
    if not prepared.hints or len(own) * 2 < total or not content:
        return False
    known = sum(word.stem in prepared.hints or word.stem in prepared.question for word in content)
    return known >= _HINT_SHARE * len(content)


def _is_keyword_list(own: list[Word]) -> bool:
    if len(own) < _KEYWORD_WORDS:
        return False
    return sum(word.folded in FUNCTION_WORDS for word in own) < _FUNCTION_SHARE * len(own)
