"""Imports that are put aside: what is told of them, and that each is done once or not at all."""

import threading
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

from app.core.database import Database
from app.core.settings import Settings
from app.interchange import history, jobs
from app.interchange.jobs import LEASE, LostJob, Taken
from app.interchange.models import ImportUpload, JobState
from app.interchange.options import ImportOptions
from app.interchange.report import ImportReport
from app.interchange.schemas import ImportRead
from app.interchange.service import import_sources
from app.interchange.uploads import Upload, UploadedFile, sources_of
from app.interchange.worker import run_next
from app.main import create_app
from app.questions.models import Question
from tests.conftest import ADMIN_KEY, STAFF, START, FakeClock

IMPORTS = "/api/v1/imports"
CSV = b"question,answer,category\nWhat is a gadget?,Something useful.,things\n"
BAD_CSV = CSV + b"What is bad?,All.," + b"x" * 300 + b"\n"
LATER = STAFF | {"Content-Type": "text/csv", "Prefer": "respond-async"}
NEVER = threading.Event()


def count(db: Database, table: type[SQLModel] = Question) -> int:
    with db.read() as session:
        return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def ended(client: TestClient, reply: httpx2.Response) -> dict[str, Any]:
    """What is told of an import in the end."""
    assert reply.status_code == 202, reply.text
    assert reply.json()["state"] == "queued"
    for _ in range(200):
        told: dict[str, Any] = client.get(reply.headers["location"], headers=STAFF).json()
        if told["state"] in ("done", "failed"):
            return told
        time.sleep(0.02)
    raise AssertionError(told)


def queue(db: Database, data: bytes = CSV, **asked: Any) -> str:
    upload = Upload((UploadedFile("bank.csv", "text/csv", data),), b"category: said")
    with db.write() as session:
        options = ImportOptions(**asked)
        jobs.queue(session, upload, options, import_id="job", source="bank.csv", now=START)
    return "job"


def told(db: Database) -> ImportRead:
    with db.read() as session:
        return history.read_import(session, "job")[0]


def take_up(db: Database, clock: FakeClock) -> Taken | None:
    with db.write() as session:
        due = jobs.find_due(session, clock())
        return jobs.take_up(session, due, clock()) if due else None


def test_an_import_is_done_later_if_that_is_preferred(client: TestClient, db: Database) -> None:
    before = count(db)
    query = {"filename": "bank.csv"}
    headers = LATER | {"Idempotency-Key": "a-key"}
    reply = client.post(IMPORTS, content=CSV, headers=headers, params=query)
    again = client.post(IMPORTS, content=CSV, headers=headers, params=query)
    assert (again.json(), again.headers["idempotency-replayed"]) == (reply.json(), "true")
    assert reply.headers["preference-applied"] == "respond-async"
    done = ended(client, reply)
    assert (done["state"], done["source"], done["format"]) == ("done", "bank.csv", "csv")
    assert done["progress"] is done["failure"] is None
    assert done["report"]["id"] == done["id"] == reply.json()["id"]
    assert done["report"]["summary"] == done["summary"]
    assert (count(db), count(db, ImportUpload)) == (before + 1, 0)
    listed = client.get(IMPORTS, headers=STAFF).json()["items"][0]
    assert (listed["id"], listed["state"]) == (done["id"], "done")
    # The report is the one that an import at once gives.
    at_once = client.post(IMPORTS, content=CSV, headers=LATER | {"Prefer": ""}, params=query)
    assert at_once.status_code == 201
    later = ended(client, client.post(IMPORTS, content=CSV, headers=LATER, params=query))
    assert later["report"] | {"id": ""} == at_once.json() | {"id": ""}


def test_a_large_import_is_done_later(db: Database, tmp_path: Path) -> None:
    before = count(db)
    settings = Settings(data_dir=tmp_path, admin_key=ADMIN_KEY, import_job_bytes=len(CSV))  # type: ignore[arg-type]  # a text, which settings take for a secret
    with TestClient(create_app(settings, db=db, clock=lambda: START)) as client:
        headers = {k: v for k, v in LATER.items() if k != "Prefer"}
        assert client.post(IMPORTS, content=CSV, headers=headers).status_code == 201
        told = ended(client, client.post(IMPORTS, content=BAD_CSV, headers=headers))
        assert told["failure"]["code"] == "import_refused"
        assert told["report"]["summary"]["failed"] == 1
        assert count(db) == before + 1


@pytest.mark.parametrize(
    ("data", "asked", "state", "more"),
    [
        (CSV, {}, JobState.DONE, 1),
        (CSV, {"dry_run": True}, JobState.DONE, 0),
        (BAD_CSV, {}, JobState.FAILED, 0),
        (b"\x00\x01\x02", {}, JobState.FAILED, 0),
    ],
)
def test_a_job_comes_to_what_its_import_would(
    db: Database, clock: FakeClock, data: bytes, asked: dict[str, Any], state: JobState, more: int
) -> None:
    before = count(db)
    queue(db, data, **asked)
    assert run_next(db, clock, {}, NEVER)
    assert not run_next(db, clock, {}, NEVER)
    assert (told(db).state, count(db)) == (state, before + more)


def test_pieces_of_what_was_sent_are_put_together_again(db: Database) -> None:
    data = bytes(range(256)) * 9000
    queue(db, data)
    with db.read() as session:
        upload = jobs.load_upload(session, "job")
    assert upload.files == (UploadedFile("bank.csv", "text/csv", data),)
    assert upload.profile == b"category: said"


def test_a_job_whose_process_ended_is_taken_up_after_its_lease_and_given_up_in_the_end(
    db: Database, clock: FakeClock
) -> None:
    before = count(db)
    queue(db)
    lost = take_up(db, clock)
    assert lost is not None
    assert take_up(db, clock) is None
    for _ in range(2):
        clock.now += LEASE
        with db.write() as session:
            assert jobs.renew(session, lost, clock(), stage="checking", done=1, total=2)
        assert take_up(db, clock) is None
        clock.now += LEASE
        assert (lost := take_up(db, clock)) is not None
    progress = told(db).progress
    assert progress is not None
    assert (progress.stage, progress.done, progress.total) == ("checking", 1, 2)
    clock.now += LEASE
    assert run_next(db, clock, {}, NEVER)
    failed = told(db)
    assert failed.failure is not None
    assert (failed.state, failed.failure.code) == (JobState.FAILED, jobs.INTERRUPTED)
    assert "nothing was written" in failed.failure.detail
    assert (count(db), count(db, ImportUpload)) == (before, 0)


def test_who_lost_a_job_writes_nothing_of_it(db: Database, clock: FakeClock) -> None:
    queue(db)
    slow = take_up(db, clock)
    assert slow is not None
    clock.now += LEASE
    assert run_next(db, clock, {}, NEVER)
    after = count(db)
    upload = Upload((UploadedFile("other.csv", None, CSV.replace(b"gadget", b"gizmo")),))

    def end(session: Session, report: ImportReport) -> None:
        jobs.keep_report(session, slow, report, clock())

    with pytest.raises(LostJob):
        import_sources(db, sources_of(upload), ImportOptions(), now=START, on_written=end)
    assert (count(db), told(db).state) == (after, JobState.DONE)


def test_a_job_is_given_back_when_the_service_ends(db: Database, clock: FakeClock) -> None:
    before = count(db)
    queue(db)
    ending = threading.Event()
    ending.set()
    assert run_next(db, clock, {}, ending)
    assert (told(db).state, count(db)) == (JobState.QUEUED, before)
    assert run_next(db, clock, {}, NEVER)
    assert (told(db).state, count(db)) == (JobState.DONE, before + 1)
