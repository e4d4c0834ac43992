"""Which members an object of a request's body may have, for whoever sent another one."""

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel


def members_at(body: Any, path: Sequence[int | str]) -> list[str]:
    """The members of the object that stands at a path in a body of this type; none if it is not
    known."""
    models = list(_models_in(body))
    for part in path:
        if isinstance(part, str):
            fields = [model.model_fields[part] for model in models if part in model.model_fields]
            models = [found for field in fields for found in _models_in(field.annotation)]
    return [name for model in models[:1] for name in model.model_fields]


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
