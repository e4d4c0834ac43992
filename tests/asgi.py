"""A client that calls an application in its own thread: bytes in, bytes out, nothing made tidy.

The usual client of tests hands each message to another thread and parses what it sends, which
costs several times what most refusals do.
"""

import asyncio
import json
from collections.abc import Awaitable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from urllib.parse import unquote

from starlette.types import ASGIApp, Message

Headers = Sequence[tuple[bytes, bytes]]
_HOST = b"testserver"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What an application sent. Names of headers are lower case; of several the last is told."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


class AsgiClient:
    """Starts an application on entering and stops it on leaving. Between requests it rests."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.loop = asyncio.new_event_loop()
        self.state: dict[str, Any] = {}
        self._work: asyncio.Queue[tuple[Coroutine[Any, Any, Any], asyncio.Future[Any]]]
        self._work = asyncio.Queue()
        self._told: asyncio.Queue[Message] = asyncio.Queue()
        self._heard: asyncio.Queue[Message] = asyncio.Queue()

    def __enter__(self) -> Self:
        self._serving = self.loop.create_task(self._serve())
        scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": self.state}
        life = self.app(scope, self._told.get, self._heard.put)
        self._life = self.loop.create_task(_living(life))
        self._lead("startup")
        return self

    def __exit__(self, *_: object) -> None:
        self._lead("shutdown")
        self._serving.cancel()
        self.loop.run_until_complete(
            asyncio.gather(self._life, self._serving, return_exceptions=True)
        )
        self.loop.close()

    async def _serve(self) -> None:
        """Do what is to be done in one task: threads for other work last as long as theirs."""
        while True:
            work, done = await self._work.get()
            try:
                done.set_result(await work)
            except Exception as error:  # handed to whoever asked
                done.set_exception(error)
            self.loop.stop()

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        done: asyncio.Future[T] = self.loop.create_future()
        self._work.put_nowait((work, done))
        self.loop.run_forever()
        return done.result()

    def _lead(self, step: str) -> None:
        self._told.put_nowait({"type": f"lifespan.{step}"})
        said = self._do(self._heard.get())
        assert said["type"] == f"lifespan.{step}.complete", said

    def request(
        self,
        method: str,
        target: str,
        headers: Headers = (),
        content: bytes | Iterator[bytes] | None = None,
    ) -> Answer:
        """The answer to one request. What the application raises is raised here too."""
        path, _, query = target.partition("?")
        own = {name for name, _ in headers}
        usual = [] if b"host" in own else [(b"host", _HOST)]
        if isinstance(content, bytes):
            usual.append((b"content-length", str(len(content)).encode()))
        elif content is not None:
            usual.append((b"transfer-encoding", b"chunked"))
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [*usual, *headers],
            "client": ("testclient", 50_000),
            "server": ("testserver", 80),
            "state": dict(self.state),
        }
        pieces = iter([content or b""]) if isinstance(content, bytes | None) else content
        return self._do(_exchange(self.app, scope, pieces))


async def _living(life: Awaitable[None]) -> None:
    await life


async def _exchange(app: ASGIApp, scope: dict[str, Any], pieces: Iterator[bytes]) -> Answer:
    ended = asyncio.Event()
    begun: Message = {}
    content = bytearray()
    held = next(pieces, b"")
    is_sent = False

    async def receive() -> Message:
        nonlocal held, is_sent
        if is_sent:
            await ended.wait()
            return {"type": "http.disconnect"}
        piece, following = held, next(pieces, None)
        held, is_sent = following or b"", following is None
        return {"type": "http.request", "body": piece, "more_body": not is_sent}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            begun.update(message)
        elif message["type"] == "http.response.body":
            content.extend(message.get("body", b""))
            if not message.get("more_body", False):
                ended.set()

    await app(scope, receive, send)
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in begun["headers"]}
    return Answer(begun["status"], headers, bytes(content))
