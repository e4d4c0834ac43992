"""A process that is killed in the middle of an import leaves nothing half done."""

import subprocess
import sys
import threading

from sqlalchemy import text

from app.core.clock import utc_now
from app.core.database import Database
from app.interchange import history, jobs
from app.interchange.models import JobState
from app.interchange.options import ImportOptions
from app.interchange.report import Action
from app.interchange.service import import_sources
from app.interchange.sources import from_bytes
from app.interchange.uploads import Upload, UploadedFile
from app.interchange.worker import run_next

ROWS = b"".join(b"Which is number %d?,The %dth,new\n" % (n, n) for n in range(6))
CSV = b"question,answer,category\n" + ROWS
TABLES = (
    "questions", "question_versions", "question_tags", "question_terms", "categories",
    "search_documents", "search_terms", "search_counts", "search_typos", "imports", "bank_state",
)  # fmt: skip


def written(db: Database) -> dict[str, list[str]]:
    """All rows of the bank and of its index."""
    with db.read() as session:
        return {
            table: sorted(map(repr, session.execute(text(f"SELECT * FROM {table}")).all()))
            for table in TABLES
        }


def test_a_killed_import_writes_nothing_and_the_next_one_works_at_once(
    db: Database, database_url: str
) -> None:
    before = written(db)
    upload = Upload((UploadedFile("bank.csv", None, CSV),))
    with db.write() as session:
        options = ImportOptions()
        jobs.queue(session, upload, options, import_id="job", source="bank.csv", now=utc_now())
    module = "tests.interchange.crashing"
    with subprocess.Popen(
        [sys.executable, "-m", module, database_url], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half done\n"
        process.kill()
    assert written(db) == before
    other = from_bytes(CSV.replace(b"number", b"letter"), name="other.csv")
    report = import_sources(db, other, ImportOptions(), now=utc_now())
    assert report.summary[Action.CREATED] == 6
    # What was killed is taken up again when its lease has run out.
    assert not run_next(db, utc_now, {}, threading.Event())
    assert run_next(db, lambda: utc_now() + 2 * jobs.LEASE, {}, threading.Event())
    with db.read() as session:
        done = history.read_import(session, "job")[0]
    assert done.state is JobState.DONE
    assert done.summary is not None
    assert done.summary["created"] == 6
