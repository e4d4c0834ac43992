"""Many new questions at once: the same rows as one by one, at a fraction of the cost.

The work is done in two halves, so that the bank is locked for the second alone: `prepare`
computes all rows of a question and `batch_of` all that is written with those of others,
`insert_questions` and `insert_batch` write it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import Session

from app.core.ids import new_ids
from app.core.prepared import insert_rows, rows_among
from app.questions.bank import count_changes, fingerprint
from app.questions.content import RESERVED_SLUGS, columns_of, texts_of
from app.questions.filters import CATEGORIES, QUESTIONS
from app.questions.indexing import document_of
from app.questions.models import (
    MAX_TERM,
    Category,
    Question,
    QuestionTag,
    QuestionTerm,
    QuestionVersion,
    Status,
)
from app.questions.schemas import QuestionCreate
from app.questions.slugs import slugify
from app.search import adding as search
from app.search.adding import Adding, adding
from app.search.documents import Entry, entry_of
from app.search.likeness import Likeable, candidate_terms


class Prepared(NamedTuple):
    """All that will be written of one new question."""

    question: dict[str, Any]
    version: dict[str, Any]
    terms: tuple[str, ...]
    entry: Entry
    fingerprint: int


class Marks(NamedTuple):
    """By what questions are found without search: rows for tags and for telling words."""

    tags: list[dict[str, Any]]
    terms: list[dict[str, Any]]


class Batch(NamedTuple):
    """All that will be written of some new questions. `added` is the sum of their fingerprints."""

    questions: list[dict[str, Any]]
    versions: list[dict[str, Any]]
    categories: set[str]
    marks: Marks
    added: int
    entries: search.Batch


def prepare(
    new: QuestionCreate,
    *,
    number: int,
    slug: str,
    now: datetime,
    source_identity: str | None = None,
    source_hash: str | None = None,
    exact_key: str | None = None,
) -> Prepared:
    """The rows of a new question that will have this number and slug, and this exact key, if it
    is known already."""
    question_id, version_id = new_ids(2)
    question = {
        "id": question_id,
        "number": number,
        "slug": slug,
        "status": new.status,
        "version": 1,
        "revision": 1,
        "source_identity": source_identity,
        "source_hash": source_hash,
        "merged_into": None,
        "created_at": now,
        "updated_at": now,
        "published_at": now if new.status is Status.PUBLISHED else None,
        **columns_of(new, exact_key),
    }
    version = {
        "id": version_id,
        "question_id": question_id,
        "number": 1,
        "created_at": now,
        **texts_of(new),
    }
    of_question: Any = SimpleNamespace(**question)
    of_version: Any = SimpleNamespace(**version)
    return Prepared(
        question,
        version,
        telling_words(new, new.status),
        entry_of(document_of(of_question, of_version)),
        fingerprint(of_question, of_version),
    )


def telling_words(new: QuestionCreate, status: Status) -> tuple[str, ...]:
    """The words that a question is indexed by, to find those alike; retired ones are not."""
    if status is Status.RETIRED:
        return ()
    options = tuple(option.text for option in new.options)
    return tuple(t[:MAX_TERM] for t in candidate_terms(Likeable(new.title, new.body, options)))


class Slugs:
    """Gives out slugs as they would be given one after another. Those that questions
    yet to come ask for by name can be kept for them."""

    def __init__(self) -> None:
        self._reserved: set[str] = set()
        self._given: set[str] = set()

    def reserve(self, asked: Iterable[str]) -> None:
        """Keep these for the questions that ask for them."""
        self._reserved.update(asked)

    def taken(self, session: Session, asked: Iterable[str]) -> set[str]:
        """Those of the slugs that cannot be had any more."""
        wanted = set(asked)
        return (wanted & (self._given | RESERVED_SLUGS)) | taken_slugs(session, wanted)

    def allocate(
        self, session: Session, wanted: Sequence[tuple[str | None, str, int]]
    ) -> list[str]:
        """A slug for each of these: the slug asked for, the title, and the number. A slug that
        was asked for has to be free."""
        bases = [asked or slugify(title) for asked, title, _ in wanted]
        numbered = [f"{base}-{ask[2]}" for base, ask in zip(bases, wanted, strict=True)]
        taken = taken_slugs(session, {*bases, *numbered})
        found = []
        for base, (asked, _, number) in zip(bases, wanted, strict=True):
            slug = base
            if asked is None:
                while self._is_taken(slug) or slug in taken:
                    slug = f"{slug}-{number}"
                    if slug not in numbered and taken_slugs(session, {slug}):
                        taken.add(slug)
            self._given.add(slug)
            found.append(slug)
        return found

    def _is_taken(self, slug: str) -> bool:
        return slug in self._given or slug in self._reserved or slug in RESERVED_SLUGS


def taken_slugs(session: Session, slugs: Iterable[str]) -> set[str]:
    """Those of the slugs that questions have."""
    return present(session, QUESTIONS.slug, slugs)


def present(session: Session, column: ColumnElement[str], values: Iterable[str]) -> set[str]:
    """Those of the values that the column has."""
    return {row[0] for row in rows_among(session, column, values)}


def insert_questions(session: Session, prepared: Sequence[Prepared]) -> None:
    """Write new questions, whose numbers are the next ones and whose slugs are free."""
    with adding(session) as index:
        insert_batch(session, batch_of(prepared), index)


def batch_of(prepared: Sequence[Prepared]) -> Batch:
    """What is written together of some new questions."""
    return Batch(
        questions=[one.question for one in prepared],
        versions=[one.version for one in prepared],
        categories={one.question["category"] for one in prepared} - {None},
        marks=marks_of([(one.question, one.terms) for one in prepared]),
        added=sum(one.fingerprint for one in prepared),
        entries=search.batch_of((one.entry, one.question["updated_at"]) for one in prepared),
    )


def insert_batch(session: Session, batch: Batch, index: Adding) -> None:
    """Write some of very many new questions, which go into the index together."""
    if not batch.questions:
        return
    count = len(batch.questions)
    count_changes(session, count, added=batch.added, numbers=count)
    session.flush()
    insert_categories(session, batch.categories)
    insert_rows(session, Question, batch.questions)
    insert_rows(session, QuestionVersion, batch.versions)
    insert_marks(session, batch.marks)
    index.add(batch.entries)


def marks_of(marked: Sequence[tuple[Mapping[str, Any], Sequence[str]]]) -> Marks:
    """What questions are marked with: their tags, and the telling words beside them here."""
    # In the order of their indexes, which then are written from one end to the other.
    tags = sorted((tag, question["number"]) for question, _ in marked for tag in question["tags"])
    terms = sorted((term, question["number"]) for question, words in marked for term in words)
    return Marks(
        [{"tag": tag, "number": number} for tag, number in tags],
        [{"term": term, "number": number} for term, number in terms],
    )


def insert_marks(session: Session, marks: Marks) -> None:
    """Index questions by their tags and telling words."""
    insert_rows(session, QuestionTag, marks.tags)
    insert_rows(session, QuestionTerm, marks.terms)


def insert_categories(session: Session, paths: Iterable[str]) -> None:
    """Make the categories and those above them, unless they are there."""
    wanted = {
        "/".join(parts[:depth])
        for path in paths
        for parts in [path.split("/")]
        for depth in range(1, len(parts) + 1)
    }
    missing = wanted - present(session, CATEGORIES.path, wanted)
    insert_rows(session, Category, [{"path": path} for path in sorted(missing)])
