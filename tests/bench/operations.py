"""The operations that are measured, each as a supply of requests ready to be sent."""

import itertools
import json
import random
import uuid
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from tests.bench.client import Connection, request
from tests.bench.words import CATEGORIES

API = "/api/v1"
DIFFICULTIES = ("easy", "medium", "hard")
QUESTIONS_ASKED = 5

Supply = Callable[[int], Awaitable[Iterator[bytes]]]
"""Given how many requests a round may need, makes what they depend on and hands them out."""


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    supply: Supply


def operations(port: int, ids: list[str], seed: int = 1) -> list[Operation]:
    """The five operations on the service at `port`, whose bank holds the questions `ids`."""
    chance = random.Random(seed)

    def reads(make: Callable[[], str]) -> Supply:
        async def supply(_: int) -> Iterator[bytes]:
            return (request("GET", API + make()) for _ in itertools.count())

        return supply

    def filtered() -> str:
        return f"category={chance.choice(CATEGORIES)}&difficulty={chance.choice(DIFFICULTIES)}"

    async def starts(_: int) -> Iterator[bytes]:
        return (_start(chance) for _ in itertools.count())

    async def answers(count: int) -> Iterator[bytes]:
        return await _answers(port, count, chance)

    return [
        Operation("question by id", reads(lambda: f"/questions/{chance.choice(ids)}")),
        Operation("list of 20, filtered", reads(lambda: f"/questions?limit=20&{filtered()}")),
        Operation("random 5, filtered", reads(lambda: f"/questions/random?count=5&{filtered()}")),
        Operation("start an interview", starts),
        Operation("answer a turn", answers),
    ]


def _start(chance: random.Random) -> bytes:
    body = {"count": QUESTIONS_ASKED, "filters": {"category": chance.choice(CATEGORIES)}}
    return _post("/interviews", body)


def _post(path: str, body: object, bearer: str | None = None) -> bytes:
    return request(
        "POST",
        API + path,
        json.dumps(body).encode(),
        bearer=bearer,
        idempotency_key=str(uuid.uuid4()),
    )


async def _answers(port: int, count: int, chance: random.Random) -> Iterator[bytes]:
    """One answer for each turn of as many interviews as `count` answers need."""
    made: list[bytes] = []
    connection = await Connection.open(port)
    while len(made) < count:
        reply = await connection.send(_start(chance))
        assert reply.status == 201, reply.body
        interview = json.loads(reply.body)
        for turn in interview["turns"]:
            path = f"/interviews/{interview['id']}/turns/{turn['position']}/answers"
            text = f"It is about {turn['question']['title']} The scheduler repairs the quorum."
            made.append(_post(path, {"text": text}, interview["token"]))
    await connection.close()
    return iter(made)
