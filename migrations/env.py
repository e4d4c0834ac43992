"""Alembic's entry: runs migrations on the service's own database object."""

from typing import Any

from alembic import context
from sqlmodel import SQLModel

from app.core.database import Database
from app.core.settings import Settings
from app.models import TABLES

assert TABLES, "importing the models fills SQLModel.metadata"


def is_ours(name: str | None, type_: str, _parents: Any) -> bool:
    """Hide the shadow tables of SQLite's full-text index from autogenerate."""
    return not (type_ == "table" and name is not None and name.startswith("search_"))


def run() -> None:
    """Upgrade or downgrade in one transaction, which both databases can roll back."""
    given: Database | None = context.config.attributes.get("database")
    database = given or Database.of(Settings())
    with database.migrating() as connection:
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            render_as_batch=database.is_sqlite,
            transactional_ddl=True,
            compare_type=True,
            include_name=is_ours,
        )
        with context.begin_transaction():
            context.run_migrations()
    if given is None:
        database.dispose()


run()
