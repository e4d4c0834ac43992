"""What each statement of a model answer is about: its lead, its subject, what it stands under."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.scoring.clauses import Clause, clauses, content_order
from app.scoring.text import Sentence, Word

Name = frozenset[str]

_LONGEST_LEAD = 5
_FIRST_WORDS = 4
_ITEM = re.compile(r"[ \t]*(?:[-*+•–—]|\d{1,3}[.)])[ \t]")
_LEAD_END = re.compile(r":|\s[-\u2013\u2014]\s")
_PARTS = re.compile(r"[/&,(]|\band\b")
_BACKWARD = frozenset(("it", "they", "these", "this"))


class Statement(NamedTuple):
    """A sentence or list item of a reference.

    `lead` are the names before its colon or in bold at its beginning ("Jaeger/Zipkin:" has two),
    `under` the names of the headings and items above it, the topmost first. `introduces` tells
    one that ends in a colon, and `refers_back` one that begins with a pronoun.
    """

    stems: tuple[str, ...]
    clauses: tuple[Clause, ...]
    lead: tuple[Name, ...]
    under: tuple[tuple[Name, ...], ...]
    introduces: bool
    refers_back: bool


class ReadText(NamedTuple):
    """A text with its sentences, and the words of each with their equivalents, in order."""

    text: str
    sentences: Sequence[Sentence]
    words: Sequence[tuple[Word, ...]]


def statements_of(texts: Iterable[ReadText]) -> tuple[Statement, ...]:
    """The statements of some texts; of equal ones the first, which knows what it stands under."""
    found: dict[tuple[str, ...], Statement] = {}
    for read in texts:
        above: list[tuple[int, tuple[Name, ...]]] = []
        for sentence, words in zip(read.sentences, read.words, strict=True):
            depth = _depth(read.text, sentence.start)
            while above and above[-1][0] >= depth:
                above.pop()
            stems = content_order(words)
            lead = _lead(read.text, sentence, words)
            introduces = read.text[sentence.words[-1].end : sentence.end + 1].find(":") >= 0
            under = tuple(names for _, names in above)
            if introduces or depth:
                names = lead or (frozenset(stems if introduces else stems[:_FIRST_WORDS]),)
                above.append((depth, names))
            if stems:
                found.setdefault(
                    stems,
                    Statement(
                        stems,
                        tuple(clauses(words, read.text)),
                        lead,
                        under,
                        introduces,
                        sentence.words[0].folded in _BACKWARD,
                    ),
                )
    return tuple(found.values())


def _depth(text: str, start: int) -> int:
    """0 for prose, else one more than the indentation of the list item."""
    line = text.rfind("\n", 0, start) + 1
    item = _ITEM.match(text, line, start)
    if item is None:
        return 0
    return 1 + len(item[0]) - len(item[0].lstrip())


def _lead(text: str, sentence: Sentence, words: Sequence[Word]) -> tuple[Name, ...]:
    """The names that a statement begins with, before a colon or dash or in bold."""
    bold = text.startswith("**", sentence.start)
    for at, word in enumerate(sentence.words[:-1]):
        gap = text[word.end : sentence.words[at + 1].start]
        if _LEAD_END.search(gap) or (bold and "**" in gap):
            return _names(text, [known for known in words if known.start <= word.start])
        if at >= 2 * _LONGEST_LEAD:
            break
    return ()


def _names(text: str, words: Sequence[Word]) -> tuple[Name, ...]:
    content = [word for word in words if word.content]
    if not 0 < len({word.start for word in content}) <= _LONGEST_LEAD:
        return ()
    names: list[set[str]] = [set()]
    end = -1
    for word in content:
        if 0 <= end <= word.start and _PARTS.search(text, end, word.start):
            names.append(set())
        names[-1].add(word.stem)
        end = max(end, word.end)
    return tuple(dict.fromkeys(map(frozenset, names)))
