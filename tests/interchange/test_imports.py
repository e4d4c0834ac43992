"""Importing again and again: what is known by which name, what changed, and who changed it."""

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from app.core.database import Database
from app.interchange.formats.profile import load_profile
from app.interchange.options import ImportOptions, Mode, OnConflict
from app.interchange.report import Action, ImportReport
from app.interchange.service import import_sources
from app.interchange.sources import from_bytes, from_files
from app.questions.models import Question
from app.questions.schemas import QuestionCreate
from app.questions.writing import create_question, revise_question
from tests.conftest import START

HEAD = "slug,question,answer,category\n"


def load(db: Database, text: str, **options: object) -> ImportReport:
    made = ImportOptions(**options)  # type: ignore[arg-type]  # named by each test
    return import_sources(db, from_bytes(text.encode(), name="bank.csv"), made, now=START)


def count(db: Database) -> int:
    with db.read() as session:
        return int(session.execute(select(func.count(col(Question.id)))).scalar_one())


def created(report: ImportReport) -> list[Action]:
    return [item.action for item in report.items]


def test_a_slug_recognises_a_question_that_no_import_made(db: Database) -> None:
    with db.write() as session:
        new = QuestionCreate(title="What is a lock?", slug="locks", answer="A.", hints=["Kept"])
        create_question(session, new, now=START)
    assert created(load(db, HEAD + "locks,What is a lock?,A.,\n")) == [Action.UNCHANGED]
    report = load(db, HEAD + "locks,What is a lock?,B.,\n")
    assert created(report) == [Action.UPDATED]
    changed = [(one.field, one.before, one.after) for one in report.items[0].changes]
    assert changed == [("answer", "A.", "B.")]


def test_another_question_of_the_same_slug_is_a_conflict(db: Database) -> None:
    with db.write() as session:
        new = QuestionCreate(title="What is a lock?", slug="locks", answer="A.")
        create_question(session, new, now=START)
    report = load(db, HEAD + "locks,What is a key?,C.,\n")
    assert created(report) == [Action.CONFLICT]


def edit(db: Database) -> None:
    with db.write() as session:
        found = session.execute(select(Question).where(col(Question.slug) == "q")).scalar_one()
        new = QuestionCreate(title="Q?", answer="By staff.", category="c")
        revise_question(session, found.id, new, now=START)


@pytest.mark.parametrize(
    ("on_conflict", "then"),
    [
        (OnConflict.REPORT, Action.CONFLICT),
        (OnConflict.OURS, Action.UNCHANGED),
        (OnConflict.THEIRS, Action.UNCHANGED),
    ],
)
def test_a_conflict_is_told_or_settled_for_good(
    db: Database, on_conflict: OnConflict, then: Action
) -> None:
    load(db, HEAD + "q,Q?,A.,c\n")
    edit(db)
    changed = HEAD + "q,Q?,By the file.,c\n"
    first = load(db, changed, on_conflict=on_conflict)
    settled = Action.UPDATED if on_conflict is OnConflict.THEIRS else Action.CONFLICT
    assert created(first) == [settled]
    assert created(load(db, changed)) == [then]


def test_an_atomic_import_with_a_failure_writes_nothing_and_partial_keeps_the_good(
    db: Database,
) -> None:
    before = count(db)
    text = HEAD + f"good,Good?,A.,c\n,Bad?,A.,{'x' * 300}\n"
    refused = load(db, text)
    assert created(refused) == [Action.CREATED, Action.FAILED]
    assert refused.is_refused
    assert refused.items[1].errors[0].startswith("category: at most 200 characters")
    assert count(db) == before
    assert load(db, text, mode=Mode.PARTIAL).written
    assert count(db) == before + 1


def test_a_dry_run_reports_the_same_and_writes_nothing(db: Database) -> None:
    before = count(db)
    text = HEAD + ",One?,A.,c\n,One?,A.,c\n,Two?,B.,c\n"
    dry = load(db, text, dry_run=True)
    assert count(db) == before
    assert dry.items == load(db, text).items
    assert created(dry) == [Action.CREATED, Action.DUPLICATE, Action.CREATED]


def test_a_folder_is_unchanged_the_second_time_and_what_is_left_out_is_told(db: Database) -> None:
    files = {
        "top/a/one.md": b"# Q: One?\n\n**Answer:** First.\n",
        "top/b/one.md": b"# Q: Other?\n\n**Answer:** Second.\n",
        "top/LICENSE.md": b"MIT",
        "top/.git/config": b"x",
    }
    loads = {name: (lambda data=data: data) for name, data in files.items()}
    for wanted in (Action.CREATED, Action.UNCHANGED):
        sources = from_files(loads, label=None)  # type: ignore[arg-type]  # lambdas with defaults
        report = import_sources(db, sources, ImportOptions(), now=START)
        assert report.summary[wanted] == 2
        assert [i.file for i in report.items if i.reason] == ["LICENSE.md"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bank.md", "# New\n\n## What is new?\n\nSo.\n\n# Old\n\n## Who was it?\n\nHe.\n"),
        ("bank.csv", "section,question,answer\nNew,What is new?,So.\nOld,Who was it?,He.\n"),
        (
            "bank.gift",
            "$CATEGORY: New\n\nWhat is new? {=So}\n\n$CATEGORY: Old\n\nWho was it? {=He}\n",
        ),
    ],
)
def test_sections_that_a_profile_skips_are_left_out_and_told(
    db: Database, name: str, text: str
) -> None:
    options = ImportOptions(profile=load_profile(b"sections: {Old: {skip: true}}"))
    report = import_sources(db, from_bytes(text.encode(), name=name), options, now=START)
    assert [item.title for item in report.items if item.action is Action.CREATED] == [
        "What is new?"
    ]
    told = [item.reason or "" for item in report.items if item.action is Action.SKIPPED]
    assert any("'Old', which the profile skips" in reason for reason in told)


def test_a_broken_line_of_json_lines_refuses_all_or_fails_alone(db: Database) -> None:
    before = count(db)
    text = b'{"q": "What is one?", "a": "1"}\n{"q": broken}\n{"q": "What is two?", "a": "2"}\n'
    sources = from_bytes(text, name="bank.jsonl")
    refused = import_sources(db, sources, ImportOptions(), now=START)
    assert created(refused) == [Action.CREATED, Action.FAILED, Action.CREATED]
    assert refused.items[1].errors == ("line 2, column 7: not JSON: Expecting value",)
    assert (refused.is_refused, count(db)) == (True, before)
    assert import_sources(db, sources, ImportOptions(mode=Mode.PARTIAL), now=START).written
    assert count(db) == before + 2


def test_a_file_that_the_system_does_not_give_fails_alone(db: Database) -> None:
    def load() -> bytes:
        raise PermissionError(13, "Permission denied")

    before = count(db)
    sources = from_files(
        {"bad.md": load, "good.md": lambda: b"## What is good?\n\nSo.\n"}, label="bank"
    )
    report = import_sources(db, sources, ImportOptions(mode=Mode.PARTIAL), now=START)
    assert [(item.file, item.action, item.errors) for item in report.items] == [
        ("bad.md", Action.FAILED, ("it cannot be read: Permission denied",)),
        ("good.md", Action.CREATED, ()),
    ]
    assert count(db) == before + 1
