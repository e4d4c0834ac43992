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
PAGES_OF_A_LIST = 25

Supply = Callable[[int], Awaitable[Iterator[bytes]]]
"""Given how many requests a round may need, makes what they depend on and hands them out."""


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    supply: Supply


async def operations(port: int, ids: list[str], seed: int = 1) -> list[Operation]:
    """The operations on the service at `port`, whose bank holds the questions `ids`.

    Reads come twice, for answers may be kept: over so many that nearly each is new to the
    service, and over a few that are asked again and again.
    """
    chance = random.Random(seed)
    pages = await _pages(port)
    chance.shuffle(pages)
    in_turn = itertools.cycle(pages)  # the order in which the one needed next was dropped first
    few_pages, few_ids = pages[:100], chance.sample(ids, min(100, len(ids)))

    async def starts(_: int) -> Iterator[bytes]:
        return (_start(chance) for _ in itertools.count())

    async def answers(count: int) -> Iterator[bytes]:
        return await _answers(port, count, chance)

    return [
        Operation("question by id", _reads(lambda: f"/questions/{chance.choice(ids)}")),
        Operation("… asked again", _reads(lambda: f"/questions/{chance.choice(few_ids)}")),
        Operation("list of 20, filtered", _reads(lambda: next(in_turn))),
        Operation("… asked again", _reads(lambda: chance.choice(few_pages))),
        Operation("random 5, filtered", _reads(lambda: _random(chance))),
        Operation("start an interview", starts),
        Operation("answer a turn", answers),
    ]


def _reads(path: Callable[[], str]) -> Supply:
    async def supply(_: int) -> Iterator[bytes]:
        return (request("GET", API + path()) for _ in itertools.count())

    return supply


async def _pages(port: int) -> list[str]:
    """The paths of many pages of filtered lists, the first and those behind it."""
    connection = await Connection.open(port)
    paths = []
    for category, difficulty in itertools.product(CATEGORIES, DIFFICULTIES):
        path: str | None = f"/questions?category={category}&difficulty={difficulty}&limit=20"
        for _ in range(PAGES_OF_A_LIST):
            if path is None:
                break
            paths.append(path)
            reply = await connection.send(request("GET", API + path))
            link = reply.headers.get(b"link", b"").decode()
            path = link.partition(">")[0].removeprefix(f"<{API}") or None
    await connection.close()
    return paths


def _random(chance: random.Random) -> str:
    filters = f"category={chance.choice(CATEGORIES)}&difficulty={chance.choice(DIFFICULTIES)}"
    return f"/questions/random?count=5&{filters}"


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
