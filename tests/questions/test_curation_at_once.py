"""Changes of the bank at the same time: none is lost, on both databases."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.core.database import Database
from app.core.errors import PreconditionFailed
from app.questions import curation, writing
from app.questions.curation_schemas import QuestionUpdate
from app.questions.errors import DuplicateQuestion
from app.questions.schemas import QuestionCreate
from tests.conftest import START


def test_of_two_changes_of_what_was_read_once_the_later_is_refused(db: Database) -> None:
    ref = "what-problem-does-kubernetes-solve-that-docker-alone-cannot"
    with db.read() as session:
        read = curation.staff_etag(
            writing.load_question(session, writing.find_id(session, ref))[0].revision
        )

    def change(title: str) -> None:
        with db.write() as session:
            curation.patch_question(session, ref, QuestionUpdate(title=title), read, START)

    with ThreadPoolExecutor(1) as other:
        with db.write() as session:
            curation.matched(session, ref, read)
            later = other.submit(change, "Changed by the later one")
            with pytest.raises(TimeoutError):  # it waits
                later.result(timeout=0.5)
            patch = QuestionUpdate(title="Changed by the first one")
            curation.patch_question(session, ref, patch, read, START)
        with pytest.raises(PreconditionFailed):
            later.result(timeout=10)


def test_of_two_equal_questions_made_at_once_one_is_refused(db: Database) -> None:
    new = QuestionCreate(title="What is made twice at once?")

    def create() -> None:
        with db.write() as session:
            curation.add_question(session, new, allow_duplicate=False, now=START)

    with ThreadPoolExecutor(1) as other:
        with db.write() as session:
            curation.add_question(session, new, allow_duplicate=False, now=START)
            later = other.submit(create)
            with pytest.raises(TimeoutError):  # it waits
                later.result(timeout=0.5)
        with pytest.raises(DuplicateQuestion):
            later.result(timeout=10)
