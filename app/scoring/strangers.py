"""Names that a reference does not know, put where it has a thing of its own."""

import re
from collections.abc import Sequence

from app.scoring.agents import is_singular_deed
from app.scoring.clauses import Clause
from app.scoring.owners import Owner, Owners
from app.scoring.text import Word

_IDENTIFIER = re.compile(r"[A-Z]\S*[A-Z]|[a-z][A-Z]")
_HUMP = re.compile(r"[a-z][A-Z]")
_SHORTEST_IDENTIFIER = 5
_EXAMPLE = re.compile(
    r"(?:\b(?:e\.?g\b|such as|like|say|including|or)|[(/])[^.;)]*$", re.IGNORECASE
)
_LOOKED_BACK = 30
_FINITE = frozenset(("is", "was", "has", "does", "can", "will"))
_NEXT = 1
_SEVERAL = 3
# What must be said of a stranger: so many words that tell a thing apart, and so much of all.
_FEWEST_SAID = 3
_LEAST_SAID = 0.5


def stands_in(
    owners: Owners, strange: Sequence[Sequence[str]], sentences: Sequence[Sequence[Clause]]
) -> bool:
    """Whether a sentence with a strange name says what the reference says of a thing of its own,
    which the answer names nowhere ("Consul is the key-value store").

    `strange` are the strange names of each sentence.
    """
    given = {word.stem for sentence in sentences for clause in sentence for word in clause.words}
    return any(
        _describes(owner, owners, sentence)
        and not all(_shortens(name, owner) for name in names)
        and not _is_named(owner, given)
        for sentence, names in zip(sentences, strange, strict=True)
        if names
        for owner in owners.every
    )


def mostly_strange(
    known: frozenset[str],
    named: Sequence[Sequence[str]],
    sentences: Sequence[Sequence[Clause]],
    text: str,
) -> bool:
    """Whether an answer has three identifiers that are unknown, no examples and not short for
    known words, and fewer that are known ("PodRecipe").

    `known` are the stems of the reference and its question,
    `named` the strange names of each sentence.
    """
    if len(set().union(*named)) < _SEVERAL:
        return False
    strange: set[str] = set()
    usual: set[str] = set()
    for sentence, found in zip(sentences, named, strict=True):
        names = {stem for stem in found if not any(_abbreviates(stem, whole) for whole in known)}
        for clause in sentence:
            for word in clause.words:
                if _HUMP.search(text, word.start, word.end):
                    (strange if word.stem in names else usual).add(word.stem)
    return len(strange) >= _SEVERAL and len(strange) > len(usual & known)


def _is_named(owner: Owner, given: set[str]) -> bool:
    """Whether any name of a thing is there, or a word that is short for one."""
    return any(name <= given for name in owner.names) or any(
        _shortens(stem, owner) for stem in given
    )


def _shortens(stem: str, owner: Owner) -> bool:
    """Whether a word has the initials of a name, or its first letter and others in their order."""
    for name in owner.names:
        if len(name) == 1 and any(_abbreviates(stem, whole) for whole in name):
            return True
        if len(name) > 1 and sorted(stem) == sorted(word[0] for word in name):
            return True
    return False


def _abbreviates(stem: str, whole: str) -> bool:
    letters = iter(whole)
    return (
        stem[:1] == whole[:1] and len(stem) < len(whole) and all(char in letters for char in stem)
    )


def _describes(owner: Owner, owners: Owners, sentence: Sequence[Clause]) -> bool:
    telling = owner.telling & owners.telling
    said = {stem for clause in sentence if not clause.denies for stem in clause.stems}
    shared = len(telling & said)
    return shared >= _FEWEST_SAID and shared >= _LEAST_SAID * len(telling)


def strange_names(sentence: Sequence[Clause], known: frozenset[str], text: str) -> list[str]:
    """The stems of the unknown names in a sentence that are no examples.

    `known` are the stems of the reference and its question.
    """
    spoken = [word for clause in sentence for word in clause.words]
    return [
        word.stem
        for at, word in enumerate(spoken)
        if word.content
        and word.stem not in known
        and not text[word.start : word.end].islower()
        and _is_name(word, spoken[at + 1 :], text)
        and not _EXAMPLE.search(text, max(spoken[0].start, word.start - _LOOKED_BACK), word.start)
    ]


def _is_name(word: Word, following: Sequence[Word], text: str) -> bool:
    """Whether a word is written as names are: as an identifier, or with a capital before a verb
    in the singular, whose subject it is."""
    written = text[word.start : word.end]
    if len(written) >= _SHORTEST_IDENTIFIER and _IDENTIFIER.search(written):
        return True
    if not written[:1].isupper() or written.endswith("s"):
        return False
    after = next((other for other in following if other.start > word.start), None)
    return (
        after is not None
        and after.start - word.end == _NEXT
        and (after.folded in _FINITE or is_singular_deed(after))
    )
