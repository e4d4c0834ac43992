"""Drives one server for a while and says what it cost; pairs of rounds give a fair ratio."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import psutil

from tests.bench.client import Connection, Reply
from tests.serving import Server


@dataclass(frozen=True, slots=True)
class Round:
    """What one round measured. Latencies are in seconds, in order; CPU is user and system."""

    requests: int
    seconds: float
    cpu_seconds: float
    latencies: list[float]

    @property
    def cpu_per_request(self) -> float:
        return self.cpu_seconds / self.requests

    @property
    def rate(self) -> float:
        return self.requests / self.seconds

    def latency(self, share: float) -> float:
        """The latency that this share of the requests did not exceed."""
        return self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An operation beside the constant app: rounds in the order they were driven, in pairs."""

    name: str
    answer_bytes: int
    service: list[Round]
    constant: list[Round]

    @property
    def ratio(self) -> float:
        """The median over pairs, so that a noisy moment of the machine touches both or none."""
        pairs = zip(self.service, self.constant, strict=True)
        return median(ours.cpu_per_request / theirs.cpu_per_request for ours, theirs in pairs)


async def drive(
    server: Server, messages: Iterator[bytes], *, connections: int, seconds: float
) -> Round:
    """Send the messages over keep-alive connections, one at a time on each, until the time or
    the messages are over."""
    opened = [await Connection.open(server.port) for _ in range(connections)]
    process = psutil.Process(server.pid)
    latencies: list[float] = []
    before, started = process.cpu_times(), time.perf_counter()
    deadline = started + seconds

    async def work(connection: Connection) -> None:
        for message in messages:
            sent = time.perf_counter()
            if sent > deadline:
                break
            check(await connection.send(message))
            latencies.append(time.perf_counter() - sent)

    await asyncio.gather(*(work(connection) for connection in opened))
    taken, after = time.perf_counter() - started, process.cpu_times()
    for connection in opened:
        await connection.close()
    cpu = after.user + after.system - before.user - before.system
    return Round(len(latencies), taken, cpu, sorted(latencies))


def check(reply: Reply) -> Reply:
    """The reply, which has to be a success: a refusal would be cheap, and measure nothing."""
    if not 200 <= reply.status < 300:
        raise RuntimeError(f"{reply.status}: {reply.body.decode(errors='replace')}")
    return reply
