"""What a question's title says, taken apart for comparison: its subject, what is asked of it,
and the things in it that must not differ."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from app.search.likeness_patterns import (
    HEAD_END,
    IDENTIFIER,
    KIND,
    LIBRARY,
    OPENING,
    POINTING,
    ROUNDABOUT,
    TOKEN,
)
from app.search.likeness_words import (
    ASPECTS,
    FILLERS,
    KINDS_OF_CODE,
    NAMES_LIKE_FILLERS,
    NEGATIONS,
    PREPOSITIONS,
    RHETORICAL,
    SPELT_NUMBERS,
    SYNONYMS,
    TOPICS,
    folded,
    stem,
)

_REMEMBERED = 4096
_LONGEST_READ = 2000
_WHO_TYPES = frozenset(["you", "i", "we", "user", "to"])
_COUNT_BEFORE = frozenset(["are", "the", "name", "list", "give", "some", "describe", "these"])
_PHRASING = (FILLERS - NAMES_LIKE_FILLERS) | NEGATIONS


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """A title taken apart.

    `order` holds every token of the first clause as a key (stem, identifier or number) in
    order, phrasing included; `head` the keys of its subject, `tail` those of the clauses after
    it; `topics` names of fields ("in Python"). `spellings` maps a key to how it was written,
    folded. `code` are the keys that are identifiers, `strict` those that cannot be anything
    else; `later_code` those of the clauses after. `slight` are words such as "operator" that
    stand beside an identifier. `counts` are numbers that only say how many are wanted.
    """

    order: tuple[str, ...]
    head: frozenset[str]
    tail: frozenset[str]
    topics: frozenset[str]
    aspects: frozenset[str]
    later_aspects: frozenset[str]
    kind: str
    later_kinds: frozenset[str]
    spellings: frozenset[str]
    code: frozenset[str]
    strict: frozenset[str]
    later_code: frozenset[str]
    slight: frozenset[str]
    numbers: tuple[str, ...]
    counts: tuple[str, ...]
    operators: tuple[str, ...]
    negations: int
    points: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """What a title is about, as `TitleFacts` has it."""

    head: frozenset[str]
    tail: frozenset[str]
    topics: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Token:
    key: str
    written: str
    code: bool = False
    strict: bool = False
    number: bool = False


@lru_cache(maxsize=_REMEMBERED)
def subject_of(title: str) -> Subject:
    """What `facts_of` would say of a title's subject, at a quarter of the cost."""
    first, rest = _clauses(title[:_LONGEST_READ].strip())
    return _subject(_tokens(ROUNDABOUT.sub("how to", first)), _tokens(rest))


def outlined(title: str) -> tuple[tuple[str, ...], Subject, frozenset[str]]:
    """What `facts_of` would say of a title's order, its subject and its code, likewise."""
    first, rest = _clauses(title[:_LONGEST_READ].strip())
    tokens = _tokens(ROUNDABOUT.sub("how to", first))
    code = frozenset(token.key for token in tokens if token.code)
    return tuple(token.key for token in tokens), _subject(tokens, _tokens(rest)), code


def _subject(tokens: list[_Token], after: list[_Token]) -> Subject:
    topics = _topics(tokens)
    head = frozenset(_content(tokens))
    return Subject(head - topics, frozenset(_content(after)) - head, topics)


@lru_cache(maxsize=_REMEMBERED)
def facts_of(title: str) -> TitleFacts:
    """Takes a title apart; the last 4,096 are remembered. Reads its first 2,000 characters."""
    title = title[:_LONGEST_READ].strip()
    first, rest = _clauses(title)
    opening = ROUNDABOUT.sub("how to", OPENING.sub("", folded(first)))
    tokens, after = _tokens(ROUNDABOUT.sub("how to", first)), _tokens(rest)
    subject = _subject(tokens, after)
    numbers, counts = _numbers(tokens)
    kind = KIND.search(opening)
    later = frozenset(match.lastgroup or "" for match in KIND.finditer(folded(rest)))
    denied = RHETORICAL.sub(" ", folded(title))
    return TitleFacts(
        order=tuple(token.key for token in tokens),
        head=subject.head,
        tail=subject.tail,
        topics=subject.topics,
        aspects=_aspects(tokens),
        later_aspects=_aspects(after),
        kind=(kind.lastgroup or "") if kind else "",
        later_kinds=later,
        spellings=frozenset(token.written for token in (*tokens, *after)),
        code=frozenset(token.key for token in tokens if token.code),
        later_code=frozenset(token.key for token in after if token.strict),
        slight=_slight(tokens),
        strict=frozenset(token.key for token in tokens if token.strict),
        numbers=numbers + _numbers(after)[0],
        counts=counts,
        operators=tuple(
            match.group().strip() for match in TOKEN.finditer(title) if match["operator"]
        ),
        negations=sum(_denies(word) for word in re.findall(r"[\w']+", denied)),
        points=POINTING.search(folded(title)) is not None,
    )


def _clauses(title: str) -> tuple[str, str]:
    """The clause that asks, with what leads up to it, and the clauses that ask on."""
    for cut in HEAD_END.finditer(title):
        if cut.end() == len(title):
            break  # nothing asks on
        first = title[: cut.start()]
        if KIND.search(OPENING.sub("", folded(first))):
            return first, title[cut.end() :]
    return title, ""


def _aspects(tokens: list[_Token]) -> frozenset[str]:
    found = {ASPECTS[token.written] for token in tokens if token.written in ASPECTS}
    if tokens and tokens[-1].written == "do":
        found.add("working")
    return frozenset(found - {"use"} or found)


def _denies(word: str) -> bool:
    return word in NEGATIONS or word.endswith("n't")


def _tokens(text: str) -> list[_Token]:
    """The tokens of a text in order, operators left out."""
    found: list[_Token] = []
    for match in TOKEN.finditer(text):
        kind, written = match.lastgroup or "", match.group()
        if kind in ("plain", "word"):
            if written == "type" and found and found[-1].written in _WHO_TYPES:
                written = "enter"
            article = written == "A" and (match.start() == 0 or _is_title_case(text))
            found.append(_of_word(written, article))
        elif kind in ("ticked", "tag"):
            found.extend(_of_code(written))
        elif kind == "call":
            found.append(_call(written))
        elif kind == "dotted" and (library := LIBRARY.fullmatch(written)):
            found.append(_of_word(library[1], article=False))
        elif kind in ("flag", "dotted", "hex"):
            found.append(_Token(written.casefold(), written.casefold(), code=True, strict=True))
        elif kind == "number":
            number = match["number"].replace(",", "")
            found.append(_Token(number, number, number=True))
        elif kind == "unspaced":
            found.extend(_Token(pair, pair) for pair in _pairs(written))
    return found


def _is_title_case(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text)
    return len(words) > 1 and sum(word[0].isupper() for word in words) > len(words) * 0.6


def _of_code(written: str) -> list[_Token]:
    """The names in a back-ticked span or a tag; of a span without names, the span."""
    inner = written.strip("`<>/ ").removesuffix("()")
    names = re.findall(r"[\w$.+#-]*\w[\w$.+#]*", inner) or [inner]
    return [_named(name.strip(".").casefold() or name, strict=len(name) > 1) for name in names]


def _call(written: str) -> _Token:
    name, _, inside = written.partition("(")
    bare = inside.removesuffix(")").strip()
    key = "".join(folded(f"{name}({bare})" if bare else name).split())
    return _named(key, strict=True)


def _named(name: str, *, strict: bool) -> _Token:
    key = stem(name) if name.isalpha() else name
    return _Token(SYNONYMS.get(key, key), name, code=True, strict=strict)


@lru_cache(maxsize=_REMEMBERED)
def _of_word(written: str, article: bool) -> _Token:
    """A word; an identifier by its shape, or an acronym, or a name of one letter."""
    plain = folded(written).removesuffix("'s")
    if plain in SPELT_NUMBERS:
        return _Token(SPELT_NUMBERS[plain], plain, number=True)
    key = stem(plain)
    key = SYNONYMS.get(key, key)
    letter = len(written) == 1 and written not in "aI" and written.isascii() and not article
    shaped = IDENTIFIER.fullmatch(written) is not None and plain not in _PHRASING
    mixed = shaped and not written.isupper() and not written.removesuffix("s").isupper()
    return _Token(key, plain, code=letter or shaped, strict=mixed and not written.istitle())


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)] or [text]


def _content(tokens: list[_Token]) -> list[str]:
    return [
        token.key
        for token in tokens
        if token.code
        or not (
            token.number
            or token.written in FILLERS
            or token.written in ASPECTS
            or _denies(token.written)
        )
    ]


def _topics(tokens: list[_Token]) -> frozenset[str]:
    """Names of fields that stand behind a preposition, or at the start with others behind."""
    found = set()
    for before, token in zip([None, *tokens], tokens, strict=False):
        placed = before is None or before.written in PREPOSITIONS
        if placed and token.written in TOPICS:
            found.add(token.key)
    return frozenset(found) if found and set(_content(tokens)) - found else frozenset()


def _slight(tokens: list[_Token]) -> frozenset[str]:
    beside = [*pairwise(tokens), *pairwise(reversed(tokens))]
    return frozenset(
        token.key for token, other in beside if token.key in KINDS_OF_CODE and other.code
    )


def _numbers(tokens: list[_Token]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Numbers that belong to the subject, and those that say how many things are wanted."""
    numbers: list[str] = []
    counts: list[str] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.number:
            wanted = before is not None and before.written in _COUNT_BEFORE
            (counts if wanted and len(token.key) == 1 else numbers).append(token.key)
    return tuple(numbers), tuple(counts)
