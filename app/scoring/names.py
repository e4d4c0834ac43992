"""Proper names that a reference gives, and answers that give others in their place."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from app.scoring.text import Sentence, Word, stem

_QUESTION_WORD = 0.25
_ABOUT = 2.0
_LONGEST_GAP = 1
_CAPITALS = re.compile(r"[A-Z]\S*[A-Z]|[a-z](?:,? )?[A-Z]")
# The last part of an identifier, "Binding" in "RoleBinding", says what it is.
_LAST_HUMP = re.compile(r"(?<=[a-z])[A-Z][a-z]+\b")
_WITHIN = re.compile(r"[a-z],? $")
_INNER = re.compile(r"[a-z][A-Z]")


class Named(NamedTuple):
    """A name and the word that it stands before or ends in ("Raft protocol", "RoleBinding"), with
    the other words of the sentence."""

    name: str
    kind: str
    about: frozenset[str]


def names_of(texts: Iterable[tuple[str, Sequence[Sentence]]]) -> tuple[Named, ...]:
    """The names in some texts that stand before a word that says what they name."""
    found: dict[Named, None] = {}
    for text, sentences in texts:
        if _CAPITALS.search(text):
            identifiers = _INNER.search(text) is not None
            for part in sentences:
                found |= dict.fromkeys(_named(part.words, text, identifiers))
    return tuple(found)


def misnames(
    known: Sequence[Named],
    wanted: frozenset[str],
    question: frozenset[str],
    sentences: Iterable[Sequence[Word]],
    text: str,
) -> bool:
    """Whether an answer has a name that the reference does not know where that has one which the
    answer does not have anywhere; the sentences must have two other words in common."""
    if not known:
        return False
    parts = tuple(sentences)
    given = {word.stem for part in parts for word in part}
    missing = [named for named in known if named.name not in given]
    if not missing:
        return False
    identifiers = _INNER.search(text) is not None
    for part in parts:
        for said in _named(part, text, identifiers):
            if said.name in wanted or said.name in question:
                continue
            for named in missing:
                if named.kind == said.kind:
                    shared = (said.about & named.about) - {said.kind}
                    if sum(_QUESTION_WORD if w in question else 1.0 for w in shared) >= _ABOUT:
                        return True
    return False


def _named(words: Sequence[Word], text: str, identifiers: bool) -> list[Named]:
    """The names in a sentence of a text, which has identifiers or not."""
    found: list[tuple[str, str]] = []
    if identifiers:
        found += [
            (word.stem, stem(hump[0].casefold()))
            for word in words
            if (hump := _LAST_HUMP.search(text, word.start, word.end))
        ]
    found += [
        (first.stem, second.stem)
        for first, second in pairwise(words)
        if first.content
        and second.content
        and second.start - first.end == _LONGEST_GAP
        and _is_name(text, first)
        and text[second.start : second.end].islower()
    ]
    if not found:
        return []
    about = frozenset(word.stem for word in words if word.content)
    return [Named(name, kind, about) for name, kind in found]


def _is_name(text: str, word: Word) -> bool:
    """Whether a word is written as names are: with two capitals, one after a small letter, or one
    within a sentence."""
    written = text[word.start : word.end]
    if written.islower():
        return False
    capitals = sum(map(str.isupper, written))
    return capitals > 1 or (
        capitals == 1
        and (
            _INNER.search(written) is not None
            or _WITHIN.search(text, max(0, word.start - 3), word.start) is not None
        )
    )
