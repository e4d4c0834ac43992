"""How search reads text: the same terms from what is indexed and from what is asked.

A text is cut into chunks (`process.nextTick`, `C++`, `what's`), and each chunk gives one or
more terms: its words folded and stemmed, and, when there are several, all of them joined.
A term holds letters and digits only, so that it is a plain word to every database.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from snowballstemmer import stemmer

MAX_TERM = 48
"""Characters of a term that are looked at; longer ones are blobs that nobody types."""

_MAX_JOINED = 4
_LONGEST_STEMMED = 32
_WORD = r"[^\W_]"
_CHUNK = re.compile(
    rf"(?:\.(?=[Nn][Ee][Tt]\b))?{_WORD}+(?:[\u0300-\u036f]|[._\-/'’:&@]{{1,3}}(?={_WORD})|{_WORD})*(?:\+\+|\#)?"
)
_CONNECTOR = re.compile(r"[._\-/:&@]+")
_CAMEL = re.compile(r"[a-z]+[A-Z]")
_CAMEL_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^A-Za-z0-9]+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_NOT_WORD = re.compile(r"[\W_]+")
# Scripts that write no spaces; there each pair of neighbouring characters is a term.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_BEFORE_NET = frozenset({"asp", "ado", "vb"})


def chunks(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Each chunk as its start and end in the text (code points) and its terms."""
    for match in _CHUNK.finditer(text):
        found = terms_of_chunk(match.group())
        if found:
            yield match.start(), match.end(), found


def terms(text: str | None) -> list[str]:
    """All terms of a text in order; the joined term of a chunk follows its words."""
    if not text:
        return []
    found: list[str] = []
    for chunk in _CHUNK.findall(text):
        found.extend(terms_of_chunk(chunk))
    return found


@lru_cache(maxsize=65_536)
def terms_of_chunk(chunk: str) -> tuple[str, ...]:
    """The terms of one chunk: its words, and behind them what they make when joined."""
    chunk = unicodedata.normalize("NFKC", chunk[: MAX_TERM * 4]).replace("’", "'")
    if chunk[0] == ".":
        return ("dotnet",)
    bare = chunk.rstrip("+#")
    words, joined = _words(bare)
    if bare != chunk:
        spelled = stem(fold(bare)) + ("sharp" if chunk[-1] == "#" else "plusplus")
        return (spelled,) if len(bare) == 1 else (*words, spelled)
    return tuple(dict.fromkeys((*words, *joined)))


def _words(chunk: str) -> tuple[list[str], list[str]]:
    """The words of a chunk, and the terms that its parts and the whole make when joined."""
    pieces = [piece for piece in _CONNECTOR.split(chunk) if piece]
    if len(pieces) == 2 and pieces[1].lower() == "net" and pieces[0].lower() in _BEFORE_NET:
        pieces[1] = "dotnet"
    words: list[str] = []
    joined: list[str] = []
    for piece in pieces:
        parts = _CAMEL_PART.findall(piece) if _CAMEL.match(piece) else [piece]
        for part in parts:
            words.extend(_split_unspaced(fold(part)))
        if len(parts) > 1:
            joined.append(stem(fold(piece)))
    if 1 < len(pieces) <= _MAX_JOINED:
        joined.append(stem(fold("".join(pieces))))
    return words, joined


def _split_unspaced(word: str) -> list[str]:
    if word.isascii():
        return [stem(word)] if word else []
    found: list[str] = []
    at = 0
    for run in _UNSPACED.finditer(word):
        if run.start() > at:
            found.append(stem(word[at : run.start()]))
        signs = run.group()
        found.extend(signs[i : i + 2] for i in range(max(1, len(signs) - 1)))
        at = run.end()
    if at < len(word):
        found.append(stem(word[at:]))
    return found


def fold(word: str) -> str:
    """A word without case, accents and punctuation, cut to the length of a term."""
    folded = word.casefold().removesuffix("'s")
    if not folded.isascii():
        folded = _MARKS.sub("", unicodedata.normalize("NFKD", folded))
        folded = unicodedata.normalize("NFKC", folded)
    return _NOT_WORD.sub("", folded)[:MAX_TERM]


@lru_cache(maxsize=65_536)
def stem(folded: str) -> str:
    """The English stem of a folded word; numbers, names of code and other scripts stay."""
    if not folded.isascii() or not folded.isalpha() or len(folded) > _LONGEST_STEMMED:
        return folded
    # A stemmer keeps state between calls, so each call that is not cached has its own.
    return str(stemmer("english").stemWord(folded)) or folded
