"""How far an answer covers the key points, and which parts of it show that."""

from dataclasses import dataclass, replace
from operator import add
from typing import NamedTuple

from app.scoring.matching import AnswerWords, Places
from app.scoring.preparation import PreparedPoint, PreparedReference
from app.scoring.similarity import (
    Likeness,
    Shape,
    joined_length,
    likeness,
    product,
    shape_of,
)
from app.scoring.text import Word

# A credit is the mean of three views on a point, counting 5, 3 and 2: its words found, the
# direction of its word vectors, its runs of letters. A view begins to count from one value and
# counts in full from another; between them it grows evenly.
_WORDS, _VECTORS, _LETTERS = 0.5, 0.3, 0.2
_WORDS_FROM, _WORDS_FULLY = 0.08, 0.62
_VECTORS_FROM, _VECTORS_FULLY = 0.25, 0.72
_LETTERS_FROM, _LETTERS_FULLY = 0.2, 0.62
_WORDS_RISE = _WORDS_FULLY - _WORDS_FROM
_VECTORS_RISE = _VECTORS_FULLY - _VECTORS_FROM
_LETTERS_RISE = _LETTERS_FULLY - _LETTERS_FROM
# People need few of a point's words to have said it, so the first ones count more.
_BEND = 0.4
_ALL_COMPARED = 40
# A neighbour that raises a credit by less is no evidence.
_ADDS = 0.05
_COMPARED_PER_POINT = 8
_WHOLE_POINT = 0.95


@dataclass(frozen=True, slots=True)
class Coverage:
    """`credit` (0 to 1) of one point and the numbers of the sentences that earn most of it.

    `own` is what passages that were not copied from the reference would earn by themselves.
    """

    credit: float
    sentences: tuple[int, ...]
    own: float = 0.0


class _Compared(NamedTuple):
    """A sentence beside the points: its shape, and the product of its vector with each of theirs."""

    shape: Shape
    products: tuple[int, ...]


class _Passage(NamedTuple):
    """One sentence, a part of one, or two neighbours, and the share of each point's words it has.

    `part` is the number of a part.
    """

    sentences: tuple[int, ...]
    shares: dict[int, float]
    part: int | None


def cover(
    prepared: PreparedReference, answer: AnswerWords, found: dict[str, Places]
) -> tuple[Coverage, ...]:
    """The coverage of every point, each by the sentence or pair of neighbours that says it best.

    Half of the word view is the whole answer's, as explanations spread. A passage that says
    another point better counts for this one only by the square of the ratio, or by its sixth
    power when it was copied from the reference: what was said of one thing is little evidence
    for the next, and a copied point says no other.
    """
    wholes, passages = [], _passages(answer)
    for number, point in enumerate(prepared.points):
        wholes.append(_note_shares(number, point, found, passages, len(answer.sentences)))
    best = [Coverage(0.0, ())] * len(prepared.points)
    known: dict[int, _Compared] = {}
    peaks: dict[int, float] = {}
    for passage in _worth_comparing(passages, len(prepared.points)):
        views = _views(passage, prepared, answer, known)
        shares = passage.shares
        # The contest is among what the passage says alone: were the whole answer in it, a
        # sentence added elsewhere could cost another point its evidence.
        alone = {number: _credit(view, shares.get(number, 0.0)) for number, view in views.items()}
        highest = max(alone.values(), default=0.0)
        # What was copied says nothing else beside a neighbour in own words either.
        taken = not answer.copied.isdisjoint(passage.sentences)
        if passage.part is None and len(passage.sentences) == 1:
            peaks[passage.sentences[0]] = highest
        elif taken:
            highest = max(highest, _said_by_both(passage, peaks, answer, prepared))
        for number, own in alone.items():
            if not own:
                continue
            ratio = own / highest
            ratio *= ratio
            if taken:
                ratio *= ratio * ratio
            before = best[number]
            # No credit is above 1.
            if ratio <= (before.credit if taken else before.own):
                continue
            spread = (shares.get(number, 0.0) + wholes[number]) / 2
            credit = min(1.0, _credit(views[number], spread) * ratio)
            if taken:
                # The reference's own words need no allowance for other ones.
                credit = min(credit, wholes[number])
            owned = before.own if taken else max(before.own, credit)
            if credit > before.credit + 1e-9:
                best[number] = Coverage(credit, _quoted(before, credit, passage), owned)
            elif owned > before.own:
                best[number] = replace(before, own=owned)
    return tuple(best)


def _said_by_both(
    passage: _Passage, peaks: dict[int, float], answer: AnswerWords, prepared: PreparedReference
) -> float:
    """The sum of what two sentences say best, when each was copied whole and says a point whole:
    together they hardly say a third."""
    said = [peaks.get(at, 0.0) for at in passage.sentences]
    if min(said) < _WHOLE_POINT:
        return 0.0
    copied = (tuple(word.stem for word in answer.sentences[at].words) for at in passage.sentences)
    return sum(said) if all(stems in prepared.statements for stems in copied) else 0.0


def _quoted(before: Coverage, credit: float, passage: _Passage) -> tuple[int, ...]:
    """The sentences that show a credit: of two the one alone, when the other adds next to nothing."""
    alone = before.sentences and set(before.sentences) < set(passage.sentences)
    return before.sentences if alone and credit - before.credit < _ADDS else passage.sentences


def _passages(answer: AnswerWords) -> list[_Passage]:
    """Sentences, their parts, and pairs of neighbouring sentences, in this order."""
    count = len(answer.sentences)
    passages = [_Passage((at,), {}, None) for at in range(count)]
    for part, (at, _) in enumerate(answer.parts):
        passages.append(_Passage((at,), {}, part))
    passages.extend(_Passage((at, at + 1), {}, None) for at in range(count - 1))
    return passages


def _note_shares(
    number: int,
    point: PreparedPoint,
    found: dict[str, Places],
    passages: list[_Passage],
    count: int,
) -> float:
    """Notes the point's share in every passage that has some of its words; the whole's is returned."""
    pairs = len(passages) - max(0, count - 1)
    whole = 0.0
    for term in point.terms:
        places = found.get(term.stem)
        if not places:
            continue
        part = term.weight / point.mass
        whole += part * max(places.values())
        for at, degree in places.items():
            share = part * degree
            shares = passages[at].shares
            shares[number] = shares.get(number, 0.0) + share
            if at >= count:
                continue
            if at > 0 and at - 1 not in places:
                shares = passages[pairs + at - 1].shares
                shares[number] = shares.get(number, 0.0) + share
            if at + 1 < count:
                if degree < (other := places.get(at + 1, 0.0)):
                    share = part * other
                shares = passages[pairs + at].shares
                shares[number] = shares.get(number, 0.0) + share
    return whole


def _worth_comparing(passages: list[_Passage], points: int) -> list[_Passage]:
    """All passages of an answer of usual length; of a long one the best few for each point."""
    if len(passages) < 2 * _ALL_COMPARED:
        return passages
    kept: dict[int, None] = {}
    for number in range(points):
        having = [at for at, passage in enumerate(passages) if number in passage.shares]
        having.sort(key=lambda at: -passages[at].shares[number])
        kept.update(dict.fromkeys(having[:_COMPARED_PER_POINT]))
    return [passages[at] for at in sorted(kept)]


def _views(
    passage: _Passage, prepared: PreparedReference, answer: AnswerWords, known: dict[int, _Compared]
) -> dict[int, Likeness]:
    """What the passage has of each point, but a part only of the points that it has words of.

    Sentences are compared once; two together have the sum of what either has in common.
    """
    points = prepared.points
    if passage.part is not None:
        if not passage.shares:
            return {}
        shape = _shape(answer.parts[passage.part][1], prepared)
        return {
            number: likeness(points[number].shape, shape, product(points[number].shape, shape))
            for number in passage.shares
        }
    for number in passage.sentences:
        if number not in known:
            shape = _shape(answer.read[number], prepared)
            shared = tuple([product(point.shape, shape) for point in points])
            known[number] = _Compared(shape, shared)
    first, *rest = (known[number] for number in passage.sentences)
    seen, products = first
    if rest:
        length = joined_length(seen, rest[0].shape)
        seen = seen._replace(length=length, trigrams=seen.trigrams | rest[0].shape.trigrams)
        products = tuple(map(add, products, rest[0].products))
    return {
        number: likeness(point.shape, seen, shared)
        for number, (point, shared) in enumerate(zip(points, products, strict=True))
    }


def _shape(words: tuple[Word, ...], prepared: PreparedReference) -> Shape:
    return shape_of(words, prepared.trigrams.of(words), prepared.question, prepared.table)


def _credit(view: Likeness, share: float) -> float:
    """The mean of the three views, given the share of the point's words that was found."""
    letters, direction = view
    credit = 0.0
    if letters > _LETTERS_FROM:
        full = letters >= _LETTERS_FULLY
        credit = _LETTERS * (1.0 if full else (letters - _LETTERS_FROM) / _LETTERS_RISE)
    if share > _WORDS_FROM:
        x = 1.0 if share >= _WORDS_FULLY else (share - _WORDS_FROM) / _WORDS_RISE
        credit += _WORDS * x * (1.0 + _BEND - _BEND * x)
    if direction is None:
        return credit / (_WORDS + _LETTERS)
    if direction > _VECTORS_FROM:
        # A long sentence that has all words of a point points elsewhere too: no reason to doubt it.
        full = direction >= _VECTORS_FULLY
        likely = 1.0 if full else (direction - _VECTORS_FROM) / _VECTORS_RISE
        share = likely if likely > share else share
    return credit + _VECTORS * share
