"""Numbers that a reference states, and answers that state others in their place."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from app.core.number_words import NUMBER_WORDS
from app.scoring.clauses import Clause, clauses
from app.scoring.text import Word, content_stems, stem

_NUMBER = re.compile(r"(\d+(?:[.,]\d+)*)([a-z]{0,3})")
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
_TENS = ("ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SPELT = {
    **NUMBER_WORDS,
    **{word: f"{number}0" for number, word in enumerate(_TENS, start=1)},
    "hundred": "100",
    "thousand": "1000",
}
_EXAMPLE = re.compile(r"\b(?:e\.?g\b|example|instance|such as|like|say,|assum)", re.IGNORECASE)
_EXAMPLE_BEFORE = 8
_CALCULATED = re.compile(r"\s?[=*/^+(]|\s-\s")
_LISTED = re.compile(r"[.)\uff09]")
_CALCULATES = re.compile(r"=\s*[\d(]")
_RATE = re.compile(r"\s(?:times|x)\b", re.IGNORECASE)
_FORMULA = re.compile(r"[=*/^+<>\u2264\u2265~\u2248-]\s?$")
# "One" is mostly no number, so it is known as one but never held against anybody.
_ALSO_SAID = {"one": "1", "single": "1", "once": "1", "zero": "0", "both": "2", "pair": "2"}
_ALSO_SAID |= {"twice": "2", "double": "2", "half": "2", "quarter": "25", "dozen": "12"}
_NUMERALS = frozenset((*_SPELT, *_ALSO_SAID))
_DIGIT = re.compile(r"\d")
_HAS_NUMBER = re.compile(rf"\d|\b(?:{'|'.join(sorted(_NUMERALS))})\b", re.IGNORECASE)
_MEASURES = frozenset(
    content_stems("ms millisecond second sec min minute hour h day week month year")
    | content_stems("bit byte kb mb gb tb kib mib gib kilobyte megabyte gigabyte m percent core")
)
# Units of time that are converted, in milliseconds; "m" may be a minute or a thousandth.
_MILLISECONDS = {
    stem(unit): milliseconds
    for units, milliseconds in {
        "ms millisecond": 1,
        "s sec second": 1_000,
        "min minute": 60_000,
        "h hour": 3_600_000,
        "day": 86_400_000,
        "week": 604_800_000,
    }.items()
    for unit in units.split()
}
_LONGEST_TIME = 18
_ABOUT = 2.0
_ABOUT_WITH_UNIT = 1.0
_QUESTION_WORD = 0.25
_NEXT = 2


class Fact(NamedTuple):
    """A number of a reference: its value, the words next to it, and those of its clause; and the
    time that it gives with the unit after it, in milliseconds."""

    value: str
    beside: frozenset[str]
    about: frozenset[str]
    time: Fraction | None


class Facts(NamedTuple):
    """The numbers of a reference, and all that stand in it or in its question."""

    stated: tuple[Fact, ...]
    known: frozenset[str]
    question: frozenset[str]


def facts_of(
    texts: Iterable[tuple[str, Sequence[Word]]], asked: Sequence[Word], question: frozenset[str]
) -> Facts:
    """Reads the numbers of a reference's points, each with its words."""
    stated: list[Fact] = []
    known = set(_said(asked))
    for text, words in texts:
        if not _has_number(text, words):
            continue
        known.update(_said(words))
        if not _CALCULATES.search(text):
            stated.extend(_facts(clauses(words, text), text))
    return Facts(tuple(dict.fromkeys(stated)), frozenset(known), question)


def _has_number(text: str, words: Iterable[Word]) -> bool:
    """Whether a text may have a number; most are plainly without one."""
    if text.isascii() and _NUMERALS.isdisjoint([word.folded for word in words]):
        return _DIGIT.search(text) is not None
    return _HAS_NUMBER.search(text) is not None


def differs(
    facts: Facts, said: Sequence[Sequence[Clause]], everything: Iterable[Word], text: str
) -> int:
    """How many numbers of an answer stand where the reference has another.

    A number counts when the reference has it nowhere, and when the words around it are those
    around a number of the reference that the answer gives nowhere.
    """
    if not facts.stated:
        return 0
    given = _said(everything)
    found = [fact for sentence in said for fact in _facts(sentence, text)]
    times = {fact.time for fact in found if fact.time is not None}
    missing = [
        fact for fact in facts.stated if not _among(fact.value, given) and fact.time not in times
    ]
    if not missing:
        return 0
    known_times = {fact.time for fact in facts.stated if fact.time is not None}
    return sum(
        any(_same_place(facts, fact, other) for other in missing)
        for fact in found
        if fact.time not in known_times
        and not any(_rounds_to(known, fact.value) for known in facts.known)
    )


def _same_place(facts: Facts, said: Fact, known: Fact) -> bool:
    here, there = said.beside & _MEASURES, known.beside & _MEASURES
    timed = said.time is not None and known.time is not None
    if here and there and not here & there and not timed:
        # Four times a minute may be every 15 seconds.
        return False
    shared = said.about & known.about
    weight = sum(_QUESTION_WORD if word in facts.question else 1.0 for word in shared)
    if said.beside & known.beside:
        return weight >= _ABOUT_WITH_UNIT
    return weight >= _ABOUT and 2 * weight >= len(said.about)


def _facts(sentence: Iterable[Clause], text: str) -> list[Fact]:
    """The numbers of a sentence, but those of formulas, lists and examples.

    A clause of nothing else belongs to the one before.
    """
    found: list[Fact] = []
    about: frozenset[str] = frozenset()
    for clause in sentence:
        if _EXAMPLE.search(
            text, max(0, clause.words[0].start - _EXAMPLE_BEFORE), clause.words[-1].end
        ):
            break
        spoken = [word for word in clause.words if word.content and not _value(word)]
        about = frozenset(word.stem for word in spoken) or about
        for at, word in enumerate(clause.words):
            value = _value(word)
            if (
                value
                and not (at == 0 and clause.opens and _LISTED.match(text, word.end))
                and not _CALCULATED.match(text, word.end)
                and not _RATE.match(text, word.end)
                and not _FORMULA.search(text, max(0, word.start - 2), word.start)
            ):
                next_to = clause.words[max(0, at - _NEXT) : at + _NEXT + 1]
                beside = {other.stem for other in next_to if other in spoken}
                if suffix := _suffix(word):
                    beside.add(suffix)
                found.append(Fact(value, frozenset(beside), about, _time(value, clause.words[at:])))
    return found


def _time(value: str, words: Sequence[Word]) -> Fraction | None:
    """The milliseconds of a number with a unit of time in it or after it."""
    unit = _suffix(words[0]) or next((word.stem for word in words[1:2]), "")
    milliseconds = _MILLISECONDS.get(unit)
    if milliseconds is None or value.count(".") > 1 or len(value) > _LONGEST_TIME:
        return None
    return Fraction(value) * milliseconds


def _among(value: str, given: Iterable[str]) -> bool:
    return any(_rounds_to(value, other) for other in given)


def _rounds_to(value: str, rounded: str) -> bool:
    """Whether a number is another, or becomes it with fewer digits after the point."""
    if value == rounded:
        return True
    if value.count(".") != 1 or rounded.count(".") > 1:
        return False
    digits = len(rounded.partition(".")[2])
    return round(float(value), digits) == float(rounded)


def _value(word: Word) -> str:
    """The number that a word is, in one form for each; empty for none."""
    if not word.folded[0].isdigit():
        return _SPELT.get(word.folded, "")
    match = _NUMBER.fullmatch(word.folded)
    if match is None:
        return ""
    number = _THOUSANDS.sub("", match[1]).replace(",", ".")
    if number.count(".") == 1:
        number = number.rstrip("0").rstrip(".")
    return number


def _suffix(word: Word) -> str:
    """The unit that is written together with a number ("30s"), empty for none."""
    match = _NUMBER.fullmatch(word.folded)
    return match[2] if match else ""


def _said(words: Iterable[Word]) -> set[str]:
    """The values of all numbers of a text, in any form."""
    found = set()
    for word in words:
        value = _value(word) or _ALSO_SAID.get(word.folded, "")
        if value:
            found.add(value)
    return found
