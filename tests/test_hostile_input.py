"""Nasty input on every operation: refused in one form, without an echo, and nothing is stored."""

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, literal, select, union_all

from app.core.database import Database
from app.core.models import table_of
from app.core.settings import Settings
from app.main import create_app
from app.models import TABLES
from tests.conftest import ADMIN_KEY
from tests.hostile import CANARY, Attack, Operation, attacks, operations
from tests.hostile_bytes import HARMLESS, HEALTHY, REFUSED
from tests.serving import HOST, Server, qbank

PROBLEM = "application/problem+json"
MEMBERS = {"type", "title", "status", "detail", "code", "request_id"}
LONGEST_REFUSAL = 8_000
GROUP = 25


def _document() -> dict[str, Any]:
    # The database is never opened, so it need not exist.
    return create_app(Settings(), db=Database("sqlite:///never-opened.db")).openapi()


DOCUMENT = _document()
OPERATIONS = operations(DOCUMENT)
METHODS = {path: {method.upper() for method in item} for path, item in DOCUMENT["paths"].items()}

ODD_PATHS = (
    "/%00",
    "/%FF%FE",
    "//",
    "/api/v1",
    "/api/v1/",
    "/api/v1/questions/",
    "/api/v1/questions/%00/%00",
    "/api/v1/%2e%2e/%2e%2e/etc/passwd",
    "/docs/assets",
    "/docs/assets/",
    "/docs/assets/%00",
    "/docs/assets/%FF",
    "/docs/assets/..%2f..%2f__init__.py",
    "/docs/assets/" + CANARY * 1_000,
    "/openapi.json/",
    "/" + "a/" * 5_000,
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A service with something in it: what stands in paths, and who may ask."""

    client: TestClient
    db: Database
    parts: dict[str, str]
    token: str
    max_body: int

    def path_of(self, operation: Operation) -> str:
        pieces = operation.path.split("/")
        return "/".join(
            self.parts.get(piece[1:-1], "1") if piece.startswith("{") else piece for piece in pieces
        )

    def send(self, attack: Attack) -> httpx2.Response:
        """Send it as somebody who may do all that the operation does."""
        key = self.token if "/interviews/" in attack.path else ADMIN_KEY
        headers = [(b"authorization", b"Bearer " + key.encode())]
        names = {name for name, _ in attack.headers}
        headers = [pair for pair in headers if pair[0] not in names]
        content: Any = attack.body
        if attack.chunked:
            content = _pieces(attack.body or b"")
        return self.client.request(
            attack.method, attack.path, headers=[*headers, *attack.headers], content=content
        )

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        tables = [table_of(model) for model in TABLES]
        counted = [select(literal(t.name), func.count()).select_from(t) for t in tables]
        with self.db.read() as session:
            found = session.execute(union_all(*counted)).all()
        return {name: rows for name, rows in found}  # noqa: C416  # rows are no pairs to mypy


def _pieces(body: bytes, size: int = 65_536) -> Iterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


@pytest.fixture
def scene(client: TestClient, db: Database, settings: Settings) -> Scene:
    draw = client.post("/api/v1/draws", json={"count": 2}).json()
    interview = client.post("/api/v1/interviews", json={"count": 2}).json()
    parts = {
        "question": draw["items"][0]["question"]["slug"],
        "draw": draw["id"],
        "interview": interview["id"],
    }
    return Scene(client, db, parts, interview["token"], settings.max_body_bytes)


def check_refusal(response: httpx2.Response, name: str) -> None:
    """A refusal has one form, is short, and repeats nothing of what was sent."""
    assert response.headers["content-type"] == PROBLEM, name
    assert len(response.content) <= LONGEST_REFUSAL, f"{name}: {len(response.content)} bytes"
    assert CANARY not in response.text, f"{name}: {response.text[:300]}"
    assert CANARY not in str(response.headers), f"{name}: {response.headers}"
    if response.request.method == "HEAD":
        return
    problem = json.loads(response.text)
    assert problem.keys() >= MEMBERS, name
    assert problem["status"] == response.status_code, name
    assert problem["request_id"] == response.headers["x-request-id"], name
    assert all(problem[member] for member in MEMBERS), name
    for fault in problem.get("errors") or ():
        assert fault.keys() == {"pointer", "code", "message"}, name


@pytest.mark.parametrize("operation", OPERATIONS, ids=[one.id for one in OPERATIONS])
def test_nasty_input_is_refused_in_one_form_and_nothing_is_stored(
    scene: Scene, operation: Operation
) -> None:
    known = METHODS[operation.path]
    before = scene.counts()
    refused: list[str] = []
    for attack in attacks(operation, scene.path_of(operation), known, scene.max_body):
        response = scene.send(attack)
        status = response.status_code
        assert status < 500, f"{attack.name}: {status} {response.text[:300]}"
        assert status >= 400 or not attack.refused, f"{attack.name} was taken: {status}"
        if status >= 400:
            check_refusal(response, attack.name)
            refused.append(attack.name)
        # Counting costs as much as an attack, so refusals are counted in groups.
        if status < 400 or len(refused) == GROUP:
            after = scene.counts()
            assert after == before or status < 400, f"something was stored in one of {refused}"
            before, refused = after, []
    assert scene.counts() == before, f"something was stored in one of {refused}"


@pytest.mark.parametrize("path", ODD_PATHS, ids=[path[:40] for path in ODD_PATHS])
def test_paths_that_lead_nowhere_are_refused_in_the_same_form(scene: Scene, path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        response = scene.client.request(method, path, follow_redirects=False)
        assert 400 <= response.status_code < 500, f"{method}: {response.status_code}"
        check_refusal(response, f"{method} {path[:40]}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hostile")
    with qbank(folder, f"sqlite:///{folder / 'qbank.db'}") as running:
        yield running


def answer_to(server: Server, message: bytes) -> tuple[int, bytes, bytes]:
    """The status (0 if the line was cut without one), head and body of a raw exchange."""
    with socket.create_connection((HOST, server.port), timeout=10) as line:
        received = b""
        try:
            line.sendall(message)
            while piece := line.recv(65_536):
                received += piece
        except ConnectionError:
            pass  # the server need not read to the end what it has refused
    if received.startswith(b"HTTP/1.1 100"):
        received = received.partition(b"\r\n\r\n")[2]
    head, _, body = received.partition(b"\r\n\r\n")
    return int(head[9:12] or 0), head, body


@pytest.mark.parametrize("message", REFUSED.values(), ids=list(REFUSED))
def test_a_server_refuses_nasty_bytes_in_the_same_form(server: Server, message: bytes) -> None:
    status, head, body = answer_to(server, message)
    assert 400 <= status < 500
    assert PROBLEM.encode() in head
    problem = json.loads(body)
    assert problem.keys() >= MEMBERS
    assert problem["status"] == status


@pytest.mark.parametrize("message", HARMLESS.values(), ids=list(HARMLESS))
def test_a_server_bears_odd_bytes(server: Server, message: bytes) -> None:
    status, _, _ = answer_to(server, message)
    assert 200 <= status < 500


def test_a_server_that_saw_all_of_this_still_serves_and_logged_no_failure(server: Server) -> None:
    for message in (*REFUSED.values(), *HARMLESS.values()):
        answer_to(server, message)
    status, _, body = answer_to(server, HEALTHY)
    assert (status, json.loads(body)) == (200, {"status": "ok"})
    logged = server.log.read_text()
    assert "exception" not in logged
    assert "Traceback" not in logged
