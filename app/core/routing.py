"""Routes of our house: plain functions that run where the database object says, on requests
whose parameters, types and JSON were checked first."""

from collections.abc import AsyncGenerator, Callable, Coroutine
from functools import partial, wraps
from inspect import Parameter, iscoroutinefunction, signature, unwrap
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic_core import from_json

from app.core.database import Database
from app.core.errors import BadRequest, ContentTooLarge, Invalid, UnsupportedMediaType
from app.core.problems import responses
from app.core.query import QueryReader, check_parameter, takes_list
from app.core.replies import key_of

API = "/api/v1"
E = TypeVar("E", bound=Callable[..., Any])
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class StrictRequest(Request):
    """A request whose body is bounded, and whose JSON is JSON: no NaN, no lone surrogates,
    no bad UTF-8, no nesting that would exhaust the parser."""

    max_body: int = 0

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """The body in pieces, refused as soon as it is too large."""
        received = 0
        async for chunk in super().stream():
            received += len(chunk)
            if received > self.max_body:
                raise ContentTooLarge(f"At most {self.max_body} bytes are taken here")
            yield chunk

    async def json(self) -> Any:
        """The parsed body.

        Raises:
            BadRequest: it is not JSON.
        """
        try:
            return from_json(await self.body(), allow_inf_nan=False)
        except ValueError as error:
            raise BadRequest(f"The body is not valid JSON: {error}") from None


class Route(APIRoute):
    """One operation. A plain function is run by the database object, which it gets as `db`:
    a `GET` may run on the event loop, everything else in a thread. An async function gets `db`
    too, and decides itself what it has run where."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        methods = options.get("methods") or {"GET"}
        asked = light_dependencies(endpoint).values()
        self.reads_query_itself = any(isinstance(one, QueryReader) for one in asked)
        endpoint = _run_by_database(endpoint, inline=set(methods) == {"GET"})
        super().__init__(path, endpoint, **options)
        self.responses = responses(*self._own_problems()) | self.responses

    def _own_problems(self) -> list[type[Any]]:
        if self.body_field is None:
            return [Invalid]
        return [BadRequest, ContentTooLarge, UnsupportedMediaType, Invalid]

    def get_route_handler(self) -> Handler:
        """FastAPI's handler behind the checks that it does not make itself. An endpoint that
        leaves nothing to FastAPI is called past it: solving no dependencies and writing no
        answer costs a read a fifth of its time."""
        given = set(signature(self.endpoint).parameters)
        is_read = self.methods == {"GET"} and "db" in signature(unwrap(self.endpoint)).parameters
        if is_read and given <= {"request", "response"}:
            handle = _past_fastapi(self.endpoint, takes_response="response" in given)
        else:
            handle = super().get_route_handler()
        repeatable = None if self.reads_query_itself else _query_parameters(self.dependant)
        takes_body = self.body_field is not None
        takes_files = getattr(self.endpoint, "takes_files", False)

        async def strict(request: Request) -> Response:
            if repeatable is not None and request.scope["query_string"]:
                _check_query(request, repeatable)
            if request.method != "GET":
                request = StrictRequest(request.scope, request.receive)
                settings = request.app.state.settings
                request.max_body = (
                    settings.max_import_bytes if takes_files else settings.max_body_bytes
                )
                _check_body_headers(request, takes_body=takes_body)
            return await handle(request)

        return _keeping(strict) if getattr(self.endpoint, "is_kept", False) else strict


def kept(endpoint: E) -> E:
    """Mark an operation whose public answers depend on nothing but the bank and the query:
    they are kept for as long as the bank stands still."""
    endpoint.is_kept = True  # type: ignore[attr-defined]
    return endpoint


def takes_files(endpoint: E) -> E:
    """Mark an operation that reads the request's body itself, of whatever type it is: a file or
    several, for which there is a limit of their own."""
    endpoint.takes_files = True  # type: ignore[attr-defined]
    return endpoint


def _keeping(handle: Handler) -> Handler:
    async def look_first(request: Request) -> Response:
        state = request.app.state
        key = key_of(request)
        if key is None or not state.replies.is_asked_again(key):
            return await handle(request)
        revision = await state.db.run(state.db.bank_revision, inline=True)
        response: Response | None = state.replies.find(key, revision)
        if response is None:
            response = await handle(request)
            state.replies.keep(key, revision, response)
        return response

    return look_first


class Router(APIRouter):
    """A router whose operations are `Route`s, named after their functions."""

    def __init__(self, *, prefix: str, tags: list[str]) -> None:
        super().__init__(
            prefix=prefix,
            tags=list(tags),
            route_class=Route,
            generate_unique_id_function=lambda route: route.name,
        )


def _run_by_database(endpoint: Callable[..., Any], *, inline: bool) -> Callable[..., Any]:
    """An async function for FastAPI that gives the endpoint the database object as `db`, and
    has that object run it. As a dependency it would cost every request its solving."""
    declared = signature(endpoint)
    if "db" not in declared.parameters:
        return endpoint
    is_async = iscoroutinefunction(endpoint)
    light = light_dependencies(endpoint) if inline else {}
    parameters = [
        known for name, known in declared.parameters.items() if name != "db" and name not in light
    ]
    takes_request = "request" in declared.parameters
    if not takes_request:
        parameters.insert(
            0, Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)
        )

    @wraps(endpoint)
    async def run(request: Request, **arguments: Any) -> Any:
        if takes_request:
            arguments["request"] = request
        for name, dependency in light.items():
            arguments[name] = await dependency(request)
        db: Database = request.app.state.db
        if is_async:
            result = await endpoint(db=db, **arguments)
        else:
            result = await db.run(partial(endpoint, db=db, **arguments), inline=inline)
        return _written(result, arguments) if inline else result

    run.__signature__ = declared.replace(parameters=parameters)  # type: ignore[attr-defined]
    return run


def light_dependencies(endpoint: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    """Those dependencies of an endpoint that ask for the request alone. The routes of reads
    call them themselves: FastAPI's solving costs more than most of them do. Where there is a
    body they stay FastAPI's, which asks who is calling before it looks at what was sent."""
    found = {}
    for name, parameter in signature(endpoint).parameters.items():
        for mark in getattr(parameter.annotation, "__metadata__", ()):
            asked = getattr(mark, "dependency", None)
            if asked is not None and list(signature(asked).parameters) == ["request"]:
                found[name] = asked
    return found


def _written(result: Any, arguments: dict[str, Any]) -> Any:
    """A schema as the answer it will be. We built it, so its type is right; FastAPI would
    validate it against all types that the operation may answer, and try each to write it."""
    if not isinstance(result, BaseModel):
        return result
    body = result.__pydantic_serializer__.to_json(result)
    response = Response(body, media_type="application/json")
    given = arguments.get("response")
    if given is not None:
        response.raw_headers.extend(given.raw_headers)
    return response


def _past_fastapi(endpoint: Callable[..., Any], *, takes_response: bool) -> Handler:
    async def call(request: Request) -> Response:
        if not takes_response:
            answer = await endpoint(request=request)
        else:
            headers = Response()
            headers.raw_headers = []
            answer = await endpoint(request=request, response=headers)
        assert isinstance(answer, Response), "a read answers a schema or a response"
        return answer

    return call


def _query_parameters(dependant: Dependant) -> dict[str, bool]:
    """Each query parameter of an operation, with whether it may be repeated."""
    found = {
        parameter.alias: takes_list(parameter.field_info.annotation)
        for parameter in dependant.query_params
    }
    for below in dependant.dependencies:
        found |= _query_parameters(below)
    return found


def _check_query(request: Request, repeatable: dict[str, bool]) -> None:
    seen: set[str] = set()
    for name in (key for key, _ in request.query_params.multi_items()):
        check_parameter(name, seen, repeatable)
        seen.add(name)


def _check_body_headers(request: StrictRequest, *, takes_body: bool) -> None:
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length[:19]) > request.max_body:
        raise ContentTooLarge(f"At most {request.max_body} bytes are taken here")
    if not takes_body or (length == "0" and "transfer-encoding" not in request.headers):
        return
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in ("application/json", "application/merge-patch+json"):
        raise UnsupportedMediaType("The body must be application/json")
