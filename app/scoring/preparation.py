"""What a reference says, worked out once: its key points as weighted words to look for."""

from dataclasses import dataclass
from functools import lru_cache

from app.scoring.keypoints import derive_key_points
from app.scoring.neighbours import neighbours
from app.scoring.text import Sentence, Word, sentences, words
from app.scoring.values import KeyPoint, Reference

QUESTION_WORD_WEIGHT = 0.25
RUN_LENGTH = 4
_SHORTEST_TYPO = 5
_CACHED_REFERENCES = 256


@dataclass(frozen=True, slots=True)
class Term:
    """A word to look for: its stem, the word as the point writes it, and what it counts."""

    stem: str
    written: str
    weight: float


@dataclass(frozen=True, slots=True)
class PreparedPoint:
    """A key point and its terms; `mass` is the sum of their weights, above 0."""

    point: KeyPoint
    terms: tuple[Term, ...]
    mass: float


@dataclass(frozen=True, slots=True)
class PreparedReference:
    """Everything of a reference that scoring reads.

    `stems` are all terms in order of appearance. `joined` maps a compound to the stems it is
    written from ("load balanc" to "loadbalanc"), `misspelt` maps a stem with one letter missing
    to the stems it may have been. `runs` are all runs of four words, `statements` whole
    sentences, as stems: by them text that was copied from the reference is known.
    """

    points: tuple[PreparedPoint, ...]
    stems: tuple[str, ...]
    joined: dict[str, tuple[str, str]]
    misspelt: dict[str, tuple[str, ...]]
    related: dict[str, tuple[tuple[str, float], ...]]
    question: frozenset[str]
    hints: frozenset[str]
    runs: frozenset[tuple[str, ...]]
    statements: frozenset[tuple[str, ...]]


@lru_cache(maxsize=_CACHED_REFERENCES)
def prepare(reference: Reference) -> PreparedReference:
    """Works a reference out; the last 256 are remembered."""
    points = reference.key_points or derive_key_points(reference.answer)
    question = _content_stems(reference.question)
    prepared = _prepared_points(points, question)
    stems = tuple(dict.fromkeys(term.stem for item in prepared for term in item.terms))
    read = [*sentences(reference.answer), *(part for p in points for part in sentences(p.text))]
    return PreparedReference(
        points=prepared,
        stems=stems,
        joined=_joined(read),
        misspelt=_misspelt(stems),
        related=_related(stems),
        question=question,
        hints=_content_stems(" ".join(reference.hints)),
        runs=frozenset(run for part in read for run in runs_of(part)),
        statements=frozenset(tuple(word.stem for word in part.words) for part in read),
    )


def runs_of(sentence: Sentence) -> list[tuple[str, ...]]:
    """All runs of four neighbouring stems, function words included."""
    stems = [word.stem for word in sentence.words]
    return [tuple(stems[at : at + RUN_LENGTH]) for at in range(len(stems) - RUN_LENGTH + 1)]


def shortened(stem: str) -> list[str]:
    """A stem with each one letter left out: two words that share one are a slip apart."""
    return [stem[:at] + stem[at + 1 :] for at in range(len(stem))]


def may_be_misspelt(stem: str) -> bool:
    """Whether a stem is long enough that one wrong letter leaves it recognisable."""
    return len(stem) >= _SHORTEST_TYPO and stem.isalpha()


def _content_stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in words(text) if word.content)


def _terms_of(text: str) -> dict[str, Word]:
    """The distinct content words of a point; of one that has none, all its words."""
    found = words(text)
    kept = [word for word in found if word.content] or found
    terms: dict[str, Word] = {}
    for word in kept:
        terms.setdefault(word.stem, word)
    return terms


def _prepared_points(
    points: tuple[KeyPoint, ...], question: frozenset[str]
) -> tuple[PreparedPoint, ...]:
    """A word counts less when the question holds it, and when several points share it."""
    found = [_terms_of(point.text) for point in points]
    holders: dict[str, int] = {}
    for terms in found:
        for stem in terms:
            holders[stem] = holders.get(stem, 0) + 1
    prepared = []
    for point, terms in zip(points, found, strict=True):
        weighted = tuple(
            Term(
                stem,
                point.text[word.start : word.end],
                (QUESTION_WORD_WEIGHT if stem in question else 1.0) / holders[stem],
            )
            for stem, word in terms.items()
        )
        if weighted:
            prepared.append(PreparedPoint(point, weighted, sum(t.weight for t in weighted)))
    return tuple(prepared)


def _joined(read: list[Sentence]) -> dict[str, tuple[str, str]]:
    joined: dict[str, tuple[str, str]] = {}
    for part in read:
        for first, second in zip(part.words, part.words[1:], strict=False):
            if first.content and second.content:
                joined.setdefault(first.folded + second.stem, (first.stem, second.stem))
    return joined


def _related(stems: tuple[str, ...]) -> dict[str, tuple[tuple[str, float], ...]]:
    found: dict[str, list[tuple[str, float]]] = {}
    for stem in stems:
        for other, degree in neighbours(stem):
            found.setdefault(other, []).append((stem, degree))
    return {other: tuple(pairs) for other, pairs in found.items()}


def _misspelt(stems: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for stem in stems:
        if may_be_misspelt(stem):
            for key in (stem, *shortened(stem)):
                holders = found.setdefault(key, [])
                if stem not in holders:
                    holders.append(stem)
    return {key: tuple(holders) for key, holders in found.items()}
