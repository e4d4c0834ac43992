"""The bank that a command works on."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.core.database import Database
from app.core.errors import QbankError
from app.core.migrate import is_current
from app.core.settings import Settings


@contextmanager
def open_database(*, migrated: bool = True) -> Iterator[Database]:
    """The database that the settings name, closed when the block ends.

    Raises:
        QbankError: it is not at the newest migration, where it has to be.
    """
    db = Database.of(Settings())
    try:
        if migrated and not is_current(db):
            raise QbankError("the database is not at the newest migration; run: qbank migrate")
        yield db
    finally:
        db.dispose()
