"""What a reference says, worked out once: its key points as weighted words to look for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.scoring.keypoints import derive_key_points
from app.scoring.language import language_of
from app.scoring.lexicon import Lexicon, PhraseFinder, phrase_finder
from app.scoring.roles import Thing, content_order, roles_of
from app.scoring.similarity import Shape, shape_of
from app.scoring.text import Sentence, Word, sentences, words
from app.scoring.values import KeyPoint, Reference
from app.scoring.word_table import WordTable, load_table

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
    """A key point, its terms, and its shape; `mass` is the sum of term weights, above 0."""

    point: KeyPoint
    terms: tuple[Term, ...]
    mass: float
    shape: Shape
    denies: bool


@dataclass(frozen=True, slots=True)
class PreparedReference:
    """Everything of a reference that scoring reads.

    `stems` are all terms in order of appearance, `wanted` the same as a set. `joined` maps a compound to the stems it is
    written from ("load balanc" to "loadbalanc"), `misspelt` maps a stem with one letter missing
    to the stems it may have been. `runs` are all runs of four words, `statements` whole
    sentences, as stems: by them text that was copied from the reference is known. `orders` are
    the content stems of each statement, `things` what it compares, with their
    properties.
    """

    points: tuple[PreparedPoint, ...]
    stems: tuple[str, ...]
    wanted: frozenset[str]
    joined: dict[str, tuple[str, str]]
    misspelt: dict[str, tuple[str, ...]]
    related: dict[str, tuple[tuple[str, float], ...]]
    question: frozenset[str]
    hints: frozenset[str]
    runs: frozenset[tuple[str, ...]]
    statements: frozenset[tuple[str, ...]]
    question_runs: frozenset[tuple[str, ...]]
    orders: tuple[tuple[str, ...], ...]
    things: tuple[Thing, ...]
    english: bool
    phrases: PhraseFinder
    table: WordTable | None


@lru_cache(maxsize=_CACHED_REFERENCES)
def prepare(reference: Reference, lexicon: Lexicon) -> PreparedReference:
    """Works a reference out; the last 256 are remembered."""
    table = load_table()
    points = reference.key_points or derive_key_points(reference.answer)
    question = _content_stems(reference.question)
    prepared = _prepared_points(points, question, table)
    stems = tuple(dict.fromkeys(term.stem for item in prepared for term in item.terms))
    read = [*sentences(reference.answer), *(part for p in points for part in sentences(p.text))]
    # Runs go on over the ends of sentences, so that an answer without line breaks is known too.
    spoken = [words(reference.answer), *(words(point.text) for point in points)]
    statements = tuple(dict.fromkeys(tuple(word.stem for word in part.words) for part in read))
    return PreparedReference(
        points=prepared,
        stems=stems,
        wanted=frozenset(stems),
        joined=_joined(read),
        misspelt=_misspelt(stems),
        related=_related(stems, table),
        question=question,
        hints=_content_stems(" ".join(reference.hints)),
        runs=frozenset(run for said in spoken for run in runs_of(said)),
        statements=frozenset(statements),
        question_runs=frozenset(
            run for part in sentences(reference.question) for run in runs_of(part.words)
        ),
        orders=tuple(dict.fromkeys(content_order(part.words) for part in read)),
        things=roles_of((part.words for part in read), question),
        english=language_of([word for part in read for word in part.words]) == "english",
        phrases=phrase_finder(lexicon, statements),
        table=table,
    )


def runs_of(said: Sequence[Word]) -> list[tuple[str, ...]]:
    """All runs of four neighbouring stems, function words included."""
    stems = [word.stem for word in said]
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
    points: tuple[KeyPoint, ...], question: frozenset[str], table: WordTable | None
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
            said = words(point.text)
            mass = sum(term.weight for term in weighted)
            shape = shape_of(said, question, table)
            denies = any(word.denies for word in said)
            prepared.append(PreparedPoint(point, weighted, mass, shape, denies))
    return tuple(prepared)


def _joined(read: list[Sentence]) -> dict[str, tuple[str, str]]:
    joined: dict[str, tuple[str, str]] = {}
    for part in read:
        for first, second in zip(part.words, part.words[1:], strict=False):
            if first.content and second.content:
                joined.setdefault(first.folded + second.stem, (first.stem, second.stem))
    return joined


def _related(
    stems: tuple[str, ...], table: WordTable | None
) -> dict[str, tuple[tuple[str, float], ...]]:
    """By word of an answer: the stems of the reference it is near to, with the degree."""
    if table is None:
        return {}
    found: dict[str, list[tuple[str, float]]] = {}
    for stem in stems:
        for other, degree in table.neighbours(stem):
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
