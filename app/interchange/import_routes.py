"""Imports over HTTP: files in, an account of all that is in them out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Annotated, Any

from fastapi import Depends, Header, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.access.caller import Caller, Scope
from app.access.dependencies import Retryable, requires
from app.access.errors import KeyNeeded, ScopeMissing, UnknownKey
from app.core.database import Database
from app.core.errors import BadRequest, ContentTooLarge, Invalid, UnsupportedMediaType
from app.core.idempotency import IdempotencyReuse, IdempotencyRunning
from app.core.ids import new_id
from app.core.pagination import Limit, Page
from app.core.problems import problem_response, responses
from app.core.query import QueryReader
from app.core.routing import API, Router, takes_files
from app.core.text import Line, Token
from app.interchange import history, jobs
from app.interchange.errors import ImportNotFound, ImportRefused
from app.interchange.formats import formats
from app.interchange.models import JobState
from app.interchange.options import ImportOptions, Mode, OnConflict
from app.interchange.report import ImportReport
from app.interchange.schemas import ImportRead
from app.interchange.service import import_in, import_sources
from app.interchange.sources import named
from app.interchange.uploads import (
    FORM,
    PROFILE,
    Upload,
    disposed_name,
    profile_of,
    read_upload,
    sources_of,
)
from app.interchange.worker import ImportWorker

router = Router(prefix=f"{API}/imports", tags=["interchange"])

Writer = Annotated[Caller, Depends(requires(Scope.QUESTIONS_WRITE))]
Staff = Annotated[Caller, Depends(requires(Scope.QUESTIONS_READ, Scope.QUESTIONS_WRITE))]
ImportId = Annotated[Token, Path(description="The id of an import")]
Prefer = Annotated[
    str | None,
    Header(
        max_length=200,
        description="`respond-async` has the import done after the answer, whatever its size",
    ),
]

KEYED = (UnknownKey, KeyNeeded, ScopeMissing)
_NAMES = [one.name for one in formats()]


class ImportQuery(BaseModel):
    """What whoever imports decides."""

    dry_run: bool = Field(
        default=False, description="Whether to tell what would be done, and write nothing"
    )
    format: Token | None = Field(
        default=None,
        description="The format of all files; by default guessed for each from its name, its "
        "media type and its content",
        json_schema_extra={"enum": [*_NAMES]},
    )
    mode: Mode = Field(
        default=Mode.ATOMIC,
        description="`atomic`: if anything fails nothing is written; `partial`: the good is kept",
    )
    on_conflict: OnConflict = Field(
        default=OnConflict.REPORT,
        description="What becomes of a question that both the file and staff changed: it is "
        "told and left (`report`), the file's is taken (`theirs`), or the bank's is kept for "
        "good (`ours`)",
    )
    allow_duplicates: bool = Field(
        default=False, description="Whether to import what the bank has already, too"
    )
    filename: Line | None = Field(
        default=None,
        description="The name of a file that is the body itself; else `Content-Disposition` may "
        "have it. By its name a file is known again",
    )


_import_query = QueryReader(ImportQuery)
_FILE = {"schema": {"type": "string", "format": "binary"}}
_MARKDOWN = "## What is a sidecar?\n\nA container that helps the one beside it.\n"
_CSV = "question,answer,difficulty\nWhat is a taint?,What keeps Pods off a node.,medium\n"
_BODY: dict[str, Any] = {
    "required": True,
    "description": "A file of any of the formats as it is, a zip archive of files, or a form "
    f"with several files and, if need be, a profile in YAML as the part `{PROFILE}`",
    "content": {
        "text/markdown": {
            "schema": {"type": "string"},
            "examples": {"markdown": {"value": _MARKDOWN}},
        },
        "text/csv": {"schema": {"type": "string"}, "examples": {"table": {"value": _CSV}}},
        "application/zip": _FILE,
        "application/octet-stream": _FILE,
        FORM: {
            "schema": {
                "type": "object",
                "properties": {
                    "files": {"type": "array", "items": _FILE["schema"]},
                    PROFILE: {"type": "string"},
                },
                "required": ["files"],
            }
        },
    },
}


@router.post(
    "",
    status_code=201,
    summary="Import questions",
    response_model=ImportReport,
    responses={
        **responses(
            *KEYED,
            BadRequest,
            ContentTooLarge,
            UnsupportedMediaType,
            Invalid,
            ImportRefused,
            IdempotencyReuse,
            IdempotencyRunning,
        ),
        200: {"description": "What would be done, of a dry run", "model": ImportReport},
        202: {
            "description": "It is put aside, and done as soon as may be; `Location` tells how far",
            "model": ImportRead,
        },
    },
    openapi_extra={**_import_query.parameters(), "requestBody": _BODY},
)
@takes_files
def create_import(
    request: Request,
    db: Database,
    who: Writer,
    query: Annotated[ImportQuery, Depends(_import_query)],
    once: Retryable,
    prefer: Prefer = None,
) -> Response:
    """Bring the questions of files into the bank: what is new is created, what changed in a file
    is revised, what staff changed meanwhile is a conflict and stays. A second time all is
    `unchanged`. The report accounts for every part of the files, by its lines. If anything
    fails, nothing is written and the problem carries the `report`, unless `mode` is `partial`.

    A large import, and one that prefers `respond-async`, is answered 202 before it is done;
    what `Location` leads to tells how far it is, and then has the report."""
    _check(query, request)
    name = query.filename or disposed_name(request.headers.get("content-disposition"))
    upload = read_upload(once.body, request.headers.get("content-type"), name)
    options = ImportOptions(
        format_name=query.format,
        profile=profile_of(upload),
        mode=query.mode,
        on_conflict=query.on_conflict,
        allow_duplicates=query.allow_duplicates,
        dry_run=query.dry_run,
    )
    is_asked = "respond-async" in {part.strip() for part in (prefer or "").casefold().split(",")}
    if is_asked or upload.size > request.app.state.settings.import_job_bytes:
        once = replace(once, body=upload.digest(query.model_dump_json(), "later"))
        queued = once.write(db, partial(_queue, upload, options, once.now), ImportRead)
        request.app.state.importing.wake()
        return _later(queued, once, is_asked=is_asked)
    once = replace(once, body=upload.digest(query.model_dump_json()))
    try:
        report = _import(db, upload, options, once)
    except ImportRefused as refused:
        # Written here, in a thread, since a report may be long.
        return problem_response(refused)
    body = report.__pydantic_serializer__.to_json(report)
    headers = dict(once.response.headers)
    if report.written:
        headers["Location"] = f"{API}/imports/{report.id}"
    return Response(body, 201 if report.written else 200, headers, "application/json")


def _check(query: ImportQuery, request: Request) -> None:
    if query.format is not None and query.format not in _NAMES:
        fault = f"Must be one of: {', '.join(_NAMES)}"
        raise Invalid.at("query/format", "unknown_format", fault)
    if request.headers.get("content-encoding", "identity").strip().casefold() != "identity":
        raise UnsupportedMediaType("The body must not be compressed, but may be a zip archive")


def _queue(upload: Upload, options: ImportOptions, now: datetime, session: Session) -> ImportRead:
    import_id = new_id()
    source = named(sources_of(upload).files)
    jobs.queue(session, upload, options, import_id=import_id, source=source, now=now)
    return history.read_import(session, import_id)[0]


def _later(queued: ImportRead, once: Retryable, *, is_asked: bool) -> Response:
    headers = dict(once.response.headers) | {"Location": f"{API}/imports/{queued.id}"}
    headers["Retry-After"] = "1"
    if is_asked:
        headers["Preference-Applied"] = "respond-async"
    return Response(queued.model_dump_json(), 202, headers, "application/json")


def _import(db: Database, upload: Upload, options: ImportOptions, once: Retryable) -> ImportReport:
    """With a key the reply is kept in the unit of work that writes, which then lasts from the
    first file on; without, the bank is locked for as long as ready rows take."""
    sources = sources_of(upload)

    def work(session: Session) -> ImportReport:
        return _accepted(import_in(session, sources, options, now=once.now).listed())

    if once.key is not None:
        return once.write(db, work, ImportReport)
    return _accepted(import_sources(db, sources, options, now=once.now).listed())


def _accepted(report: ImportReport) -> ImportReport:
    if report.is_refused:
        raise ImportRefused(jobs.NOT_ALL, report=report)
    return report


@router.get(
    "",
    summary="List imports",
    responses=responses(*KEYED),
)
def list_imports(
    db: Database,
    who: Staff,
    limit: Annotated[Limit, Query()] = 20,
    cursor: Annotated[str | None, Query(max_length=4000)] = None,
) -> Page[ImportRead]:
    """The imports that wrote to the bank, newest first, without their items."""
    with db.read() as session:
        return history.list_imports(session, limit, cursor)


@router.get(
    "/{import_id}",
    summary="Read an import",
    response_model=ImportRead,
    responses=responses(*KEYED, ImportNotFound),
)
async def read_import(request: Request, db: Database, who: Staff, import_id: ImportId) -> Response:
    """One import that wrote to the bank: what it read, and how many items became what. One that
    was put aside tells how far it is, and when it has ended, its report."""
    importing: ImportWorker = request.app.state.importing
    body = await db.run(partial(_read_import, db, importing, import_id), inline=False)
    return StreamingResponse(body, media_type="application/json")


def _read_import(db: Database, importing: ImportWorker, import_id: str) -> Iterator[bytes]:
    with db.read() as session:
        read, report = history.read_import(session, import_id)
    if read.state is JobState.RUNNING:
        read.progress = importing.progress_of(import_id) or read.progress
    body = read.model_dump_json().encode()
    # Its last member: a report is put in as it was kept, for it may be long.
    return (
        iter((body,)) if report is None else chain((body.removesuffix(b"null}"),), report, (b"}",))
    )
