"""Paths and query strings read past FastAPI, which costs a request a tenth of its way of one
parameter after another."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar, get_args, get_origin
from urllib.parse import parse_qsl

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, TypeAdapter, ValidationError

from app.core.errors import Invalid

M = TypeVar("M", bound=BaseModel)


class QueryReader(Generic[M]):
    """A dependency that reads the query string into `model`, whose fields are the parameters.

    A parameter may be repeated if its field is a list. Unknown and repeated ones are refused.
    """

    def __init__(self, model: type[M]) -> None:
        self.model = model
        self.repeatable = {
            name: takes_list(field.annotation) for name, field in model.model_fields.items()
        }

    async def __call__(self, request: Request) -> M:
        try:
            return self.model.model_validate(self._values(request))
        except ValidationError as error:
            faults = [{**fault, "loc": ("query", *fault["loc"])} for fault in error.errors()]
            raise RequestValidationError(faults) from None

    def _values(self, request: Request) -> dict[str, Any]:
        query = request.scope["query_string"].decode("latin-1")
        values: dict[str, Any] = {}
        for name, value in parse_qsl(query, keep_blank_values=True):
            check_parameter(name, values, self.repeatable)
            if self.repeatable[name]:
                values.setdefault(name, []).append(value)
            else:
                values[name] = value
        return values

    def parameters(self) -> dict[str, Any]:
        """What OpenAPI is told of the parameters, as `openapi_extra` of a route."""
        schema = self.model.model_json_schema()
        shared = schema.get("$defs", {})
        found = []
        for name, member in schema["properties"].items():
            reference = member.pop("$ref", None)
            if reference is not None:
                member = {**shared[reference.rpartition("/")[2]], **member}
            description = member.pop("description", "")
            found.append(
                {"name": name, "in": "query", "description": description, "schema": member}
            )
        return {"parameters": found}


class PathReader:
    """A dependency that reads one parameter of the path, which is a text of this type."""

    def __init__(self, name: str, kind: Any, description: str) -> None:
        self.name = name
        self.description = description
        self._kind: TypeAdapter[str] = TypeAdapter(kind)

    async def __call__(self, request: Request) -> str:
        try:
            return self._kind.validate_python(request.path_params[self.name])
        except ValidationError as error:
            faults = [{**fault, "loc": ("path", self.name)} for fault in error.errors()]
            raise RequestValidationError(faults) from None

    def parameter(self) -> dict[str, Any]:
        """What OpenAPI is told of the parameter."""
        return {
            "name": self.name,
            "in": "path",
            "required": True,
            "description": self.description,
            "schema": self._kind.json_schema(),
        }


def check_parameter(name: str, seen: Sequence[str] | Any, repeatable: dict[str, bool]) -> None:
    """Refuse a query parameter that is unknown, or was seen before and may not be repeated.

    Raises:
        Invalid: it names those there are, not the one that was sent.
    """
    if name not in repeatable:
        allowed = ", ".join(sorted(repeatable)) or "none"
        raise Invalid.at(
            "query", "unknown_parameter", f"Unknown query parameter; known here: {allowed}"
        )
    if name in seen and not repeatable[name]:
        raise Invalid.at(f"query/{name}", "repeated_parameter", "May be given once only")


def takes_list(annotation: Any) -> bool:
    """Whether a field's type is a list, or a list among others."""
    return any(get_origin(part) is list for part in (annotation, *get_args(annotation)))
