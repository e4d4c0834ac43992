"""What each statement of a model answer is about: its lead, its subject, what it stands under."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from app.scoring.clauses import Clause, clauses, content_order
from app.scoring.lexicon import PhraseFinder
from app.scoring.text import Sentence, Word

Name = frozenset[str]

_LONGEST_LEAD = 5
_FIRST_WORDS = 4
_ITEM = re.compile(r"[ \t]*(?:[-*+•–—]|\d{1,3}[.)])[ \t]")
_LEAD_END = re.compile(r":|\s[-\u2013\u2014]\s")
_PARTS = re.compile(r"[/&,(]|\band\b")
_MARK = "```"
_FENCE = re.compile(r"^[ \t]*```.*?(?:^[ \t]*```|\Z)", re.MULTILINE | re.DOTALL)
_WHILE = frozenset(("while", "whereas"))
_FINITE = frozenset(("is", "are", "was", "were", "has", "have", "can", "does", "do", "will"))
_STEMS = attrgetter("stems")
_BACKWARD = frozenset(("it", "they", "these", "this"))


class Statement(NamedTuple):
    """A sentence or list item of a reference.

    `lead` are the names before its colon or in bold at its beginning ("Jaeger/Zipkin:" has two),
    `under` the names of the headings and items above it, the topmost first. `refers_back` tells
    one that begins with a pronoun, or so after a word ("when it fails"), `code` one from a block
    of code.
    """

    stems: tuple[str, ...]
    clauses: tuple[Clause, ...]
    lead: tuple[Name, ...]
    under: tuple[tuple[Name, ...], ...]
    refers_back: bool
    code: bool


ReadText = tuple[str, Sequence[Sentence]]
"""A text and its sentences."""


def statements_of(texts: Iterable[ReadText], phrases: PhraseFinder) -> tuple[Statement, ...]:
    """The statements of some texts; of equal ones the first, which knows what it stands under."""
    found: list[Statement] = []
    seen: set[tuple[str, ...]] = set()
    for text, sentences in texts:
        above: list[tuple[int, tuple[Name, ...]]] = []
        fences = [fence.span() for fence in _FENCE.finditer(text)] if _MARK in text else []
        for sentence in sentences:
            code = bool(fences) and _inside(fences, sentence.start)
            said = tuple([word.stem for word in sentence.words])
            if said in seen:
                continue
            seen.add(said)
            depth = _depth(text, sentence.start)
            while not code and above and above[-1][0] >= depth:
                above.pop()
            lead = () if code else _lead(text, sentence)
            introduces = ":" in text[sentence.words[-1].end : sentence.end + 1]
            under = tuple(names for _, names in above)
            halves = _halves(sentence.words, text)
            if not code and (introduces or depth):
                plain = content_order(halves[0])
                first = plain if introduces else plain[:_FIRST_WORDS]
                first = tuple([stem for stem in first if not stem.isdigit()]) or first
                above.append((depth, lead or (frozenset(first),)))
            back = not _BACKWARD.isdisjoint([word.folded for word in sentence.words[:2]])
            for half in halves:
                # Every content word is in a clause.
                if said_in := tuple(clauses(phrases.with_equivalents(half), text)):
                    stems = tuple(dict.fromkeys(chain.from_iterable(map(_STEMS, said_in))))
                    found.append(Statement(stems, said_in, lead, under, back, code))
                lead, back = (), False
    return tuple(found)


def numbers_of(statements: Iterable[Statement]) -> dict[str, set[int]]:
    """The numbers of the statements that each word stands in."""
    found: dict[str, set[int]] = {}
    for number, statement in enumerate(statements):
        for stem in statement.stems:
            found.setdefault(stem, set()).add(number)
    return found


def _halves(words: tuple[Word, ...], text: str) -> list[tuple[Word, ...]]:
    """What a sentence says of one thing, and what it says of another after "while": the main
    half first, though the other may come before it."""
    written = [word.folded for word in words]
    if _WHILE.isdisjoint(written):
        return [words]
    at = next(at for at, word in enumerate(written) if word in _WHILE)
    if at:
        return [words[:at], words[at:]]
    for end in range(1, len(words)):
        if "," in text[words[end - 1].end : words[end].start]:
            return [words[end:], words[:end]]
    return [words]


def _inside(spans: Iterable[tuple[int, int]], at: int) -> bool:
    return any(start <= at < end for start, end in spans)


def _depth(text: str, start: int) -> int:
    """0 for prose, else one more than the indentation of the list item."""
    line = text.rfind("\n", 0, start) + 1
    item = _ITEM.match(text, line, start)
    if item is None:
        return 0
    return 1 + len(item[0]) - len(item[0].lstrip())


def _lead(text: str, sentence: Sentence) -> tuple[Name, ...]:
    """The names that a statement begins with, before a colon or dash or in bold."""
    bold = text.startswith("**", sentence.start)
    for at, word in enumerate(sentence.words[:-1]):
        gap = text[word.end : sentence.words[at + 1].start]
        if gap != " " and (_LEAD_END.search(gap) or (bold and "**" in gap)):
            before = sentence.words[: at + 1]
            # What has a verb is no name: "A Deployment is for stateless work: its Pods …".
            if any(spoken.folded in _FINITE for spoken in before):
                return ()
            return _names(text, before)
        if at >= 2 * _LONGEST_LEAD:
            break
    return ()


def _names(text: str, words: Sequence[Word]) -> tuple[Name, ...]:
    content = [word for word in words if word.content and not word.stem.isdigit()]
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
