"""Statements that deny what a key point says."""

from collections.abc import Sequence

from app.scoring.coverage import Coverage
from app.scoring.matching import AnswerWords
from app.scoring.preparation import PreparedPoint, PreparedReference
from app.scoring.text import Word

_REACH = 4
_FOUND_FROM = 0.35
_DENIED_POINTS = 0.34
_DENIED_WORDS = 0.2
# "not only", "no longer": what follows is not denied.
_NOT_DENYING = frozenset(
    ("only", "just", "merely", "necessarily", "simply", "solely", "always", "longer", "matter")
)


def denies_points(
    prepared: PreparedReference, answer: AnswerWords, coverages: Sequence[Coverage]
) -> bool:
    """Whether at least a third of the points found are found in statements that deny them.

    Only words that the point itself does not deny count, that are not the question's, and that
    the answer does not state elsewhere without a negation.
    """
    denied, stated = _denied_and_stated(prepared, answer)
    if not denied:
        return False
    found = number_denied = 0
    for point, coverage in zip(prepared.points, coverages, strict=True):
        if coverage.credit < _FOUND_FROM:
            continue
        found += 1
        here = denied - stated - prepared.question
        number_denied += _is_denied(point, coverage, answer, here)
    return number_denied > 0 and number_denied >= _DENIED_POINTS * found


def _is_denied(
    point: PreparedPoint, coverage: Coverage, answer: AnswerWords, denied: frozenset[str]
) -> bool:
    if point.denies:
        return False
    terms = {term.stem for term in point.terms}
    said = {word.stem for number in coverage.sentences for word in answer.read[number]} & terms
    against = said & denied
    return bool(against) and len(against) >= _DENIED_WORDS * len(said)


def _denied_and_stated(
    prepared: PreparedReference, answer: AnswerWords
) -> tuple[frozenset[str], frozenset[str]]:
    """The content stems within the reach of a negation, and those outside any.

    A statement of the reference itself denies nothing, whatever its words.
    """
    denied: set[str] = set()
    stated: set[str] = set()
    for sentence in answer.sentences:
        last_denied = -1
        copied = tuple(word.stem for word in sentence.words) in prepared.statements
        for at, word in enumerate(sentence.words):
            if word.denies and not copied and not _is_harmless(sentence.words[at + 1 : at + 2]):
                last_denied = at + _REACH
            elif word.content:
                (denied if at <= last_denied else stated).add(word.stem)
    return frozenset(denied), frozenset(stated)


def _is_harmless(following: Sequence[Word]) -> bool:
    """Whether a negation does not deny what follows it, by the next word if there is one."""
    return bool(following) and following[0].folded in _NOT_DENYING
