"""What each statement of a reference is about."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, partial

from app.scoring.lexicon import PhraseFinder
from app.scoring.outline import Name, Statement
from app.scoring.text import content_stems, words

_LEAD_WORDS = 3
_COMPARES = re.compile(
    r"\b(?:differences?|differs?|compar\w+|versus|vs|relat\w+|distinguish\w*|contrast|between|than"
    r"|alone|instead|over the other|better|or)\b",
    re.IGNORECASE,
)
_LISTS = re.compile(r"\w, \w[^.?]*\band\b")
# What a lead tells to do with a thing, or how.
ASIDE = frozenset(
    content_stems(
        """
        implement consider configure set use create define check enable apply keep ensure review
        choose pick prefer need want add appropriate proper properly always optional first second third
        """
    )
)

Subjects = tuple[tuple[Name, ...], tuple[Name, ...]]
"""What a statement is about, and what stands at the top of its part."""


def subjects_of(
    statements: Sequence[Statement], question: str, phrases: PhraseFinder
) -> list[Subjects]:
    """What each statement is about: its lead, a lead or thing compared that it begins with, what
    the one before is about if it refers back, or what it stands under.

    What begins a statement and stands in the question is a thing when the question compares.
    """
    compared: frozenset[str] = frozenset()
    if compares(question):
        spoken = phrases.with_equivalents(tuple(words(question)))
        compared = frozenset(word.stem for word in spoken if word.content) - ASIDE
    same = phrases.same_names()
    leads = list(dict.fromkeys(name for said in statements for name in said.lead))
    sizes = set(map(len, leads))
    heads = [
        frozenset() if said.lead else compared.intersection(said.stems[:_LEAD_WORDS])
        for said in statements
    ]
    grouped = _grouped(heads)
    above = frozenset(
        stem for said in statements for names in said.under[:1] for name in names for stem in name
    )
    # Many statements stand under the same names.
    narrowed = cache(partial(_narrowed, compared=compared))
    known_as = cache(partial(_known_as, compared=compared, same=same))
    found: list[Subjects] = []
    for said, head in zip(statements, heads, strict=True):
        names = said.lead
        if not names:
            first = {size: {*said.stems[: size + 1]} for size in sizes}
            names = tuple([name for name in leads if name <= first[len(name)]])
        if not names:
            names = tuple(name for name in grouped if name & head)
        if not names and said.refers_back and found:
            names = found[-1][0]
        if not names and said.under:
            names = narrowed(said.under[-1])
        top = said.under[0] if said.under else names if head and above & compared else ()
        found.append((known_as(names), known_as(narrowed(top))))
    return found


def compares(question: str) -> bool:
    """Whether a question asks for things beside each other."""
    return bool(_COMPARES.search(question) or _LISTS.search(question))


def _known_as(
    names: tuple[Name, ...], compared: frozenset[str], same: Mapping[Name, Name]
) -> tuple[Name, ...]:
    """The names, always the same one of several for a thing; of the "Docker containers" of a
    question about Docker also what they are beside that."""
    found: list[Name] = []
    for name in names:
        other = same.get(name)
        found.append(name if other is None else min(name, other, key=sorted))
        if name & compared and (beside := name - compared):
            found.append(beside)
    return tuple(dict.fromkeys(found))


def _narrowed(names: tuple[Name, ...], compared: frozenset[str]) -> tuple[Name, ...]:
    """Of "Choose VMs when you need" only the things that the question compares."""
    return tuple(dict.fromkeys(name & compared or name for name in names))


def _grouped(heads: Sequence[frozenset[str]]) -> list[Name]:
    """The words of all heads, those that occur in the same heads joined."""
    where: dict[str, list[int]] = {}
    for number, head in enumerate(heads):
        for stem in sorted(head):
            where.setdefault(stem, []).append(number)
    alike: dict[tuple[int, ...], list[str]] = {}
    for stem, numbers in where.items():
        alike.setdefault(tuple(numbers), []).append(stem)
    return [frozenset(stems) for stems in alike.values()]
