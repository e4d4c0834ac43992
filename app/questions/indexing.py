"""What search is told of a question, whenever it changes and when the index is made anew."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from app.core.models import table_of
from app.questions.filters import QUESTIONS
from app.questions.models import Question, QuestionVersion, Status, Visibility
from app.search import service as search
from app.search.documents import SearchDocument

VERSIONS = table_of(QuestionVersion).c
_BATCH = 2000
_OF_QUESTION = (
    QUESTIONS.number,
    QUESTIONS.category,
    QUESTIONS.tags,
    QUESTIONS.difficulty,
    QUESTIONS.kind,
    QUESTIONS.status,
    QUESTIONS.visibility,
    QUESTIONS.updated_at,
)
_OF_VERSION = (
    VERSIONS.title,
    VERSIONS.body,
    VERSIONS.options,
    VERSIONS.hints,
    VERSIONS.answer,
    VERSIONS.key_points,
    VERSIONS.key_points_derived,
    VERSIONS.follow_ups,
)


def index(session: Session, question: Question, version: QuestionVersion) -> None:
    """Keep the index true: has to be called in the transaction of every change."""
    search.index_question(session, document_of(question, version))


def index_many(session: Session, changed: Iterable[tuple[Any, Any]]) -> None:
    """The same for some hundred questions with their versions."""
    search.index_questions(session, [document_of(*one) for one in changed])


def document_of(question: Any, version: Any) -> SearchDocument:
    """A question and its version in force, or a row that is both, as search sees them."""
    # Key points that were derived say nothing that the answer does not.
    points = [] if version.key_points_derived else version.key_points
    return SearchDocument(
        number=question.number,
        title=version.title,
        body=version.body,
        options=tuple(option["text"] for option in version.options),
        hidden=(
            version.answer or "",
            *version.hints,
            *(point["text"] for point in points),
            *version.follow_ups,
        ),
        category=question.category,
        tags=tuple(question.tags),
        difficulty=question.difficulty,
        kind=question.kind,
        status=question.status,
        visibility=question.visibility,
        is_open=question.status == Status.PUBLISHED and question.visibility == Visibility.PUBLIC,
        updated_at=question.updated_at,
    )


def rebuild(session: Session) -> int:
    """Make the index anew from the questions; how many there are."""
    search.clear(session)
    rows = 0
    for batch in _batches(session):
        search.index_new(session, (document_of(row, row) for row in batch))
        rows += len(batch)
    return rows


def _batches(session: Session) -> Iterator[list[Row[Any]]]:
    last = 0
    while True:
        statement = (
            select(*_OF_QUESTION, *_OF_VERSION)
            .join_from(
                QUESTIONS.id.table,
                VERSIONS.id.table,
                (VERSIONS.question_id == QUESTIONS.id) & (VERSIONS.number == QUESTIONS.version),
            )
            .where(QUESTIONS.number > last)
            .order_by(QUESTIONS.number)
            .limit(_BATCH)
        )
        batch = list(session.execute(statement).all())
        if not batch:
            return
        last = batch[-1].number
        yield batch
