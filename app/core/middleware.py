"""The outermost layer of a request: its id, its log line, its security headers, and the last net."""

import logging
import re
import time
from secrets import token_hex
from typing import Any

from anyio import CancelScope
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import Problem
from app.core.logs import request_id_var, write_line
from app.core.problems import problem_response

logger = logging.getLogger("app.access")
_ACCEPTED_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_NOSNIFF = (b"x-content-type-options", b"nosniff")
_NO_STORE = (b"cache-control", b"no-store")


class RequestContext:
    """Pure ASGI middleware; `BaseHTTPMiddleware` would break context variables."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id, authorised = _read_headers(scope["headers"])
        token = request_id_var.set(request_id)
        started = time.perf_counter()
        status = 0
        headers: list[tuple[bytes, bytes]] = [(b"x-request-id", request_id.encode()), _NOSNIFF]
        is_head = scope["method"] == "HEAD"
        asked: Scope = {**scope, "method": "GET"} if is_head else scope
        # Answers, hints and scores reach callers with a key or token, and in replies to
        # what somebody sent; neither belongs in a cache.
        if authorised or asked["method"] != "GET":
            headers.append(_NO_STORE)

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *headers]
            await send(message)

        try:
            if is_head:
                await _send_head(self.app, asked, receive, send_with_headers)
            else:
                await self.app(scope, receive, send_with_headers)
        except Exception as error:
            logger.exception("unexpected failure", exc_info=error)
            if not status:
                await problem_response(Problem())(scope, receive, send_with_headers)
        finally:
            _log(scope["method"], asked.get("route"), status, started)
            request_id_var.reset(token)


def _read_headers(headers: list[tuple[bytes, bytes]]) -> tuple[str, bool]:
    """The request id (the client's own, if it is harmless) and whether a key was sent."""
    request_id, authorised = None, False
    for name, value in headers:
        if name == b"x-request-id" and _ACCEPTED_ID.fullmatch(value):
            request_id = value.decode()
        elif name == b"authorization":
            authorised = True
    return request_id or token_hex(16), authorised


async def _send_head(app: ASGIApp, asked: Scope, receive: Receive, send: Send) -> None:
    """Send what a `GET` would, up to its headers: all that `HEAD` is for (RFC 9110, 9.3.2)."""
    with CancelScope() as work:

        async def send_start(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body"})
                # Otherwise a stream or an export would be made to its end for nobody.
                work.cancel()

        await app(asked, receive, send_start)


def _log(method: str, route: Any, status: int, started: float) -> None:
    if not logger.isEnabledFor(logging.INFO):
        return
    fields = {
        "message": "request",
        "method": method,
        # The template, not the path: a path may carry what a client typed.
        "route": getattr(route, "path", None),
        "status": status,
        "milliseconds": round((time.perf_counter() - started) * 1000, 2),
    }
    write_line(logger, fields)
