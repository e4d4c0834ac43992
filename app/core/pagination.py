"""Keyset pagination: pages that stay true while rows are inserted, behind opaque cursors."""

import base64
import binascii
import hashlib
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from pydantic_core import to_json
from sqlalchemy import ColumnElement, and_, or_
from starlette.requests import Request

from app.core.errors import Invalid
from app.core.text import storable

T = TypeVar("T")
Limit = Annotated[int, Field(ge=1, le=100, description="How many items a page holds")]
Cursor = Annotated[
    str | None,
    Field(max_length=4000, description="`next_cursor` of the page before, for the same query"),
]
IncludeTotal = Annotated[bool, Field(description="Whether to count all items, which costs time")]


class Page(BaseModel, Generic[T]):
    """One page of a list; `next_cursor` is null on the last."""

    items: list[T]
    next_cursor: str | None
    total: int | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="All items of the list; there only with `include_total=true`",
    )


class InvalidCursor(Invalid):
    code = "invalid_cursor"
    title = "The cursor is not one of this list with these filters and this order"

    def __init__(self) -> None:
        message = "Must be a next_cursor of this list with the same filters and order"
        fault = {"pointer": "query/cursor", "code": self.code, "message": message}
        super().__init__(errors=[fault])


_PARTS: TypeAdapter[list[str | int]] = TypeAdapter(
    list[Annotated[str, Field(max_length=2000)] | Annotated[int, Field(ge=-(2**63), lt=2**63)]]
)


def encode_cursor(query: str, values: list[Any]) -> str:
    """A cursor behind the item with these sort values, bound to the query (a canonical text)."""
    parts = [_fingerprint(query), *(_plain(value) for value in values)]
    return base64.urlsafe_b64encode(to_json(parts)).rstrip(b"=").decode()


def decode_cursor(cursor: str, query: str, kinds: list[type]) -> list[Any]:
    """The sort values in a cursor, of the kinds `str`, `int` or `datetime`.

    Raises:
        InvalidCursor: it was made for another query, or by somebody else.
    """
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        parts = _PARTS.validate_json(raw, strict=True)
        if len(parts) != len(kinds) + 1 or parts[0] != _fingerprint(query):
            raise InvalidCursor
        return [_revive(part, kind) for part, kind in zip(parts[1:], kinds, strict=True)]
    except (ValueError, binascii.Error, ValidationError):
        raise InvalidCursor from None


def after(columns: list[tuple[ColumnElement[Any], bool]], values: list[Any]) -> ColumnElement[bool]:
    """The condition that a row comes after `values`; each column says if it is descending."""
    alternatives = []
    for place, (column, descending) in enumerate(columns):
        ties = [columns[i][0] == values[i] for i in range(place)]
        beyond = column < values[place] if descending else column > values[place]
        alternatives.append(and_(*ties, beyond))
    return or_(*alternatives) if len(alternatives) > 1 else alternatives[0]


def next_link(request: Request, cursor: str) -> str:
    """The `Link` header that leads to the next page; relative, so that proxies do not matter."""
    query = request.scope["query_string"].decode("latin-1")
    kept = [part for part in query.split("&") if part and not part.startswith("cursor=")]
    return f'<{request.scope["path"]}?{"&".join([*kept, f"cursor={cursor}"])}>; rel="next"'


def _fingerprint(query: str) -> str:
    return hashlib.sha256(query.encode()).hexdigest()[:12]


def _plain(value: Any) -> str | int:
    return value.isoformat() if isinstance(value, datetime) else value


def _revive(part: str | int, kind: type) -> Any:
    if kind is datetime:
        moment = datetime.fromisoformat(str(part))
        if moment.tzinfo is None:
            raise InvalidCursor
        return moment
    if not isinstance(part, kind):
        raise InvalidCursor
    return storable(part) if isinstance(part, str) else part
