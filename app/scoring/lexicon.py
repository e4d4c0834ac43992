"""Words of the field that mean the same: abbreviations, spellings and synonyms, from a file."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

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


def _groups(meanings: tuple[Meaning, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(meaning.names for meaning in meanings)


def _lexicon(groups: tuple[tuple[str, ...], ...]) -> Lexicon:
    return Lexicon(groups, sha256(repr(groups).encode()).hexdigest()[:8])


class _Form(NamedTuple):
    """A phrase of a group as words and as the stems that it is recognised by.

    `place` numbers all phrases of a lexicon, `name` has the stems in any order.
    """

    place: int
    group: int
    stems: tuple[str, ...]
    name: frozenset[str]
    words: tuple[Word, ...]


class _Forms(NamedTuple):
    """All phrases of a lexicon, by their group and by their first stem."""

    groups: tuple[tuple[_Form, ...], ...]
    by_first: dict[str, list[_Form]]


@lru_cache(maxsize=4)
def _forms(lexicon: Lexicon) -> _Forms:
    """The phrases of a lexicon, read once."""
    place = count()
    groups = tuple(
        tuple(
            _form(next(place), number, read) for phrase in group if (read := tuple(words(phrase)))
        )
        for number, group in enumerate(lexicon.groups)
    )
    by_first: dict[str, list[_Form]] = {}
    for form in chain.from_iterable(groups):
        by_first.setdefault(form.stems[0], []).append(form)
    return _Forms(groups, by_first)


def _form(place: int, group: int, read: tuple[Word, ...]) -> _Form:
    stems = tuple([word.stem for word in read])
    return _Form(place, group, stems, frozenset(stems), read)


@dataclass(frozen=True, slots=True)
class PhraseFinder:
    """Adds to a text the phrases of a reference that the text says in other words.

    `entries` maps the first stem of a phrase to it and to the one of the reference that it stands
    for.
    """

    entries: dict[str, list[tuple[_Form, _Form]]]

    def equivalents(self, sentence: tuple[Word, ...]) -> list[Word]:
        """The reference's words for the phrases found, placed where the phrase stands."""
        found: list[Word] = []
        stems = tuple([word.stem for word in sentence])
        if self.entries.keys().isdisjoint(stems):
            return found
        for at in [at for at, stem in enumerate(stems) if stem in self.entries]:
            for said, meant in self.entries[stems[at]]:
                if stems[at : at + len(said.stems)] == said.stems:
                    first, last = sentence[at].start, sentence[at + len(said.stems) - 1].end
                    found.extend([Word(first, last, *word[2:]) for word in meant.words])
        return found

    def same_names(self) -> dict[frozenset[str], frozenset[str]]:
        """Of the phrases that the reference says in several ways, the words of one by another's."""
        return {said.name: meant.name for pairs in self.entries.values() for said, meant in pairs}

    def with_equivalents(self, sentence: tuple[Word, ...]) -> tuple[Word, ...]:
        """The words of a sentence and their equivalents, in the order of their places."""
        meant = self.equivalents(sentence)
        if not meant:
            return sentence
        return tuple(sorted((*sentence, *meant), key=lambda word: word.start))


def phrase_finder(lexicon: Lexicon, reference_stems: tuple[tuple[str, ...], ...]) -> PhraseFinder:
    """A finder for the groups that a reference uses; `reference_stems` are its statements."""
    forms = _forms(lexicon)
    used: dict[int, _Form] = {}
    by_first = forms.by_first
    for statement in reference_stems:
        for at, stem in enumerate(statement):
            if stem in by_first:
                for form in by_first[stem]:
                    if statement[at : at + len(form.stems)] == form.stems:
                        used[form.place] = form
    entries: dict[str, list[tuple[_Form, _Form]]] = {}
    for _, form in sorted(used.items()):
        for other in forms.groups[form.group]:
            if other.stems != form.stems:
                entries.setdefault(other.stems[0], []).append((other, form))
    return PhraseFinder(entries)
