"""Streams of events that a process sends at once: bounded in number and time, ended when it
leaves."""

from collections.abc import AsyncGenerator

from anyio import move_on_after
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.core.errors import Problem

POLL_SECONDS = 1.0
HEARTBEAT_SECONDS = 15.0
LONGEST_SECONDS = 300.0
_GRACE_SECONDS = 30.0


class TooManyStreams(Problem):
    status = 503
    code = "too_many_streams"
    title = "The service sends as many streams of events as it may"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, headers={"Retry-After": "5"})


class Streams:
    """The streams of one app. Each looks for news every `poll_seconds`, sends a sign of life
    after `heartbeat_seconds` without any, and ends after `longest_seconds`."""

    def __init__(
        self,
        most: int,
        *,
        poll_seconds: float = POLL_SECONDS,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
        longest_seconds: float = LONGEST_SECONDS,
    ) -> None:
        self._most, self.count = most, 0
        self.poll_seconds, self.heartbeat_seconds = poll_seconds, heartbeat_seconds
        self.longest_seconds = longest_seconds
        self.is_leaving = False

    def start(self) -> None:
        """Begin; after `leave` too, for an app may be started again."""
        self.is_leaving = False

    def leave(self) -> None:
        """Have all streams end when they next look, and begin no other."""
        self.is_leaving = True

    def respond(self, pieces: AsyncGenerator[bytes, None]) -> "EventStream":
        """The answer that sends these pieces, and counts as a stream until it is over.

        Raises:
            TooManyStreams: there are as many as there may be, or the process is leaving.
        """
        if self.is_leaving or self.count >= self._most:
            raise TooManyStreams
        self.count += 1
        return EventStream(pieces, self)


class EventStream(StreamingResponse):
    """An answer of events. However it ends, it is counted as ended."""

    # FastAPI's own class makes a generator of the endpoint, whose refusals come after the 200.
    media_type = "text/event-stream"

    def __init__(self, pieces: AsyncGenerator[bytes, None], streams: Streams) -> None:
        # Proxies would else keep events until there are enough of them.
        super().__init__(pieces, headers={"X-Accel-Buffering": "no"})
        self._pieces, self._streams = pieces, streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            # A client that takes nothing off the line is not waited for beyond this.
            with move_on_after(self._streams.longest_seconds + _GRACE_SECONDS):
                await super().__call__(scope, receive, send)
        finally:
            self._streams.count -= 1
            await self._pieces.aclose()
