"""The caller of a request, as endpoints ask for it.

These ask for nothing but the request: each further level of dependencies would cost every
request more than what it looks up.
"""

import hmac
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response

from app.access import service
from app.access.caller import ANONYMOUS, Caller, Scope
from app.access.errors import KeyNeeded, ScopeMissing, UnknownKey
from app.core.database import Database
from app.core.idempotency import MAX_KEY, Once

MAX_SECRET = 500
SECURITY_SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "description": "An API key, or the token of an interview",
}
"""How OpenAPI is told. As a dependency of its own it would cost every request its solving."""


async def caller(request: Request) -> Caller:
    """Whoever sends the request; a key that is not known is refused, wherever it is sent.

    Raises:
        UnknownKey: the key is not known, was revoked, or is no Bearer key at all.
    """
    header = request.headers.get("authorization")
    if header is None:
        return ANONYMOUS
    known: Caller | None = request.scope.get(_CALLER)
    if known is None:
        known = request.scope[_CALLER] = await _recognise(request, header)
    return known


_CALLER = "qbank.caller"


async def _recognise(request: Request, header: str) -> Caller:
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret.isascii() or len(secret) > MAX_SECRET:
        raise UnknownKey("The Authorization header must be: Bearer KEY")
    configured = request.app.state.settings.admin_key
    if configured is not None and hmac.compare_digest(secret, configured.get_secret_value()):
        return Caller(key_id=service.CONFIGURED_KEY, scopes=frozenset({Scope.ADMIN}))
    if secret.startswith(service.TOKEN_START):
        return Caller(token=secret)
    if not secret.startswith(service.KEY_START):
        raise UnknownKey
    db: Database = request.app.state.db
    return await db.run(partial(_look_up, db, secret), inline=True)


def _look_up(db: Database, key: str) -> Caller:
    with db.read() as session:
        return service.recognise(session, key)


async def reader(request: Request) -> Caller:
    """A caller who may see the public form of published questions.

    Raises:
        KeyNeeded: the bank is closed and no key was sent.
    """
    who = await caller(request)
    if who.key_id is None and not request.app.state.settings.is_public:
        raise KeyNeeded
    return who


def requires(*scopes: Scope) -> Callable[[Request], Coroutine[Any, Any, Caller]]:
    """A caller whose key has one of `scopes`, as a dependency."""

    async def gate(request: Request) -> Caller:
        who = await caller(request)
        if who.key_id is None:
            raise KeyNeeded
        if not any(map(who.may, scopes)):
            raise ScopeMissing(scopes[0])
        return who

    return gate


AnyCaller = Annotated[Caller, Depends(caller)]
Reader = Annotated[Caller, Depends(reader)]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=MAX_KEY,
        description="Makes a retry safe: the same key and body get the same answer for 24 hours. "
        "Use a fresh UUID for each piece of work",
    ),
]


async def once(request: Request, response: Response, key: IdempotencyKey = None) -> Once:
    """The request's idempotency, from its `Idempotency-Key` header."""
    return Once(
        key=key,
        caller=(await caller(request)).identity,
        target=request.url.path,
        body=await request.body(),
        now=request.app.state.clock(),
        response=response,
    )


Retryable = Annotated[Once, Depends(once)]
