"""A small keep-alive HTTP client for asyncio: cheap enough to leave the processor to the server."""

import asyncio
from dataclasses import dataclass
from typing import cast

from tests.serving import HOST

_HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Reply:
    """One whole answer; the names of headers are in lower case."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes


def request(
    method: str,
    path: str,
    body: bytes | None = None,
    *,
    bearer: str | None = None,
    idempotency_key: str | None = None,
) -> bytes:
    """The bytes of a request with a JSON body or none."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}"]
    if bearer is not None:
        lines.append(f"Authorization: Bearer {bearer}")
    if idempotency_key is not None:
        lines.append(f"Idempotency-Key: {idempotency_key}")
    if body is not None:
        lines.append("Content-Type: application/json")
    if body is not None or method != "GET":
        lines.append(f"Content-Length: {len(body or b'')}")
    return "\r\n".join(lines).encode() + _HEAD_END + (body or b"")


class Connection(asyncio.Protocol):
    """One connection with one request at a time. Answers have to carry a Content-Length."""

    def __init__(self) -> None:
        self._buffer = b""
        self._reply: asyncio.Future[Reply] | None = None
        self._transport: asyncio.Transport | None = None
        self._gone = asyncio.Event()

    @classmethod
    async def open(cls, port: int) -> "Connection":
        _, connection = await asyncio.get_running_loop().create_connection(cls, HOST, port)
        return connection

    async def send(self, message: bytes) -> Reply:
        """Send the bytes of a request and wait for its answer.

        Raises:
            ConnectionError: the server went away first.
        """
        if self._transport is None:
            raise ConnectionResetError("the server closed the connection")
        self._reply = asyncio.get_running_loop().create_future()
        self._transport.write(message)
        return await self._reply

    async def close(self) -> None:
        """Close and wait until it is closed: a loop that ends before that would complain."""
        if self._transport is not None:
            self._transport.close()
        await self._gone.wait()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head_end = self._buffer.find(_HEAD_END)
        if head_end < 0:
            return
        status_line, *lines = self._buffer[:head_end].split(b"\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(b":")
            headers[name.lower()] = value.strip()
        body_start = head_end + len(_HEAD_END)
        body_end = body_start + int(headers.get(b"content-length", b"0"))
        if len(self._buffer) < body_end:
            return
        reply = Reply(int(status_line[9:12]), headers, self._buffer[body_start:body_end])
        self._buffer = self._buffer[body_end:]
        waiting, self._reply = self._reply, None
        if waiting is not None and not waiting.done():
            waiting.set_result(reply)

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        self._gone.set()
        if self._reply is not None and not self._reply.done():
            self._reply.set_exception(error or ConnectionResetError("the server went away"))
