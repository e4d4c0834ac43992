"""Draws over HTTP."""

from typing import Annotated

from fastapi import Body, Depends, Path

from app.access.dependencies import AnyCaller, Reader, Retryable
from app.access.errors import KeyNeeded, UnknownKey
from app.core.database import Database
from app.core.idempotency import IdempotencyReuse, IdempotencyRunning
from app.core.problems import responses
from app.core.query import QueryReader
from app.core.routing import API, Router
from app.core.text import Token
from app.sets import service as sets
from app.sets.errors import DrawNotFound, Shortage
from app.sets.schemas import (
    DRAW_EXAMPLE,
    DrawCreate,
    DrawRead,
    RandomQuery,
    RandomQuestions,
)

router = Router(prefix=API, tags=["draws"])


_random_query = QueryReader(RandomQuery)


@router.get(
    "/questions/random",
    summary="Draw random questions",
    responses=responses(UnknownKey, KeyNeeded, Shortage),
    openapi_extra=_random_query.parameters(),
)
def random_questions(
    db: Database,
    who: Reader,
    query: Annotated[RandomQuery, Depends(_random_query)],
) -> RandomQuestions:
    """Different questions at random, of those that pass the filters. The answer tells the seed;
    sent again, it gives the same questions for as long as `bank_digest` is the same."""
    with db.read() as session:
        return sets.random_questions(session, query, who)


@router.post(
    "/draws",
    status_code=201,
    summary="Draw and keep questions",
    responses=responses(UnknownKey, KeyNeeded, Shortage, IdempotencyReuse, IdempotencyRunning),
)
def create_draw(
    db: Database,
    who: Reader,
    once: Retryable,
    body: Annotated[DrawCreate, Body(openapi_examples=DRAW_EXAMPLE)],
) -> DrawRead:
    """Draw as `GET /questions/random` does, and keep the list, each question in the version of
    today, so that it can be read again, explained, and asked in an interview."""
    return once.write(db, lambda session: sets.create_draw(session, body, who, once.now), DrawRead)


@router.get("/draws/{draw}", summary="Read a draw", responses=responses(UnknownKey, DrawNotFound))
def read_draw(
    db: Database, who: AnyCaller, draw: Annotated[Token, Path(description="The id of a draw")]
) -> DrawRead:
    """A draw as it was made, whatever became of its questions since."""
    with db.read() as session:
        return sets.read_draw(session, draw, who)
