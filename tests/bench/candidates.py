"""Candidates who take interviews without a pause, and remember every word of the service."""

import asyncio
import json
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.bench.client import Connection, Reply, request

API = "/api/v1"
QUESTIONS_ASKED = 3
RETRIED = 0.15
"""The share of answers that are sent again, although the first one was acknowledged."""

DOUBLED = 0.05
"""The share of answers that are sent twice at the same time, on two connections."""

Turn = tuple[str, int]
"""An interview's id and a position."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer on its way: where to, what it says, and the bytes, to send them again."""

    turn: Turn
    text: str
    message: bytes


@dataclass(slots=True)
class Record:
    """What the candidates saw. `acknowledged` maps turns to the texts that were taken;
    `in_flight` holds what was sent and not heard of yet. Latencies are in seconds."""

    acknowledged: dict[Turn, str] = field(default_factory=dict)
    in_flight: dict[Turn, Sent] = field(default_factory=dict)
    completed: int = 0
    replayed: int = 0
    latencies: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def latency(self, share: float) -> float:
        """The latency that this share of the requests did not exceed."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class WrongReplyError(Exception):
    """The service answered what it should not have."""


async def take_interviews(
    port: int, candidates: int, seconds: float, *, gone: Callable[[], bool] = lambda: False
) -> Record:
    """Let so many candidates take interviews at once, for so long. When the service is `gone`
    because it was ended on purpose, a broken connection is no failure."""
    record = Record()
    until = time.perf_counter() + seconds

    async def one(seed: int) -> None:
        try:
            connection = await Connection.open(port)
        except OSError as error:
            record.failures.append(f"connecting: {error!r}")
            return
        candidate = _Candidate(record, random.Random(seed), connection, port)
        try:
            while time.perf_counter() < until:
                await candidate.take_interview()
        except WrongReplyError as error:
            record.failures.append(str(error))
        except OSError as error:
            if not gone():
                record.failures.append(f"connection: {error!r}")
        finally:
            await connection.close()

    await asyncio.gather(*(one(seed) for seed in range(candidates)))
    return record


async def send_again(port: int, record: Record) -> None:
    """What a client does whose service died: send what is in flight again, with its keys."""
    connection = await Connection.open(port)
    for sent in list(record.in_flight.values()):
        reply = await connection.send(sent.message)
        if reply.status != 201:
            record.failures.append(f"{reply.status} for an answer sent again: {reply.body!r}")
        else:
            _acknowledge(record, sent)
    await connection.close()


def _acknowledge(record: Record, sent: Sent) -> None:
    record.acknowledged[sent.turn] = sent.text
    record.in_flight.pop(sent.turn, None)


@dataclass(frozen=True, slots=True)
class _Candidate:
    record: Record
    chance: random.Random
    connection: Connection
    port: int

    async def take_interview(self) -> None:
        body = {"count": QUESTIONS_ASKED, "subject": f"candidate {self.chance.random()}"}
        interview = _members(await self._send(_post("/interviews", body), 201))
        token = interview["token"]
        for turn in interview["turns"]:
            await self._answer(interview["id"], turn["position"], token)
        path = f"/interviews/{interview['id']}/completion"
        ended = _members(await self._send(_post(path, None, token), 200))
        if [turn["state"] for turn in ended["turns"]] != ["answered"] * QUESTIONS_ASKED:
            raise WrongReplyError(f"a completed interview lost answers: {interview['id']}")
        self.record.completed += 1

    async def _answer(self, interview: str, position: int, token: str) -> None:
        text = f'Pods restart; {uuid.uuid4()} ünïcödé \u2603 \U0001f680\r\n\ttabs \\ "quotes"'
        path = f"/interviews/{interview}/turns/{position}/answers"
        sent = Sent((interview, position), text, _post(path, {"text": text}, token))
        self.record.in_flight[sent.turn] = sent
        dice = self.chance.random()
        if dice < DOUBLED:
            await self._answer_twice_at_once(sent)
        else:
            first = await self._send(sent.message, 201)
            _acknowledge(self.record, sent)
            if dice < DOUBLED + RETRIED:
                await self._answer_again(sent, first)

    async def _answer_again(self, sent: Sent, first: Reply) -> None:
        again = await self._send(sent.message, 201)
        if again.headers.get(b"idempotency-replayed") != b"true":
            raise WrongReplyError("an answer that was sent again was not told from a new one")
        if _members(again) != _members(first):
            raise WrongReplyError("an answer that was sent again got another reply")
        self.record.replayed += 1

    async def _answer_twice_at_once(self, sent: Sent) -> None:
        """One of the two does the work; the other repeats its reply or is told to wait."""
        twin = await Connection.open(self.port)
        try:
            replies = await asyncio.gather(
                self.connection.send(sent.message), twin.send(sent.message)
            )
        finally:
            await twin.close()
        done = [reply for reply in replies if reply.status == 201]
        fresh = [reply for reply in done if b"idempotency-replayed" not in reply.headers]
        if len(fresh) != 1 or any(reply.status not in (201, 409) for reply in replies):
            raise WrongReplyError(f"two at once got {[(r.status, r.body) for r in replies]}")
        _acknowledge(self.record, sent)

    async def _send(self, message: bytes, expected: int) -> Reply:
        started = time.perf_counter()
        reply = await self.connection.send(message)
        self.record.latencies.append(time.perf_counter() - started)
        if reply.status != expected:
            line = message.partition(b"\r\n")[0].decode()
            raise WrongReplyError(
                f"{line}: {reply.status} {reply.body.decode(errors='replace')[:500]}"
            )
        return reply


def _post(path: str, body: object, bearer: str | None = None) -> bytes:
    return request(
        "POST",
        API + path,
        None if body is None else json.dumps(body).encode(),
        bearer=bearer,
        idempotency_key=str(uuid.uuid4()),
    )


def _members(reply: Reply) -> dict[str, Any]:
    found = json.loads(reply.body)
    assert isinstance(found, dict)
    return found
