"""Brings a database to the newest schema, and says how far it is."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.core.database import Database
from app.core.errors import QbankError
from app.core.resources import resource_folder


def alembic_config(db: Database) -> Config:
    """Alembic's configuration with our migrations; `env.py` takes the database from it."""
    config = Config()
    config.set_main_option("script_location", str(resource_folder("migrations")).replace("%", "%%"))
    config.attributes["database"] = db
    return config


def migrate(db: Database, target: str = "head") -> None:
    """Upgrade to `target`; when it is there already, nothing is written.

    Raises:
        QbankError: the database was made by a newer version of the service.
    """
    config = alembic_config(db)
    current = current_revision(db)
    script = ScriptDirectory.from_config(config)
    if current is not None and current not in {s.revision for s in script.walk_revisions()}:
        raise QbankError(
            f"the database is at migration {current}, which this version does not know: "
            "it was used by a newer one"
        )
    if target == "head" and current == script.get_current_head():
        return
    command.upgrade(config, target)


def current_revision(db: Database) -> str | None:
    """The migration that the database is at; None when it is empty."""
    with db.read() as session:
        return MigrationContext.configure(session.connection()).get_current_revision()


def is_current(db: Database) -> bool:
    """Whether the schema is the newest that this version knows."""
    script = ScriptDirectory.from_config(alembic_config(db))
    return current_revision(db) == script.get_current_head()
