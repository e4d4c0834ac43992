"""Statements that are run again and again: compiled once, then run by the database's driver itself."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import repeat
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Dialect,
    Insert,
    Select,
    TextClause,
    Update,
    bindparam,
    insert,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import ReturningUpdate
from sqlmodel import Session, SQLModel

from app.core.models import table_of
from app.core.readers import Reader

_Convert = Callable[[Any], Any]
_MOST_REPEATED = 1024
_AT_ONCE = 500
_FLOAT8 = 701
"""Postgres' number for the only type of ours whose reading depends on the type that came."""


def named(name: str, values: Sequence[Any]) -> dict[str, Any]:
    """The values under the names `name__0`, `name__1` and so on. The last one is repeated up to
    the next power of two, so that lists of any length need few statements."""
    held = list(values)
    if 1 < len(held) <= _MOST_REPEATED:
        held += held[-1:] * ((1 << (len(held) - 1).bit_length()) - len(held))
    return {f"{name}__{place}": value for place, value in enumerate(held)}


def named_spans(paths: Sequence[str]) -> dict[str, str]:
    """Of what lies below each of some paths the first text, under `first`, and the one behind
    the last, under `last`."""
    # `0` is the character after `/`.
    return named("first", [f"{path}/" for path in paths]) | named("last", [f"{p}0" for p in paths])


def field_of(name: str) -> str:
    """The name that `named` was given."""
    return name.rpartition("__")[0]


def by_field(names: Iterable[str]) -> dict[str, list[str]]:
    """Names of values that `named` gave, below the name that it was given."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(field_of(name), []).append(name)
    return found


class Prepared:
    """A select, or an update that returns, whose values are given by name with each run.

    What SQLAlchemy does around a short statement takes longer than the statement. It is asked
    all the same the first time, for compiling is not worth it for once, and where the text
    depends on how many values are given.
    """

    def __init__(self, statement: Select[Any] | ReturningUpdate[Any] | TextClause) -> None:
        self.statement = statement
        self._plans: dict[str, _Plan] = {}
        self._was_run, self._is_fixed = False, True

    def all(self, session: Session, values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows, each a tuple whose members have the columns' names; of a text they have
        none."""
        connection = _connection_of(session)
        plan = self._plan_for(connection.dialect)
        if plan is None:
            return session.execute(self.statement, dict(values)).all()
        return plan.read(_fetch(session, connection, plan, values))

    def first(self, session: Session, values: Mapping[str, Any]) -> Any:
        """The first row, or None."""
        found = self.all(session, values)
        return found[0] if found else None

    def column(self, session: Session, values: Mapping[str, Any]) -> list[Any]:
        """The first member of each row."""
        connection = _connection_of(session)
        plan = self._plan_for(connection.dialect)
        if plan is None:
            return list(session.execute(self.statement, dict(values)).scalars())
        return plan.read_first(_fetch(session, connection, plan, values))

    def _plan_for(self, dialect: Dialect) -> "_Plan | None":
        plan = self._plans.get(dialect.name)
        if plan is None and self._was_run and self._is_fixed:
            compiled = self.statement.compile(dialect=dialect)
            self._is_fixed = not any(b.required and b.expanding for b in compiled.binds.values())
            if self._is_fixed:
                plan = self._plans[dialect.name] = _Plan(compiled, dialect)
        self._was_run = True
        return plan


def _connection_of(session: Session) -> Connection:
    return session.core if isinstance(session, Reader) else session.connection()


def _fetch(
    session: Session, connection: Connection, plan: "_Plan", values: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    arguments = plan.arguments(values)
    if isinstance(session, Reader):
        return session.fetch(plan.text, arguments)
    return _run(connection, plan.text, [arguments], fetch=True)


def rows_among(
    session: Session,
    column: ColumnElement[str],
    values: Iterable[str],
    *,
    of: Select[Any] | None = None,
) -> Iterator[Any]:
    """The rows of a select, or of the column alone, of which the column has one of the values,
    some hundred asked for at a time. The select is a constant: what is made of it is kept."""
    listed = sorted(values)
    for at in range(0, len(listed), _AT_ONCE):
        asked = named("value", listed[at : at + _AT_ONCE])
        yield from _among(column, of, tuple(asked)).all(session, asked)


@lru_cache
def _among(column: ColumnElement[str], of: Select[Any] | None, names: tuple[str, ...]) -> Prepared:
    values = [bindparam(name, type_=column.type) for name in names]
    selected = select(column) if of is None else of
    return Prepared(selected.where(column.in_(values)))


class Command:
    """A statement that writes, whose values are given with each run: compiled once for each set
    of names, and run by the driver for many rows as for one."""

    def __init__(self, statement: Insert | Update | Delete | TextClause) -> None:
        self._statement = statement.inline() if isinstance(statement, Insert) else statement
        self._plans: dict[tuple[str, ...], _Plan] = {}

    def run(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it for each row, if there are any; all have the names of the first.

        Raises:
            DBAPIError: of the kind that a statement of SQLAlchemy's would raise.
        """
        if not rows:
            return
        connection = session.connection()
        dialect, names = connection.dialect, tuple(rows[0])
        plan = self._plans.get((dialect.name, *names))
        if plan is None:
            given = list(names) if isinstance(self._statement, Insert) else None
            compiled: Any = self._statement.compile(dialect=dialect, column_keys=given)
            assert not getattr(compiled, "insert_prefetch", ()), "a row has all that has a default"
            plan = self._plans[(dialect.name, *names)] = _Plan(compiled, dialect)
        _run(connection, plan.text, plan.arguments_of(rows))


def insert_rows(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, if there are any; each has a value for every column that has a default."""
    _into(model).run(session, rows)


@lru_cache
def _into(model: type[SQLModel]) -> Command:
    return Command(insert(table_of(model)))


def _run(
    connection: Connection, text: str, values: Sequence[Any], *, fetch: bool = False
) -> list[tuple[Any, ...]]:
    driver: Any = connection.connection.driver_connection
    dialect = connection.dialect
    error_type = dialect.loaded_dbapi.Error
    try:
        with closing(driver.cursor()) as cursor:
            if len(values) == 1:
                cursor.execute(text, values[0])
            else:
                cursor.executemany(text, values)
            return cursor.fetchall() if fetch else []
    except error_type as error:
        # A lost connection does not go back to the pool.
        if dialect.is_disconnect(error, driver, None):
            connection.invalidate(error)
        raise DBAPIError.instance(text, None, error, error_type, hide_parameters=True) from error


class _Plan:
    """The text of a statement for a driver, and how values go in and rows come out."""

    def __init__(self, compiled: SQLCompiler, dialect: Dialect) -> None:
        asked = {name for name, bind in compiled.binds.items() if bind.required}
        # Lists that the statement itself holds are written out, a value each.
        written = compiled.construct_expanded_state(dict.fromkeys(asked))
        self.text = written.statement
        names = written.positiontup or list(written.parameters)
        # Without an order, values are given by name.
        self._names = None if written.positiontup else names
        # One for each: lists of them are for tuples, which have no fixed text.
        into = cast("dict[str, _Convert]", {**compiled._bind_processors, **written.processors})
        given = written.parameters
        self._values = [
            into[name](given[name]) if name in into and name not in asked else given[name]
            for name in names
        ]
        self._asked = [
            (place, name, into.get(name)) for place, name in enumerate(names) if name in asked
        ]
        # Most rows that are inserted go in as they are.
        is_plain = self._names is None and all(ask[2] is None for ask in self._asked)
        self._plain: Callable[[Mapping[str, Any]], Any] | None = None
        if is_plain and 1 < len(names) == len(self._asked):
            self._plain = itemgetter(*names)
        columns = compiled._result_columns
        self._make: Callable[[Sequence[Any]], Any] = tuple
        if columns:
            row: Any = namedtuple("row", [column.keyname for column in columns])  # type: ignore[misc]  # named as it runs
            self._make = row._make
        readers = [column.type._cached_result_processor(dialect, _FLOAT8) for column in columns]
        self._readers = [(place, read) for place, read in enumerate(readers) if read is not None]

    def arguments(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver takes them."""
        if self._plain is not None:
            return self._plain(values)
        found = self._values.copy()
        for place, name, convert in self._asked:
            found[place] = values[name] if convert is None else convert(values[name])
        return found if self._names is None else dict(zip(self._names, found, strict=True))

    def arguments_of(self, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        """The same of many rows, which mostly share states, times and empty lists: a value is
        converted once for all rows that hold it."""
        if len(rows) == 1 or self._plain is not None or not self._asked:
            return list(map(self.arguments, rows))
        columns: list[Iterable[Any]] = [repeat(value) for value in self._values]
        for place, name, convert in self._asked:
            values = [row[name] for row in rows]
            columns[place] = values if convert is None else _converted(values, convert)
        found = zip(*columns, strict=False)
        return (
            [dict(zip(self._names, one, strict=True)) for one in found]
            if self._names
            else list(found)
        )

    def read_first(self, rows: list[tuple[Any, ...]]) -> list[Any]:
        """The first members of the rows."""
        found = [row[0] for row in rows]
        if self._readers and self._readers[0][0] == 0:
            return list(map(self._readers[0][1], found))
        return found

    def read(self, rows: list[tuple[Any, ...]]) -> list[Any]:
        """The rows as they are handed out."""
        make, readers = self._make, self._readers
        if not readers:
            return list(map(make, rows))
        made = []
        for row in rows:
            members = list(row)
            for place, read in readers:
                members[place] = read(members[place])
            made.append(make(members))
        return made


def _converted(values: list[Any], convert: _Convert) -> Iterator[Any]:
    made: dict[int, Any] = {}
    for value in values:
        key = id(value)
        if key not in made:
            made[key] = convert(value)
        yield made[key]
