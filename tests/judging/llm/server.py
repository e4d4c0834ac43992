"""A judge's service on this machine, which behaves or misbehaves as a test says."""

import json
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Payload = dict[str, Any]
Behaviour = Callable[["Handler", Payload], None]
Opinion = Callable[[str, str], tuple[str, str]]
_PART = re.compile(r"^BEGIN ([A-Z ]+) (\w+)\n(.*?)\nEND \1 \2$", re.DOTALL | re.MULTILINE)


def parts_of(payload: Payload) -> dict[str, str]:
    """The enclosed texts of a request, by name."""
    return {match[1]: match[3] for match in _PART.finditer(payload["messages"][1]["content"])}


def points_of(payload: Payload) -> dict[str, str]:
    """The points of a request, made-up one included, by id."""
    lines = parts_of(payload)["POINTS"].splitlines()
    return {line["id"]: line["point"] for line in map(json.loads, lines)}


@dataclass
class JudgeServer:
    """The server's address, what it does next, and what it was sent."""

    port: int = 0
    scheme: str = "http"
    behave: Behaviour = lambda handler, payload: None
    received: list[tuple[dict[str, str], Payload]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"{self.scheme}://localhost:{self.port}/v1"


class Handler(BaseHTTPRequestHandler):
    """One request to the server."""

    judge: JudgeServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.judge.paths.append(self.path)
        self.judge.received.append(
            ({name.lower(): value for name, value in self.headers.items()}, body)
        )
        self.judge.behave(self, body)

    def reply(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: Any) -> None:
        """Clients that go away are what is tested."""


@contextmanager
def judge_server(context: ssl.SSLContext | None = None) -> Iterator[JudgeServer]:
    """A server that runs until the block ends."""
    judge = JudgeServer(scheme="https" if context else "http")
    server = _Quiet(("127.0.0.1", 0), type("Bound", (Handler,), {"judge": judge}))
    if context is not None:
        # Hands are shaken by the thread of the connection, not by the one that accepts all.
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    judge.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield judge
    finally:
        judge.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def completion(content: str, tokens: int | None = 100) -> bytes:
    """The body of an answer with this content."""
    reply: Payload = {
        "id": "x",
        "object": "chat.completion",
        "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "a", "content": content}}
        ],
    }
    if tokens is not None:
        reply["usage"] = {"total_tokens": tokens}
    return json.dumps(reply).encode()


def verdicts_by(opinion: Opinion) -> Behaviour:
    """A service that gives an opinion on each point: a verdict and a quote."""

    def behave(handler: Handler, payload: Payload) -> None:
        answer = parts_of(payload)["ANSWER"]
        said = [(name, *opinion(point, answer)) for name, point in points_of(payload).items()]
        points = [{"id": name, "verdict": verdict, "quote": quote} for name, verdict, quote in said]
        handler.reply(completion(json.dumps({"points": points})))

    return behave


def says(content: str) -> Behaviour:
    """A service that answers with this content, whatever it is asked."""
    return lambda handler, _payload: handler.reply(completion(content))


def answers(body: bytes = b"", status: int = 200, **headers: str) -> Behaviour:
    """A service that answers with these bytes, whatever it is asked."""
    return lambda handler, _payload: handler.reply(body, status, **headers)


def hang(handler: Handler, _payload: Payload) -> None:
    """Say nothing until the test is over."""
    handler.judge.released.wait(10)


def drip(handler: Handler, _payload: Payload) -> None:
    """Send a byte now and then, so that no single read ever takes long."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.judge.released.wait(0.02):
        handler.wfile.write(b" ")


def flood(handler: Handler, _payload: Payload) -> None:
    """Send a body without end."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.judge.released.is_set():
        handler.wfile.write(b" " * 65_536)
