"""Nasty input on every operation: refused in one form, without an echo, and nothing is stored."""

import json
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

PROBLEM = "application/problem+json"
MEMBERS = {"type", "title", "status", "detail", "code", "request_id"}
LONGEST_REFUSAL = 8_000


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
        counted = [
            select(literal(t.name), func.count().label("rows")).select_from(t) for t in tables
        ]
        with self.db.read() as session:
            return {name: rows for name, rows in session.execute(union_all(*counted)).all()}


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
    for attack in attacks(operation, scene.path_of(operation), known, scene.max_body):
        response = scene.send(attack)
        status = response.status_code
        assert status < 500, f"{attack.name}: {status} {response.text[:300]}"
        assert status >= 400 or not attack.refused, f"{attack.name} was taken: {status}"
        after = scene.counts()
        if status >= 400:
            check_refusal(response, attack.name)
            assert after == before, attack.name
        before = after


@pytest.mark.parametrize("path", ODD_PATHS, ids=[path[:40] for path in ODD_PATHS])
def test_paths_that_lead_nowhere_are_refused_in_the_same_form(scene: Scene, path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        response = scene.client.request(method, path, follow_redirects=False)
        assert 400 <= response.status_code < 500, f"{method}: {response.status_code}"
        check_refusal(response, f"{method} {path[:40]}")
