"""The database object: units of work on SQLite or Postgres, and where their code runs.

This file, `search/` and `migrations/` are the only places that know which database it is.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from pydantic_core import from_json, to_json
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from app.core.errors import QbankError
from app.core.readers import Reader
from app.core.settings import Settings

logger = logging.getLogger(__name__)
T = TypeVar("T")

WAIT_SECONDS = 30
"""How long a unit of work waits for a connection, and SQLite's for another process' lock."""

_RECYCLE_SECONDS = 1800
_ONE_VIEW = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class Database:
    """The engines of one database and the two kinds of work on it.

    `read()` is one consistent view that cannot write. `write()` commits when its block ends
    and rolls back on an exception. On SQLite all writes of the process share one connection
    that takes the write lock at its start, so none of them can fail half way for want of it.
    """

    def __init__(self, url: str, *, threads: int = 8, statement_seconds: int = 10) -> None:
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise QbankError("QBANK_DATABASE_URL is not a database URL") from None
        backend = parsed.get_backend_name()
        if backend == "postgres":
            parsed, backend = parsed.set(drivername="postgresql"), "postgresql"
        self.is_sqlite = backend == "sqlite"
        if self.is_sqlite:
            if parsed.database in (None, "", ":memory:"):
                raise QbankError("QBANK_DATABASE_URL must name a file: a bank in memory is lost")
            self.path = parsed.database
            self._reader = _sqlite_engine(url, pool_size=threads + 1, writer=False)
            self._most_idle = threads + 1
            self._writer = _sqlite_engine(url, pool_size=1, writer=True)
        elif backend == "postgresql":
            engine = _postgres_engine(
                parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False),
                pool_size=threads,
                statement_seconds=statement_seconds,
            )
            self._writer = engine
            # Readers begin their units themselves.
            self._reader = engine.execution_options(isolation_level="AUTOCOMMIT")
            # Writers take their connections from the same pool.
            self._most_idle = threads // 2
        else:
            raise QbankError(f"QBANK_DATABASE_URL names {backend}; SQLite and Postgres are known")
        self._idle: list[Reader] = []
        self._counting = Lock()
        self.url = parsed.render_as_string(hide_password=True)
        self._limiter = CapacityLimiter(threads)

    @classmethod
    def of(cls, settings: Settings) -> "Database":
        """The database that the settings name; the data folder is made when it is needed."""
        if settings.database_url is None:
            settings.data_dir.mkdir(parents=True, exist_ok=True)
        return cls(
            settings.effective_database_url,
            threads=settings.threads,
            statement_seconds=settings.statement_seconds,
        )

    @contextmanager
    def read(self, *, one_view: bool = True) -> Iterator[Session]:
        """A unit of reading: one consistent view, no writing. Without `one_view` each statement
        sees what is in force when it runs, which over a network saves two ways there and back."""
        reader = self._idle_reader() or self._new_reader()
        try:
            if one_view:
                reader.open_view()
            yield reader
        finally:
            if reader.end():
                self._put_back(reader)

    def _idle_reader(self) -> Reader | None:
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _new_reader(self) -> Reader:
        return Reader(self._reader.connect(), begin="BEGIN" if self.is_sqlite else _ONE_VIEW)

    def _put_back(self, reader: Reader) -> None:
        with self._counting:
            kept = len(self._idle) < self._most_idle and not reader.is_older_than(_RECYCLE_SECONDS)
            if kept:
                self._idle.append(reader)
        if not kept:
            reader.core.close()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A unit of work: committed when the block ends, rolled back on an exception."""
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def bank_revision(self) -> int:
        """The count of the bank's changes; so quick that any request may ask."""
        with self.read(one_view=False) as reader:
            assert isinstance(reader, Reader)
            ((revision,),) = reader.fetch("SELECT revision FROM bank_state", ())
        return int(revision)

    async def run(self, work: Callable[[], T], *, inline: bool) -> T:
        """Call `work`, on the event loop where that is quickest and safe, else in a thread.

        A short read on SQLite never waits for a lock (the log is written ahead) and costs
        less than the hop to a thread, so it may run inline. Everything else waits for
        something: a write lock, the network, or its own long computation.
        """
        if inline and self.is_sqlite:
            return work()
        return await to_thread.run_sync(work, limiter=self._limiter)

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A connection for schema changes: foreign keys unenforced, one migrator at a time.

        Nothing is committed on SQLite that breaks a foreign key.
        """
        if self.is_sqlite:
            with self._sqlite_migration() as connection:
                yield connection
        else:
            with self._writer.connect() as connection, connection.begin():
                # The lock is held to the end of the transaction; whoever waited for it
                # reads the version after it has it.
                connection.execute(text("SET LOCAL lock_timeout = 0"))
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                connection.execute(text("SELECT pg_advisory_xact_lock(5190417202311)"))
                yield connection

    @contextmanager
    def _sqlite_migration(self) -> Iterator[Connection]:
        # Batch mode drops and recreates tables: with foreign keys enforced, dropping a
        # parent would delete its children. The pragma only takes effect outside of a
        # transaction, hence an engine of its own.
        engine = _sqlite_engine(f"sqlite:///{self.path}", pool_size=1, writer=True, checked=False)
        try:
            with engine.connect() as connection, connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    tables = sorted({str(row[0]) for row in broken})
                    raise QbankError(f"the migration would break references in {tables}")
        finally:
            engine.dispose()

    def dispose(self) -> None:
        """Close all connections."""
        while (reader := self._idle_reader()) is not None:
            reader.core.close()
        self._reader.dispose()
        self._writer.dispose()


def _json(value: object) -> str:
    return to_json(value).decode()


def _sqlite_engine(url: str, *, pool_size: int, writer: bool, checked: bool = True) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=WAIT_SECONDS,
        hide_parameters=True,
        json_serializer=_json,
        json_deserializer=from_json,
        connect_args={"check_same_thread": False, "timeout": WAIT_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own transaction handling defers BEGIN and commits around schema
        # changes; with it off, the `begin` below is the only one.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA foreign_keys = {'ON' if checked else 'OFF'}")
        # Kibibytes, of each connection; the system keeps pages of the file anyway. What does not
        # fit is written to the log before its time, and again later: a large import changes
        # pages of many indexes, all over them.
        connection.execute(f"PRAGMA cache_size = -{16_384 if writer else 4096}")
        if writer:
            # Pages of the log, 20 MB: written back once in sixty small changes, not in a dozen.
            connection.execute("PRAGMA wal_autocheckpoint = 5000")
        else:
            connection.execute("PRAGMA query_only = ON")

    if writer:

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgres_engine(url: str, *, pool_size: int, statement_seconds: int) -> Engine:
    milliseconds = statement_seconds * 1000
    try:
        return create_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=WAIT_SECONDS,
            pool_pre_ping=True,
            pool_recycle=_RECYCLE_SECONDS,
            hide_parameters=True,
            json_serializer=_json,
            json_deserializer=from_json,
            connect_args={
                "connect_timeout": 5,
                "options": f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds} "
                "-c idle_in_transaction_session_timeout=60000 -c timezone=UTC -c jit=off",
            },
        )
    except ModuleNotFoundError:
        raise QbankError(
            "Postgres needs its driver: pip install 'interview-question-bank[postgres]'"
        ) from None
