"""The verbs of writing the bank: making a question and revising it into a new version."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlmodel import Session, col

from app.core.ids import new_id
from app.core.models import BankState, table_of
from app.questions import indexing
from app.questions.errors import QuestionNotFound
from app.questions.filters import QUESTIONS
from app.questions.models import (
    SORTED_TITLE,
    Category,
    Question,
    QuestionTag,
    QuestionVersion,
    Status,
)
from app.questions.schemas import QuestionCreate
from app.questions.slugs import slugify
from app.scoring.keypoints import derive_key_points

_DIGEST_MODULUS = 1 << 128


def create_question(
    session: Session,
    new: QuestionCreate,
    *,
    now: datetime,
    source_identity: str | None = None,
    source_hash: str | None = None,
) -> Question:
    """A new question with its first version, ready to be read in the same transaction."""
    bank = _lock_bank(session)
    question = Question(
        id=new_id(),
        number=bank.next_number,
        slug=_free_slug(session, new.slug or slugify(new.title), bank.next_number),
        title_start=new.title[:SORTED_TITLE],
        status=new.status,
        visibility=new.visibility,
        kind=new.kind,
        difficulty=new.difficulty,
        category=new.category,
        tags=list(dict.fromkeys(new.tags)),
        expected_seconds=new.expected_seconds,
        version=1,
        revision=1,
        source_name=new.source.name,
        source_url=new.source.url,
        source_license=new.source.license,
        source_line=new.source.line,
        source_identity=source_identity,
        source_hash=source_hash,
        created_at=now,
        updated_at=now,
    )
    bank.next_number += 1
    _ensure_category(session, new.category)
    session.add(question)
    session.flush()
    version = _version(question, new, now)
    session.add(version)
    _write_tags(session, question)
    _count_change(bank, added=_fingerprint(question, version))
    indexing.index(session, question, version)
    session.flush()
    return question


def revise_question(
    session: Session, question_id: str, new: QuestionCreate, *, now: datetime, source_hash: str
) -> Question:
    """Give a question new content as its next version; its state and slug stay.

    Raises:
        QuestionNotFound: there is no such question.
    """
    bank = _lock_bank(session)
    question = session.get(Question, question_id, with_for_update=True)
    if question is None:
        raise QuestionNotFound
    before = session.execute(
        select(QuestionVersion).where(
            col(QuestionVersion.question_id) == question.id,
            col(QuestionVersion.number) == question.version,
        )
    ).scalar_one()
    removed = _fingerprint(question, before)
    question.version += 1
    question.revision += 1
    question.title_start = new.title[:SORTED_TITLE]
    question.kind = new.kind
    question.difficulty = new.difficulty
    question.category = new.category
    question.tags = list(dict.fromkeys(new.tags))
    question.source_line = new.source.line
    question.source_hash = source_hash
    question.updated_at = now
    _ensure_category(session, new.category)
    version = _version(question, new, now)
    session.add(version)
    session.execute(
        delete(QuestionTag).where(col(QuestionTag.number) == question.number),
    )
    _write_tags(session, question)
    _count_change(bank, added=_fingerprint(question, version), removed=removed)
    indexing.index(session, question, version)
    session.flush()
    return question


def _version(question: Question, new: QuestionCreate, now: datetime) -> QuestionVersion:
    derived = new.key_points is None
    points: list[dict[str, Any]]
    if new.key_points is None:
        points = [asdict(point) for point in derive_key_points(new.answer or "")]
    else:
        points = [point.model_dump() for point in new.key_points]
    return QuestionVersion(
        id=new_id(),
        question_id=question.id,
        number=question.version,
        title=new.title,
        body=new.body,
        options=[
            {"id": _letter(place), **option.model_dump()}
            for place, option in enumerate(new.options)
        ],
        hints=new.hints,
        answer=new.answer,
        key_points=[{"id": f"k{place}", **point} for place, point in enumerate(points, 1)],
        key_points_derived=derived,
        follow_ups=new.follow_ups,
        created_at=now,
    )


def _letter(place: int) -> str:
    """`a`, `b`, … `z`, `aa`, …: how options are named, whatever order they are shown in."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _free_slug(session: Session, wanted: str, number: int) -> str:
    """The slug itself, or with the question's number behind it when another has it."""
    slug = wanted
    while session.execute(select(QUESTIONS.id).where(QUESTIONS.slug == slug)).first():
        slug = f"{slug}-{number}"
    return slug


def _ensure_category(session: Session, path: str | None) -> None:
    """Make the category and those above it, unless they are there."""
    if path is None:
        return
    parts = path.split("/")
    for depth in range(1, len(parts) + 1):
        above = "/".join(parts[:depth])
        if session.get(Category, above) is None:
            session.add(Category(path=above))
    session.flush()


def _write_tags(session: Session, question: Question) -> None:
    if question.tags:
        rows = [{"tag": tag, "number": question.number} for tag in question.tags]
        session.execute(insert(table_of(QuestionTag)), rows)


def _lock_bank(session: Session) -> BankState:
    """The bank's one row, locked: changes of the bank happen one after another, which makes
    its numbers dense and its digest exact."""
    bank: BankState = session.execute(select(BankState).with_for_update()).scalar_one()
    return bank


def _fingerprint(question: Question, version: QuestionVersion) -> int:
    """A hash of all that a draw or a reader could notice; 0 unless published.

    It names the question by slug, not by id, so that equal banks have equal digests.
    """
    if question.status != Status.PUBLISHED:
        return 0
    seen = [
        question.number,
        question.slug,
        question.version,
        question.visibility,
        question.kind,
        question.difficulty,
        question.category,
        question.tags,
        version.title,
        version.body,
        version.options,
        version.hints,
        version.answer,
        version.key_points,
    ]
    text = json.dumps(seen, ensure_ascii=False, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:16])


def _count_change(bank: BankState, *, added: int, removed: int = 0) -> None:
    bank.revision += 1
    total = (int(bank.digest, 16) + added - removed) % _DIGEST_MODULUS
    bank.digest = f"{total:032x}"
