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
    return tuple(
        dict.fromkeys(
            named
            for text, sentences in texts
            if _CAPITALS.search(text)
            for part in sentences
            for named in _named(part, text)
        )
    )


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
    for part in parts:
        for said in _named(Sentence(part[0].start, part[-1].end, tuple(part)), text):
            if said.name in wanted or said.name in question:
                continue
            for named in missing:
                if named.kind == said.kind:
                    shared = (said.about & named.about) - {said.kind}
                    if sum(_QUESTION_WORD if w in question else 1.0 for w in shared) >= _ABOUT:
                        return True
    return False


def _named(part: Sentence, text: str) -> list[Named]:
    about = frozenset(word.stem for word in part.words if word.content)
    found = [
        Named(word.stem, stem(hump[0].casefold()), about)
        for word in part.words
        if (hump := _LAST_HUMP.search(text, word.start, word.end))
    ]
    return found + [
        Named(first.stem, second.stem, about)
        for first, second in pairwise(part.words)
        if first.content
        and second.content
        and second.start - first.end == _LONGEST_GAP
        and _is_name(text, first)
        and text[second.start : second.end].islower()
    ]


def _is_name(text: str, word: Word) -> bool:
    """Whether a word is written as names are: with two capitals, one after a small letter, or one
    within a sentence."""
    written = text[word.start : word.end]
    capitals = sum(map(str.isupper, written))
    return capitals > 1 or (
        capitals == 1
        and (
            _INNER.search(written) is not None
            or _WITHIN.search(text, max(0, word.start - 3), word.start) is not None
        )
    )
