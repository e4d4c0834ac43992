"""Reading the bank over HTTP."""

from functools import partial
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi import Path as InPath
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from app.access.caller import Caller
from app.access.dependencies import Reader
from app.access.errors import KeyNeeded, ScopeMissing, UnknownKey
from app.core.database import Database
from app.core.pagination import next_link
from app.core.problems import responses
from app.core.query import PathReader, QueryReader
from app.core.routing import API, Router, kept
from app.core.text import Token
from app.questions import facets, reading
from app.questions.errors import QuestionNotFound
from app.questions.parameters import ListQuery, SearchQuery
from app.questions.schemas import (
    CategoryRead,
    Facets,
    QuestionPage,
    QuestionPublic,
    QuestionStaff,
    TagRead,
)

router = Router(prefix=f"{API}/questions", tags=["questions"])
catalogue = Router(prefix=API, tags=["questions"])

_question = PathReader("question", Token, "The id or the slug of a question")
QuestionRef = Annotated[Token, InPath(description=_question.description)]


class Categories(BaseModel):
    items: list[CategoryRead]


class Tags(BaseModel):
    items: list[TagRead]


_list_query = QueryReader(ListQuery)
_facet_query = QueryReader(SearchQuery)


@router.get(
    "",
    summary="List questions",
    responses=responses(UnknownKey, KeyNeeded, ScopeMissing),
    openapi_extra=_list_query.parameters(),
)
@kept
async def list_questions(
    request: Request,
    response: Response,
    db: Database,
    who: Reader,
    query: Annotated[ListQuery, Depends(_list_query)],
) -> QuestionPage:
    """The questions that pass the filters, a page at a time: in their public form, or in the
    staff form for a key with `questions:read`. Without filters the public sees what is
    published and public, staff sees everything. With `q` the best matches come first, each
    with its `score` and `highlights`; the public finds questions by public texts only."""
    work = partial(_list_page, db, query, who, request.app.state.settings.aliases_file)
    # Counting takes as long as the bank is large, and ranking takes milliseconds; neither may
    # hold up the event loop.
    page = await db.run(work, inline=not (query.include_total or query.searches))
    if page.next_cursor is not None:
        response.headers["Link"] = next_link(request, page.next_cursor)
    return page


def _list_page(db: Database, query: ListQuery, who: Caller, aliases: Path | None) -> QuestionPage:
    # What the index names is asked for once more, so it may be of another moment.
    with db.read(one_view=False) as session:
        return reading.list_questions(session, query, who, aliases)


@router.get(
    "/facets",
    summary="Count questions by facet",
    responses=responses(UnknownKey, KeyNeeded, ScopeMissing),
    openapi_extra=_facet_query.parameters(),
)
@kept
async def question_facets(
    request: Request,
    db: Database,
    who: Reader,
    query: Annotated[SearchQuery, Depends(_facet_query)],
) -> Facets:
    """How the questions that a list with the same filters and words would hold are distributed
    over categories, difficulties, kinds and tags."""
    work = partial(_count_facets, db, query, who, request.app.state.settings.aliases_file)
    return await db.run(work, inline=False)


def _count_facets(db: Database, query: SearchQuery, who: Caller, aliases: Path | None) -> Facets:
    with db.read() as session:
        return facets.count_facets(session, query, who, aliases)


@router.get(
    "/{question}",
    summary="Read a question",
    responses={
        **responses(UnknownKey, KeyNeeded, QuestionNotFound),
        304: {"description": "The question is still as `If-None-Match` says"},
        308: {"description": "The question was merged into the one at `Location`"},
    },
    openapi_extra={
        "parameters": [
            _question.parameter(),
            {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}},
        ]
    },
)
@kept
def read_question(
    request: Request,
    response: Response,
    db: Database,
    who: Reader,
    question: Annotated[str, Depends(_question)],
) -> QuestionPublic | QuestionStaff:
    """One question by its id or slug, in its public form, or in the staff form for a key with
    `questions:read`. The `ETag` names the state that was read."""
    with db.read(one_view=False) as session:
        successor = None
        try:
            found, revision = reading.read_question(session, question, who)
        except QuestionNotFound:
            successor = reading.successor_of(session, question)
            if successor is None:
                raise
    if successor is not None:
        location = f"{API}/questions/{successor}"
        return RedirectResponse(location, status_code=308)  # type: ignore[return-value]
    etag = f'"{revision}{"s" if who.is_staff else "p"}"'
    response.headers["ETag"] = etag
    known = request.headers.get("if-none-match", "")
    if etag in known or known.strip() == "*":
        return Response(status_code=304, headers={"ETag": etag})  # type: ignore[return-value]
    return found


@catalogue.get("/categories", summary="List categories", responses=responses(UnknownKey, KeyNeeded))
@kept
async def list_categories(db: Database, who: Reader) -> Categories:
    """The categories that hold public questions, by path, each counting what is below it."""
    return await db.run(partial(_count_categories, db), inline=False)


def _count_categories(db: Database) -> Categories:
    with db.read() as session:
        return Categories(items=reading.list_categories(session))


@catalogue.get("/tags", summary="List tags", responses=responses(UnknownKey, KeyNeeded))
@kept
async def list_tags(db: Database, who: Reader) -> Tags:
    """The tags that public questions carry, by name."""
    return await db.run(partial(_count_tags, db), inline=False)


def _count_tags(db: Database) -> Tags:
    with db.read() as session:
        return Tags(items=reading.list_tags(session))
