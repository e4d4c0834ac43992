"""The connection's own refusals: what is no HTTP, too long a head, or one connection too many.

None of them reaches the app, and the server would answer them as plain text or, for a head
without end, not at all. Here they are problems like all others.
"""

import asyncio
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.core.errors import BadRequest, Problem, Unavailable
from app.core.ids import new_id
from app.core.logs import request_id_var
from app.core.problems import problem_response

MAX_HEAD = 65_536
"""Bytes of a request's line and headers together."""


class HeadTooLarge(Problem):
    status = 431
    code = "head_too_large"
    title = "The request line and headers are too long"


class ProblemProtocol(HttpToolsProtocol):
    """uvicorn's connection, with bounded heads and connections and with problems for refusals."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._most_connections = self.limit_concurrency
        self.limit_concurrency = None
        self._head = 0
        self._in_head = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self._most_connections is not None and len(self.connections) > self._most_connections:
            self._refuse(Unavailable("There are too many connections"))

    def data_received(self, data: bytes) -> None:
        # The parser keeps a line to itself until it ends; of one that does not end only the
        # pieces that come in can be counted.
        waiting = self._in_head
        super().data_received(data)
        if waiting and self._in_head and not self.transport.is_closing():
            self._head += len(data)
            if self._head > MAX_HEAD:
                self._refuse(HeadTooLarge(f"At most {MAX_HEAD} bytes are taken"))

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head, self._in_head = 0, True

    def on_headers_complete(self) -> None:
        self._in_head = False
        super().on_headers_complete()

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def _count(self, length: int) -> None:
        self._head += length
        if self._head > MAX_HEAD:
            raise ValueError  # the parser stops, and asks for the answer below

    def send_400_response(self, msg: str) -> None:
        """Answer what could not be parsed, and close the connection."""
        if self._head > MAX_HEAD:
            self._refuse(HeadTooLarge(f"At most {MAX_HEAD} bytes are taken"))
        else:
            self._refuse(BadRequest("This is not valid HTTP"))

    def _refuse(self, problem: Problem) -> None:
        request_id = new_id()
        token = request_id_var.set(request_id)
        response = problem_response(problem)
        request_id_var.reset(token)
        status = f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}\r\n"
        headers = [
            *response.raw_headers,
            (b"x-request-id", request_id.encode()),
            (b"connection", b"close"),
        ]
        lines = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
        self.transport.write(status.encode() + lines + b"\r\n" + bytes(response.body))
        self.transport.close()
