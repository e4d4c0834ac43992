"""XML read safely into a small tree that knows its lines.

A document type is refused outright: without one there are no entities to expand and nothing
external to fetch. Namespaces are dropped, because the formats here do not reuse a name.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from app.interchange.formats.errors import UnreadableFile

_DEEPEST = 200
_MOST = 2_000_000


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
    """Parse a document. Raises `UnreadableFile` for bad XML and for any document type."""
    parser = expat.ParserCreate(namespace_separator=" ")
    root = Element("", {}, 1)
    stack = [root]
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(stack) > _DEEPEST or count > _MOST:
            raise UnreadableFile("the XML is nested too deeply or has too many elements")
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(name.rpartition(" ")[2], plain, parser.CurrentLineNumber)
        stack[-1].parts.append(element)
        stack.append(element)

    def end(_name: str) -> None:
        stack.pop().last_line = parser.CurrentLineNumber

    def characters(text: str) -> None:
        parts = stack[-1].parts
        if parts and isinstance(parts[-1], str):
            parts[-1] += text
        else:
            parts.append(text)

    def refuse(*_: object) -> None:
        line = parser.CurrentLineNumber
        message = f"line {line}: a document type is not allowed: it could define entities"
        raise UnreadableFile(message, line=line)

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes it by position
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, str(error))
        message = f"line {error.lineno}, column {error.offset + 1}: not XML: {reason}"
        raise UnreadableFile(message, line=error.lineno, column=error.offset + 1) from None
    except (ValueError, LookupError) as error:
        raise UnreadableFile(f"not XML that can be read: {error}") from None
    return next(root.children())


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
