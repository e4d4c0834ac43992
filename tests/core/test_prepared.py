"""Selects run again and again answer as they do when they are run once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Integer, bindparam, select

from app.core.database import Database
from app.core.models import table_of
from app.core.prepared import Prepared, by_field, insert_rows, named
from app.interchange.models import ImportRun
from app.questions.models import Question

COLUMNS, RUNS = table_of(Question).c, table_of(ImportRun).c
SINCE = (
    select(COLUMNS.slug.label("name"), COLUMNS.tags, COLUMNS.merged_into, COLUMNS.updated_at)
    .where(COLUMNS.updated_at >= bindparam("since"), COLUMNS.status == "published")
    .order_by(COLUMNS.number)
    .limit(bindparam("most", type_=Integer))
)


def test_every_run_reads_the_same_typed_rows(db: Database) -> None:
    with db.read() as session:
        newest = session.execute(select(COLUMNS.updated_at)).scalars().first()
        assert isinstance(newest, datetime)
        asked = {"since": newest, "most": 3}
        usual = session.execute(SINCE, asked).all()
        prepared = Prepared(SINCE)
        for _ in range(3):
            found = prepared.all(session, asked)
            assert [tuple(row) for row in found] == [tuple(row) for row in usual]
            assert [row.name for row in found] == [row.name for row in usual]
        assert len(usual) == 3
        assert usual[0].updated_at.tzinfo is not None
        later = asked | {"since": newest + timedelta(days=1)}
        assert prepared.first(session, later) is None
        assert prepared.first(session, asked) == usual[0]


@pytest.mark.parametrize("numbers", [(1,), (1, 2, 3), ()])
def test_a_list_of_any_length_may_be_a_value(db: Database, numbers: tuple[int, ...]) -> None:
    several = Prepared(
        select(COLUMNS.number).where(COLUMNS.number.in_(bindparam("numbers", expanding=True)))
    )
    with db.read() as session:
        for _ in range(3):
            found = several.all(session, {"numbers": list(numbers)})
            assert sorted(row.number for row in found) == list(numbers)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 1024, 1025])
def test_lists_of_values_have_few_lengths(count: int) -> None:
    values = named("tag", range(count))
    assert set(values.values()) == set(range(count))
    assert len(values) in (0, 1, 2, 4, 8, 1024, 1025)
    assert by_field(values) == ({"tag": list(values)} if count else {})


def test_rows_that_share_values_are_written_as_rows_that_do_not(db: Database) -> None:
    at, shared = datetime(2026, 1, 2, tzinfo=UTC), {"created": 1}
    summaries = [shared, {"created": 2}, shared, {}]
    rows = [
        {
            "id": f"import {place}", "source": "a", "digest": "b", "format": "csv",
            "summary": summary, "created_at": at + timedelta(days=place // 2),
        }
        for place, summary in enumerate(summaries)
    ]  # fmt: skip
    with db.write() as session:
        insert_rows(session, ImportRun, rows)
        written = session.execute(select(table_of(ImportRun)).order_by(RUNS.id)).all()
        assert [row._asdict() for row in written if row.digest == "b"] == rows
        session.rollback()
