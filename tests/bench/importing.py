"""`make bench-import`: how long an import into SQLite takes beside what SQLite alone needs for the
same rows, and how much memory.

Both take turns; read the ratio, for the absolute figures are those of this machine at this
moment. Run as `python -m tests.bench.importing --questions 100000 --rounds 1` for a large one.
"""

import argparse
import csv
import io
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

from app.core.clock import utc_now
from app.core.database import Database
from app.core.migrate import migrate
from app.interchange.options import ImportOptions
from app.interchange.service import import_sources
from app.interchange.sources import SourceFile, Sources
from tests.bench.bank import drafts
from tests.bench.words import sentence

_COLUMNS = ("question", "answer", "hints", "difficulty", "category", "tags")
_ALONE = """
    CREATE TABLE questions (title UNIQUE, answer, hints, difficulty, category, tags);
    CREATE VIRTUAL TABLE found USING fts5 (tokens, content='', detail=none);
"""


class Taken(NamedTuple):
    """Seconds of a run: on the clock, and of this process' time on a processor."""

    clock: float
    processor: float


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.importing", description=__doc__)
    parser.add_argument("--questions", type=int, default=10_000, help="rows of the file")
    parser.add_argument("--sentences", type=int, default=4, help="of an answer")
    parser.add_argument("--rounds", type=int, default=3, help="imports, each in a new bank")
    return parser.parse_args()


def main() -> None:
    chosen = options()
    data = table(chosen.questions, chosen.sentences)
    ours: list[Taken] = []
    alone: list[Taken] = []
    with tempfile.TemporaryDirectory(prefix="qb-import-") as name:
        for number in range(chosen.rounds):
            folder = Path(name) / str(number)
            folder.mkdir()
            ours.append(imported(data, folder / "bank.db", chosen.questions))
            alone.append(timed(partial(stored, data, folder / "alone.db")))
    show(chosen.questions, len(data), ours, alone)


def table(questions: int, sentences: int) -> bytes:
    """A CSV file of generated questions, whose answers are prose."""
    chance = random.Random(11)
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(_COLUMNS)
    for number, new in enumerate(islice(drafts(), questions)):
        answer = " ".join(f"{sentence(chance).rstrip('.')}." for _ in range(sentences))
        hints, tags = "; ".join(new.hints[:1]), ";".join(new.tags)
        title = f"{new.title.rstrip('?')} ({number})?"
        rows.writerow((title, answer, hints, new.difficulty or "", new.category or "", tags))
    return written.getvalue().encode()


def imported(data: bytes, path: Path, questions: int) -> Taken:
    """Import the file into a new bank."""
    db = Database(f"sqlite:///{path}")
    migrate(db)
    sources = Sources([SourceFile("bench.csv", "bench", lambda: data)])
    taken = timed(lambda: import_sources(db, sources, ImportOptions(), now=utc_now()))
    with db.read() as session:
        counted = session.connection().exec_driver_sql("SELECT count(*) FROM questions")
        assert counted.scalar_one() == questions
    db.dispose()
    return taken


def stored(data: bytes, path: Path) -> None:
    """Put the rows into a table of their own and into a full-text index, and no more."""
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))[1:]
    with sqlite3.connect(path) as connection:
        connection.executescript(f"PRAGMA journal_mode = WAL; {_ALONE}")
        connection.executemany("INSERT INTO questions VALUES (?, ?, ?, ?, ?, ?)", rows)
        texts = ((" ".join(row),) for row in rows)
        connection.executemany("INSERT INTO found (tokens) VALUES (?)", texts)
    connection.close()


def timed(work: Callable[[], object]) -> Taken:
    start, busy = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - start, time.process_time() - busy)


def show(questions: int, size: int, ours: list[Taken], alone: list[Taken]) -> None:
    """Medians of both, and of the ratios of each round."""
    print(f"{questions} rows of CSV, {size / 1e6:.1f} MB, into SQLite")
    print(f"{'':24}{'us a question':>15}{'of processor':>15}{'a second':>10}")
    for name, taken in (("import", ours), ("SQLite alone", alone)):
        clock, busy = (median(each) / questions for each in zip(*taken, strict=True))
        print(f"{name:24}{clock * 1e6:15.0f}{busy * 1e6:15.0f}{1 / clock:10.0f}")
    ratios = [one.processor / other.processor for one, other in zip(ours, alone, strict=True)]
    print(f"{'times SQLite alone':24}{'':15}{median(ratios):15.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"most memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
