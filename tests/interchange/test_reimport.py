"""What an export holds, imported again: nothing changes, and into another bank all of it comes."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.core.database import Database
from app.core.migrate import migrate
from app.interchange.exporting import Selection, View, read_documents
from app.interchange.options import ImportOptions, OnConflict
from app.interchange.report import Action, FieldChange, ImportItem, ImportReport
from app.interchange.service import import_sources
from app.interchange.sources import from_bytes
from app.interchange.writers import writer_named, writers
from app.questions.bank import lock_bank
from app.questions.filters import QuestionFilter
from tests.conftest import STAFF, START
from tests.interchange.documents import LONG, NASTY
from tests.questions.test_curation import API, act, create, patch, published

WHOLE = [one.name for one in writers() if not one.loses]
EVERYTHING = Selection(QuestionFilter(statuses=(), visibilities=()), View.STAFF)
POINTS = [{"text": "Traffic\nonly", "weight": 2.5, "required": True}, {"text": "[x] no box"}]
OPTIONS = [
    {"text": "one\n\ntwo", "correct": True},
    {"text": "- three", "correct": True},
    {"text": "[ ] =four "},
]
VARIANTS: tuple[dict[str, Any], ...] = (
    {"title": "A draft of nothing but a title", "answer": None, "category": None, "tags": []},
    {"title": "Nobody may see it", "status": "published", "visibility": "internal"},
    {"title": "An internal draft", "visibility": "internal", "difficulty": None},
    {"title": "Retired from the start", "status": "retired"},
    {"title": "Which?", "kind": "choice", "options": OPTIONS, "status": "published"},
    {"title": "Which, with nothing right?", "kind": "choice", "options": OPTIONS[2:]},
    {"title": "Points of its own", "key_points": POINTS, "status": "published"},
    {"title": "No points, and that on purpose", "key_points": []},
    {"title": "The same as derived", "key_points": [{"text": "One"}], "answer": "- One"},
    {"title": "Derived of a bare answer", "answer": "One.\n\nTwo.", "status": "published"},
    {"title": "Hints", "hints": ["first\n\nof two paragraphs", "\n second\n"], "tags": ["=1", "a b"]},
    {"title": "Everything", "body": "B", "follow_ups": ["And\nthen?", "Why?"],
     "expected_seconds": 90, "source": {"name": "My book", "url": "https://example.org/?a=1#b",
                                        "license": "CC BY 4.0", "line": 7}},
    {"title": "Blank texts", "body": " \n\t", "answer": "\n \n", "hints": []},
    {"title": "Named like a file about a project", "slug": "license"},
    {"title": "Named like no file of Windows", "slug": "con"},
    {"title": "Twice", "status": "published"},
    {"title": "Twice", "status": "published", "allow_duplicate": True},
)  # fmt: skip
TEXTS = (*NASTY, *LONG)
OF_TEXTS = [
    {"title": f"{place} {' '.join(TEXTS[place].split())[:80]}", "body": TEXTS[place],
     "answer": TEXTS[place + 1], "hints": TEXTS[place + 2 : place + 5],
     "follow_ups": TEXTS[place + 5 : place + 6], "slug": f"text-{place}"}
    for place in range(0, len(TEXTS) - 1, 6)
]  # fmt: skip


@pytest.fixture
def bank(client: TestClient, db: Database) -> Database:
    """The seed, and questions of every sort that staff can make."""
    for fields in (*VARIANTS, *OF_TEXTS):
        body = {"category": "kubernetes/probes", "answer": "A.", "tags": ["probes"], **fields}
        made = client.post(API, json=body, headers=STAFF)
        assert made.status_code == 201, (fields["title"], made.text)
    merged, etag = published(client, title="Merged away")
    into = {"into": "license"}
    reply = client.post(
        f"{API}/{merged['id']}/merge", json=into, headers=STAFF | {"If-Match": etag}
    )
    assert reply.status_code == 200, reply.text
    return db


def exported(client: TestClient, name: str) -> bytes:
    reply = client.get(f"/api/v1/exports?format={name}&view=staff", headers=STAFF)
    assert reply.status_code == 200, reply.text
    return reply.content


def load(db: Database, data: bytes, name: str) -> ImportReport:
    sources = from_bytes(data, name=f"questions{writer_named(name).suffix}")
    report = import_sources(db, sources, ImportOptions(), now=START)
    assert report.written, [item for item in report.items if item.action is Action.FAILED]
    return report


def state(db: Database) -> tuple[str, int]:
    with db.write() as session:
        row = lock_bank(session)
        return row.digest, row.revision


def told(report: ImportReport) -> list[ImportItem]:
    """All items but those that changed nothing and had nothing to say."""
    return [one for one in report.items if one.action is not Action.UNCHANGED or one.warnings]


def contents(db: Database) -> list[Any]:
    """All of a bank's questions but their ids, which each bank gives itself."""
    found = [writable(one) for one in read_documents(db, EVERYTHING)]
    return sorted(found, key=lambda one: str(one["slug"]))


def writable(document: Any) -> dict[str, Any]:
    return {name: value for name, value in asdict(document).items() if name != "external_id"}


def test_an_export_imported_again_changes_nothing(client: TestClient, bank: Database) -> None:
    before, texts = state(bank), contents(bank)
    for name in WHOLE:
        data = exported(client, name)
        for _ in range(2):
            report = load(bank, data, name)
            assert not told(report), name
            assert len(report.items) == len(texts) == 14 + len(VARIANTS) + len(OF_TEXTS) + 1
        assert (state(bank), contents(bank)) == (before, texts), name
        assert exported(client, name) == data


# What a file says does not depend on the database that it came from, nor how it is read on the
# one that it goes to: each format is tried once, and each database as either.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_export_into_an_empty_bank_recreates_every_question(
    client: TestClient, bank: Database, empty_url: str, tmp_path: Path
) -> None:
    migrate(other := Database(empty_url))
    other.dispose()
    texts = contents(bank)
    for name in WHOLE if empty_url.startswith("sqlite") else ["jsonl"]:
        if empty_url.startswith("sqlite"):
            copied = shutil.copy(tmp_path / "empty.db", tmp_path / f"{name}.db")
            other = Database(f"sqlite:///{copied}")
        data = exported(client, name)
        report = load(other, data, name)
        assert {item.action for item in report.items} == {Action.CREATED}
        assert contents(other) == texts, name
        assert not told(load(other, data, name))
        other.dispose()


def edited(data: bytes, name: str, **changes: object) -> bytes:
    """The export with other values in the question of the slug `edited`."""
    if name == "csv":
        before = {"title": "Old?", "answer": "Old answer.", "difficulty": "medium"}
        head, row, rest = split_at(data.decode(), "Old?")
        for member, value in changes.items():
            row = row.replace(before[member], str(value))
        return (head + row + rest).encode()
    whole = json.loads(data)
    for question in whole["questions"]:
        if question["slug"] == "edited":
            question |= changes
    return json.dumps(whole).encode()


def split_at(text: str, word: str) -> tuple[str, str, str]:
    start = text.rindex("\n", 0, text.index(word)) + 1
    end = text.index("\n", start)
    return text[:start], text[start:end], text[end:]


@pytest.mark.parametrize(("name", "status"), [("json", "draft"), ("csv", "published")])
def test_an_edit_of_an_export_is_one_update_and_a_version(
    client: TestClient, db: Database, name: str, status: str
) -> None:
    fields = {"title": "Old?", "answer": "Old answer.", "source": {"name": "Book", "line": 7}}
    made, _ = create(client, slug="edited", status=status, **fields)
    data = exported(client, name)
    changes = {"title": "New?", "answer": "New answer.", "difficulty": "hard"}
    report = load(db, edited(data, name, **changes), name)
    (updated,) = told(report)
    assert (updated.action, updated.slug, updated.warnings) == (Action.UPDATED, "edited", ())
    assert updated.changes == (
        FieldChange("title", "Old?", "New?"),
        FieldChange("answer", "Old answer.", "New answer."),
        FieldChange("difficulty", "medium", "hard"),
    )
    read = client.get(f"{API}/{made['id']}", headers=STAFF).json()
    assert {key: read[key] for key in changes} == changes
    # What was never published is no version that anybody was asked.
    assert (read["version"], read["status"]) == (2 if status == "published" else 1, status)
    assert (read["source"]["name"], read["source"]["line"]) == ("Book", 7)
    assert not told(load(db, edited(data, name, **changes), name))


def test_a_source_that_was_taken_out_of_an_export_is_gone(client: TestClient, db: Database) -> None:
    made, _ = create(client, slug="edited", source={"name": "Book", "license": "MIT"})
    nothing = dict.fromkeys(("name", "url", "license", "line"))
    data = edited(exported(client, "json"), "json", source=nothing)
    assert load(db, data, "json").summary[Action.UPDATED] == 1
    assert client.get(f"{API}/{made['id']}", headers=STAFF).json()["source"] == nothing
    assert not told(load(db, data, "json"))


def test_a_draft_that_was_imported_stays_one_when_its_export_is_edited(
    client: TestClient, db: Database
) -> None:
    made, etag = create(client, slug="edited")
    data = exported(client, "json")
    assert act(client, "DELETE", made["id"], etag).status_code == 204
    assert load(db, data, "json").summary[Action.CREATED] == 1
    report = load(db, edited(data, "json", answer="Other."), "json")
    assert report.summary[Action.UPDATED] == 1
    read = client.get(f"{API}/edited", headers=STAFF).json()
    assert (read["answer"], read["status"]) == ("Other.", "draft")


def test_another_state_in_an_export_is_told_and_left_to_staff(
    client: TestClient, db: Database
) -> None:
    published(client, slug="edited")
    data = edited(exported(client, "json"), "json", status="draft", visibility="internal")
    before = state(db)
    report = load(db, data, "json")
    assert report.summary[Action.UNCHANGED] == len(report.items) == 15
    assert [item.warnings for item in report.items if item.warnings] == [
        ("status: the bank's published is kept", "visibility: the bank's public is kept")
    ]
    assert state(db) == before


def test_what_staff_changed_since_a_file_was_imported_is_a_conflict(
    client: TestClient, db: Database
) -> None:
    made, etag = create(client, slug="edited")
    data = exported(client, "json")
    load(db, data, "json")
    patch(client, made["id"], etag, answer="By staff.")
    report = load(db, edited(data, "json", answer="By the file."), "json")
    assert report.summary[Action.CONFLICT] == 1
    assert client.get(f"{API}/edited", headers=STAFF).json()["answer"] == "By staff."


def test_an_old_export_does_not_undo_what_staff_changed_since(
    client: TestClient, db: Database
) -> None:
    made, etag = create(client, slug="edited")
    old = exported(client, "csv")
    patch(client, made["id"], etag, answer="By staff.")
    (kept,) = told(load(db, old, "csv"))
    assert kept.action is Action.CONFLICT
    assert kept.reason is not None
    assert "since this was exported" in kept.reason
    assert [one.field for one in kept.changes] == ["answer"]
    assert client.get(f"{API}/edited", headers=STAFF).json()["answer"] == "By staff."
    assert not told(load(db, exported(client, "csv"), "csv"))
    sources = from_bytes(old, name="questions.csv")
    taken = ImportOptions(on_conflict=OnConflict.THEIRS)
    assert import_sources(db, sources, taken, now=START).summary[Action.UPDATED] == 1


def test_a_file_does_not_overwrite_what_staff_wrote_under_the_same_slug(
    client: TestClient, db: Database
) -> None:
    create(client, slug="ours", title="What is a lock?", answer="By staff.", difficulty=None)
    strange = {"slug": "ours", "question": "What is a lock?", "answer": "By a file."}
    (kept,) = load(db, json.dumps([strange]).encode(), "json").items
    assert (kept.action, [one.field for one in kept.changes]) == (Action.CONFLICT, ["answer"])
    assert client.get(f"{API}/ours", headers=STAFF).json()["answer"] == "By staff."
    adding = {**strange, "answer": "By staff.", "difficulty": "hard"}
    (added,) = load(db, json.dumps([adding]).encode(), "json").items
    assert (added.action, [one.field for one in added.changes]) == (
        Action.UPDATED, ["difficulty"],
    )  # fmt: skip
