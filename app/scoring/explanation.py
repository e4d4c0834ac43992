"""Turns the coverage of a key point into something a reader can check: quotes and words."""

from app.scoring.coverage import Coverage
from app.scoring.matching import AnswerWords, Places
from app.scoring.preparation import PreparedPoint
from app.scoring.text import Sentence
from app.scoring.values import Evidence, Met, PointScore

MET_FROM = 0.7
PARTIAL_FROM = 0.35
_MATCHED_FROM = 0.5
_QUOTED_FROM = 0.05
_LONGEST_QUOTE = 300


def explain(
    point: PreparedPoint,
    coverage: Coverage,
    found: dict[str, Places],
    answer: AnswerWords,
    text: str,
) -> PointScore:
    """The verdict on one point with exact quotes of `text` and the words found and not found."""
    matched: list[str] = []
    missing: list[str] = []
    for term in point.terms:
        places = found.get(term.stem)
        seen = places is not None and max(places.values()) >= _MATCHED_FROM
        (matched if seen else missing).append(term.written)
    credit = round(coverage.credit, 4)
    quoted = coverage.sentences if credit >= _QUOTED_FROM else ()
    return PointScore(
        text=point.point.text,
        weight=point.point.weight,
        required=point.point.required,
        credit=credit,
        met=met(credit),
        evidence=tuple(_quote(answer.sentences[number], text) for number in quoted),
        matched_terms=tuple(matched),
        missing_terms=tuple(missing),
    )


def met(credit: float) -> Met:
    """`yes` from a credit of .70, `partial` from .35."""
    if credit >= MET_FROM:
        return "yes"
    return "partial" if credit >= PARTIAL_FROM else "no"


def _quote(sentence: Sentence, text: str) -> Evidence:
    """A sentence of the answer; of a very long one as many whole words as fit in a quote."""
    start, end = sentence.start, sentence.end
    if end - start > _LONGEST_QUOTE:
        fitting = [word.end for word in sentence.words if word.end - start <= _LONGEST_QUOTE]
        end = fitting[-1] if fitting else start + _LONGEST_QUOTE
    return Evidence(start, end, text[start:end])
