"""`make bench-search`: how good searches over a bank of real questions are, and how long they and
lists take in generated banks, on both databases.

Run as `python -m tests.bench.search --questions 100000 --searches 300`; with `--questions 0` only
the quality is measured.
"""

import argparse
import gc
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.access.caller import ANONYMOUS
from app.core.clock import utc_now
from app.core.database import Database
from app.core.migrate import migrate
from app.questions import facets, reading
from app.questions.parameters import ListQuery, SearchQuery
from app.questions.writing import create_question
from app.search.documents import Audience
from app.sets import service as sets
from app.sets.schemas import RandomQuery
from tests.bench import words
from tests.bench.bank import drafts, fill_bank
from tests.bench.databases import DATABASES, fresh_database
from tests.search import quality

COMMON = ("the", "what", "what is the", "how does", "why", "a", "when the")
SLOWEST = 0.95
WARMING_UP = 10


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search", description=__doc__)
    parser.add_argument("--questions", type=int, default=10_000, help="size of the banks")
    parser.add_argument("--searches", type=int, default=200, help="searches in each bank")
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument("--file", type=Path, help="SQLite bank to keep and use again")
    parser.add_argument("--no-quality", action="store_true", help="only measure times")
    return parser.parse_args()


def main() -> None:
    chosen = options()
    for kind in chosen.database or DATABASES:
        with tempfile.TemporaryDirectory(prefix="qb-search-") as name:
            if not chosen.no_quality:
                with fresh_database(kind, Path(name) / "quality") as url:
                    print_quality(kind, url)
            if chosen.questions and chosen.file is not None:
                print_times(kind, f"sqlite:///{chosen.file}", chosen.questions, chosen.searches)
            elif chosen.questions:
                with fresh_database(kind, Path(name) / "times") as url:
                    print_times(kind, url, chosen.questions, chosen.searches)


def print_quality(kind: str, url: str) -> None:
    """A table of recall and rank for each class of queries, by the public and by staff."""
    if not quality.BANK.exists():
        print("the bank to search is not here; quality is not measured")
        return
    db = Database(url)
    migrate(db)
    bank = quality.read_bank()
    judged = quality.read_judged(bank)
    quality.fill(db, quality.entries_of(bank))
    for audience in Audience:
        print(f"\n{kind}, {audience.name.lower()}: {len(bank)} questions")
        print(f"{'class':10}{'queries':>9}{'recall@10':>11}{'MRR@10':>9}")
        for name, found in quality.judge(judged, quality.searcher(db, bank, audience)).items():
            print(f"{name:10}{found.queries:9}{found.recall:11.3f}{found.mrr:9.3f}")
    db.dispose()


def print_times(kind: str, url: str, questions: int, searches: int) -> None:
    """A table of how long units of work take, in milliseconds."""
    db = Database(url, statement_seconds=600)
    migrate(db)
    with db.read() as session:
        present = reading.count_published(session)
    if not present:
        fill_bank(db, questions)
        with db.write() as session:
            session.connection().exec_driver_sql("ANALYZE")
    print(f"\n{f'{kind}: {questions} questions':32}{'on the clock':>18}{'of the processor':>18}")
    print(f"{'':32}{'p50 ms':>9}{'p95 ms':>9}{'p50 ms':>9}{'p95 ms':>9}")
    pass_over_what_is_loaded()
    chance = random.Random(7)
    for name, work in operations(db, chance).items():
        for _ in range(WARMING_UP):
            work()
        times = [_timed(work) for _ in range(searches)]
        shown = [value for taken in zip(*times, strict=True) for value in _percentiles(taken)]
        print(f"{name:32}" + "".join(f"{value:9.2f}" for value in shown))
    db.dispose()


def pass_over_what_is_loaded() -> None:
    """As the service does when it starts."""
    gc.collect()
    gc.freeze()


def _percentiles(times: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * SLOWEST)]


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """On the clock, and of this process' time on a processor: a server's is not in it."""
    start, busy = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - start) * 1e3, (time.process_time() - busy) * 1e3


def operations(db: Database, chance: random.Random) -> dict[str, Callable[[], object]]:
    """The units of work that are measured, without HTTP."""
    pick = chance.choice
    new = drafts(seed=int(time.time()))

    def listed(make: Callable[[], dict[str, object]]) -> Callable[[], object]:
        def work() -> object:
            with db.read() as session:
                return reading.list_questions(session, ListQuery(**make()), ANONYMOUS)  # type: ignore[arg-type]

        return work

    def faceted(make: Callable[[], dict[str, object]]) -> Callable[[], object]:
        def work() -> object:
            with db.read() as session:
                query = SearchQuery(**make())  # type: ignore[arg-type]
                return facets.count_facets(session, query, ANONYMOUS, None)

        return work

    def drawn() -> object:
        with db.read() as session:
            return sets.random_questions(
                session, RandomQuery(count=5, category=pick(words.CATEGORIES)), ANONYMOUS
            )

    def written() -> object:
        with db.write() as session:
            return create_question(session, next(new), now=utc_now())

    return {
        "search, filtered": listed(lambda: {"q": typed(chance), **filters(chance)}),
        "search, common words": listed(lambda: {"q": pick(COMMON), **filters(chance)}),
        "search": listed(lambda: {"q": typed(chance)}),
        "list": listed(dict),
        "list, one filter": listed(lambda: {"category": pick(words.CATEGORIES)}),
        "list, several values": listed(
            lambda: {
                "category": ",".join(chance.sample(words.CATEGORIES, 3)),
                "difficulty": "easy,hard",
            }
        ),
        "list, one tag": listed(lambda: {"tag": [pick(words.TAGS)]}),
        "list, two tags": listed(lambda: {"tag": chance.sample(words.TAGS, 2)}),
        "list, tag and category": listed(
            lambda: {"tag": [pick(words.TAGS)], "category": pick(words.CATEGORIES)}
        ),
        "facets": faceted(dict),
        "facets, one filter": faceted(lambda: {"category": pick(words.CATEGORIES)}),
        "facets, one tag": faceted(lambda: {"tag": [pick(words.TAGS)]}),
        "random 5": drawn,
        "write a question": written,
    }


def typed(chance: random.Random) -> str:
    """Words as people type them: one or more, common ones, a phrase, unfinished, mistyped."""
    noun, adjective = chance.choice(words._NOUNS), chance.choice(words._ADJECTIVES)
    at = chance.randrange(1, len(noun) - 1)
    return chance.choice(
        (
            noun,
            f"{adjective} {noun}",
            f'"{adjective} {noun}"',
            f"{chance.choice(words._OPENINGS)} a {noun} {chance.choice(words._ENDINGS)}",
            chance.choice(COMMON),
            noun[:-2],
            noun[:at] + noun[at + 1] + noun[at] + noun[at + 2 :],
        )
    )


def filters(chance: random.Random) -> dict[str, object]:
    """Some filters, never none."""
    found: dict[str, object] = {"difficulty": chance.choice(("easy", "medium,hard"))}
    if chance.random() < 0.6:
        found["category"] = chance.choice(words.CATEGORIES)
    if chance.random() < 0.3:
        found["tag"] = [chance.choice(words.TAGS)]
    return found


if __name__ == "__main__":
    main()
