"""Many candidates at once against one service, and the same with the service killed half way.

Run as `python -m tests.bench.load --seconds 20 --candidates 300 --database sqlite`.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

import uvloop

from tests.bench.candidates import Record, send_again, take_interviews
from tests.bench.databases import DATABASES, fresh_database
from tests.bench.ledger import discrepancies
from tests.serving import Server, qbank, start_qbank

LOG_LEVEL = "warning"


def load(folder: Path, url: str, *, candidates: int, seconds: float) -> Record:
    """What so many candidates saw of a service that was left in peace."""
    with qbank(folder, url, log_level=LOG_LEVEL) as server:
        return uvloop.run(take_interviews(server.port, candidates, seconds))


def load_and_kill(
    folder: Path, url: str, *, candidates: int, seconds: float
) -> tuple[Record, list[str]]:
    """What candidates saw of a service that was killed in the middle, and what the database
    then lacked of it; after that the service is back, and what was in flight is sent again."""
    server = start_qbank(folder, url, log_level=LOG_LEVEL)
    try:
        record = uvloop.run(_until_killed(server, candidates, seconds))
    finally:
        server.kill()
    with qbank(folder, url, log_level=LOG_LEVEL) as revived:
        lost = discrepancies(url, record)
        uvloop.run(send_again(revived.port, record))
    return record, lost


async def _until_killed(server: Server, candidates: int, seconds: float) -> Record:
    work = asyncio.ensure_future(
        take_interviews(
            server.port, candidates, 2 * seconds, gone=lambda: server.process.poll() is not None
        )
    )
    await asyncio.sleep(seconds)
    server.kill()
    return await work


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--candidates", type=int, default=300)
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    chosen = parser.parse_args()
    size = {"candidates": chosen.candidates, "seconds": chosen.seconds}
    print(f"{chosen.candidates} candidates for {chosen.seconds:g} s on {chosen.database}")
    with tempfile.TemporaryDirectory(prefix="qb-load-") as name:
        folder = Path(name)
        with fresh_database(chosen.database, folder) as url:
            record = load(folder, url, **size)
            wrong = [*record.failures, *discrepancies(url, record)]
            describe(record, chosen.seconds, wrong)
        with fresh_database(chosen.database, folder / "killed") as url:
            print("\nkilled with SIGKILL in the middle, started again on the same database")
            record, lost = load_and_kill(folder, url, **size)
            wrong_after = [*record.failures, *lost, *discrepancies(url, record)]
            describe(record, chosen.seconds, wrong_after)
    sys.exit(1 if wrong or wrong_after else 0)


def describe(record: Record, seconds: float, wrong: list[str]) -> None:
    """Print what the candidates saw, and what should not have been."""
    print(f"interviews completed  {record.completed}")
    print(f"answers acknowledged  {len(record.acknowledged)}, {record.replayed} of them sent again")
    print(f"requests a second     {len(record.latencies) / seconds:.0f}")
    print(f"latency               {record.latency(0.5) * 1e3:.0f} ms p50, ", end="")
    print(f"{record.latency(0.99) * 1e3:.0f} ms p99")
    print(f"failed or lost        {len(wrong)}")
    for sentence in wrong[:20]:
        print(f"  {sentence}")


if __name__ == "__main__":
    main()
