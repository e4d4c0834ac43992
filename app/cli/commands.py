"""The commands of `qbank`: serving, migrating, seeding, importing, keys, and a look at itself."""

import json
import sys
from typing import Annotated

import typer
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from app import __version__
from app.access import service as access
from app.access.caller import Scope
from app.cli import evaluating, importing
from app.cli.bank import open_database
from app.cli.exporting import export_command
from app.cli.fetching import fetch_model_command
from app.cli.linting import lint_command
from app.core.clock import utc_now
from app.core.errors import QbankError
from app.core.migrate import current_revision, migrate
from app.core.settings import PREFIX, Settings, settings_table
from app.interchange.formats.errors import FormatError
from app.ops import serving
from app.ops.serving import AppFactory
from app.questions import indexing

app = typer.Typer(
    name="qbank",
    help="An interview question bank over HTTP.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
keys = typer.Typer(help="API keys: make, list and revoke them.", no_args_is_help=True)
app.add_typer(keys, name="keys")
app.add_typer(evaluating.app, name="evaluate")
app.command(name="import")(importing.import_command)
app.command(name="export")(export_command)
app.command(name="lint")(lint_command)
app.command(name="fetch-model")(fetch_model_command)


def run_command_line(app_factory: AppFactory) -> None:
    """Run `qbank` with the app that this factory makes; expected failures print one line."""
    try:
        app(obj=app_factory)
    except (QbankError, FormatError) as error:
        _fail(str(error))
    except ValidationError as error:
        for fault in error.errors(include_input=False, include_url=False):
            name = PREFIX + "_".join(str(part) for part in fault["loc"]).upper()
            _fail(f"{name}: {fault['msg']}", leave=False)
        sys.exit(2)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        _fail(f"the database failed: {reason}")
    except OSError as error:
        _fail(f"{error.filename or 'the system'}: {error.strerror or error}")


def _fail(message: str, *, leave: bool = True) -> None:
    typer.echo(f"qbank: {message}", err=True)
    if leave:
        sys.exit(1)


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to listen on (QBANK_HOST)")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on (QBANK_PORT)")
    ] = None,
) -> None:
    """Migrate the database, load the bundled questions once, and serve."""
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = Settings(**given)  # type: ignore[arg-type]  # validated by the settings
    serving.serve(settings, context.obj, typer.echo)


@app.command(name="migrate")
def migrate_command(
    to: Annotated[str, typer.Option(help="A migration, or head for the newest")] = "head",
) -> None:
    """Bring the database to the newest schema."""
    with open_database(migrated=False) as db:
        before = current_revision(db)
        migrate(db, to)
        after = current_revision(db)
    typer.echo(f"at {after}" if before == after else f"{before or 'empty'} -> {after}")


@app.command()
def seed() -> None:
    """Load the bundled questions into a bank that never had them."""
    with open_database() as db:
        created = serving.seed(db, Settings(seed_bank=True))
    typer.echo(f"{created} questions created")


@app.command()
def reindex() -> None:
    """Make the search index anew, where another version made it or it is in doubt."""
    with open_database() as db, db.write() as session:
        questions = indexing.rebuild(session)
    typer.echo(f"{questions} questions indexed")


@app.command()
def openapi(context: typer.Context) -> None:
    """Print the OpenAPI document."""
    api = context.obj(Settings())
    api.state.db.dispose()
    typer.echo(json.dumps(api.openapi(), indent=2, ensure_ascii=False))


@app.command()
def settings() -> None:
    """Print the settings as the table that the README shows."""
    typer.echo(settings_table(), nl=False)


@app.command()
def doctor() -> None:
    """Look for what would keep the service from working, and say what to do."""
    from app.cli.doctor import examine  # it loads an HTTP client, which no other command needs

    healthy = True
    for finding in examine():
        healthy = healthy and finding.ok
        typer.echo(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.text}")
    if not healthy:
        sys.exit(1)


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


@keys.command(name="create")
def create_key(
    name: Annotated[str, typer.Option(help="What the key is for")],
    scope: Annotated[list[Scope], typer.Option(help="What it may do; repeat for several")],
) -> None:
    """Make a key and print it, this once."""
    with open_database() as db, db.write() as session:
        _, key = access.create_key(session, name=name, scopes=scope, now=utc_now())
    typer.echo(key)


@keys.command(name="list")
def list_keys() -> None:
    """List all keys by their prefix; the keys themselves are not kept."""
    with open_database() as db, db.read() as session:
        for key in access.list_keys(session):
            state = "revoked" if key.revoked_at else "active"
            made = key.created_at.strftime("%Y-%m-%d")
            typer.echo(f"{key.prefix}  {state:7}  {made}  {','.join(key.scopes)}  {key.name}")


@keys.command(name="revoke")
def revoke_key(prefix: Annotated[str, typer.Argument(help="The key's visible prefix")]) -> None:
    """End a key at once."""
    with open_database() as db, db.write() as session:
        access.revoke_key(session, prefix.removeprefix(access.KEY_START), utc_now())
    typer.echo(f"{prefix} is revoked")
