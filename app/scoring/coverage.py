"""How far an answer covers one key point, and which part of the answer shows it."""

from dataclasses import dataclass

from app.scoring.matching import AnswerWords, Places
from app.scoring.preparation import PreparedPoint
from app.scoring.values import Evidence, Met, PointScore

MET_FROM = 0.7
PARTIAL_FROM = 0.35
_SEEN = 0.5
_LONGEST_QUOTE = 300


@dataclass(frozen=True, slots=True)
class Coverage:
    """`share` (0 to 1) of a point's words found; `sentences` are the best place for them."""

    share: float
    sentences: tuple[int, ...]


def cover(point: PreparedPoint, found: dict[str, Places]) -> Coverage:
    """Half the best of the answer's sentences and neighbouring pairs, half the whole answer.

    What is said in one breath counts more than the same words scattered over the text.
    """
    whole = 0.0
    single: dict[int, float] = {}
    paired: dict[int, float] = {}
    for term in point.terms:
        places = found.get(term.stem)
        if not places:
            continue
        whole += term.weight * max(places.values())
        for number, degree in places.items():
            single[number] = single.get(number, 0.0) + term.weight * degree
            before = max(degree, places.get(number + 1, 0.0))
            paired[number] = paired.get(number, 0.0) + term.weight * before
            if number - 1 not in places:
                paired[number - 1] = paired.get(number - 1, 0.0) + term.weight * degree
    if not single:
        return Coverage(0.0, ())
    best = max(sorted(single), key=single.__getitem__)
    pair = max(sorted(paired), key=paired.__getitem__)
    if paired[pair] > single[best] + 1e-9:
        held = paired[pair]
        chosen = tuple(at for at in (pair, pair + 1) if at in single)
    else:
        held = single[best]
        chosen = (best,)
    return Coverage((held + whole) / (2 * point.mass), chosen)


def point_score(
    point: PreparedPoint,
    credit: float,
    coverage: Coverage,
    found: dict[str, Places],
    answer: AnswerWords,
    text: str,
) -> PointScore:
    """The readable verdict on one point: credit, quotes, and its words found and not found."""
    seen = {
        term.stem
        for term in point.terms
        if max(found.get(term.stem, {}).values(), default=0) >= _SEEN
    }
    rounded = round(credit, 4)
    return PointScore(
        text=point.point.text,
        weight=point.point.weight,
        required=point.point.required,
        credit=rounded,
        met=met(rounded),
        evidence=_evidence(point, coverage, found, answer, text) if rounded > 0 else (),
        matched_terms=tuple(term.written for term in point.terms if term.stem in seen),
        missing_terms=tuple(term.written for term in point.terms if term.stem not in seen),
    )


def met(credit: float) -> Met:
    """`yes` from a credit of .70, `partial` from .35."""
    if credit >= MET_FROM:
        return "yes"
    return "partial" if credit >= PARTIAL_FROM else "no"


def _evidence(
    point: PreparedPoint,
    coverage: Coverage,
    found: dict[str, Places],
    answer: AnswerWords,
    text: str,
) -> tuple[Evidence, ...]:
    quotes = []
    for number in coverage.sentences:
        sentence = answer.sentences[number]
        start, end = sentence.start, sentence.end
        if end - start > _LONGEST_QUOTE:
            end = sentence.words[0].end
            for word in sentence.words:
                if word.end - start <= _LONGEST_QUOTE:
                    end = word.end
            end = max(end, start + 1)
        quotes.append(Evidence(start, end, text[start:end]))
    return tuple(quotes)
