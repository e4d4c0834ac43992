"""Words of the field that mean the same: abbreviations, spellings and synonyms, from a file."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from app.core.synonyms import Meaning, load_synonyms, parse
from app.scoring.text import Word, words


@dataclass(frozen=True)
class Lexicon:
    """Groups of phrases that may stand for each other.

    `groups` are the phrases as written, `digest` names their content. Lexicons compare by
    content, so that equal ones share what was worked out with them.
    """

    groups: tuple[tuple[str, ...], ...]
    digest: str

    def extended(self, text: str) -> "Lexicon":
        """This lexicon and the meanings of a text in the file's form.

        Raises `ValueError` with the line's number for a line with fewer than two phrases.
        """
        return _lexicon(self.groups + _groups(parse(text, "the lexicon")))

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicon) and other.digest == self.digest


def parse_lexicon(text: str) -> Lexicon:
    """Reads lines like `HPA = horizontal pod autoscaler`, as in the file of synonyms.

    Raises `ValueError` with the line's number for a line with fewer than two phrases.
    """
    return _lexicon(_groups(parse(text, "the lexicon")))


@lru_cache(maxsize=8)
def load_lexicon(more: Path | None = None) -> Lexicon:
    """The synonyms that ship with the service and those in the operator's file; read once.

    Raises `ValueError` when the file cannot be read, or a line in it says nothing.
    """
    return _lexicon(_groups(load_synonyms(more)))


def default_lexicon() -> Lexicon:
    """The lexicon that ships with the service."""
    return load_lexicon()


def stems_of(phrase: str) -> tuple[str, ...]:
    """The stems that a phrase is recognised by, function words included."""
    return tuple(word.stem for word in words(phrase))


def _groups(meanings: tuple[Meaning, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(meaning.names for meaning in meanings)


def _lexicon(groups: tuple[tuple[str, ...], ...]) -> Lexicon:
    return Lexicon(groups, sha256(repr(groups).encode()).hexdigest()[:8])


@lru_cache(maxsize=4)
def _forms(lexicon: Lexicon) -> tuple[tuple[tuple[tuple[str, ...], str], ...], ...]:
    """Every group as pairs of stems and phrase; worked out once a lexicon."""
    return tuple(
        tuple((stems, phrase) for phrase in group if (stems := stems_of(phrase)))
        for group in lexicon.groups
    )


@dataclass(frozen=True, slots=True)
class PhraseFinder:
    """Adds to a text the phrases of a reference that the text says in other words.

    `entries` maps the first stem of a phrase to (its stems, the words it stands for).
    """

    entries: dict[str, tuple[tuple[tuple[str, ...], tuple[Word, ...]], ...]]

    def equivalents(self, sentence: tuple[Word, ...]) -> list[Word]:
        """The reference's words for the phrases found, placed where the phrase stands."""
        if not self.entries:
            return []
        found: list[Word] = []
        stems = [word.stem for word in sentence]
        for at, stem in enumerate(stems):
            for phrase, meant in self.entries.get(stem, ()):
                if tuple(stems[at : at + len(phrase)]) == phrase:
                    first, last = sentence[at].start, sentence[at + len(phrase) - 1].end
                    found.extend(word._replace(start=first, end=last) for word in meant)
        return found


def phrase_finder(lexicon: Lexicon, reference_stems: tuple[tuple[str, ...], ...]) -> PhraseFinder:
    """A finder for the groups that a reference uses; `reference_stems` are its statements."""
    vocabulary = frozenset(stem for statement in reference_stems for stem in statement)
    joined = frozenset(f" {' '.join(statement)} " for statement in reference_stems)
    entries: dict[str, list[tuple[tuple[str, ...], tuple[Word, ...]]]] = {}
    for forms in _forms(lexicon):
        used = [
            (stems, phrase)
            for stems, phrase in forms
            if vocabulary.issuperset(stems)
            and any(f" {' '.join(stems)} " in said for said in joined)
        ]
        for stems, phrase in used:
            meant = tuple(words(phrase))
            for other, _ in forms:
                if other != stems:
                    entries.setdefault(other[0], []).append((other, meant))
    return PhraseFinder({first: tuple(pairs) for first, pairs in entries.items()})
