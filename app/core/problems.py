"""Writes every failure as `application/problem+json`, and documents the failures of a route."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import to_json
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.routing import Route

from app.core.errors import (
    BadRequest,
    Conflict,
    ContentTooLarge,
    Invalid,
    MethodNotAllowed,
    NotFound,
    Problem,
    Unavailable,
)
from app.core.logs import request_id_var
from app.core.members import members_at

MEDIA_TYPE = "application/problem+json"
MAX_FAULTS = 20
"""How many faults of one request are told; a client mends the first ones first."""
logger = logging.getLogger(__name__)

_BY_STATUS: dict[int, type[Problem]] = {
    problem.status: problem
    for problem in (BadRequest, NotFound, MethodNotAllowed, ContentTooLarge, Invalid)
}


class Fault(BaseModel):
    """One fault of a request: where it is, what kind, and what was expected."""

    pointer: str = Field(description="JSON pointer into the body, or `query/…`, `path/…`")
    code: str
    message: str


class ProblemRead(BaseModel):
    """What every failure looks like (RFC 9457). Some carry further members."""

    model_config = ConfigDict(extra="allow", title="Problem")

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str | None
    errors: list[Fault] | None = None


def problem_members(problem: Problem) -> dict[str, Any]:
    """What the answer says of this problem."""
    members: dict[str, Any] = {
        "type": f"urn:qbank:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "request_id": request_id_var.get(),
        **problem.extra,
    }
    if problem.errors is not None:
        members["errors"] = problem.errors
    return members


def problem_response(problem: Problem) -> Response:
    """The answer that tells a client of this problem."""
    return Response(to_json(problem_members(problem)), problem.status, problem.headers, MEDIA_TYPE)


def responses(*problems: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI `responses` of a route that may refuse in these ways."""
    documented: dict[int | str, dict[str, Any]] = {}
    for problem in sorted(problems, key=lambda p: (p.status, p.code)):
        entry = documented.setdefault(
            problem.status,
            {"description": problem.title, "content": {MEDIA_TYPE: {"schema": _SCHEMA}}},
        )
        examples = entry["content"][MEDIA_TYPE].setdefault("examples", {})
        examples[problem.code] = {
            "value": {
                "type": f"urn:qbank:problem:{problem.code}",
                "title": problem.title,
                "status": problem.status,
                "detail": problem.title,
                "code": problem.code,
                "request_id": "0198c1f2-6f3a-7c1e-9d53-0e6a3b1c2d4f",
            }
        }
    return documented


_SCHEMA = {"$ref": "#/components/schemas/Problem"}


def pointer(location: tuple[int | str, ...]) -> str:
    """Pydantic's location as a pointer: `/items/0/id` in the body, else `query/limit`."""
    if location and location[0] == "body":
        return "".join(
            f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in location[1:]
        )
    return "/".join(str(part) for part in location)


def from_validation(error: RequestValidationError, body: Any = None) -> Problem:
    """A 422 that says where and what was expected, and never repeats what was sent. `body` is
    the type of the body that was expected."""
    return Invalid(errors=[_fault(fault, tuple(fault["loc"]), body) for fault in _first(error)])


def faults_of(error: ValidationError, model: type[BaseModel]) -> list[dict[str, str]]:
    """The same of a model that was validated outside of a request, as members of a body."""
    return [_fault(fault, ("body", *fault["loc"]), model) for fault in _first(error)]


def _first(error: RequestValidationError | ValidationError) -> Sequence[Any]:
    return error.errors()[:MAX_FAULTS]


def _fault(fault: Any, location: tuple[int | str, ...], body: Any) -> dict[str, str]:
    message = str(fault["msg"]).removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        # The name of an unknown member is the client's; where it stands is told, and the known.
        location = location[:-1]
        if known := members_at(body, location[1:]):
            message = f"Has a member that is not one of {', '.join(known)}"
    return {"pointer": pointer(location), "code": str(fault["type"]), "message": message}


def _from_http(error: HTTPException) -> Problem:
    if isinstance(error, Problem):
        return error
    known = _BY_STATUS.get(error.status_code, BadRequest)
    return known(headers=dict(error.headers) if error.headers else None)


def _allowed(request: Request) -> str:
    """The methods of a path, of all routes that share it; each route only knows its own."""
    here = [
        route
        for route in request.app.routes
        if isinstance(route, Route) and route.path_regex.match(request.url.path)
    ]
    literal = min(here, key=lambda route: len(route.param_convertors), default=None)
    methods = {
        method
        for route in here
        if literal is not None and route.path == literal.path
        for method in route.methods or ()
    }
    if "GET" in methods:
        methods.add("HEAD")
    return ", ".join(sorted(methods))


def install_handlers(app: FastAPI) -> None:
    """Make the app answer problems, whatever went wrong and wherever."""

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        problem = _from_http(error)
        if isinstance(problem, MethodNotAllowed):
            problem = MethodNotAllowed(headers={"Allow": _allowed(request)})
        return problem_response(problem)

    async def on_validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        field = getattr(request.scope.get("route"), "body_field", None)
        return problem_response(from_validation(error, field and field.field_info.annotation))

    async def on_conflict(_: Request, error: Exception) -> Response:
        # Two requests made the same thing at once, and this one came second.
        logger.info("constraint refused a write", exc_info=error)
        return problem_response(Conflict("Another request changed this at the same time"))

    async def on_data(_: Request, error: Exception) -> Response:
        logger.warning("the database refused a value", exc_info=error)
        return problem_response(Invalid("A value cannot be stored"))

    async def on_unavailable(_: Request, error: Exception) -> Response:
        logger.error("the database did not answer", exc_info=error)
        return problem_response(Unavailable("The database did not answer in time"))

    handlers: Mapping[type[Exception], Any] = {
        HTTPException: on_http,
        RequestValidationError: on_validation,
        IntegrityError: on_conflict,
        DataError: on_data,
        OperationalError: on_unavailable,
        InterfaceError: on_unavailable,
        PoolTimeout: on_unavailable,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
