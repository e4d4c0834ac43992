"""What every table shares: named constraints, and columns of the kinds that both databases know."""

from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CheckConstraint, Column, Integer, String, Table, Text
from sqlmodel import Field, SQLModel

from app.core.ids import ID_LENGTH

# Every constraint has a name before the first table is defined: without one, neither
# database could drop it in a later migration.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class BankState(SQLModel, table=True):
    """One row that counts the changes of the bank, in the transaction of each change.

    `digest` is the sum, modulo 2**128, of one hash for each published question as it stands:
    equal digests mean equal banks. `next_number` is the serial number of the next question.
    """

    __tablename__ = "bank_state"

    id: int = Field(default=1, sa_column=Column(Integer, primary_key=True, autoincrement=False))
    revision: int = Field(default=0)
    digest: str = Field(default="0" * 32, sa_column=Column(String(32), nullable=False))
    next_number: int = Field(default=1)


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model, for statements that read columns and build no entities:
    on the hottest paths that is a third of the cost."""
    return cast(Table, cast(Any, model).__table__)


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """A check that a text column holds one of the enum's values, named after the column."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def id_column(**options: Any) -> Any:
    """The primary key of a table: a UUIDv7 as text."""
    return Field(sa_column=Column(String(ID_LENGTH), primary_key=True, **options))


def sorted_text(length: int) -> Any:
    """The type of text that is compared or sorted: by code point, the same on both databases."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def long_text(*, nullable: bool = False) -> Any:
    """A column of unbounded text."""
    return Field(default=None if nullable else "", sa_column=Column(Text, nullable=nullable))
