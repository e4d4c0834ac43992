"""Scores a choice question: exact, with partial credit that a candidate can work out by hand."""

from collections.abc import Sequence

from app.scoring.values import PointScore, Score
from app.scoring.verdict import verdict_of

SCORER_NAME = "choice"
SCORER_VERSION = "1"


def score_choice(
    correct: frozenset[str], chosen: frozenset[str], all_options: Sequence[str]
) -> Score:
    """Scores the options chosen for one question; `all_options` gives their order.

    With one correct option: 100 if it alone was chosen, else 0. With several, each correct
    choice earns an equal share of 100 and each wrong one costs an equal share of 100 counted
    over the wrong options, never below 0: choosing everything, or at random, earns nothing on
    average. Raises `ValueError` when nothing is correct or an option is not the question's.
    """
    order = tuple(dict.fromkeys(all_options))
    if not correct:
        raise ValueError("a choice question needs at least one correct option")
    if unknown := sorted((correct | chosen) - frozenset(order)):
        raise ValueError(f"not options of this question: {', '.join(unknown)}")
    hits, strays = len(correct & chosen), len(chosen - correct)
    total = _total(hits, strays, len(correct), len(order) - len(correct))
    return Score(
        total=total,
        verdict=verdict_of(total),
        confidence=1.0,
        needs_review=False,
        points=tuple(_point(text, text in chosen) for text in order if text in correct),
        missing=tuple(text for text in order if text in correct and text not in chosen),
        flags=(),
        feedback=_feedback(hits, strays, len(correct)),
        scorer=SCORER_NAME,
        scorer_version=SCORER_VERSION,
    )


def _total(hits: int, strays: int, correct: int, wrong: int) -> float:
    if correct == 1:
        return 100.0 if hits == 1 and strays == 0 else 0.0
    lost = strays / wrong if strays else 0.0
    return round(100.0 * max(0.0, hits / correct - lost), 1)


def _point(text: str, was_chosen: bool) -> PointScore:
    return PointScore(
        text=text,
        weight=1.0,
        required=False,
        credit=1.0 if was_chosen else 0.0,
        met="yes" if was_chosen else "no",
        evidence=(),
        matched_terms=(),
        missing_terms=(),
    )


def _feedback(hits: int, strays: int, correct: int) -> tuple[str, ...]:
    said = [f"{hits} of {correct} correct options chosen."]
    if strays:
        said.append(f"{strays} chosen that {'is' if strays == 1 else 'are'} not among them.")
    return tuple(said)
