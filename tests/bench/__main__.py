"""`make bench`: what requests cost, on a bank of 100,000 questions, beside a constant answer.

Both servers run in one go and take turns, with the same client; read the ratios, for the
absolute figures are those of this machine at this moment.
"""

import argparse
import itertools
import sys
import tempfile
from pathlib import Path
from statistics import median

import psutil
import uvloop

from app.core.database import Database
from app.core.migrate import migrate
from tests.bench.bank import fill_bank
from tests.bench.client import Connection, request
from tests.bench.constant import PATH as CONSTANT_PATH
from tests.bench.databases import DATABASES, fresh_database
from tests.bench.operations import Operation, operations
from tests.bench.report import print_comparisons, print_start
from tests.bench.rounds import Comparison, check, drive
from tests.serving import Server, qbank, start

WARM_UP_SECONDS = 0.3
STARTS = 3


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--questions", type=int, default=100_000, help="size of the bank")
    parser.add_argument("--seconds", type=float, default=0.6, help="length of one round")
    parser.add_argument("--rounds", type=int, default=9, help="pairs of rounds an operation")
    parser.add_argument("--connections", type=int, default=8, help="connections of the client")
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a setting of the service, such as threads=2 or log_level=warning",
    )
    parser.add_argument("--only", default="", help="a part of the names of operations to run")
    return parser.parse_args()


def main() -> None:
    chosen = options()
    with (
        tempfile.TemporaryDirectory(prefix="qb-bench-") as name,
        fresh_database(chosen.database, Path(name)) as url,
    ):
        folder = Path(name)
        print(f"making {chosen.questions} questions …", file=sys.stderr)
        ids = generate(url, chosen.questions)
        seconds, megabytes = measure_start(folder, url)
        print_start(chosen.questions, chosen.database, seconds, megabytes)
        settings = dict(pair.split("=", 1) for pair in chosen.set)
        with qbank(folder, url, **settings) as service:
            found = uvloop.run(compare_all(service, folder, ids, chosen))
            print_comparisons(found, psutil.Process(service.pid).memory_info().rss / 1e6)


def generate(url: str, questions: int) -> list[str]:
    """Fill a new database, and return the ids of the questions that anyone may read."""
    db = Database(url)
    migrate(db)
    ids = fill_bank(db, questions)
    db.dispose()
    return ids


def measure_start(folder: Path, url: str) -> tuple[float, float]:
    """Seconds from start to the first 200, and megabytes resident when idle: medians of
    starts on a bank that has been started on before."""
    with qbank(folder, url):
        pass
    seconds, megabytes = [], []
    for _ in range(STARTS):
        with qbank(folder, url) as service:
            seconds.append(service.start_seconds)
            megabytes.append(psutil.Process(service.pid).memory_info().rss / 1e6)
    return median(seconds), median(megabytes)


async def compare_all(
    service: Server, folder: Path, ids: list[str], chosen: argparse.Namespace
) -> list[Comparison]:
    return [
        await compare(operation, service, folder, chosen)
        for operation in await operations(service.port, ids)
        if chosen.only in operation.name
    ]


async def compare(
    operation: Operation, service: Server, folder: Path, chosen: argparse.Namespace
) -> Comparison:
    """Drive the service and a constant app whose answer is as long, in turn."""
    size = await answer_bytes(operation, service)
    constant = start(
        [sys.executable, "-m", "tests.bench.constant", str(size)], folder, {}, ready=CONSTANT_PATH
    )
    try:
        return await alternate(operation, service, constant, size, chosen)
    finally:
        constant.stop()


async def answer_bytes(operation: Operation, service: Server) -> int:
    """The median length of some answers."""
    connection = await Connection.open(service.port)
    messages = itertools.islice(await operation.supply(20), 20)
    sizes = [len(check(await connection.send(message)).body) for message in messages]
    await connection.close()
    return int(median(sizes))


async def alternate(
    operation: Operation,
    service: Server,
    constant: Server,
    size: int,
    chosen: argparse.Namespace,
) -> Comparison:
    """Rounds on the one and the other in turn, after one on each to warm up."""
    found = Comparison(operation.name, size, [], [])
    needed = 500
    for number in range(chosen.rounds + 1):
        length = chosen.seconds if number else WARM_UP_SECONDS
        supply = await operation.supply(needed)
        ours = await drive(service, supply, connections=chosen.connections, seconds=length)
        same = itertools.repeat(request("GET", CONSTANT_PATH))
        theirs = await drive(constant, same, connections=chosen.connections, seconds=length)
        # As many as the next round can use, and some to spare.
        needed = int(ours.rate * chosen.seconds * 1.3) + 100
        if number:
            found.service.append(ours)
            found.constant.append(theirs)
    return found


if __name__ == "__main__":
    main()
