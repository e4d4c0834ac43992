"""Searches over a bank of real questions are good enough, and in one order on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.database import Database
from app.core.migrate import migrate
from app.search import service as search
from app.search.documents import Audience, fact_token
from app.search.matching import Narrowing
from app.search.service import Found
from tests.conftest import Postgres
from tests.search.quality import BANK, entries_of, fill, judge, read_bank, read_judged, searcher

pytestmark = pytest.mark.skipif(not BANK.exists(), reason="the bank to search is not here")


@pytest.fixture(scope="module")
def banks(
    tmp_path_factory: pytest.TempPathFactory, postgres: Postgres
) -> Iterator[dict[str, Database]]:
    path: Path = tmp_path_factory.mktemp("quality") / "bank.db"
    name = postgres.create()
    found = {
        "sqlite": Database(f"sqlite:///{path}"),
        "postgres": Database(postgres.url_of(name)),
    }
    entries = entries_of(read_bank())
    for db in found.values():
        migrate(db)
        fill(db, entries)
    yield found
    for db in found.values():
        db.dispose()
    postgres.drop(name)


@pytest.mark.parametrize("audience", Audience, ids=[a.name.lower() for a in Audience])
def test_searches_are_good_enough_and_equal(banks: dict[str, Database], audience: Audience) -> None:
    bank = read_bank()
    judged = read_judged(bank)
    on_sqlite, on_postgres = (searcher(db, bank, audience) for db in banks.values())
    for one in judged:
        assert on_sqlite(one.query) == on_postgres(one.query), one.query
    found = judge(judged, on_sqlite)
    assert found["all"].recall >= 0.85
    assert found["all"].mrr >= 0.85
    for kind, quality in found.items():
        assert min(quality.recall, quality.mrr) >= 0.6, kind


def test_documents_at_hand_say_what_the_index_says(
    banks: dict[str, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = read_bank()
    hard = Narrowing(facts=((fact_token("difficulty", "hard"),),))
    typed = [one.query for one in read_judged(bank)[::3]]

    def found() -> list[Found]:
        with banks["sqlite"].read() as session:
            return [search.find(session, one, Audience.STAFF, hard) for one in typed]

    at_hand = found()
    monkeypatch.setattr("app.search.matching._FEW_EXPECTED", -1)
    assert found() == at_hand
    assert any(one.hits for one in at_hand)
