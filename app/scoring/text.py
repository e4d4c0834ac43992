"""Words and sentences of a text with their exact places, for any script."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from app.core.stemming import english_stem
from app.scoring.function_words import DENIALS, is_function_word

_PUNCTUATION = (
    r"\s!-/:-@\[-`{-~"  # ASCII; letters, digits and what is neither stay
    "\x00-\x1f\x7f-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf\xd7\xf7"
    "\u055a-\u055f\u0589\u05be\u060c\u061b\u061f\u06d4\u0964\u0965\u104a\u104b\u1362-\u1368"
    "\u2000-\u200b\u200e-\u206f\u2190-\u2bff\u3000-\u303f\ufe10-\ufe1f\ufe30-\ufe6f\ufeff"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\ufff9-\ufffd"
)
# Scripts that write no spaces; there a pair of neighbouring characters stands for a word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_LETTER = f"[^{_PUNCTUATION}{_UNSPACED}]"
_WORD = re.compile(rf"\d+(?:[.,]\d+)+|[{_UNSPACED}]+|{_LETTER}+(?:['’]{_LETTER}+)*[+#]{{0,2}}")
_BETWEEN_WORDS = re.compile(f"({_WORD.pattern})")
_UNSPACED_START = re.compile(f"[{_UNSPACED}]")
_FIRST_UNSPACED = "\u0e00"

_LINE_END = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_CLOSING = r"\"'”’)\]*_"
_BOUNDARY = re.compile(
    rf"(?P<line>[{_LINE_END}]\s*)|(?<=[.!?…۔।])[{_CLOSING}]*\s+|(?P<sure>(?<=[。！？])|;\s+)"
)
# Every boundary has one of these; the last sign of a text is none.
_STOP = re.compile(rf"[.!?…۔।;。！？{_LINE_END}]")
# The same as the first for texts without wide stops, several times faster as it begins with a character.
_WIDE_STOP = re.compile("[。！？]")
_NARROW_BOUNDARY = re.compile(
    rf"[\s;{_CLOSING}](?:(?P<line>(?<=[{_LINE_END}])\s*)"
    rf"|(?<=[.!?…۔।][\s{_CLOSING}])(?:(?<=\s)\s*|[{_CLOSING}]*\s+)|(?P<sure>(?<=;)\s+))"
)
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|resp|fig|no)|\b\w)\.\s*$", re.I)
# People who write no capitals end sentences all the same, but after these they may go on.
_SHORTENED = re.compile(
    r"(?:\b(?:incl|excl|max|min|avg|eg|ie|ca|esp|spec|config|\w)|\.|\W)[.!?]+$", re.I
)
_LIST_MARK = re.compile(r"(?:[-*+•–—>]+|\d{1,3}[.)]|[a-zA-Z][.)]|\(?[a-z0-9]\)|#{1,6})\s")
_ENDS = ("", *".!?…:;。！？")
_PLURAL_ACRONYM = re.compile(r"[bcdfghjklmnpqrtvwxz]{2,4}s|[cg]pus")
_ACRONYMS_IN_S = frozenset(("aws", "cms", "dns", "gps", "https", "rss", "sms", "tls"))
_STEM_CACHE = 20_000
_LONGEST_STEMMED = 40
_LONGEST_SENTENCE = 80
_START, _END = attrgetter("start"), attrgetter("end")


class Word(NamedTuple):
    """One word: `text[start:end]` as written, case-folded, and reduced to its stem.

    `content` tells one that carries meaning, not only grammar, `denies` one that negates what
    follows it.
    """

    start: int
    end: int
    folded: str
    stem: str
    content: bool
    denies: bool


# What the class does when it is called, without the steps in Python.
_word = partial(tuple.__new__, Word)


class Sentence(NamedTuple):
    """A run of words read as one statement; `text[start:end]` has no blank edges."""

    start: int
    end: int
    words: tuple[Word, ...]


@lru_cache(maxsize=_STEM_CACHE)
def stem(folded: str) -> str:
    """The English Snowball stem of a case-folded word; other scripts come back unchanged."""
    bare = folded.removesuffix("'s")
    if not bare.isascii() or not bare.isalpha() or len(bare) > _LONGEST_STEMMED:
        return bare
    if _PLURAL_ACRONYM.fullmatch(bare) and bare not in _ACRONYMS_IN_S:
        return bare[:-1]
    return english_stem(bare)


@lru_cache(maxsize=_STEM_CACHE)
def _analysed(written: str) -> tuple[str, str, bool, bool]:
    folded = unicodedata.normalize("NFKC", written).casefold().replace("’", "'")
    denies = folded in DENIALS or folded.endswith("n't")
    return folded, stem(folded), not is_function_word(folded), denies


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of `text[start:end]` in order; offsets are code points of the whole text."""
    found: list[Word] = []
    last = start
    # Cut in one go into what is between words, word, between, word, … and what comes after.
    pieces = iter(_BETWEEN_WORDS.split(text[start:end]))
    for between, written in zip(pieces, pieces, strict=False):
        first = last + len(between)
        last = first + len(written)
        if written[0] >= _FIRST_UNSPACED and last - first > 1 and _UNSPACED_START.match(written):
            found.extend(
                Word(at, at + 2, *_analysed(text[at : at + 2])) for at in range(first, last - 1)
            )
        else:
            found.append(_word((first, last, *_analysed(written))))
    return found


def content_stems(text: str) -> set[str]:
    """The stems of a text's content words."""
    if not text.isascii() and _UNSPACED_START.search(text):
        return {word.stem for word in words(text) if word.content}
    # No word reaches beyond white space.
    return set(chain.from_iterable(map(_content_of.__getitem__, text.split())))


class _Content(dict[str, tuple[str, ...]]):
    """The stems of the content words in a run of signs without white space: a table, since no
    call is as quick."""

    def __missing__(self, run: str) -> tuple[str, ...]:
        read = map(_analysed, _WORD.findall(run))
        found = tuple(stemmed for _, stemmed, is_content, _ in read if is_content)
        if len(run) <= _LONGEST_STEMMED:
            if len(self) >= _STEM_CACHE:
                self.clear()
            self[run] = found
        return found


_content_of = _Content()


def has_words(text: str) -> bool:
    """Whether a text has at least one word."""
    return _WORD.search(text) is not None


def sentences(text: str, read: Sequence[Word] | None = None) -> list[Sentence]:
    """The statements of a text: sentences, lines and list items, each with at least one word.

    A line break inside running prose (the next line goes on in lower case) is no boundary;
    statements of more than 80 words are cut, so that no text can pass as one sentence. `read`
    are the words of the text where they are known already.
    """
    found: list[Sentence] = []
    known = words(text) if read is None else read
    first = 0
    for start, end in _spans(text):
        # No boundary and no list mark begins or ends inside a word.
        first = bisect_left(known, start, first, key=_START)
        after = bisect_right(known, end, first, key=_END)
        found += _cut(known[first:after], start, end)
        first = after
    return found


def statements(text: str) -> list[str]:
    """The texts of `sentences`, without reading words where there cannot be too many of them."""
    found: list[str] = []
    for start, end in _spans(text):
        statement = text[start:end]
        # Two words have a sign between them, but in scripts that write no spaces.
        if len(statement) < _LONGEST_SENTENCE * (2 if statement.isascii() else 1):
            if _WORD.search(statement):
                found.append(statement)
        else:
            cut = _cut(words(text, start, end), start, end)
            found += (text[part.start : part.end] for part in cut)
    return found


def _cut(inside: Sequence[Word], start: int, end: int) -> Iterator[Sentence]:
    """The statement from `start` to `end` in parts of at most 80 of its words."""
    for at in range(0, len(inside), _LONGEST_SENTENCE):
        part = tuple(inside[at : at + _LONGEST_SENTENCE])
        last = end if at + _LONGEST_SENTENCE >= len(inside) else part[-1].end
        yield Sentence(start if at == 0 else part[0].start, last, part)


def _spans(text: str) -> list[tuple[int, int]]:
    """Start and end of every statement, blank edges and list marks left out."""
    cuts: list[tuple[int, int]] = []
    start = 0
    if _STOP.search(text, 0, len(text) - 1):
        boundaries = _BOUNDARY if _WIDE_STOP.search(text) else _NARROW_BOUNDARY
        for boundary in boundaries.finditer(text):
            if _is_boundary(text, boundary):
                cuts.append((start, boundary.start()))
                start = boundary.end()
    cuts.append((start, len(text)))
    return [span for span in (_trimmed(text, *cut) for cut in cuts) if span[0] < span[1]]


def _is_boundary(text: str, boundary: re.Match[str]) -> bool:
    at, after = boundary.span()
    if after >= len(text):
        return False
    kind = boundary.lastgroup
    if kind == "sure":
        return True
    goes_on = text[after].islower()
    if kind is None:
        before = text[max(0, at - 8) : at + 1].rstrip()
        known = _ABBREVIATION.search(before) or (goes_on and _SHORTENED.search(before))
        return not known
    ended = text[max(0, at - 8) : at].rstrip()[-1:] in _ENDS
    listed = _LIST_MARK.match(text, after) is not None
    return not goes_on or ended or listed or text.count("\n", at, after) > 1


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while mark := _LIST_MARK.match(text, start, end):
        start = mark.end()
        while start < end and text[start].isspace():
            start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
