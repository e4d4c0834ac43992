"""The command that tells what is weak in the bank, as `GET /questions/lint` does."""

import sys
from collections import Counter
from collections.abc import Iterator

import typer

from app.cli.bank import open_database
from app.core.database import Database
from app.questions.checking import LintedQuestion, lint_bank
from app.questions.linting import Severity

_PAGE = 500


def lint_command() -> None:
    """Tell what is missing, broken or weak in the questions of the bank."""
    found: Counter[Severity] = Counter()
    with open_database() as db:
        for item in _linted(db):
            for finding in item.findings:
                found[finding.severity] += 1
                where = f"{item.slug}: {finding.field}"
                typer.echo(f"{finding.severity}: {where}: {finding.message} [{finding.code}]")
    told = ", ".join(f"{severity}: {found[severity]}" for severity in reversed(Severity))
    typer.echo(told, err=True)
    if found[Severity.ERROR]:
        sys.exit(1)


def _linted(db: Database) -> Iterator[LintedQuestion]:
    """All questions with findings. Each page is a unit of work of its own: none is open for as
    long as a large bank takes."""
    cursor = None
    while True:
        with db.read() as session:
            page = lint_bank(session, _PAGE, cursor)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return
