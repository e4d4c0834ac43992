"""A session that stays on its connection between units of reading."""

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
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
        self._begin = begin
        self._error: type[Exception] = connection.dialect.loaded_dbapi.Error
        self._held_entities = self._has_view = False
        self._attach(connection)

    def _attach(self, connection: Connection) -> None:
        self.bind = self.core = connection
        self._driver: Any = connection.connection.driver_connection
        self._attached_at = monotonic()

    def is_older_than(self, seconds: float) -> bool:
        """Whether the connection was taken so long ago."""
        return monotonic() - self._attached_at > seconds

    def open_view(self) -> None:
        """Begin a unit: what it reads is of one moment.

        Raises:
            DBAPIError: the database does not answer.
        """
        self._run(self._begin)
        self._has_view = True

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
        rows: list[tuple[Any, ...]] = self._run(text, values).fetchall()
        return rows

    def _run(self, text: str, values: Any = ()) -> Any:
        try:
            return self._driver.execute(text, values)
        except self._error as error:
            # A connection may be lost while it waits. A new one would not have the same view.
            is_lost = self.core.dialect.is_disconnect(error, self._driver, None)  # type: ignore[arg-type]  # of our driver
            if self._has_view or not is_lost:
                raise self._translated(error, text) from error
        engine = self.core.engine
        self.discard()
        self._attach(engine.connect())
        try:
            return self._driver.execute(text, values)
        except self._error as error:
            raise self._translated(error, text) from error

    def end(self) -> bool:
        """Let go of the view, and of entities if there were any; whether the connection may
        serve again."""
        try:
            if self._held_entities:
                self.close()
            if self._has_view:
                self._driver.rollback()
        except (self._error, SQLAlchemyError):
            self.discard()
        self._held_entities = self._has_view = False
        return not self.core.closed

    def discard(self) -> None:
        """Give up the connection, which is of no more use."""
        if not self.core.closed:
            self.core.invalidate()
            self.core.close()

    def _translated(self, error: Exception, statement: str) -> BaseException:
        return DBAPIError.instance(statement, None, error, self._error, hide_parameters=True)
