"""How good searches are: judged queries over a bank of real questions, on either database.

The bank lies outside of the project, in the folder `shared` beside the repository, or where
`QBANK_TEST_SHARED` says. Our own judgements (`judged.jsonl`) name its questions by their ids.
"""

import json
import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.core.clock import utc_now
from app.core.database import Database
from app.search import service as search
from app.search.adding import adding, batch_of
from app.search.documents import Audience, Entry, SearchDocument, entry_of
from app.search.matching import Narrowing

_AT_ONCE = 2000
HERE = Path(__file__).resolve().parent
CORPORA = Path(os.environ.get("QBANK_TEST_SHARED", HERE.parents[2] / "shared")) / "corpora"
BANK = CORPORA / "combined_dev.jsonl"
TOP = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A query, its class, and the titles that answer it."""

    query: str
    kind: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over some queries: of the share of relevant titles among the first ten (or of ten,
    if there are more), and of one by the rank of the first relevant one."""

    queries: int
    recall: float
    mrr: float


Search = Callable[[str], list[str]]
"""From a query to the titles found, best first."""


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_bank() -> list[dict[str, Any]]:
    return read_lines(BANK)


def read_judged(bank: list[dict[str, Any]]) -> list[Judged]:
    """The queries that came with the bank, and ours."""
    titles = {entry["id"]: entry["title"] for entry in bank}
    given = [
        Judged(one["query"], one["type"], frozenset(one["relevant"] or one["partial"]))
        for one in read_lines(CORPORA / "queries_dev.jsonl")
    ]
    ours = [
        Judged(one["query"], one["type"], frozenset(titles[i] for i in one["relevant_ids"]))
        for one in read_lines(HERE / "judged.jsonl")
    ]
    return given + ours


Entries = list[tuple[Entry, datetime]]


def entries_of(bank: list[dict[str, Any]]) -> Entries:
    """The bank read into terms, which is half the work of indexing it."""
    documents = map(_document, range(1, len(bank) + 1), bank)
    return [(entry_of(document), document.updated_at) for document in documents]


def fill(db: Database, entries: Entries) -> None:
    """Index the bank; the index is all that searches look at."""
    with db.write() as session:
        search.clear(session)
        with adding(session) as index:
            for at in range(0, len(entries), _AT_ONCE):
                index.add(batch_of(entries[at : at + _AT_ONCE]))


def _document(number: int, entry: dict[str, Any]) -> SearchDocument:
    return SearchDocument(
        number=number,
        title=entry["title"],
        body=entry["stem"],
        options=tuple(option["text"] for option in entry["options"] or ()),
        hidden=(entry["answer"] or "", entry["hint"] or ""),
        category=entry["category"],
        tags=tuple(entry["tags"] or ()),
        difficulty=entry["difficulty"],
        kind="choice" if entry["options"] else "open",
        status="published",
        visibility="public",
        is_open=True,
        updated_at=utc_now(),
    )


def searcher(db: Database, bank: list[dict[str, Any]], audience: Audience) -> Search:
    """A function that searches as this audience."""

    def run(query: str) -> list[str]:
        with db.read() as session:
            found = search.find(session, query, audience, Narrowing())
        return [bank[hit.number - 1]["title"] for hit in found.hits[:TOP]]

    return run


def judge(judged: list[Judged], run: Search) -> dict[str, Quality]:
    """The quality of each class of queries, and of all of them together."""
    marks: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for one in judged:
        found = run(one.query)
        recall = len(one.relevant & set(found)) / min(TOP, len(one.relevant))
        ranks = (1 / rank for rank, title in enumerate(found, 1) if title in one.relevant)
        mark = (recall, next(ranks, 0.0))
        marks[one.kind].append(mark)
        marks["all"].append(mark)
    return {kind: _mean(marks[kind]) for kind in sorted(marks, key=lambda k: (k == "all", k))}


def _mean(marks: list[tuple[float, float]]) -> Quality:
    recalls, ranks = zip(*marks, strict=True)
    return Quality(len(marks), sum(recalls) / len(marks), sum(ranks) / len(marks))
