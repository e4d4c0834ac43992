"""Units of work: consistent, all or nothing, and fit for many at once."""

import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlmodel import Session, col

from app.core.database import Database
from app.core.errors import QbankError
from app.core.models import BankState
from app.core.prepared import insert_rows
from app.core.readers import Reader
from app.questions import bulk
from app.questions.filters import CATEGORIES
from app.questions.models import Category

LOSE_ALL_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def revision(session: Session) -> int:
    return int(session.execute(select(col(BankState.revision))).scalar_one())


def bump(session: Session) -> None:
    session.execute(text("UPDATE bank_state SET revision = revision + 1"))


def bump_and_fail(db: Database) -> None:
    with db.write() as session:
        bump(session)
        raise ZeroDivisionError


def test_a_unit_of_work_commits_as_a_whole_or_not_at_all(db: Database) -> None:
    with db.read() as session:
        before = revision(session)
    with db.write() as session:
        bump(session)
    with pytest.raises(ZeroDivisionError):
        bump_and_fail(db)
    with db.read() as session:
        assert revision(session) == before + 1


def test_a_unit_of_reading_is_one_view_and_cannot_write(db: Database) -> None:
    with db.read() as reader:
        before = revision(reader)
        with db.write() as writer:
            bump(writer)
        assert revision(reader) == before
    with pytest.raises(DBAPIError), db.read() as reader:
        bump(reader)


def test_writers_at_once_all_get_their_turn(db: Database) -> None:
    with db.read() as session:
        before = revision(session)
    failures: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(10):
                with db.write() as session:
                    seen = revision(session)
                    session.execute(text("UPDATE bank_state SET revision = revision + 1"))
                    assert revision(session) > seen
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with db.read() as session:
        assert revision(session) == before + 80


def test_sqlite_is_durable_and_enforces_references(db: Database) -> None:
    if not db.is_sqlite:
        pytest.skip("pragmas are SQLite's")
    for unit in (db.read, db.write):
        with unit() as session:
            pragma = {
                name: session.execute(text(f"PRAGMA {name}")).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys")
            }
        assert pragma == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.parametrize(
    "url", ["nonsense", "sqlite://", "sqlite:///:memory:", "mysql://localhost/x", "oracle://x"]
)
def test_an_unusable_url_is_refused_in_words(url: str) -> None:
    with pytest.raises(QbankError, match="QBANK_DATABASE_URL"):
        Database(url)


def test_reading_outlives_the_loss_of_connections(db: Database) -> None:
    if db.is_sqlite:
        pytest.skip("a file is not lost")
    for one_view in (True, False):
        with db.read(one_view=one_view) as session:
            before = read_revision(session)
        with db.write() as session:
            session.execute(LOSE_ALL_OTHERS)
        with db.read(one_view=one_view) as session:
            assert read_revision(session) == before


def read_revision(session: Session) -> int:
    """As hot reads do, past SQLAlchemy."""
    assert isinstance(session, Reader)
    return int(session.fetch("SELECT revision FROM bank_state", ())[0][0])


def test_a_write_whose_connection_is_lost_leaves_nothing_and_the_next_one_works(
    db: Database,
) -> None:
    if db.is_sqlite:
        pytest.skip("a file is not lost")
    category = [{"path": "lost"}]

    def write_and_lose() -> None:
        with db.write() as session:
            insert_rows(session, Category, [{"path": "first"}])
            with db.write() as other:
                other.execute(LOSE_ALL_OTHERS)
            insert_rows(session, Category, category)

    with pytest.raises(OperationalError):
        write_and_lose()
    with db.write() as session:
        assert not bulk.present(session, CATEGORIES.path, ["first", "lost"])
        insert_rows(session, Category, category)
    with pytest.raises(IntegrityError), db.write() as session:
        insert_rows(session, Category, category)


def test_a_view_that_was_lost_is_not_mended(db: Database) -> None:
    if db.is_sqlite:
        pytest.skip("a file is not lost")
    with db.read() as session:
        read_revision(session)
        with db.write() as other:
            other.execute(LOSE_ALL_OTHERS)
        with pytest.raises(OperationalError):
            read_revision(session)
    with db.read() as session:
        read_revision(session)
