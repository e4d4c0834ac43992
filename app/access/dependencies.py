"""The caller of a request, as endpoints ask for it, and the gates that they name."""

import hmac
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.access import service
from app.access.caller import ANONYMOUS, Caller, Scope
from app.access.errors import KeyNeeded, ScopeMissing, UnknownKey
from app.core.database import Database
from app.core.dependencies import Config, Db, Now
from app.core.idempotency import MAX_KEY, Once

MAX_SECRET = 500
_bearer = HTTPBearer(auto_error=False, description="An API key, or the token of an interview")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


async def caller(request: Request, db: Db, config: Config, credentials: Credentials) -> Caller:
    """Whoever sends the request; a key that is not known is refused, wherever it is sent."""
    if credentials is None:
        if "authorization" in request.headers:
            raise UnknownKey("The Authorization header must be: Bearer KEY")
        return ANONYMOUS
    secret = credentials.credentials
    if len(secret) > MAX_SECRET or not secret.isascii() or "\x00" in secret:
        raise UnknownKey
    configured = config.admin_key
    if configured is not None and hmac.compare_digest(secret, configured.get_secret_value()):
        return Caller(key_id=service.CONFIGURED_KEY, scopes=frozenset({Scope.ADMIN}))
    if secret.startswith(service.TOKEN_START):
        return Caller(token=secret)
    if not secret.startswith(service.KEY_START):
        raise UnknownKey
    return await db.run(_recognise, inline=True, db=db, key=secret)


def _recognise(db: Database, key: str) -> Caller:
    with db.read() as session:
        return service.recognise(session, key)


AnyCaller = Annotated[Caller, Depends(caller)]


async def reader(who: AnyCaller, config: Config) -> Caller:
    """A caller who may see the public form of published questions."""
    if who.key_id is None and not config.is_public:
        raise KeyNeeded
    return who


def requires(scope: Scope) -> Callable[..., Coroutine[Any, Any, Caller]]:
    """A gate that only keys with `scope` pass."""

    async def gate(who: AnyCaller) -> Caller:
        if who.key_id is None:
            raise KeyNeeded
        if not who.may(scope):
            raise ScopeMissing(scope)
        return who

    return gate


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


async def once(
    request: Request, response: Response, who: AnyCaller, now: Now, key: IdempotencyKey = None
) -> Once:
    """The request's idempotency, from its `Idempotency-Key` header."""
    return Once(
        key=key,
        caller=who.identity,
        target=request.url.path,
        body=await request.body(),
        now=now,
        response=response,
    )


Retryable = Annotated[Once, Depends(once)]
