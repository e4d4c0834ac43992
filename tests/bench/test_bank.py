"""The generated bank is the one that `create_question` would have made, row for row."""

from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from app.core.database import Database
from app.core.migrate import migrate
from app.core.models import BankState, table_of
from app.questions.models import Category, Question, QuestionTag, QuestionVersion
from app.questions.writing import create_question
from tests.bench.bank import START, drafts, fill_bank

COUNT = 40
NOT_COMPARED = {"id", "question_id", "created_at", "updated_at", "published_at"}


def empty_bank(path: Path) -> Database:
    db = Database(f"sqlite:///{path}")
    migrate(db)
    return db


def rows_of(db: Database, model: type[SQLModel]) -> list[dict[str, Any]]:
    """What a table holds, but for ids and times, which no two banks share."""
    with db.read() as session:
        found = session.execute(select(table_of(model))).mappings().all()
    rows = [{name: row[name] for name in row if name not in NOT_COMPARED} for row in found]
    return sorted(rows, key=repr)


def test_rows_in_bulk_are_those_that_are_made_one_by_one(tmp_path: Path) -> None:
    one_by_one, in_bulk = empty_bank(tmp_path / "one.db"), empty_bank(tmp_path / "bulk.db")
    with one_by_one.write() as session:
        for new in islice(drafts(), COUNT):
            create_question(session, new, now=START)
    public = fill_bank(in_bulk, COUNT)
    assert 0 < len(public) <= COUNT
    for model in (BankState, Question, QuestionVersion, QuestionTag):
        assert rows_of(in_bulk, model) == rows_of(one_by_one, model)
    made, needed = rows_of(in_bulk, Category), rows_of(one_by_one, Category)
    assert [row for row in needed if row not in made] == []
    one_by_one.dispose()
    in_bulk.dispose()


def test_the_ids_that_are_returned_are_those_that_anyone_may_read(tmp_path: Path) -> None:
    db = empty_bank(tmp_path / "bank.db")
    public = fill_bank(db, 500)
    columns = table_of(Question).c
    with db.read() as session:
        open_to_all = session.execute(
            select(columns.id).where(columns.status == "published", columns.visibility == "public")
        ).scalars()
        assert sorted(public) == sorted(open_to_all)
    db.dispose()
