"""The bundled document in the bank: all of its questions, once, and never over an edit."""

from pathlib import Path

from sqlalchemy import delete, func, select, update
from sqlmodel import col

from app.core.database import Database
from app.core.resources import resource_folder
from app.interchange.formats import format_named
from app.interchange.formats.profile import Profile
from app.interchange.report import Action, ImportReport
from app.interchange.seeding import seed_bank
from app.interchange.service import import_file
from app.questions.models import Question, QuestionTag, QuestionVersion, Status
from app.questions.schemas import QuestionCreate
from app.questions.writing import revise_question
from tests.conftest import START

SOURCE = (resource_folder("seed") / "kubernetes-101.md").read_text()


def versions(db: Database) -> list[QuestionVersion]:
    with db.read() as session:
        return list(
            session.execute(
                select(QuestionVersion)
                .join(Question, col(Question.id) == col(QuestionVersion.question_id))
                .order_by(col(Question.number))
            ).scalars()
        )


def test_the_bank_holds_14_questions_with_hints_answers_and_key_points(db: Database) -> None:
    found = versions(db)
    assert len(found) == 14
    assert all(version.hints and version.answer and version.key_points for version in found)
    assert all(version.key_points_derived for version in found)


def test_answers_and_titles_are_verbatim(db: Database) -> None:
    for version in versions(db):
        assert version.answer is not None
        assert version.answer in SOURCE
        assert f"#### Q: {version.title}\n" in SOURCE


def test_fences_and_nested_lists_are_kept(db: Database) -> None:
    scaling = next(v for v in versions(db) if "traffic spikes" in v.title)
    assert "   ```yaml\n   apiVersion: autoscaling/v2\n" in (scaling.answer or "")


def test_no_study_notes_are_questions(db: Database) -> None:
    text = " ".join(f"{version.title} {version.answer}" for version in versions(db))
    assert "Why Kubernetes?" not in text
    assert "Minikube" not in text
    assert "PodDisruptionBudgets" not in text


def test_a_second_start_changes_nothing(db: Database) -> None:
    before = [version.model_dump() for version in versions(db)]
    with db.write() as session:
        assert seed_bank(session, resource_folder("seed"), START) == 0
    assert [version.model_dump() for version in versions(db)] == before


def test_edits_retirements_and_deletions_survive_a_start(db: Database) -> None:
    with db.read() as session:
        edited, retired, deleted = session.execute(select(Question).limit(3)).scalars()
    with db.write() as session:
        new = QuestionCreate(title="Edited", answer="- By the operator")
        revise_question(session, edited.id, new, now=START, source_hash="0" * 64)
        session.execute(
            update(Question).where(col(Question.id) == retired.id).values(status=Status.RETIRED)
        )
        session.execute(
            delete(QuestionVersion).where(col(QuestionVersion.question_id) == deleted.id)
        )
        session.execute(delete(QuestionTag).where(col(QuestionTag.number) == deleted.number))
        session.execute(delete(Question).where(col(Question.id) == deleted.id))
    with db.write() as session:
        assert seed_bank(session, resource_folder("seed"), START) == 0
    with db.read() as session:
        assert session.execute(select(func.count(col(Question.id)))).scalar_one() == 13
        kept = session.get(Question, retired.id)
        assert kept is not None
        assert kept.status == Status.RETIRED
    assert "Edited" in [version.title for version in versions(db)]


def load(db: Database, text: str) -> ImportReport:
    with db.write() as session:
        return import_file(
            session,
            text.encode(),
            source="bank",
            file_format=format_named("markdown"),
            profile=Profile(category="tests"),
            now=START,
        )


BANK = "#### Q: One?\n\n**Answer:** First.\n\n#### Q: Two?\n\n**Answer:** Second.\n"


def test_importing_again_is_unchanged_and_an_edited_file_makes_a_version(db: Database) -> None:
    assert load(db, BANK).summary[Action.CREATED] == 2
    assert load(db, BANK).summary[Action.UNCHANGED] == 2
    changed = load(db, BANK.replace("Second.", "Second, corrected."))
    assert (changed.summary[Action.UNCHANGED], changed.summary[Action.UPDATED]) == (1, 1)
    texts = [(v.title, v.number, v.answer) for v in versions(db) if v.title in ("One?", "Two?")]
    assert texts == [
        ("One?", 1, "First."),
        ("Two?", 1, "Second."),
        ("Two?", 2, "Second, corrected."),
    ]


def test_what_staff_edited_since_is_a_conflict_and_stays(db: Database) -> None:
    load(db, BANK)
    with db.write() as session:
        question = session.execute(select(Question).where(col(Question.slug) == "two")).scalar_one()
        new = QuestionCreate(title="Two?", answer="By staff.", category="tests")
        kept_hash = question.source_hash or ""
        revise_question(session, question.id, new, now=START, source_hash=kept_hash)
    report = load(db, BANK.replace("Second.", "By the file."))
    assert (report.summary[Action.UNCHANGED], report.summary[Action.CONFLICT]) == (1, 1)
    assert "By the file." not in [version.answer for version in versions(db)]


def test_a_question_without_an_answer_stays_a_draft_and_says_so(db: Database) -> None:
    report = load(db, BANK + "\n#### Q: Three?\n")
    assert report.summary[Action.CREATED] == 3
    three = next(item for item in report.items if item.title == "Three?")
    assert three.warnings
    with db.read() as session:
        statement = select(col(Question.status)).where(col(Question.slug) == "three")
        assert session.execute(statement).scalar_one() == Status.DRAFT


def test_the_document_in_the_seed_is_complete() -> None:
    assert Path(resource_folder("seed") / "kubernetes-101.md").stat().st_size == 35_883
