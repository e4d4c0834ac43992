"""JSON as mappings that know their lines, read piece by piece where it is long."""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from io import TextIOBase
from typing import TypeVar

from app.interchange.formats.errors import UnreadableFile
from app.interchange.formats.lines import Later, Located

# Nothing is tried twice: what could be tried again is held, many times as large as the text.
_TOKEN = re.compile(r'"(?:[^"\\\n]++|\\.)*+"|[{}\n]')
BLANKS = " \t\n\r"
_BLANK = re.compile(f"[{BLANKS}]*")
WINDOW = 1 << 18  # characters
_DEEPEST = 4  # mappings around a list that is not held
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

T = TypeVar("T")


def _refuse(name: str) -> object:
    raise ValueError(f"{name} is no number in JSON")


_SKIM = json.JSONDecoder(parse_constant=_refuse)


def value_of(again: Callable[[], TextIOBase], source: TextIOBase, start: str) -> object:
    """The value of a whole text, in which long lists below keys are read `again` when they are
    gone through."""
    window = _Window(source, start, again)
    value = window.value(_DEEPEST)
    if window.next():
        raise window.error("Extra data")
    return value


def parse(text: str, *, line: int = 1) -> object:
    """Parse JSON into lists and `Located` mappings; `line` is that of the first character.

    Raises `UnreadableFile` with the place of the error, also for `NaN`, which is no JSON.
    """
    spans = _object_lines(text, line)
    try:
        return json.loads(text, object_pairs_hook=_locating(spans), parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise _not_json(error, line, 0) from None
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"not JSON that can be read: {error}") from None


def items_of(source: TextIOBase, start: str) -> Iterator[object]:
    """The items of a list in JSON, of which no more is held than the one at hand. `start` was
    read from the source already. Raises `UnreadableFile` as `parse` does."""
    window = _Window(source, start)
    yield from window.items()
    if window.next():
        raise window.error("Extra data")


class _Window:
    """A stretch of a JSON text that moves over it. `line` and `column` are where it begins, and
    `gone` is how many characters lie before it. What is read `again` is not held."""

    def __init__(
        self,
        source: TextIOBase,
        start: str,
        again: Callable[[], TextIOBase] | None = None,
        line: int = 1,
    ) -> None:
        self.source, self.text, self.is_last = source, start, False
        self.at, self.line, self.column, self.gone = 0, line, 0, 0
        self._counted, self._here = 0, line
        self._again = again

    def next(self) -> str:
        """The next character that is not blank; none at the end."""
        while True:
            self.at = _BLANK.match(self.text, self.at).end()  # type: ignore[union-attr]  # blanks may be none
            if self.at < len(self.text) or self.is_last:
                return self.text[self.at : self.at + 1]
            self._move()

    def take(self, mark: str, otherwise: str = "Expecting value") -> None:
        """Step over a mark."""
        if self.next() != mark:
            raise self.error(otherwise)
        self.at += 1

    def items(self) -> Iterator[object]:
        """The items of the list that is next, one after another."""
        yield from self._between("[", "]", self.item)

    def value(self, deepest: int) -> object:
        """The next value: a list that goes on behind the window is only stepped over, as far as
        so many mappings lie around it."""
        mark = self.next()
        if mark not in "[{" or not deepest or self._again is None or not self._goes_on():
            return self.item()
        return self._list() if mark == "[" else self._mapping(deepest)

    def _goes_on(self) -> bool:
        """Whether the next value ends behind the window."""
        try:
            _SKIM.raw_decode(self.text, self.at)
        except json.JSONDecodeError:
            return not self.is_last
        except (ValueError, RecursionError):
            pass  # to be told by who reads it
        return False

    def _mapping(self, deepest: int) -> Located:
        first, found = self._line_here(), Located()
        for name, value in self._between("{", "}", partial(self._member, deepest - 1)):
            found[_storable(name)] = value
        found.start, found.end = first, self._line_here()
        return found

    def _member(self, deepest: int) -> tuple[str, object]:
        if self.next() != '"':
            raise self.error("Expecting property name enclosed in double quotes")
        name = self.item()
        self.take(":", "Expecting ':' delimiter")
        return str(name), _stored(self.value(deepest))

    def _list(self) -> object:
        """The list that is next, unless it is one of texts, which have to be seen together."""
        if self._is_short_or_of_texts():
            return self.item()
        place, line = self.gone + self.at, self._line_here()
        self.take("[")
        first = self.item()
        while self.next() == ",":
            self.take(",")
            self.item(_SKIM)
        self.take("]", "Expecting ',' delimiter")
        assert self._again is not None
        return Later(_stored(first), partial(_items_from, self._again, place, line))

    def _is_short_or_of_texts(self) -> bool:
        """Whether the list that is next is empty or begins with a text."""
        while True:
            inside = _BLANK.match(self.text, self.at + 1).end()  # type: ignore[union-attr]  # as above
            if inside < len(self.text) or self.is_last:
                return self.text[inside : inside + 1] in '"]'
            self._move()

    def _between(self, start: str, end: str, read: Callable[[], T]) -> Iterator[T]:
        """What stands between two brackets, with commas between."""
        self.take(start)
        if self.next() != end:
            yield read()
            while self.next() == ",":
                self.take(",")
                yield read()
        self.take(end, "Expecting ',' delimiter")

    def item(self, decoder: json.JSONDecoder | None = None) -> object:
        """The next value."""
        self.next()
        while True:
            try:
                value, end = (decoder or self._decoder()).raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                if self.is_last:
                    raise _not_json(error, self.line, self.column) from None
            except (ValueError, RecursionError) as error:
                raise UnreadableFile(f"not JSON that can be read: {error}") from None
            else:
                # A number at the very end may go on.
                if end < len(self.text) or self.is_last:
                    self.at = end
                    return value
            self._move()

    def error(self, message: str) -> UnreadableFile:
        """What is wrong with what is next."""
        error = json.JSONDecodeError(message, self.text, self.at)
        return _not_json(error, self.line, self.column)

    def _decoder(self) -> json.JSONDecoder:
        """One that knows the lines of what is next."""
        spans = _object_lines(self.text, self._line_here(), self.at)
        return json.JSONDecoder(object_pairs_hook=_locating(spans), parse_constant=_refuse)

    def _line_here(self) -> int:
        self._here += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._here

    def _move(self) -> None:
        """Let go of what was read; what is left at least doubles, so that an item which is long
        is not begun too often."""
        gone, kept = self.text[: self.at], self.text[self.at :]
        self.gone += len(gone)
        self.line, self._counted = self._line_here(), 0
        if "\n" in gone:
            self.column = len(gone) - gone.rindex("\n") - 1
        else:
            self.column += len(gone)
        more = self.source.read(max(WINDOW, len(kept)))
        self.text, self.at, self.is_last = kept + more, 0, not more


def _items_from(again: Callable[[], TextIOBase], place: int, line: int) -> Iterator[object]:
    """The items of the list that begins at this place of a text, and in this line."""
    with again() as source:
        while place:
            place -= len(source.read(min(place, WINDOW)))
        window = _Window(source, "", line=line)
        yield from map(_stored, window.items())


def _locating(
    spans: Iterator[tuple[int, int]],
) -> Callable[[list[tuple[str, object]]], Located]:
    """Makes mappings that know their lines, which are told in the order of their ends."""

    def located(pairs: list[tuple[str, object]]) -> Located:
        found = Located((_storable(key), _stored(value)) for key, value in pairs)
        found.start, found.end = next(spans, (1, 1))
        return found

    return located


def _not_json(error: json.JSONDecodeError, line: int, column: int) -> UnreadableFile:
    """The error of a text that begins at this line and behind this column."""
    where = line + error.lineno - 1
    column = error.colno + (column if error.lineno == 1 else 0)
    message = f"line {where}, column {column}: not JSON: {error.msg}"
    return UnreadableFile(message, line=where)


def _object_lines(text: str, line: int, start: int = 0) -> Iterator[tuple[int, int]]:
    """First and last line of each mapping from `start` on, in the order in which they end.

    That is the order in which the parser hands them over.
    """
    opened: list[int] = []
    for match in _TOKEN.finditer(text, start):
        mark = match.group()
        if mark == "\n":
            line += 1
        elif mark == "{":
            opened.append(line)
        elif mark == "}" and opened:
            yield opened.pop(), line


def _stored(value: object) -> object:
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, list) and not isinstance(value, Later):
        return [_stored(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**63:
        return str(value)
    return value


def _storable(text: str) -> str:
    """A text without NUL and half characters, which JSON can spell and no database stores."""
    if _UNSTORABLE.search(text) is None:
        return text
    return _UNSTORABLE.sub("\ufffd", text)
