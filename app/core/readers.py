"""A session that stays on its connection between units of reading."""

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session


class Reader(Session):
    """A session for one unit of reading after another, each of which `begin` begins.

    What a short read does on the connection costs less than what SQLAlchemy does around it:
    taking it from a pool, beginning, the session's own bookkeeping, giving it back. So the
    driver is told of begin and end directly, and statements over columns go past the
    session; those over entities take the usual way.
    """

    def __init__(self, connection: Connection, *, begin: str) -> None:
        super().__init__(connection, autoflush=False, expire_on_commit=False)
        self.core = connection
        self._begin = begin
        self._driver: Any = connection.connection.driver_connection
        self._error: type[Exception] = connection.dialect.loaded_dbapi.Error
        self._held_entities = False
        self._made_at = monotonic()

    def is_older_than(self, seconds: float) -> bool:
        """Whether the connection was taken so long ago."""
        return monotonic() - self._made_at > seconds

    def open_view(self) -> None:
        """Begin a unit: what it reads is of one moment.

        Raises:
            DBAPIError: the database does not answer on this connection.
        """
        try:
            self._driver.execute(self._begin)
        except self._error as error:
            raise self._translated(error, self._begin) from error

    def execute(self, statement: Any, params: Any = None, **options: Any) -> Any:
        if options or statement._propagate_attrs.get("compile_state_plugin") == "orm":
            self._held_entities = True
            return super().execute(statement, params, **options)
        return self.core.execute(statement, params)

    def connection(self, *arguments: Any, **options: Any) -> Connection:
        self._held_entities = True
        return super().connection(*arguments, **options)

    def fetch(self, text: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of a select in the driver's own words.

        Raises:
            DBAPIError: of the kind that a statement of SQLAlchemy's would raise.
        """
        try:
            rows: list[tuple[Any, ...]] = self._driver.execute(text, values).fetchall()
        except self._error as error:
            raise self._translated(error, text) from error
        return rows

    def end(self) -> bool:
        """Let go of the view, and of entities if there were any; whether the connection may
        serve again."""
        try:
            if self._held_entities:
                self.close()
                self._held_entities = False
            self._driver.rollback()
        except (self._error, DBAPIError):
            self.discard()
            return False
        return True

    def discard(self) -> None:
        """Give up the connection, which is of no more use."""
        self.core.invalidate()
        self.core.close()

    def _translated(self, error: Exception, statement: str) -> BaseException:
        return DBAPIError.instance(statement, None, error, self._error, hide_parameters=True)
