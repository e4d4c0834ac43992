"""Selects that are run again and again: on SQLite compiled once, then run by the driver itself."""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from pydantic_core import from_json
from sqlalchemy import Row, Select
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlmodel import Session

from app.core.database import SqliteReader

_Convert = Callable[[Any], Any]
_DIALECT = sqlite_dialect(json_deserializer=from_json)  # reads as the database object's does


class Prepared:
    """A select whose values are given by name with each run.

    What SQLAlchemy does around a short statement on SQLite takes longer than the statement.
    Postgres, whose driver prepares by itself, is asked in the usual way; so is SQLite the first
    time, for compiling is not worth it for once, and where the text depends on how many values
    there are.
    """

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement
        self._plan: _Plan | None = None
        self._was_run, self._is_fixed = False, True

    def all(self, session: Session, values: Mapping[str, Any]) -> Sequence[Row[Any]]:
        """The rows, each a tuple whose members have the columns' names."""
        plan = self._plan_on(session)
        if plan is None:
            return session.execute(self.statement, dict(values)).all()
        assert isinstance(session, SqliteReader)
        found = session.driver.execute(plan.text, plan.in_order(values)).fetchall()
        return cast("Sequence[Row[Any]]", plan.read(found))

    def first(self, session: Session, values: Mapping[str, Any]) -> Row[Any] | None:
        """The first row, if there is one."""
        found = self.all(session, values)
        return found[0] if found else None

    def _plan_on(self, session: Session) -> "_Plan | None":
        if not isinstance(session, SqliteReader):
            return None
        if self._plan is None and self._was_run and self._is_fixed:
            compiled = self.statement.compile(dialect=_DIALECT)
            self._is_fixed = not compiled.post_compile_params
            self._plan = _Plan(compiled) if self._is_fixed else None
        self._was_run = True
        return self._plan


class _Plan:
    """The text of a select for SQLite's driver, and how values go in and rows come out."""

    def __init__(self, compiled: SQLCompiler) -> None:
        self.text = compiled.string
        names = compiled.positiontup or []
        # One for each: lists of them are for tuples, which have no fixed text.
        into = cast("dict[str, _Convert]", compiled._bind_processors)
        known = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        self._values = [
            into[name](known[name]) if name in known and name in into else known.get(name)
            for name in names
        ]
        self._asked = [
            (place, name, into.get(name)) for place, name in enumerate(names) if name not in known
        ]
        columns = compiled._result_columns
        row: Any = namedtuple("row", [column.keyname for column in columns])  # type: ignore[misc]  # named as it runs
        self._make: Callable[[list[Any]], Any] = row._make
        readers = [column.type._cached_result_processor(_DIALECT, None) for column in columns]
        self._readers = [(place, read) for place, read in enumerate(readers) if read is not None]

    def in_order(self, values: Mapping[str, Any]) -> list[Any]:
        found = self._values.copy()
        for place, name, convert in self._asked:
            found[place] = values[name] if convert is None else convert(values[name])
        return found

    def read(self, rows: list[tuple[Any, ...]]) -> list[Any]:
        make, readers = self._make, self._readers
        made = []
        for row in rows:
            members = list(row)
            for place, read in readers:
                members[place] = read(members[place])
            made.append(make(members))
        return made
