"""Text as clients send it: stored exactly as given, refused where a database could not hold it."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

SHORT = 200
LONG = 65_536


def storable(value: str) -> str:
    """The same text, or a refusal of what Postgres and UTF-8 cannot hold."""
    if "\x00" in value:
        raise PydanticCustomError("text_nul", "must not contain the NUL character")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise PydanticCustomError("text_surrogate", "must not contain lone surrogates") from None
    return value


def _one_line(value: str) -> str:
    if len(value.splitlines()) > 1:
        raise PydanticCustomError("text_lines", "must be a single line")
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("text_blank", "must not be blank")
    return value


Text = Annotated[str, StringConstraints(max_length=LONG), AfterValidator(storable)]
"""Any text of up to 64 Ki characters, empty included."""

FullText = Annotated[Text, AfterValidator(_not_blank)]
"""Text with something in it."""

Line = Annotated[
    str,
    StringConstraints(max_length=SHORT),
    AfterValidator(storable),
    AfterValidator(_one_line),
    AfterValidator(_not_blank),
]
"""A single line of up to 200 characters with something in it."""

Token = Annotated[str, StringConstraints(max_length=SHORT), AfterValidator(storable)]
"""A word of a path or query: an id, a slug, a cursor's worth of text."""
