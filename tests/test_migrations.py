"""Migrations on both databases: they match the models, keep rows, and can be taken back."""

import threading

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from app.core.database import Database
from app.core.errors import QbankError
from app.core.migrate import alembic_config, current_revision, is_current, migrate
from app.models import TABLES
from tests.conftest import seeded


def test_models_and_migrations_agree(empty_url: str) -> None:
    db = Database(empty_url)
    migrate(db)
    with db.read() as session:
        # The tables of search are no models, see `app/search/tables.py`.
        opts = {"compare_type": True, "include_name": lambda name, *_: not _is_of_search(name)}
        context = MigrationContext.configure(session.connection(), opts=opts)
        assert compare_metadata(context, SQLModel.metadata) == []
    command.check(alembic_config(db))
    db.dispose()


def _is_of_search(name: str | None) -> bool:
    return name is not None and name.startswith("search_")


def test_every_table_is_among_the_models() -> None:
    assert {table.__tablename__ for table in TABLES} == set(SQLModel.metadata.tables)


def test_every_constraint_has_a_name(empty_url: str) -> None:
    db = Database(empty_url)
    migrate(db)
    with db.read() as session:
        look = inspect(session.connection())
        for table in SQLModel.metadata.tables:
            found = [
                look.get_pk_constraint(table),
                *look.get_foreign_keys(table),
                *look.get_unique_constraints(table),
                *look.get_check_constraints(table),
            ]
            assert all(constraint["name"] for constraint in found), table
    db.dispose()


def test_downgrade_removes_everything_and_upgrade_brings_it_back(empty_url: str) -> None:
    seeded(empty_url)
    db = Database(empty_url)
    command.downgrade(alembic_config(db), "base")
    with db.read() as session:
        assert set(inspect(session.connection()).get_table_names()) <= {"alembic_version"}
    migrate(db)
    assert is_current(db)
    db.dispose()


def test_a_second_migration_changes_nothing_and_keeps_rows(empty_url: str) -> None:
    seeded(empty_url)
    db = Database(empty_url)
    migrate(db)
    command.upgrade(alembic_config(db), "head")
    with db.read() as session:
        assert session.execute(text("SELECT count(*) FROM questions")).scalar_one() == 14
        assert session.execute(text("SELECT count(*) FROM question_tags")).scalar_one() > 0
    db.dispose()


def test_several_migrators_at_once_make_one_schema(empty_url: str) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        db = Database(empty_url)
        try:
            migrate(db)
        except BaseException as error:
            failures.append(error)
        finally:
            db.dispose()

    # Alembic's own configuration is per process, so replicas are stood in for one by one
    # after a first that they race with.
    first = threading.Thread(target=run)
    first.start()
    first.join()
    run()
    db = Database(empty_url)
    assert failures == []
    assert is_current(db)
    db.dispose()


def test_a_failed_migration_leaves_nothing_behind(empty_url: str) -> None:
    db = Database(empty_url)
    with pytest.raises(RuntimeError):
        _fail_half_way(db)
    with db.read() as session:
        assert inspect(session.connection()).get_table_names() == []
    db.dispose()


def _fail_half_way(db: Database) -> None:
    with db.migrating() as connection:
        connection.execute(text("CREATE TABLE half_done (id INTEGER PRIMARY KEY)"))
        raise RuntimeError


def test_a_database_of_a_newer_version_is_refused(empty_url: str) -> None:
    db = Database(empty_url)
    migrate(db)
    with db.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(QbankError, match="newer"):
        migrate(db)
    assert current_revision(db) == "9999"
    db.dispose()
