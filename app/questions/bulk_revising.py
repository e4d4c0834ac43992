"""New content for many questions at once: the same rows as one by one, at less than half the cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update
from sqlmodel import Session

from app.core.ids import new_id
from app.core.models import table_of
from app.core.prepared import insert_rows
from app.questions import indexing
from app.questions.bank import count_changes, fingerprint, lock_bank
from app.questions.bulk import insert_categories, insert_marks, marks_of, telling_words
from app.questions.content import columns_of, texts_of
from app.questions.models import Question, QuestionTag, QuestionTerm, QuestionVersion, Status
from app.questions.schemas import QuestionCreate

_QUESTIONS = table_of(Question)
_VERSIONS = table_of(QuestionVersion)
_FIND_QUESTIONS = select(_QUESTIONS).where(_QUESTIONS.c.id.in_(bindparam("ids", expanding=True)))
_FIND_VERSIONS = (
    select(_VERSIONS)
    .join_from(
        _VERSIONS,
        _QUESTIONS,
        (_VERSIONS.c.question_id == _QUESTIONS.c.id) & (_VERSIONS.c.number == _QUESTIONS.c.version),
    )
    .where(_QUESTIONS.c.id.in_(bindparam("ids", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class Revised:
    """A question that gets this content, and is published if it is a draft to be `published`."""

    question_id: str
    new: QuestionCreate
    source_hash: str
    publish: bool = False


def revise_questions(session: Session, revised: Sequence[Revised], *, now: datetime) -> None:
    """What `writing.revise_question` does, for some hundred questions that are there, each once.
    Their slugs stay."""
    if not revised:
        return
    lock_bank(session)
    ids = {"ids": [one.question_id for one in revised]}
    questions = {row.id: row for row in session.execute(_FIND_QUESTIONS, ids)}
    versions = {row.question_id: row for row in session.execute(_FIND_VERSIONS, ids)}
    done = [_revise(questions[o.question_id], versions[o.question_id], o, now) for o in revised]
    count_changes(
        session,
        sum(one.changes for one in done),
        added=sum(one.added for one in done),
        removed=sum(one.removed for one in done),
    )
    session.flush()
    insert_categories(session, {one.question["category"] for one in done} - {None})
    _update(session, _QUESTIONS, [one.question for one in done])
    _update(session, _VERSIONS, [one.version for one in done if one.replaces])
    insert_rows(session, QuestionVersion, [one.version for one in done if one.follows])
    numbers = [one.question["number"] for one in done]
    for index in (table_of(QuestionTag), table_of(QuestionTerm)):
        session.execute(delete(index).where(index.c.number.in_(numbers)))
    insert_marks(session, marks_of([(one.question, one.terms) for one in done]))
    indexing.index_many(
        session,
        ((SimpleNamespace(**one.question), SimpleNamespace(**one.version)) for one in done),
    )


@dataclass(frozen=True, slots=True)
class _Done:
    """The rows of a question as they become. Its version `replaces` the one in force where nobody
    was ever asked that, else it `follows` it; with the same texts it does neither."""

    question: dict[str, Any]
    version: dict[str, Any]
    replaces: bool
    follows: bool
    terms: tuple[str, ...]
    changes: int
    added: int
    removed: int


def _revise(before: Row[Any], version: Row[Any], one: Revised, now: datetime) -> _Done:
    question, texts = {**before._mapping}, texts_of(one.new)
    differs = any(getattr(version, name) != value for name, value in texts.items())
    follows = differs and before.published_at is not None
    changes = 2 if one.publish else 1
    question |= columns_of(one.new)
    question |= {
        "source_hash": one.source_hash,
        "version": before.version + follows,
        "revision": before.revision + changes,
        "updated_at": now,
    }
    if one.publish:
        published_at = before.published_at or now
        question |= {"status": Status.PUBLISHED, "published_at": published_at, "merged_into": None}
    texts = {**version._mapping, **texts}
    if follows:
        texts |= {"id": new_id(), "number": question["version"], "created_at": now}
    of_question: Any = SimpleNamespace(**question)
    of_version: Any = SimpleNamespace(**texts)
    return _Done(
        question=question,
        version=texts,
        replaces=differs and not follows,
        follows=follows,
        terms=telling_words(one.new, Status(question["status"])),
        changes=changes,
        added=fingerprint(of_question, of_version),
        removed=fingerprint(before, version),  # type: ignore[arg-type]  # rows by their names
    )


def _update(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    """Set all columns of rows that are there."""
    if rows:
        names = [column.name for column in table.c if column.name != "id"]
        statement = update(table).where(table.c.id == bindparam("of_id"))
        statement = statement.values({name: bindparam(f"new_{name}") for name in names})
        values = [{"of_id": r["id"], **{f"new_{name}": r[name] for name in names}} for r in rows]
        session.connection().execute(statement, values)
