"""How alike two questions are: a score from 0 to 1 by which possible duplicates are named."""

import hashlib
import unicodedata
from dataclasses import dataclass
from json.encoder import encode_basestring

from app.search.likeness_align import Aligned, aligned
from app.search.likeness_facts import TitleFacts, facts_of, subject_of
from app.search.likeness_outline import (
    CODE_WEIGHT,
    HEAD_WEIGHT,
    SLIGHT_WEIGHT,
    TAIL_WEIGHT,
    TOPIC_WEIGHT,
)
from app.search.likeness_vetoes import code_and_prose, numbers_differ, vetoed
from app.search.likeness_words import GENERIC

POSSIBLE_DUPLICATE = 0.76
"""From this score on, two questions are named to people as possible duplicates."""

_VETOED = 0.5
_SUBSTITUTED = 0.6
_NARROWED = 0.85
_ASPECT_MISSING = 0.7
_ASPECT_OTHER = 0.55
_ASPECT_MORE = 0.7
_ASPECT_LATER = 0.98
_KIND_OTHER = 0.8
_KIND_FAR = 0.65
_BODY_MISSING = 0.95
_TERMS = 6
_DIGITS = 4
_ROUNDED = 10**-_DIGITS


@dataclass(frozen=True, slots=True)
class Likeable:
    """A question as far as it is compared: its title, its body in Markdown, its options' texts."""

    title: str
    body: str | None = None
    options: tuple[str, ...] = ()


def normalise(text: str) -> str:
    """Text for comparison: compatibility forms and case folded, white space made single."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def exact_key(a: Likeable) -> str:
    """A SHA-256 in hexadecimal that is equal for questions with equal title, body and options,
    as `normalise` reads them; the order of the options counts, an empty body is none."""
    text = f"[{','.join(map(encode_basestring, _parts(a)))}]"  # as JSON, at half the cost
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _parts(a: Likeable) -> list[str]:
    return [normalise(a.title), normalise(a.body or ""), *(normalise(text) for text in a.options)]


def likeness(a: Likeable, b: Likeable, least: float = 0.0) -> float:
    """How alike two questions are, 0 to 1; symmetric, and 1.0 for exact duplicates. What turns
    out to stay below `least` is not worked out further and comes back as 0."""
    if _parts(a) == _parts(b):
        return 1.0
    # What follows only lowers a score, so a low one need not be followed.
    enough = least - _ROUNDED
    score = _title_likeness(facts_of(a.title), facts_of(b.title), enough)
    if score < enough:
        return 0.0
    score *= _VETOED if _bodies_veto(a, b) else _rest_likeness(a, b)
    score = round(score, _DIGITS)
    return score if score >= least else 0.0


def is_possible_duplicate(score: float) -> bool:
    """Whether a likeness is high enough to be shown to a person as a possible duplicate."""
    return score >= POSSIBLE_DUPLICATE


def candidate_terms(a: Likeable) -> tuple[str, ...]:
    """Up to six stems or identifiers, case-folded and rarest-looking first, by which an index can
    fetch what is worth comparing; of a title that says nothing, words of its body and options.

    Rare-looking are identifiers, then long words: the same for every question, so that two
    that share a term rank it alike.
    """
    subject = subject_of(a.title)
    keys = subject.head | subject.tail | subject.topics
    if subject.head <= GENERIC:
        rest = subject_of(" ".join((a.body or "", *a.options)))
        keys = rest.head | rest.tail or subject.head
    return tuple(sorted(keys, key=lambda key: (-rareness(key), key))[:_TERMS])


def rareness(key: str) -> float:
    """How rare a key looks from its shape alone: its length, and more for what is no plain word."""
    return len(key) + (0.0 if key.isalpha() else 4.0)


def _title_likeness(a: TitleFacts, b: TitleFacts, least: float) -> float:
    aim = _aim(a, b)
    if aim < least:
        return 0.0
    first, second = aligned(a, b)
    score = _overlap(first, second) * aim
    if score < least:
        return 0.0
    return score * _VETOED if vetoed(a, b, first.renamed | second.renamed) else score


def _overlap(a: Aligned, b: Aligned) -> float:
    """Weight of the keys both have, by the weight of all."""
    if not (a.everything or b.everything):
        return 1.0 if sorted(a.order) == sorted(b.order) else 0.0
    shared = a.everything & b.everything
    if a.everything == b.everything:
        return 1.0
    weight = sum(_weight(key, a, b) for key in shared)
    left_a, left_b = a.everything - shared, b.everything - shared
    left = sum(_weight(key, a, b) for key in left_a | left_b)
    factor = 1.0
    head_a, head_b = left_a & a.head - a.slight, left_b & b.head - b.slight
    if (head_a and head_b) or (left_a & a.topics and left_b & b.topics):
        factor = _SUBSTITUTED
    elif _narrows(a, head_a, shared) or _narrows(b, head_b, shared):
        factor = _NARROWED
    return weight / (weight + left) * factor


def _narrows(side: Aligned, left: frozenset[str], shared: frozenset[str]) -> bool:
    """Whether a word that only one has stands right before one that both have: a "balanced tree"
    is a tree of its own."""
    pairs = zip(side.order, side.order[1:], strict=False)
    return any(first in left and second in shared for first, second in pairs)


def _weight(key: str, a: Aligned, b: Aligned) -> float:
    if key in a.slight or key in b.slight:
        return SLIGHT_WEIGHT
    if key in a.code or key in b.code:
        return CODE_WEIGHT
    if key in a.head or key in b.head:
        return HEAD_WEIGHT
    return TAIL_WEIGHT if key in a.tail or key in b.tail else TOPIC_WEIGHT


def _aim(a: TitleFacts, b: TitleFacts) -> float:
    """How far the two ask the same of their subject, 0 to 1."""
    factor = 1.0
    one, other = a.aspects, b.aspects
    if "open" in (a.kind, b.kind):
        one, other = one - {"working"}, other - {"working"}
    if one != other and not one & other:
        later = a.aspects & b.later_aspects or b.aspects & a.later_aspects
        missing = _ASPECT_LATER if later else _ASPECT_MISSING
        factor = _ASPECT_OTHER if one and other else missing
    elif one != other:
        factor = _ASPECT_MORE
    if not _same_kind(a, b):
        factor *= _KIND_FAR if {a.kind, b.kind} & {"quantity", "closed"} else _KIND_OTHER
    return factor


def _same_kind(a: TitleFacts, b: TitleFacts) -> bool:
    """Whether both ask how, what, why ...; "explain" and bare titles ask any of these."""
    kinds = {a.kind, b.kind}
    if len(kinds) == 1 or kinds & {"", "open"}:
        return True
    return a.kind in b.later_kinds or b.kind in a.later_kinds


def _generic(facts: TitleFacts) -> bool:
    """Whether a title says nothing of its own: "What's the output?"."""
    return facts.head <= GENERIC


def _bodies_veto(a: Likeable, b: Likeable) -> bool:
    if not (a.body and b.body):
        return False
    (code_a, prose_a), (code_b, prose_b) = code_and_prose(a.body), code_and_prose(b.body)
    if code_a and code_b and code_a != code_b:
        return True
    first, second = facts_of(prose_a), facts_of(prose_b)
    return bool(first.numbers and second.numbers) and numbers_differ(first, second)


def _rest_likeness(a: Likeable, b: Likeable) -> float:
    """What bodies and options make of a likeness of titles, as a factor from 0 to 1."""
    generic = _generic(facts_of(a.title)) and _generic(facts_of(b.title))
    factor = 1.0
    if a.body and b.body:
        same = _body_likeness(a.body, b.body)
        factor = same if generic else 0.7 + 0.3 * same
    elif a.body or b.body:
        factor = _VETOED if generic else _BODY_MISSING
    return factor * _options_factor(a, b, generic=generic)


def _body_likeness(a: str, b: str) -> float:
    first, second = (facts_of(code_and_prose(body)[1]) for body in (a, b))
    one, other = frozenset(first.order) | first.tail, frozenset(second.order) | second.tail
    if not (one or other):
        return 1.0
    return len(one & other) / len(one | other)


def _options_factor(a: Likeable, b: Likeable, *, generic: bool) -> float:
    first, second = ({normalise(text) for text in each.options} for each in (a, b))
    if not (first or second):
        return 1.0
    same = len(first & second) / len(first | second)
    if facts_of(a.title).points or facts_of(b.title).points or generic:
        return 0.4 + 0.6 * same
    return 0.95 + 0.05 * same if first and second else 1.0
