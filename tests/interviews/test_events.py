"""The scores of an interview as a stream: told when they change, to whom they are released."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from app.core.database import Database
from app.core.settings import Settings
from app.interviews.following import Known, Look, ScoringEvent, event_id, tell
from app.interviews.models import ScoringState
from app.interviews.streams import EventStream, Streams, TooManyStreams
from app.interviews.worker import score_next
from app.main import create_app
from app.ops.serving import Server
from app.scoring.scorers import KeypointsScorer, Scorers, ScoringFailed
from tests.conftest import STAFF, FakeClock
from tests.interviews.scorers import ToldScorer
from tests.interviews.test_interviews import start

QUICK = 0.01


@pytest.fixture
def told() -> ToldScorer:
    return ToldScorer()


@pytest.fixture
def app(db: Database, settings: Settings, clock: FakeClock, told: ToldScorer) -> FastAPI:
    """A service with a slow scorer that nobody runs, and with streams that look often."""
    made = create_app(settings.model_copy(update={"scoring_threads": 0}), db=db, clock=clock)
    made.state.scorers = Scorers(KeypointsScorer(), (told,))
    made.state.streams = Streams(2, poll_seconds=QUICK, longest_seconds=5)
    return made


@pytest.fixture
def http(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


def parsed(text: str) -> list[tuple[str, dict[str, Any], str]]:
    """The events of a stream: name, data and id."""
    found = []
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
        if "event" in fields:
            found.append((fields["event"], json.loads(fields["data"]), fields["id"]))
    return found


def follow(client: TestClient, path: str, headers: dict[str, str]) -> Any:
    reply = client.get(f"{path}/events", headers=headers)
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"].startswith("text/event-stream")
    assert reply.headers["cache-control"] == "no-store"
    return parsed(reply.text)


def answer(client: TestClient, path: str, candidate: dict[str, str], turn: int = 1) -> Any:
    sent = client.post(
        f"{path}/turns/{turn}/answers", json={"text": "It schedules containers."}, headers=candidate
    )
    assert sent.status_code == 201, sent.text
    return sent.json()


@contextmanager
def scoring_meanwhile(app: FastAPI, db: Database, clock: FakeClock) -> Iterator[None]:
    """Somebody else's process, as far as the stream can tell: it scores once one is followed."""

    def work() -> None:
        while app.state.streams.count == 0:
            time.sleep(QUICK)
        assert score_next(db, app.state.scorers, clock)

    thread = threading.Thread(target=work)
    thread.start()
    yield
    thread.join()


def test_a_score_is_told_when_it_comes_and_as_the_turn_shows_it(
    app: FastAPI, http: TestClient, db: Database, clock: FakeClock
) -> None:
    path, candidate, _ = start(http, scorer="told")
    assert follow(http, path, candidate) == [("end", {"reason": "complete"}, event_id({}))]
    answer(http, path, candidate)
    with scoring_meanwhile(app, db, clock):
        events = follow(http, path, candidate)
    turn = http.get(f"{path}/turns/1", headers=candidate).json()
    assert [(name, data) for name, data, _ in events] == [
        ("scoring", {"position": 1, "scoring": "pending", "score": None}),
        ("scoring", {"position": 1, "scoring": "scored", "score": turn["score"]}),
        ("end", {"reason": "complete"}),
    ]
    assert turn["score"]["scorer"]["name"] == "told"
    (_, _, first), (_, _, last), (_, _, end) = events
    assert (first != last, last == end) == (True, True)
    assert follow(http, path, candidate | {"Last-Event-ID": last}) == events[-1:]
    assert follow(http, path, candidate | {"Last-Event-ID": first}) == events[1:]
    assert app.state.streams.count == 0


def test_a_score_is_told_to_whom_it_is_released(
    app: FastAPI, http: TestClient, db: Database, clock: FakeClock, told: ToldScorer
) -> None:
    path, candidate, made = start(http, scorer="told", feedback="end")
    answer(http, path, candidate)
    answer(http, path, candidate, turn=2)
    told.failures = [ScoringFailed("no", retry=False)]
    while score_next(db, app.state.scorers, clock):
        pass
    unseen = follow(http, path, candidate)
    assert [data["score"] for name, data, _ in unseen if name == "scoring"] == [None, None]
    staff = follow(http, path, STAFF)
    states = {data["position"]: data for name, data, _ in staff if name == "scoring"}
    assert {data["scoring"] for data in states.values()} == {"scored", "scoring_failed"}
    assert sum(data["score"] is not None for data in states.values()) == 1
    slug = made["turns"][0]["question"]["slug"]
    asked = http.get(f"/api/v1/questions/{slug}", headers=STAFF).json()
    assert asked["answer"] not in json.dumps(unseen)
    http.post(f"{path}/completion", headers=candidate)
    released = follow(http, path, candidate | {"Last-Event-ID": unseen[-1][2]})
    assert [event[:2] for event in released] == [event[:2] for event in staff]


def test_asking_for_the_headers_follows_nothing(app: FastAPI, http: TestClient) -> None:
    path, candidate, _ = start(http, scorer="told")
    answer(http, path, candidate)
    # The score never comes, and a stream would go on looking for it until its time is over.
    app.state.streams.longest_seconds = 10_000
    asked = http.head(f"{path}/events", headers=candidate)
    assert (asked.status_code, asked.content) == (200, b"")
    assert asked.headers["content-type"].startswith("text/event-stream")
    assert app.state.streams.count == 0


def test_strangers_follow_nothing(http: TestClient, app: FastAPI) -> None:
    path, _, _ = start(http)
    _, stranger, _ = start(http)
    assert http.get(f"{path}/events").status_code == 401
    assert http.get(f"{path}/events", headers=stranger).json()["code"] == "interview_not_found"
    assert app.state.streams.count == 0


def test_beyond_what_a_process_sends_at_once_there_is_a_refusal(
    http: TestClient, app: FastAPI
) -> None:
    path, candidate, _ = start(http)
    app.state.streams.count = 2
    refused = http.get(f"{path}/events", headers=candidate)
    assert (refused.status_code, refused.json()["code"]) == (503, "too_many_streams")
    assert refused.headers["retry-after"] == "5"
    app.state.streams.count = 1
    assert follow(http, path, candidate)
    assert app.state.streams.count == 1


PENDING: Known = {1: (ScoringState.PENDING, None)}
EVENT = ScoringEvent(position=1, scoring=ScoringState.PENDING, score=None)


def told_by(streams: Streams, *looks: Look | Exception) -> str:
    """What a stream says that sees these one after another, the last again and again."""
    left = list(looks)

    async def again(_known: Known) -> Look:
        seen = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(seen, Exception):
            raise seen
        return seen

    async def collect() -> str:
        first = await again({})
        return b"".join([piece async for piece in tell(first, again, streams)]).decode()

    return asyncio.run(collect())


def test_a_stream_ends_in_time_and_shows_signs_of_life() -> None:
    streams = Streams(1, poll_seconds=QUICK, heartbeat_seconds=0.03, longest_seconds=0.2)
    text = told_by(streams, Look(PENDING, (EVENT,)), Look(PENDING, ()))
    assert [name for name, _, _ in parsed(text)] == ["scoring", "end"]
    assert parsed(text)[-1][1] == {"reason": "time"}
    assert 2 <= text.count("\n: \n") <= 6
    assert text.startswith("retry: 2000\n\n")


def test_a_stream_ends_when_its_process_leaves_or_its_database_is_gone() -> None:
    streams = Streams(1, poll_seconds=QUICK)
    gone = OperationalError("select", {}, Exception("gone"))
    text = told_by(streams, Look(PENDING, (EVENT,)), gone)
    assert parsed(text)[-1][1] == {"reason": "unavailable"}
    streams.leave()
    text = told_by(streams, Look(PENDING, (EVENT,)))
    assert parsed(text)[-1][1] == {"reason": "leaving"}
    with pytest.raises(TooManyStreams):
        streams.respond(_silence())


async def _silence() -> AsyncGenerator[bytes, None]:
    yield b""


def test_a_stream_that_never_begins_or_is_never_read_is_counted_as_ended() -> None:
    streams = Streams(1, longest_seconds=-29.95)  # and the grace of half a minute

    async def receive() -> Any:
        await asyncio.sleep(9)

    async def send(_message: Any) -> None:
        await asyncio.sleep(9)

    async def broken(_message: Any) -> None:
        raise OSError

    async def respond(sending: Any) -> None:
        stream: EventStream = streams.respond(_silence())
        assert streams.count == 1
        await stream({"type": "http", "asgi": {"spec_version": "2.3"}}, receive, sending)

    asyncio.run(respond(send))
    assert streams.count == 0
    with pytest.raises(OSError):  # noqa: PT011 - it has no text
        asyncio.run(respond(broken))
    assert streams.count == 0


@contextmanager
def listening(app: FastAPI) -> Iterator[tuple[int, Server, threading.Thread]]:
    """The app on a real connection, in a thread of this process."""
    ready = threading.Event()
    config = uvicorn.Config(app, port=0, log_config=None, timeout_graceful_shutdown=9)
    server = Server(config, announce=ready.set, leave=app.state.streams.leave)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    assert ready.wait(9)
    yield listener.getsockname()[1], server, thread
    server.should_exit = True
    thread.join(9)


def opened(port: int, path: str, headers: dict[str, str]) -> socket.socket:
    """A connection on which the first event of a stream was read."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=5)
    head = f"GET {path}/events HTTP/1.1\r\nHost: x\r\nAuthorization: {headers['Authorization']}\r\n"
    connection.sendall(f"{head}\r\n".encode())
    received = b""
    while b"event: scoring" not in received:
        received += connection.recv(4096) or b"event: scoring"
    return connection


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_stream_ends_when_its_reader_is_gone_and_before_the_service_is(app: FastAPI) -> None:
    streams: Streams = app.state.streams
    client = TestClient(app)  # for what is no stream; the server runs the app's lifespan
    path, candidate, _ = start(client, scorer="told")
    answer(client, path, candidate)
    with listening(app) as (port, server, thread):
        first, second = (opened(port, path, candidate) for _ in range(2))
        assert streams.count == 2
        refused = client.get(f"{path}/events", headers=candidate)
        assert refused.status_code == 503
        first.close()
        for _ in range(200):
            if streams.count == 1:
                break
            time.sleep(QUICK)
        assert streams.count == 1
        server.should_exit = True
        rest = b""
        while piece := second.recv(4096):
            rest += piece
        assert b'"reason":"leaving"' in rest
        thread.join(5)
        assert (thread.is_alive(), streams.count) == (False, 0)
        second.close()
