"""Nasty input on every operation: refused in one form, without an echo, and nothing is stored."""

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, literal, select, union_all

from app.access.caller import ANONYMOUS
from app.core.clock import utc_now
from app.core.database import Database
from app.core.models import table_of
from app.core.settings import Settings
from app.interviews.schemas import InterviewCreate
from app.interviews.starting import start_interview
from app.main import create_app
from app.models import TABLES as MODELS
from app.questions.models import Status
from app.questions.schemas import QuestionCreate
from app.questions.writing import create_question
from app.sets.schemas import DrawCreate
from app.sets.service import create_draw
from tests.asgi import Answer, AsgiClient
from tests.conftest import ADMIN_KEY, DATABASES
from tests.databases import seeded_database
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
IDS = [one.id for one in OPERATIONS]
TABLES = [table_of(model) for model in MODELS]
COUNTS = union_all(*(select(literal(t.name), func.count()).select_from(t) for t in TABLES))
CONTENTS = {t.name: select(t).order_by(*t.primary_key) for t in TABLES}
MAX_BODY = Settings().max_body_bytes
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

    client: AsgiClient
    db: Database
    parts: dict[str, str]
    token: str

    def path_of(self, operation: Operation) -> str:
        pieces = operation.path.split("/")
        return "/".join(
            self.parts.get(piece[1:-1], "1") if piece.startswith("{") else piece for piece in pieces
        )

    def send(self, attack: Attack) -> Answer:
        """Send it as somebody who may do all that the operation does, with the headers that
        it may ask for, so that nothing but the attack is a reason to refuse it."""
        key = self.token if "/interviews/" in attack.path else ADMIN_KEY
        usual = {
            b"authorization": b"Bearer " + key.encode(),
            b"if-match": b"*",
            b"idempotency-key": uuid4().hex.encode(),
        }
        own = {name for name, _ in attack.headers}
        headers = [pair for pair in usual.items() if pair[0] not in own]
        content = _pieces(attack.body or b"") if attack.chunked else attack.body
        return self.client.request(attack.method, attack.path, [*headers, *attack.headers], content)

    def counts(self) -> dict[str, int]:
        """How many rows each table has, when the imports are done that were taken as jobs."""
        for _ in range(600):
            with self.db.read() as session:
                found = {name: rows for name, rows in session.execute(COUNTS).all()}  # noqa: C416  # rows are no pairs to mypy
            if not found["import_uploads"]:
                break
            time.sleep(0.05)
        return found

    def contents(self) -> dict[str, list[Any]]:
        """All rows of all tables, likewise."""
        self.counts()
        with self.db.read() as session:
            return {name: list(session.execute(each).all()) for name, each in CONTENTS.items()}


def _pieces(body: bytes, size: int = 65_536) -> Iterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


@pytest.fixture(scope="module", params=DATABASES)
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[AsgiClient, Database]]:
    folder = tmp_path_factory.mktemp("hostile")
    with seeded_database(request.param, folder, request) as url:
        db = Database(url)
        settings = Settings(data_dir=folder / "data", admin_key=ADMIN_KEY)  # type: ignore[arg-type]
        with AsgiClient(create_app(settings, db=db)) as client:
            yield client, db
        db.dispose()


@pytest.fixture
def scene(served: tuple[AsgiClient, Database]) -> Scene:
    """A question, a draw and an interview that no other test has touched."""
    client, db = served
    # A title of its own, or each scene would be compared with all that were there before.
    title = f"What is {uuid4().hex}?"
    new = QuestionCreate(title=title, answer="Made anew.", status=Status.PUBLISHED)
    with db.write() as session:
        question = create_question(session, new, now=utc_now()).slug
        draw = create_draw(session, DrawCreate(count=2), ANONYMOUS, utc_now()).id
        interview = start_interview(session, InterviewCreate(count=2), ANONYMOUS, utc_now())
    parts = {"question": question, "draw": draw, "interview": interview.id}
    return Scene(client, db, parts, interview.token)


def check_refusal(response: Answer, name: str, method: str) -> None:
    """A refusal has one form, is short, and repeats nothing of what was sent."""
    assert response.headers["content-type"] == PROBLEM, name
    assert len(response.content) <= LONGEST_REFUSAL, f"{name}: {len(response.content)} bytes"
    assert CANARY not in response.text, f"{name}: {response.text[:300]}"
    assert CANARY not in str(response.headers), f"{name}: {response.headers}"
    if method == "HEAD":
        return
    problem = response.json()
    assert problem.keys() >= MEMBERS, name
    assert problem["status"] == response.status, name
    assert problem["request_id"] == response.headers["x-request-id"], name
    assert all(problem[member] for member in MEMBERS), name
    for fault in problem.get("errors") or ():
        assert fault.keys() == {"pointer", "code", "message"}, name


def send_and_check(scene: Scene, attack: Attack) -> int:
    """The status of an attack, whose answer has to be in order whatever it is."""
    response = scene.send(attack)
    status = response.status
    assert status < 500, f"{attack.name}: {status} {response.text[:300]}"
    assert status >= 400 or not attack.refused, f"{attack.name} was taken: {status}"
    if status >= 400:
        check_refusal(response, attack.name, attack.method)
    return status


def attacks_on(scene: Scene, operation: Operation, *, refused: bool) -> list[Attack]:
    made = attacks(operation, scene.path_of(operation), METHODS[operation.path], MAX_BODY)
    return [attack for attack in made if attack.refused is refused]


@pytest.mark.parametrize("operation", OPERATIONS, ids=IDS)
def test_nasty_input_is_refused_in_one_form_and_changes_nothing(
    scene: Scene, operation: Operation
) -> None:
    before = scene.contents()
    for attack in attacks_on(scene, operation, refused=True):
        send_and_check(scene, attack)
    assert scene.contents() == before


@pytest.mark.parametrize("operation", OPERATIONS, ids=IDS)
def test_odd_input_is_taken_or_refused_and_stored_only_if_it_is_to_be(
    scene: Scene, operation: Operation
) -> None:
    before = scene.counts()
    writes = operation.method != "GET"
    idle: list[str] = []
    for attack in attacks_on(scene, operation, refused=False):
        may_store = send_and_check(scene, attack) < 400 and writes
        if not may_store:
            idle.append(attack.name)
        # Counting costs as much as an attack, so what stores nothing is counted in groups.
        if may_store or len(idle) == GROUP:
            after = scene.counts()
            assert after == before or may_store, f"something was stored in one of {idle}"
            before, idle = after, []
    assert scene.counts() == before, f"something was stored in one of {idle}"


def test_paths_that_lead_nowhere_are_refused_in_the_same_form(scene: Scene) -> None:
    for path in ODD_PATHS:
        for method in ("GET", "POST", "DELETE"):
            response = scene.client.request(method, path)
            name = f"{method} {path[:60]}"
            assert 400 <= response.status < 500, f"{name}: {response.status}"
            check_refusal(response, name, method)


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
