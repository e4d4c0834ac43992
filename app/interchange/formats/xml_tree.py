"""XML read safely into a small tree that knows its lines.

A document type is refused unless it is nothing but a name: without one there are no entities to
expand and nothing external to fetch. Namespaces are dropped, because the formats here do not reuse a name.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from xml.parsers import expat

from app.interchange.formats.errors import UnreadableFile

_DEEPEST = 200
_MOST = 200_000  # elements and attributes below one child of the root
_PIECE = 1 << 16


@dataclass(slots=True)
class Element:
    """An element: its local name, attributes, children and texts in order.

    `parts` holds texts and elements as they follow one another.
    """

    name: str
    attributes: dict[str, str]
    line: int
    last_line: int = 0
    parts: list["Element | str"] = field(default_factory=list)

    def children(self, name: str | None = None) -> Iterator["Element"]:
        """The child elements, or those of one name."""
        for part in self.parts:
            if isinstance(part, Element) and (name is None or part.name == name):
                yield part

    def child(self, *path: str) -> "Element | None":
        """The first element at a path of names below this one."""
        found: Element | None = self
        for name in path:
            found = next(found.children(name), None) if found is not None else None
        return found

    def walk(self) -> Iterator["Element"]:
        """This element and all below it, in order."""
        yield self
        for child in self.children():
            yield from child.walk()

    @property
    def text(self) -> str:
        """All the text in and below the element."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


def parse_xml(data: bytes) -> Element:
    """Parse a document. Raises `UnreadableFile` for bad XML and for a document type that says
    more than a name."""
    root, *children = elements_of(data)
    root.parts += children
    return root


def elements_of(data: bytes) -> Iterator[Element]:
    """The root of a document, and then its children one after another, of which the root holds
    none: a large document is never in memory as a whole. Texts right below the root are not
    given. Raises `UnreadableFile` as `parse_xml` does, maybe in the midst of it."""
    grower = _Grower()
    try:
        for start in range(0, max(len(data), 1), _PIECE):
            grower.feed(data[start : start + _PIECE], is_last=start + _PIECE >= len(data))
            yield from grower.finished
            grower.finished.clear()
    finally:
        grower.close()


class _Grower:
    """Makes elements of the events of a parser. `finished` are the root once it has begun, and
    its children once they have ended."""

    def __init__(self) -> None:
        self.finished: list[Element] = []
        self._stack: list[Element] = []
        self._held = 0
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text, parser.buffer_size = True, _PIECE
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, data: bytes, *, is_last: bool) -> None:
        """Read on. Raises `UnreadableFile`."""
        try:
            self._parser.Parse(data, is_last)
        except expat.ExpatError as error:
            reason = expat.errors.messages.get(error.code, str(error))
            line, column = error.lineno, error.offset + 1
            message = f"line {line}, column {column}: not XML: {reason}"
            raise UnreadableFile(message, line=line) from None
        except (ValueError, LookupError) as error:
            raise UnreadableFile(f"not XML that can be read: {error}") from None

    def close(self) -> None:
        """Let go of the parser, which refers to this in a cycle: of ten thousand items in a
        package as many parsers would wait for the collector, with a buffer each."""
        del self._parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._held += 1 + len(attributes)
        if len(self._stack) >= _DEEPEST or self._held > _MOST:
            raise UnreadableFile("the XML is nested too deeply or has too many elements")
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(name.rpartition(" ")[2], plain, self._parser.CurrentLineNumber)
        if len(self._stack) > 1:
            self._stack[-1].parts.append(element)
        elif not self._stack:
            self.finished.append(element)
        self._stack.append(element)

    def _end(self, _name: str) -> None:
        element = self._stack.pop()
        element.last_line = self._parser.CurrentLineNumber
        element.parts = _joined(element.parts)
        if len(self._stack) == 1:
            self.finished.append(element)
            self._held = 0

    def _characters(self, text: str) -> None:
        if len(self._stack) > 1:
            self._stack[-1].parts.append(text)

    def _refuse(self, _name: str, system: str | None, public: str | None, has_subset: bool) -> None:
        if not (system or public or has_subset):
            return
        line = self._parser.CurrentLineNumber
        message = f"line {line}: a document type is not allowed: it could define entities"
        raise UnreadableFile(message, line=line)


def _joined(parts: list[Element | str]) -> list[Element | str]:
    """The same with texts that follow one another made one."""
    joined: list[Element | str] = []
    for is_text, some in groupby(parts, lambda part: isinstance(part, str)):
        run = list(some)
        joined += ["".join(map(str, run))] if is_text else run
    return joined


def inner_markup(element: Element) -> str:
    """What an element contains, as markup again: for texts that mix words and tags."""
    said: list[str] = []
    for part in element.parts:
        if isinstance(part, str):
            said.append(part.replace("&", "&amp;").replace("<", "&lt;"))
            continue
        shown = "".join(f' {key}="{value}"' for key, value in part.attributes.items())
        inner = inner_markup(part)
        said.append(
            f"<{part.name}{shown}>{inner}</{part.name}>" if inner else f"<{part.name}{shown}/>"
        )
    return "".join(said)
