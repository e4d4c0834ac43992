"""What a reference says, worked out once: its key points as weighted words to look for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from app.scoring.facts import Facts, facts_of
from app.scoring.keypoints import derive_key_points
from app.scoring.language import language_of
from app.scoring.lexicon import Lexicon, PhraseFinder, phrase_finder
from app.scoring.names import Named, names_of
from app.scoring.outline import statements_of
from app.scoring.relations import Relations, relations_of
from app.scoring.similarity import Shape, shape_of
from app.scoring.text import Sentence, Word, sentences, words
from app.scoring.trigrams import Trigrams, trigrams_of
from app.scoring.values import KeyPoint, Reference
from app.scoring.word_table import WordTable, load_table

Read = Sequence[Word]

QUESTION_WORD_WEIGHT = 0.25
RUN_LENGTH = 4
_SHORTEST_TYPO = 5
_CACHED_REFERENCES = 256
_CACHED_STEMS = 4096


class Term(NamedTuple):
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
    written from ("load balanc" to "loadbalanc"). `spellings` are the stems that are long enough
    to be known with a slip, by first letter and length. `near` are the stems that others are
    nearly the same as, with these and the degree. `runs` are all runs of four words, `statements` whole
    sentences, as stems: by them text that was copied from the reference is known. `relations`
    are what it says of what, `facts` its numbers and `names` its proper names. `trigrams` numbers
    those of its points.
    """

    points: tuple[PreparedPoint, ...]
    stems: tuple[str, ...]
    wanted: frozenset[str]
    joined: dict[str, tuple[str, str]]
    spellings: dict[tuple[str, int], tuple[str, ...]]
    near: tuple[tuple[str, dict[str, float]], ...]
    question: frozenset[str]
    hints: frozenset[str]
    runs: frozenset[tuple[str, ...]]
    statements: frozenset[tuple[str, ...]]
    question_runs: frozenset[tuple[str, ...]]
    relations: Relations
    facts: Facts
    names: tuple[Named, ...]
    english: bool
    phrases: PhraseFinder
    table: WordTable | None
    trigrams: Trigrams


@lru_cache(maxsize=_CACHED_REFERENCES)
def prepare(reference: Reference, lexicon: Lexicon) -> PreparedReference:
    """Works a reference out; the last 256 are remembered."""
    table = load_table()
    points = reference.key_points or derive_key_points(reference.answer)
    asked = words(reference.question)
    question = _content_stems(asked)
    # Every text is read once, as reading costs most.
    texts = [reference.answer, *(point.text for point in points)]
    spoken = [words(text) for text in texts]
    trigrams, held = trigrams_of(spoken[1:])
    prepared = _prepared_points(points, spoken[1:], held, question, table)
    stems = tuple(dict.fromkeys(term.stem for item in prepared for term in item.terms))
    parts = [sentences(text, said) for text, said in zip(texts, spoken, strict=True)]
    read = [part for found in parts for part in found]
    statements = tuple(dict.fromkeys([tuple([w.stem for w in part.words]) for part in read]))
    phrases = phrase_finder(lexicon, statements)
    outline = statements_of(zip(texts, parts, strict=True), phrases)
    return PreparedReference(
        points=prepared,
        stems=stems,
        wanted=frozenset(stems),
        joined=_joined(read),
        spellings=_spellings(stems),
        near=_near(stems, table),
        question=question,
        hints=_content_stems(words(" ".join(reference.hints))),
        # Runs go on over the ends of sentences, so that an answer without line breaks is known.
        runs=frozenset(chain.from_iterable(map(runs_of, spoken))),
        statements=frozenset(statements),
        question_runs=frozenset(
            run for part in sentences(reference.question, asked) for run in runs_of(part.words)
        ),
        relations=relations_of(outline, reference.question, question, phrases),
        names=names_of(zip(texts[1:], parts[1:], strict=True)),
        facts=facts_of(zip(texts[1:], spoken[1:], strict=True), asked, question),
        english=language_of([word for part in read for word in part.words]) == "english",
        phrases=phrases,
        table=table,
        trigrams=trigrams,
    )


def runs_of(said: Sequence[Word]) -> list[tuple[str, ...]]:
    """All runs of four neighbouring stems, function words included."""
    stems = [word.stem for word in said]
    return list(zip(*(stems[at:] for at in range(RUN_LENGTH)), strict=False))


def may_be_misspelt(stem: str) -> bool:
    """Whether a stem is long enough that one wrong letter leaves it recognisable."""
    return len(stem) >= _SHORTEST_TYPO and stem.isalpha()


def _content_stems(read: Read) -> frozenset[str]:
    return frozenset(word.stem for word in read if word.content)


def _terms_of(read: Read) -> dict[str, Word]:
    """The distinct content words of a point; of one that has none, all its words."""
    kept = [word for word in read if word.content] or read
    terms: dict[str, Word] = {}
    for word in kept:
        terms.setdefault(word.stem, word)
    return terms


def _prepared_points(
    points: tuple[KeyPoint, ...],
    spoken: Sequence[Read],
    trigrams: Sequence[int],
    question: frozenset[str],
    table: WordTable | None,
) -> tuple[PreparedPoint, ...]:
    """A word counts less when the question holds it, and when several points share it.

    `spoken` are the words of the points, `trigrams` theirs.
    """
    found = [_terms_of(said) for said in spoken]
    holders: dict[str, int] = {}
    for terms in found:
        for stem in terms:
            holders[stem] = holders.get(stem, 0) + 1
    prepared = []
    for point, said, held, terms in zip(points, spoken, trigrams, found, strict=True):
        weighted = tuple(
            [
                Term(
                    stem,
                    point.text[word.start : word.end],
                    (QUESTION_WORD_WEIGHT if stem in question else 1.0) / holders[stem],
                )
                for stem, word in terms.items()
            ]
        )
        if weighted:
            mass = sum(term.weight for term in weighted)
            shape = shape_of(said, held, question, table)
            denies = True in [word.denies for word in said]
            prepared.append(PreparedPoint(point, weighted, mass, shape, denies))
    return tuple(prepared)


def _joined(read: list[Sentence]) -> dict[str, tuple[str, str]]:
    joined: dict[str, tuple[str, str]] = {}
    for part in read:
        for first, second in pairwise(part.words):
            if first.content and second.content:
                joined.setdefault(first.folded + second.stem, (first.stem, second.stem))
    return joined


def _near(
    stems: tuple[str, ...], table: WordTable | None
) -> tuple[tuple[str, dict[str, float]], ...]:
    if table is None:
        return ()
    return tuple((stem, found) for stem in stems if (found := _neighbours(table, stem)))


@lru_cache(maxsize=_CACHED_STEMS)
def _neighbours(table: WordTable, stem: str) -> dict[str, float]:
    """The table's near words, held once for all references."""
    return table.neighbours(stem)


def _spellings(stems: tuple[str, ...]) -> dict[tuple[str, int], tuple[str, ...]]:
    found: dict[tuple[str, int], list[str]] = {}
    for stem in stems:
        if may_be_misspelt(stem):
            found.setdefault((stem[0], len(stem)), []).append(stem)
    return {key: tuple(held) for key, held in found.items()}
