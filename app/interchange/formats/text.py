"""Bytes to text: encodings as people's editors leave them, line ends made one, nothing else."""

import codecs
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.interchange.formats.errors import UnreadableFile

_MARKS = (  # longest first: the mark of UTF-32 begins with the one of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STRAY = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# Five bytes mean nothing in Windows-1252; as in browsers, they become control characters.
_WINDOWS = tuple(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(256))
_AS_WINDOWS = "as-windows-1252"
_ALLOWED_CONTROLS = frozenset("\t\n\r\f\v\x1b\x08")
_CONTROLS = frozenset(map(chr, range(32))) - _ALLOWED_CONTROLS
MOST_LINES = 1_000_000
_ANY_CONTROL = re.compile("[" + "".join(map(re.escape, sorted(_CONTROLS))) + "]")
_CHUNK = 1 << 18
_SEEN = 1 << 20  # bytes, whole characters in any encoding


@dataclass(frozen=True, slots=True)
class Text:
    """A file as text. Lines end in `\\n` only; `guessed` says that nothing named the encoding."""

    text: str
    encoding: str
    guessed: bool = False


def bounded(text: str) -> str:
    """A text that can be taken apart as a whole. Raises `UnreadableFile` for one of so many lines
    that its parts would fill the memory."""
    if text.count("\n") > MOST_LINES:
        raise UnreadableFile(f"the file has more than {MOST_LINES:,} lines: split it into several")
    return text


def in_bytes(data: bytes) -> bytes:
    """The beginning of a UTF-16 or UTF-32 text as UTF-8, and of one whose lines end as on old
    Macs with plain ends, so that it can be recognised by its bytes; other bytes as they are."""
    codec = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    codec = codec or _wide_without_mark(data) or "utf-8-sig"
    start = data[:_SEEN]
    if codec != "utf-8-sig":
        start = start.decode(codec, "replace").encode("utf-8", "replace")
    if b"\r" in start and b"\n" not in start and b"\0" not in start:
        return start.replace(b"\r", b"\n")
    return data if codec == "utf-8-sig" else start


@dataclass(frozen=True, slots=True)
class Lines:
    """A file as lines with their ends, decoded anew each time they are gone through: a large
    text is up to four times as large in memory as its bytes are."""

    open: Callable[[], io.TextIOBase]
    encoding: str
    guessed: bool = False

    def __iter__(self) -> Iterator[str]:
        return iter(self.open())

    @property
    def first(self) -> str:
        """The first line, without its end."""
        return next(iter(self), "").removesuffix("\n")


def lines_of(data: bytes) -> Lines:
    """What `decode` gives, line by line. Raises `UnreadableFile` as that does."""
    encoding = _encoding_of(data)

    def opened() -> io.TextIOBase:
        # Of its lines every end is made a plain one.
        return io.TextIOWrapper(io.BytesIO(data), encoding.codec, encoding.errors, newline=None)

    if not _is_plain(opened()):
        decode(data)  # which says where
    return Lines(opened, encoding.name, encoding.guessed)


def _is_plain(text: io.TextIOBase) -> bool:
    """Whether a text can be decoded and has no characters that texts do not have."""
    try:
        return all(
            _ANY_CONTROL.search(chunk) is None for chunk in iter(lambda: text.read(_CHUNK), "")
        )
    except UnicodeDecodeError:
        return False


def decode(data: bytes) -> Text:
    """Decode UTF-8, UTF-16 and UTF-32 by their mark, else UTF-8, else Windows-1252.

    A text that is UTF-8 but for a few bytes keeps its other characters: only those bytes are
    read as Windows-1252, as people paste them. Raises `UnreadableFile` for bytes that are no
    text: those that fit no encoding, and those that hold control characters, of which no
    database stores NUL.
    """
    encoding = _encoding_of(data)
    try:
        text = data.decode(encoding.codec, encoding.errors)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"line {line} holds bytes that are not {encoding.name} text"
        raise UnreadableFile(message, line=line) from None
    return _checked(text, encoding)


@dataclass(frozen=True, slots=True)
class _Encoding:
    """How the bytes of a file become text, and what that is called."""

    codec: str
    name: str
    errors: str = "strict"
    guessed: bool = False


def _encoding_of(data: bytes) -> _Encoding:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _Encoding(codec, codec.removesuffix("-sig"))
    if wide := _wide_without_mark(data):
        return _Encoding(wide, wide, guessed=True)
    strays, others = _counted(io.TextIOWrapper(io.BytesIO(data), "utf-8", "surrogateescape"))
    if not strays:
        return _Encoding("utf-8", "utf-8")
    if others > strays:
        return _Encoding("utf-8", "utf-8, cp1252", _AS_WINDOWS, guessed=True)
    return _Encoding("cp1252", "cp1252", _AS_WINDOWS, guessed=True)


def _counted(text: io.TextIOBase) -> tuple[int, int]:
    """How many bytes of a text are no UTF-8, and how many characters are no ASCII but UTF-8."""
    strays = others = 0
    for chunk in iter(lambda: text.read(_CHUNK), ""):
        if not chunk.isascii():
            found = len(_STRAY.findall(chunk))
            strays += found
            others += len(_BEYOND_ASCII.findall(chunk)) - found
    return strays, others


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """What a byte that is no UTF-8, or means nothing in Windows-1252, is read as."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    strays = error.object[error.start : error.end]
    return "".join(map(_WINDOWS.__getitem__, strays)), error.end


codecs.register_error(_AS_WINDOWS, _as_windows)


def _checked(text: str, encoding: _Encoding) -> Text:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for control in sorted(_CONTROLS.intersection(text)):
        line = text.count("\n", 0, text.index(control)) + 1
        message = f"line {line} holds the control character U+{ord(control):04X}: not a text file"
        raise UnreadableFile(message, line=line)
    return Text(text, encoding.name, encoding.guessed)


def _wide_without_mark(data: bytes) -> str | None:
    """Guess UTF-16 without a mark: in Latin text every other byte is zero."""
    sample = data[:4096]
    if len(sample) < 4 or len(data) % 2 or b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 4 and even * 8 < odd:
        return "utf-16-le"
    if even > len(sample) // 4 and odd * 8 < even:
        return "utf-16-be"
    return None
