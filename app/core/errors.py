"""What goes wrong, as classes that carry their status, code and sentence (RFC 9457 problems)."""

from typing import Any, ClassVar

from starlette.exceptions import HTTPException


class QbankError(Exception):
    """An expected failure outside a request; the command line prints its text and no traceback."""


class Problem(HTTPException):
    """A refusal that the client can read and act on; one handler writes all of them.

    `extra` becomes further members of the answer (`requested`, `available`, …); `errors`
    is the list of located faults that a 422 carries.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    title: ClassVar[str] = "The service failed"

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: list[dict[str, str]] | None = None,
        headers: dict[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(self.status, detail or self.title, headers=headers)
        self.errors = errors
        self.extra = extra


class BadRequest(Problem):
    status = 400
    code = "malformed_request"
    title = "The request cannot be parsed"


class Unauthorized(Problem):
    status = 401
    code = "unauthorized"
    title = "A valid key is needed"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"})


class Forbidden(Problem):
    status = 403
    code = "forbidden"
    title = "The key lacks a scope"


class NotFound(Problem):
    status = 404
    code = "not_found"
    title = "There is nothing here, or it is not yours"


class MethodNotAllowed(Problem):
    status = 405
    code = "method_not_allowed"
    title = "The resource does not know this method"


class Conflict(Problem):
    status = 409
    code = "conflict"
    title = "The state of the resource does not allow this"


class PreconditionFailed(Problem):
    status = 412
    code = "precondition_failed"
    title = "The resource has changed since it was read"


class ContentTooLarge(Problem):
    status = 413
    code = "content_too_large"
    title = "The request body is too large"


class UnsupportedMediaType(Problem):
    status = 415
    code = "unsupported_media_type"
    title = "The request body is of a type that is not understood here"


class Invalid(Problem):
    status = 422
    code = "invalid"
    title = "Some of what was sent is not valid"

    @classmethod
    def at(cls, pointer: str, code: str, message: str) -> "Invalid":
        """One located fault; `pointer` is a JSON pointer, or `query/name` and the like."""
        return cls(message, errors=[{"pointer": pointer, "code": code, "message": message}])


class Unavailable(Problem):
    status = 503
    code = "unavailable"
    title = "The service cannot answer right now"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, headers={"Retry-After": "1"})
