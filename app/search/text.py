"""How search reads text: the same terms from what is indexed and from what is asked.

A text is cut into chunks (`process.nextTick`, `C++`, `what's`), and each chunk gives one or
more terms: its words folded and stemmed, and, when there are several, all of them joined.
A term holds letters and digits only, so that it is a plain word to every database.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, TypeVar

from app.core.stemming import english_stem

_T = TypeVar("_T")

MAX_TERM = 48
"""Characters of a term that are looked at; longer ones are blobs that nobody types."""

BAR = "|"
"""Stands in a line of terms between what does not stand side by side."""

_MAX_JOINED = 4
_MOST_TERMS = 65_536
_LONGEST_STEMMED = 32
_WORD = r"[^\W_]"
_OPERATORS = {"=": "eq", "!": "not", "<": "lt", ">": "gt", "&": "and", "|": "or", "+": "plus"}
_OPERATORS |= {"-": "minus", "*": "times", "/": "per", "?": "if", ":": "colon"}
# Only where it stands by itself: at the end of a word such signs are punctuation.
_OPERATOR = (
    r"(?<![^\s`'\"(\[{])(?:===?|!==?|&&|\|\||=>|->|<=>|<=|>=|<<|>>>?|\?\?=?|\+\+|::|:=|[+*/-]=)"
    r"(?![^\s`'\")\]},.;:?])"
)
_CHUNK = re.compile(
    rf"(?:\.(?=[Nn][Ee][Tt]\b))?{_WORD}+(?:[\u0300-\u036f]|[._\-/'’:&@]{{1,3}}(?={_WORD})|{_WORD})*(?:\+\+|\#)?"
    rf"|{_OPERATOR}"
)
_UNBROKEN = re.compile(r"\S+")
_CONNECTOR = re.compile(r"[._\-/:&@]+")
_PLURAL = re.compile(r"[A-Z]{2,5}s")
_CAMEL = re.compile(r"[a-z]+[A-Z]|[A-Z][a-z]+[A-Z]")
# Names of things that are no two words, and that nobody looks for by half.
_ONE_WORD = frozenset(
    [
        "javascript",
        "typescript",
        "coffeescript",
        "actionscript",
        "applescript",
        "postscript",
        "livescript",
        "github",
        "gitlab",
        "bitbucket",
        "youtube",
        "linkedin",
        "facebook",
        "paypal",
        "devops",
        "mlops",
        "gitops",
        "finops",
        "mysql",
        "postgresql",
        "sqlite",
        "mariadb",
        "mongodb",
        "dynamodb",
        "couchdb",
        "graphql",
        "openssl",
        "openvpn",
        "macos",
        "ios",
        "chatgpt",
        "openai",
        "powershell",
        "jquery",
        "webassembly",
        "iphone",
        "ipad",
        "wordpress",
        "rabbitmq",
        "nosql",
        "newsql",
    ]
)
_CAMEL_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^A-Za-z0-9]+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_NOT_WORD = re.compile(r"[\W_]+")
# Scripts that write no spaces; there each pair of neighbouring characters is a term.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_BEFORE_NET = frozenset({"asp", "ado", "vb"})


class Chunk(NamedTuple):
    """What a chunk is read as: its words in order, the terms that several of them make when
    joined, and those of its words that have an English stem as they were written, folded."""

    words: tuple[str, ...]
    joined: tuple[str, ...] = ()
    written: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """All of its terms."""
        return self.words + self.joined


class Piece(NamedTuple):
    """A chunk at its place: `text[start:end]`, in code points."""

    start: int
    end: int
    chunk: Chunk


def pieces(text: str) -> Iterator[Piece]:
    """The chunks of a text in order, those without words left out."""
    for match in _UNBROKEN.finditer(text):
        at = match.start()
        for start, end, chunk in _pieces_of(match.group()):
            yield Piece(at + start, at + end, chunk)


def words(text: str | None) -> list[str]:
    """The words of a text in order."""
    return [word for run in (text or "").split() for word in _read(run).words]


def written_words(texts: Iterable[str | None]) -> set[str]:
    """The words of texts as they were written, folded but not stemmed; English letters only."""
    runs = chain.from_iterable(text.split() for text in texts if text)
    return set(chain.from_iterable(map(_written_in.__getitem__, runs)))


def terms_line(texts: Iterable[str | None], most: int) -> str:
    """The terms of texts with a blank between them: the words in order, so that what stands
    side by side does so here, then after a bar the joined terms. At most so many of either."""
    found: list[str] = []
    for text in texts:
        if found:
            found.append(BAR)
        if text and (terms := " ".join(filter(None, map(_terms_of.__getitem__, text.split())))):
            found.append(terms)
    line = " ".join(found)
    return line if "\t" not in line and line.count(" ") < most else _joined_last(line, most)


def _joined_last(line: str, most: int) -> str:
    found, joined = [], []
    for terms in line.split(" "):
        word, *others = terms.split("\t")
        if word:
            found.append(word)
        joined += others
    return " ".join((*found[:most], *((BAR, *joined[:most]) if joined else ())))


class _Table(dict[str, _T]):
    """What is read of runs, remembered: a table, since nothing is asked as often, and no call is
    as quick."""

    def __init__(self, read: Callable[[Chunk], _T]) -> None:
        super().__init__()
        self._of = read

    def __missing__(self, run: str) -> _T:
        found = self._of(_run(run))
        if len(run) <= MAX_TERM:
            if len(self) >= _MOST_TERMS:
                self.clear()
            self[run] = found
        return found


_terms_of = _Table(lambda read: "\t".join((" ".join(read.words), *read.joined)))
"""The terms of a run, its words with a blank between them and each joined one after a tab."""

_written_in = _Table(lambda read: read.written)


def _read(run: str) -> Chunk:
    """A run of signs without white space, which no chunk reaches beyond, with all of its chunks
    as one."""
    return _remembered_run(run) if len(run) <= MAX_TERM else _run(run)


def _run(run: str) -> Chunk:
    read = [read_chunk(chunk) for chunk in _CHUNK.findall(run)]
    if len(read) == 1:
        return read[0]
    every = zip(*read, strict=True) if read else ((), (), ())
    return Chunk(*(tuple(term for terms in each for term in terms) for each in every))


_remembered_run = lru_cache(maxsize=16_384)(_run)


def _pieces_of(run: str) -> tuple[Piece, ...]:
    return _remembered_pieces(run) if len(run) <= MAX_TERM else _pieces(run)


def _pieces(run: str) -> tuple[Piece, ...]:
    read = ((match, read_chunk(match.group())) for match in _CHUNK.finditer(run))
    return tuple(Piece(match.start(), match.end(), chunk) for match, chunk in read if chunk.words)


_remembered_pieces = lru_cache(maxsize=16_384)(_pieces)


@lru_cache(maxsize=65_536)
def read_chunk(chunk: str) -> Chunk:
    """Read one chunk."""
    if chunk[0] in _OPERATORS:
        return Chunk(("op" + "".join(_OPERATORS[sign] for sign in chunk),))
    chunk = unicodedata.normalize("NFKC", chunk[: MAX_TERM * 4]).replace("’", "'")
    if chunk[0] == ".":
        return Chunk(("dotnet",))
    bare = chunk.rstrip("+#")
    read = _read_plain(bare)
    if bare == chunk:
        return read
    spelled = stem(fold(bare)) + ("sharp" if chunk[-1] == "#" else "plusplus")
    return Chunk((spelled,)) if len(bare) == 1 else read._replace(joined=(*read.joined, spelled))


def _read_plain(chunk: str) -> Chunk:
    parts = [part for part in _CONNECTOR.split(chunk) if part]
    if len(parts) == 2 and parts[1].lower() == "net" and parts[0].lower() in _BEFORE_NET:
        parts[1] = "dotnet"
    found: list[str] = []
    joined: list[str] = []
    written: list[str] = []
    for part in parts:
        if _PLURAL.fullmatch(part):
            part = part[:-1]
        camel = _CAMEL.match(part) and fold(part) not in _ONE_WORD
        split = _CAMEL_PART.findall(part) if camel else [part]
        for folded in map(fold, split):
            found += _split_unspaced(folded)
            if folded.isascii() and folded.isalpha():
                written.append(folded)
        if len(split) > 1:
            joined.append(stem(fold(part)))
            if (whole := fold(part)).isascii() and whole.isalpha():
                written.append(whole)
    if 1 < len(parts) <= _MAX_JOINED:
        if len(parts) > 2 and parts[-2] == "prototype":
            # `Array.prototype.map` is what others write as `array.map`.
            joined.append(stem(fold(parts[-3] + parts[-1])))
        joined.append(stem(fold("".join(parts))))
    joined = [term for term in dict.fromkeys(joined) if term not in found]
    return Chunk(tuple(found), tuple(joined), tuple(written))


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
    return english_stem(folded) or folded
