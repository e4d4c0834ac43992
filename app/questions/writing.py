"""The verbs of writing the bank: making a question, giving it new content, changing its state.

Every change counts up the question's revision and the bank's, in the same unit of work.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from app.core.ids import new_id
from app.core.prepared import insert_rows
from app.questions import bulk, indexing
from app.questions.bank import count_changes, fingerprint, lock_bank
from app.questions.content import RESERVED_SLUGS, columns_of, texts_of
from app.questions.errors import QuestionNotFound, SlugTaken
from app.questions.filters import QUESTIONS
from app.questions.models import (
    MAX_TERM,
    Question,
    QuestionTag,
    QuestionTerm,
    QuestionVersion,
    Status,
)
from app.questions.schemas import QuestionCreate
from app.questions.slugs import slugify
from app.search import service as search
from app.search.likeness import Likeable, candidate_terms


def create_question(
    session: Session,
    new: QuestionCreate,
    *,
    now: datetime,
    source_identity: str | None = None,
    source_hash: str | None = None,
) -> Question:
    """A new question with its first version; its row, which is no part of the session.

    Raises:
        SlugTaken: another question has the slug that was asked for.
    """
    number = lock_bank(session).next_number
    prepared = bulk.prepare(
        new,
        number=number,
        slug=_slug_for(session, new, number),
        now=now,
        source_identity=source_identity,
        source_hash=source_hash,
    )
    bulk.insert_questions(session, [prepared])
    return Question(**prepared.question)


def revise_question(
    session: Session,
    question_id: str,
    new: QuestionCreate,
    *,
    now: datetime,
    source_hash: str | None = None,
    keep_derived: bool = False,
) -> Question:
    """Give a question new content; its state stays. If the question was ever published and
    its texts differ, they become its next version, else they replace those of its only one.

    With `keep_derived` key points that were derived stay, though the answer may have changed;
    where there are none yet, they are derived.

    Raises:
        QuestionNotFound: there is no such question.
        SlugTaken: another question has the slug that was asked for.
    """
    with _changing(session, question_id, now) as (question, version):
        texts = texts_of(new)
        kept = keep_derived and version.key_points_derived and version.key_points
        if kept and new.key_points is None:
            texts |= {"key_points": version.key_points, "key_points_derived": True}
        # Before the question refers to it: any query writes what was changed so far.
        bulk.insert_categories(session, [new.category] if new.category else [])
        for name, value in columns_of(new).items():
            setattr(question, name, value)
        if new.slug is not None and new.slug != question.slug:
            question.slug = _slug_for(session, new, question.number)
        question.source_hash = source_hash or question.source_hash
        _write_tags(session, question)
        if any(getattr(version, name) != value for name, value in texts.items()):
            _write_version(session, question, version, texts, now)
    return question


def change_status(
    session: Session,
    question_id: str,
    status: Status,
    *,
    now: datetime,
    merged_into: str | None = None,
) -> Question:
    """Publish, unpublish or retire a question.

    Raises:
        QuestionNotFound: there is no such question.
    """
    with _changing(session, question_id, now) as (question, _):
        question.status = status
        question.merged_into = merged_into
        if status is Status.PUBLISHED and question.published_at is None:
            question.published_at = now
    return question


def remove_question(session: Session, question_id: str) -> None:
    """Delete a question with its versions. The database refuses, with an `IntegrityError`,
    what a draw or an interview refers to.

    Raises:
        QuestionNotFound: there is no such question.
    """
    lock_bank(session)
    question, version = load_question(session, question_id)
    count_changes(session, removed=fingerprint(question, version))
    search.remove_question(session, question.number)
    for index in (QuestionTag, QuestionTerm):
        session.execute(delete(index).where(col(index.number) == question.number))
    session.execute(delete(QuestionVersion).where(col(QuestionVersion.question_id) == question.id))
    session.execute(delete(Question).where(col(Question.id) == question.id))


def find_id(session: Session, ref: str) -> str:
    """The id of a question by its id or slug.

    Raises:
        QuestionNotFound: there is no such question.
    """
    statement = select(QUESTIONS.id).where((QUESTIONS.id == ref) | (QUESTIONS.slug == ref))
    found = session.execute(statement).scalars().first()
    if found is None:
        raise QuestionNotFound
    return str(found)


def load_question(session: Session, question_id: str) -> tuple[Question, QuestionVersion]:
    """A question with its version in force, to be changed.

    Raises:
        QuestionNotFound: there is no such question.
    """
    row = session.execute(
        select(Question, QuestionVersion)
        .join(QuestionVersion, col(QuestionVersion.question_id) == col(Question.id))
        .where(
            col(Question.id) == question_id,
            col(QuestionVersion.number) == col(Question.version),
        )
    ).one_or_none()
    if row is None:
        raise QuestionNotFound
    return row[0], row[1]


@contextmanager
def _changing(
    session: Session, question_id: str, now: datetime
) -> Iterator[tuple[Question, QuestionVersion]]:
    """A question and its version, for a block that changes them; counted when it ends. What
    the block leaves as it was keeps its revision."""
    lock_bank(session)
    question, version = load_question(session, question_id)
    removed = fingerprint(question, version)
    before = (_values(question), _values(version))
    yield question, version
    if (_values(question), _values(version)) == before:
        return
    question.revision += 1
    question.updated_at = now
    session.flush()
    question, version = load_question(session, question_id)
    _write_terms(session, question, version)
    indexing.index(session, question, version)
    count_changes(session, added=fingerprint(question, version), removed=removed)
    session.flush()


def _values(row: Question | QuestionVersion) -> list[Any]:
    return [getattr(row, name) for name in type(row).model_fields]


def _write_version(
    session: Session,
    question: Question,
    version: QuestionVersion,
    texts: dict[str, Any],
    now: datetime,
) -> None:
    if question.published_at is None:
        for name, value in texts.items():
            setattr(version, name, value)
        return
    question.version += 1
    session.add(
        QuestionVersion(
            id=new_id(),
            question_id=question.id,
            number=question.version,
            created_at=now,
            **texts,
        )
    )


def _slug_for(session: Session, new: QuestionCreate, number: int) -> str:
    """The slug asked for, or one from the title, with the number behind it if it is taken."""
    slug = new.slug or slugify(new.title)
    if slug in RESERVED_SLUGS:
        if new.slug is not None:
            raise SlugTaken("This slug is the name of an operation")
        slug = f"{slug}-{number}"
    while bulk.taken_slugs(session, [slug]):
        if new.slug is not None:
            raise SlugTaken
        slug = f"{slug}-{number}"
    return slug


def _write_tags(session: Session, question: Question) -> None:
    session.execute(delete(QuestionTag).where(col(QuestionTag.number) == question.number))
    rows = [{"tag": tag, "number": question.number} for tag in question.tags]
    insert_rows(session, QuestionTag, rows)


def _write_terms(session: Session, question: Question, version: QuestionVersion) -> None:
    """Index the question by its telling words; those of retired ones are not looked for."""
    session.execute(delete(QuestionTerm).where(col(QuestionTerm.number) == question.number))
    if question.status == Status.RETIRED:
        return
    options = tuple(option["text"] for option in version.options)
    terms = candidate_terms(Likeable(version.title, version.body, options))
    rows = [{"term": term[:MAX_TERM], "number": question.number} for term in terms]
    insert_rows(session, QuestionTerm, rows)
