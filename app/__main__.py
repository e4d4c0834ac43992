"""The console command `qbank`, which `python -m app` is too."""

from typing import Any

from fastapi import FastAPI

from app.cli.commands import run_command_line


def make_app(*arguments: Any, **named: Any) -> FastAPI:
    """The service's app. Its routes are loaded when it is wanted, and most commands do without:
    they take as long to load as all the rest."""
    from app.main import create_app

    return create_app(*arguments, **named)


def run() -> None:
    """Run the command line."""
    run_command_line(make_app)


if __name__ == "__main__":
    run()
