"""The command that writes the bank, or a part of it, into a file or to standard output."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from sqlmodel import Session

from app.access.caller import Caller, Scope
from app.core.database import Database
from app.core.errors import Problem, QbankError
from app.core.migrate import is_current
from app.core.settings import Settings
from app.interchange.document import QuestionDocument
from app.interchange.exporting import Selection, View, read_documents, select_questions
from app.interchange.writers import Writer, writer_named, writers
from app.interchange.writers.markdown import MarkdownFolderWriter
from app.interchange.writers.pieces import gathered
from app.questions.parameters import SearchQuery

_OPERATOR = Caller(key_id="command-line", scopes=frozenset({Scope.ADMIN}))
_STEP = 100
_NAMES = ", ".join(one.name for one in writers())
Several = Annotated[str | None, typer.Option(help="Any of these, with commas between them")]


def export_command(
    format_name: Annotated[
        str | None,
        typer.Option("--format", help=f"{_NAMES}; by default what the name of the file says"),
    ] = None,
    view: Annotated[
        View, typer.Option(help="With answers, or what the public may see")
    ] = View.STAFF,
    output: Annotated[
        str, typer.Option("--output", "-o", help="The file to write; - for standard output")
    ] = "-",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there")] = False,
    q: Annotated[str | None, typer.Option(help="Words to search for")] = None,
    category: Several = None,
    tag: Annotated[
        list[str] | None, typer.Option(help="As a category; repeat to ask for all of several")
    ] = None,
    difficulty: Several = None,
    kind: Several = None,
    status: Several = None,
    visibility: Several = None,
    updated_since: Annotated[
        str | None, typer.Option(help="A time of RFC 3339; only what changed since")
    ] = None,
) -> None:
    """Write the questions that pass the filters into a file."""
    given = {
        "q": q,
        "category": category,
        "tag": tag or None,
        "difficulty": difficulty,
        "kind": kind,
        "status": status,
        "visibility": visibility,
        "updated_since": updated_since,
    }
    writer = _writer(format_name, output)
    _check_output(output, writer, force=force)
    settings = Settings()
    db = Database.of(settings)
    try:
        if not is_current(db):
            raise QbankError("the database is not at the newest migration; run: qbank migrate")
        _export(db, writer, given, view, output, settings.aliases_file)
    finally:
        db.dispose()


def _export(
    db: Database,
    writer: Writer,
    given: Mapping[str, object],
    wanted: View,
    output: str,
    aliases: Path | None,
) -> None:
    with ExitStack() as held:
        view = held.enter_context(db.read())
        selection = _selected(view, given, wanted, aliases)
        if output == "-":
            # Whoever reads it may pause for longer than a database lets a transaction wait.
            held.close()
        counter = _Counter(read_documents(db, selection, None if output == "-" else view))
        if isinstance(writer, MarkdownFolderWriter) and _is_folder(output):
            _write_folder(Path(output), writer.files(counter))
        else:
            _write(output, gathered(writer.write(counter)))
    told = f"{counter.count} questions as {writer.name}"
    if writer.loses:
        told += f"; the format does not carry: {', '.join(writer.loses)}"
    if selection.truncated:
        told += "; more questions match the search than are ranked, and so than were written"
    typer.echo(told, err=True)


def _selected(
    session: Session, given: Mapping[str, object], view: View, aliases: Path | None
) -> Selection:
    try:
        query = SearchQuery.model_validate(given)
        return select_questions(session, query, view, _OPERATOR, aliases)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        name = str(fault["loc"][0]).replace("_", "-")
        raise QbankError(f"--{name}: {fault['msg']}") from None
    except Problem as problem:
        first = (problem.errors or [{"pointer": "", "message": problem.title}])[0]
        where = first["pointer"].removeprefix("query/").replace("_", "-")
        raise QbankError(f"--{where}: {first['message']}") from None


class _Counter:
    """Counts the documents that pass, on a terminal for everybody to see."""

    def __init__(self, documents: Iterable[QuestionDocument]) -> None:
        self.documents = documents
        self.count = 0

    def __iter__(self) -> Iterator[QuestionDocument]:
        shown = sys.stderr.isatty()
        for document in self.documents:
            self.count += 1
            if shown and self.count % _STEP == 0:
                typer.echo(f"\r{self.count} questions", err=True, nl=False)
            yield document
        if shown and self.count >= _STEP:
            typer.echo("\r", err=True, nl=False)


def _writer(format_name: str | None, output: str) -> Writer:
    """The format that is named, else the one whose suffix the file has, else JSON."""
    if format_name is not None:
        return writer_named(format_name)
    name = Path(output).name
    fitting = next((one for one in writers() if name.endswith(one.suffix)), None)
    if fitting is None and output != "-":
        raise QbankError(f"{output}: name a format with --format: {_NAMES}")
    return fitting or writer_named("json")


def _is_folder(output: str) -> bool:
    """Whether a folder is to be written, where files for each question are: no archive."""
    return output != "-" and not output.endswith(".zip")


def _check_output(output: str, writer: Writer, *, force: bool) -> None:
    if isinstance(writer, MarkdownFolderWriter) and _is_folder(output):
        path = Path(output)
        if path.exists() and not (path.is_dir() and (force or not any(path.iterdir()))):
            raise QbankError(
                f"{output} is not an empty folder; --force writes into one that is not"
            )
    elif output != "-":
        if Path(output).is_dir():
            raise QbankError(f"{output} is a folder; name a file in it")
        if Path(output).exists() and not force:
            raise QbankError(f"{output} is there already; --force writes over it")
        if not Path(output).absolute().parent.is_dir():
            raise QbankError(f"{output}: there is no such folder")
    elif sys.stdout.isatty() and not writer.media_type.startswith(("text/", "application/json")):
        raise QbankError("this format is no text for a terminal; name a file with --output")


def _write(output: str, pieces: Iterable[bytes]) -> None:
    """Write all of the file, or none of it."""
    if output == "-":
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    path = Path(output)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(pieces)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files:
        (folder / name).write_bytes(content)
