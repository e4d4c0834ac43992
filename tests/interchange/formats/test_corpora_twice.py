"""Banks that other people wrote, brought in twice: the second time nothing changes."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from app.core.database import Database
from app.interchange.options import ImportOptions, Mode
from app.interchange.report import Action, ImportReport
from app.interchange.service import import_sources
from app.interchange.sources import Sources, from_files
from tests.conftest import START
from tests.interchange.formats.corpora import ABSENT, RAW

pytestmark = pytest.mark.skipif(not RAW.is_dir(), reason=ABSENT)
FILES = 6  # of each bank; what is read of them all is tested beside this
BROUGHT = (Action.CREATED, Action.UPDATED, Action.CONFLICT, Action.FAILED)


def every_bank() -> Sources:
    found = Sources()
    for folder in sorted(RAW.iterdir()):
        files = sorted(path for path in folder.rglob("*") if path.is_file())[:FILES]
        loads: dict[str, Callable[[], bytes]] = {
            str(path.relative_to(folder)): partial(Path.read_bytes, path) for path in files
        }
        found.add(from_files(loads, label=folder.name))
    return found


def count(report: ImportReport, *actions: Action) -> int:
    return sum(item.action in actions for item in report.items)


def test_a_second_import_of_every_bank_changes_nothing(
    sqlite_template: Path, tmp_path: Path
) -> None:
    shutil.copy(sqlite_template, tmp_path / "qbank.db")
    db = Database(f"sqlite:///{tmp_path / 'qbank.db'}")
    options = ImportOptions(mode=Mode.PARTIAL)
    first = import_sources(db, every_bank(), options, now=START)
    again = import_sources(db, every_bank(), options, now=START)
    assert count(first, Action.CREATED) > 800
    assert count(again, *BROUGHT) == count(first, Action.FAILED)
    assert count(again, Action.UNCHANGED) == count(first, Action.CREATED)
