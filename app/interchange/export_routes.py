"""Exports over HTTP: the questions of a filter as a file."""

from collections.abc import AsyncIterator, Generator
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

from fastapi import Depends, Request
from fastapi.responses import StreamingResponse
from pydantic import Field

from app.access.caller import Caller
from app.access.dependencies import Reader
from app.access.errors import KeyNeeded, ScopeMissing, UnknownKey
from app.core.database import Database
from app.core.errors import Invalid
from app.core.problems import responses
from app.core.query import QueryReader
from app.core.routing import API, Router
from app.core.text import Token
from app.interchange.exporting import Selection, View, read_documents, select_questions
from app.interchange.formats.errors import UnknownFormat
from app.interchange.writers import Writer, writer_named, writers
from app.interchange.writers.pieces import gathered
from app.questions.parameters import SearchQuery

router = Router(prefix=f"{API}/exports", tags=["interchange"])

_NAMES = [one.name for one in writers()]
_BINARY = {"type": "string", "format": "binary"}
_SCHEMAS: dict[str, dict[str, str]] = {"application/json": {"type": "object"}}
"""What is no file of bytes to OpenAPI."""


class ExportQuery(SearchQuery):
    """The filters of a list, and how what passes is written."""

    format: Token = Field(
        default="json",
        description="The format of the file",
        json_schema_extra={"enum": [*_NAMES]},
    )
    view: Literal["staff", "public"] | None = Field(
        default=None,
        description="`staff` with answers, hints and key points, or `public` without; by default "
        "what the caller may see",
    )


_export_query = QueryReader(ExportQuery)


@router.get(
    "",
    summary="Export questions",
    response_class=StreamingResponse,
    responses={
        **responses(UnknownKey, KeyNeeded, ScopeMissing),
        200: {
            "description": "The file",
            "headers": {
                "Content-Disposition": {"schema": {"type": "string"}},
                "Export-Loses": {
                    "description": "Members of a question that the format does not carry, with "
                    "commas between them; absent if none",
                    "schema": {"type": "string"},
                },
                "Export-Truncated": {
                    "description": "`true` if more questions match `q` than are ranked, and so "
                    "than are in the file",
                    "schema": {"type": "string"},
                },
            },
            "content": {
                one.media_type: {"schema": _SCHEMAS.get(one.media_type, _BINARY)}
                for one in writers()
            },
        },
    },
    openapi_extra=_export_query.parameters(),
)
async def export_questions(
    request: Request,
    db: Database,
    who: Reader,
    query: Annotated[ExportQuery, Depends(_export_query)],
) -> StreamingResponse:
    """All questions that a list with the same filters holds, as one file: in the order of the
    bank, or best first with `q`. The staff form needs a key with `questions:read`; the public
    form of what is published and public is for anyone who may read. Questions are read while
    the file is sent; one that changes meanwhile is told as it was before or after."""
    try:
        writer = writer_named(query.format)
    except UnknownFormat:
        raise Invalid.at(
            "query/format", "unknown_format", f"Must be one of: {', '.join(_NAMES)}"
        ) from None
    aliases = request.app.state.settings.aliases_file
    selection = await db.run(partial(_select, db, query, who, aliases), inline=False)
    pieces = gathered(writer.write(read_documents(db, selection)))
    # What can go wrong is to be told in the answer's status, as far as that is possible.
    first = await db.run(partial(next, pieces, b""), inline=False)
    return StreamingResponse(
        sent(db, first, pieces),
        media_type=writer.media_type,
        headers=_headers(writer, selection),
    )


def _select(db: Database, query: ExportQuery, who: Caller, aliases: Path | None) -> Selection:
    view = None if query.view is None else View(query.view)
    with db.read() as session:
        return select_questions(session, query, view, who, aliases)


async def sent(
    db: Database, first: bytes, pieces: Generator[bytes, None, None]
) -> AsyncIterator[bytes]:
    """The pieces, each made in a thread of the few there are; none is held while it is sent.
    When the client goes away the files go too that the writer has put aside."""
    piece: bytes | None = first
    try:
        while piece is not None:
            if piece:
                yield piece
            piece = await db.run(partial(next, pieces, None), inline=False)
    finally:
        pieces.close()


def _headers(writer: Writer, selection: Selection) -> dict[str, str]:
    name = "questions" if selection.view is View.STAFF else "questions-public"
    headers = {"Content-Disposition": f'attachment; filename="{name}{writer.suffix}"'}
    if writer.loses:
        headers["Export-Loses"] = ", ".join(writer.loses)
    if selection.truncated:
        headers["Export-Truncated"] = "true"
    return headers
