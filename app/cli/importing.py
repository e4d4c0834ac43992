"""`qbank import`: files, folders, archives and standard input, with a line for all left out."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from app.cli.bank import open_database
from app.core.clock import utc_now
from app.core.errors import QbankError
from app.interchange.formats.profile import Profile, load_profile
from app.interchange.formats.sidecars import sidecar_of
from app.interchange.options import ImportOptions, Mode, OnConflict
from app.interchange.report import Action, FieldChange, ImportItem, ImportReport
from app.interchange.service import import_sources
from app.interchange.sources import (
    GENERIC,
    LeftOut,
    Sources,
    from_bytes,
    from_files,
    is_markdown,
    without_suffix,
)

_STANDARD_INPUT = "-"
_QUIET = (Action.CREATED, Action.UNCHANGED)
_LONGEST_SHOWN = 70


def import_command(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, folders, zip archives, or -")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done, and write nothing")
    ] = False,
    format_name: Annotated[
        str | None, typer.Option("--format", help="The format, if it is not to be guessed")
    ] = None,
    profile_file: Annotated[
        Path | None,
        typer.Option("--profile", exists=True, dir_okay=False, help="What the files do not say"),
    ] = None,
    mode: Annotated[
        Mode, typer.Option(help="Whether a failure stops all, or the good is kept")
    ] = Mode.ATOMIC,
    theirs: Annotated[
        bool, typer.Option("--theirs", help="In a conflict take what the file says")
    ] = False,
    ours: Annotated[
        bool, typer.Option("--ours", help="In a conflict keep what the bank has, for good")
    ] = False,
    allow_duplicates: Annotated[
        bool, typer.Option("--allow-duplicates", help="Import what the bank has already, too")
    ] = False,
) -> None:
    """Bring the questions of files into the bank; a second time changes nothing."""
    if theirs and ours:
        raise QbankError("--theirs and --ours exclude each other")
    conflict = OnConflict.THEIRS if theirs else OnConflict.OURS if ours else OnConflict.REPORT
    options = ImportOptions(
        format_name=format_name,
        profile=load_profile(profile_file.read_bytes()) if profile_file else Profile(),
        mode=mode,
        on_conflict=conflict,
        allow_duplicates=allow_duplicates,
        dry_run=dry_run,
    )
    sources = Sources()
    for path in paths:
        sources.add(_sources(path))
    with open_database() as db:
        report = import_sources(db, sources, options, now=utc_now(), on_progress=_show_progress)
    _print_report(report)
    if report.summary[Action.FAILED]:
        sys.exit(1)


def _sources(named: str) -> Sources:
    if named == _STANDARD_INPUT:
        return from_bytes(sys.stdin.buffer.read(), source="standard-input")
    path = Path(named)
    if not path.exists():
        raise QbankError(f"{named}: there is no such file or folder")
    if path.is_dir():
        return _folder(path)
    return _file(path)


def _file(path: Path) -> Sources:
    """One file, with its side-car if one lies beside it. A name that says nothing of its own,
    such as README, is told apart by the folder's."""
    known_by = without_suffix(path.name)
    if known_by.casefold() in GENERIC:
        known_by = f"{path.resolve().parent.name}/{known_by}".lstrip("/")
    data = path.read_bytes()
    found = from_bytes(data, name=path.name, source=known_by, load=path.read_bytes)
    beside = sidecar_of(path.name, [other.name for other in path.parent.iterdir()])
    if beside is not None and is_markdown(path.name):
        load = path.with_name(beside).read_bytes
        found.files = [replace(file, sidecar=load) for file in found.files]
    return found


def _folder(folder: Path) -> Sources:
    """All files below a folder but hidden ones. Links are told and not followed: they may lead
    anywhere."""
    loads, left_out = {}, []
    for above, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in (*folders, *sorted(files)):
            path = Path(above, name)
            known_by = path.relative_to(folder).as_posix()
            if name.startswith("."):
                continue
            if path.is_symlink():
                left_out.append(LeftOut(known_by, "a link, which is not followed"))
            elif path.is_file():
                loads[known_by] = path.read_bytes
            elif not path.is_dir():
                left_out.append(LeftOut(known_by, "no file, but a pipe, socket or device"))
    found = from_files(loads, label=folder.resolve().name or None)
    found.left_out += left_out
    return found


def _show_progress(stage: str, done: int, total: int) -> None:
    """A counter on a terminal; nothing where the output is read by a program."""
    if sys.stderr.isatty():
        typer.echo(f"\r{stage} {done:,} of {total:,} ", err=True, nl=done == total)


def _print_report(report: ImportReport) -> None:
    for item in report.items:
        for line in _lines(item):
            where = f"{item.file}, " if item.file else ""
            title = f" {_cut(item.title)}:" if item.title else ""
            lines = f"lines {item.line_start}-{item.line_end}"
            failed = item.action is Action.FAILED
            typer.echo(f"{item.action}: {where}{lines}:{title} {line}", err=failed)
    counts = ", ".join(f"{count} {action}" for action, count in report.summary.items() if count)
    typer.echo(f"{report.format}: {counts or 'nothing found'}")
    if report.is_refused:
        raise QbankError(
            "nothing was written, as not all could be; to keep the good: --mode partial"
        )
    if report.dry_run:
        typer.echo("Nothing was written: this was a dry run")


def _lines(item: ImportItem) -> list[str]:
    said = [*item.errors, *item.warnings]
    if item.reason is not None:
        said.insert(0, item.reason)
    said += map(_change, item.changes)
    return said or ([] if item.action in _QUIET else ["as it was"])


def _change(change: FieldChange) -> str:
    return f"{change.field}: {_cut(change.before)} -> {_cut(change.after)}"


def _cut(value: object) -> str:
    """A value on one line that fits a terminal."""
    text = " ".join(str("nothing" if value in (None, []) else value).split())
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
