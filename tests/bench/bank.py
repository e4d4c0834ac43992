"""Generates a bank of any size: the rows that `create_question` would write, but in bulk."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import insert, select
from sqlmodel import Session

from app.core.database import Database
from app.core.ids import new_id
from app.core.models import table_of
from app.questions.bank import Bank, fingerprint, lock_bank
from app.questions.content import columns_of, texts_of
from app.questions.indexing import document_of
from app.questions.models import (
    Category,
    Difficulty,
    Question,
    QuestionTag,
    QuestionVersion,
    Status,
    Visibility,
)
from app.questions.schemas import KeyPointWrite, QuestionCreate
from app.search import service as search
from tests.bench.words import CATEGORIES, TAGS, sentence, title

START = datetime(2025, 1, 1, tzinfo=UTC)
BATCH = 5_000


def drafts(seed: int = 1) -> Iterator[QuestionCreate]:
    """Questions without end, the same for the same seed. Most are published and public, and
    tags are as unequal as they are in life: the first is on many questions, the last on few."""
    chance = random.Random(seed)
    weights = [1 / rank for rank in range(1, len(TAGS) + 1)]
    place = 0
    while True:
        place += 1
        points = [sentence(chance) for _ in range(chance.randint(2, 5))]
        yield QuestionCreate(
            title=title(chance),
            body=sentence(chance) if chance.random() < 0.4 else None,
            hints=[sentence(chance) for _ in range(chance.randint(0, 3))],
            answer="\n".join(f"- {point}" for point in points),
            key_points=[KeyPointWrite(text=point) for point in points],
            category=chance.choice(CATEGORIES),
            tags=list(dict.fromkeys(chance.choices(TAGS, weights, k=chance.randint(0, 4)))),
            difficulty=chance.choice([*Difficulty, None]),
            expected_seconds=chance.choice([None, 60, 120, 300]),
            slug=f"generated-{seed}-{place}",
            status=Status.DRAFT if chance.random() < 0.02 else Status.PUBLISHED,
            visibility=Visibility.INTERNAL if chance.random() < 0.02 else Visibility.PUBLIC,
        )


def fill_bank(db: Database, count: int, *, seed: int = 1) -> list[str]:
    """Add `count` generated questions to a migrated bank; the ids of those open to all."""
    source = drafts(seed)
    public: list[str] = []
    with db.write() as session:
        bank = lock_bank(session)
        _add_categories(session)
        for start in range(0, count, BATCH):
            batch = islice(source, min(BATCH, count - start))
            public += _add_batch(session, bank, list(batch))
    return public


def _add_batch(session: Session, bank: Bank, batch: list[QuestionCreate]) -> list[str]:
    questions, versions, tags, public, documents = [], [], [], [], []
    for new in batch:
        number = bank.take_number()
        question, version = _rows_of(number, new)
        questions.append(question)
        versions.append(version)
        tags += [{"tag": tag, "number": number} for tag in new.tags]
        if (new.status, new.visibility) == (Status.PUBLISHED, Visibility.PUBLIC):
            public.append(question["id"])
        # Plain namespaces will do for what only reads attributes.
        seen = (cast(Any, SimpleNamespace(**row)) for row in (question, version))
        read = tuple(seen)
        documents.append(document_of(*read))
        bank.count(added=fingerprint(*read))
    for model, rows in ((Question, questions), (QuestionVersion, versions), (QuestionTag, tags)):
        if rows:
            session.execute(insert(table_of(model)), rows)
    search.index_new(session, documents)
    return public


def _rows_of(number: int, new: QuestionCreate) -> tuple[dict[str, Any], dict[str, Any]]:
    moment = START + timedelta(seconds=number)
    # The two that `create_question` fills its rows with, so that a new column is filled here too.
    columns, texts = columns_of(new), texts_of(new)
    question = {
        "id": new_id(),
        "number": number,
        "slug": new.slug,
        "status": new.status,
        "version": 1,
        "revision": 1,
        "created_at": moment,
        "updated_at": moment,
        "published_at": moment if new.status is Status.PUBLISHED else None,
        **columns,
    }
    version = {
        "id": new_id(),
        "question_id": question["id"],
        "number": 1,
        "created_at": moment,
        **texts,
    }
    return question, version


def _add_categories(session: Session) -> None:
    wanted = {path.rpartition("/")[0] for path in CATEGORIES} | set(CATEGORIES)
    present = set(session.execute(select(table_of(Category).c.path)).scalars())
    missing = [{"path": path} for path in sorted(wanted - present)]
    if missing:
        session.execute(insert(table_of(Category)), missing)
