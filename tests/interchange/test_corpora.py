"""Banks that other people wrote, where they are at hand: a second import changes nothing."""

import shutil
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from app.core.database import Database
from app.interchange.options import ImportOptions
from app.interchange.report import Action
from app.interchange.service import import_sources
from app.interchange.sources import from_files
from tests.conftest import START
from tests.interchange.formats.corpora import ABSENT, NAMES, RAW, truth

pytestmark = pytest.mark.skipif(not RAW.is_dir(), reason=ABSENT)


@pytest.mark.parametrize("name", NAMES)
def test_a_second_import_of_a_bank_changes_nothing(
    name: str, sqlite_template: Path, tmp_path: Path
) -> None:
    files = truth(name)["per_file"]
    assert isinstance(files, dict)
    loads: dict[str, Callable[[], bytes]] = {
        file: partial((RAW / name / file).read_bytes) for file in files
    }
    shutil.copy(sqlite_template, tmp_path / "qbank.db")
    db = Database(f"sqlite:///{tmp_path / 'qbank.db'}")
    options = ImportOptions()
    first, second = (
        import_sources(db, from_files(loads, label=name), options, now=START) for _ in range(2)
    )
    db.dispose()
    told = [
        Counter(item.action for item in report.items if item.action is not Action.SKIPPED)
        for report in (first, second)
    ]
    assert told[0].keys() <= {Action.CREATED, Action.DUPLICATE}
    assert told[0].total() == truth(name)["n_questions"]
    told[0][Action.UNCHANGED] = told[0].pop(Action.CREATED)
    assert told[1] == told[0]
    skipped = [
        [(item.file, item.line_start, item.reason) for item in report.items if item.reason]
        for report in (first, second)
    ]
    assert skipped[0] == skipped[1]
