"""Reading the bank over HTTP."""

from functools import partial
from typing import Annotated, Any

from fastapi import Depends, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from app.access.caller import Caller
from app.access.dependencies import Reader
from app.access.errors import KeyNeeded, ScopeMissing, UnknownKey
from app.core.database import Database
from app.core.pagination import Page, next_link
from app.core.problems import responses
from app.core.query import QueryReader
from app.core.routing import API, Router, kept
from app.core.text import Token
from app.questions import reading
from app.questions.errors import QuestionNotFound
from app.questions.parameters import ListQuery
from app.questions.schemas import CategoryRead, QuestionPublic, QuestionStaff, TagRead

router = Router(prefix=f"{API}/questions", tags=["questions"])
catalogue = Router(prefix=API, tags=["questions"])

QuestionRef = Annotated[Token, Path(description="The id or the slug of a question")]


class Categories(BaseModel):
    items: list[CategoryRead]


class Tags(BaseModel):
    items: list[TagRead]


_list_query = QueryReader(ListQuery)


@router.get(
    "",
    summary="List questions",
    response_model=Page[QuestionPublic | QuestionStaff],
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
) -> Page[Any]:
    """The questions that pass the filters, a page at a time: in their public form, or in the
    staff form for a key with `questions:read`. Without filters the public sees what is
    published and public, staff sees everything."""
    work = partial(_list_page, db, query, who)
    # Counting takes as long as the bank is large; it must not hold up the event loop.
    page = await db.run(work, inline=not query.include_total)
    if page.next_cursor is not None:
        response.headers["Link"] = next_link(request.url, page.next_cursor)
    return page


def _list_page(db: Database, query: ListQuery, who: Caller) -> Page[Any]:
    with db.read() as session:
        return reading.list_questions(session, query, who)


@router.get(
    "/{question}",
    summary="Read a question",
    responses={
        **responses(UnknownKey, KeyNeeded, QuestionNotFound),
        304: {"description": "The question is still as `If-None-Match` says"},
        308: {"description": "The question was merged into the one at `Location`"},
    },
    openapi_extra={
        "parameters": [{"name": "If-None-Match", "in": "header", "schema": {"type": "string"}}]
    },
)
@kept
def read_question(
    request: Request,
    response: Response,
    db: Database,
    who: Reader,
    question: QuestionRef,
) -> QuestionPublic | QuestionStaff:
    """One question by its id or slug, in its public form, or in the staff form for a key with
    `questions:read`. The `ETag` names the state that was read."""
    with db.read() as session:
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
    if etag in request.headers.get("if-none-match", ""):
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
