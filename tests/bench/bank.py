"""Generates a bank of any size, the rows that `create_question` would write, but in bulk."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from sqlalchemy import select

from app.core.database import Database
from app.core.models import BankState, table_of
from app.questions import bulk
from app.questions.models import Difficulty, Status, Visibility
from app.questions.schemas import KeyPointWrite, QuestionCreate
from tests.bench.words import CATEGORIES, TAGS, sentence, title

START = datetime(2025, 1, 1, tzinfo=UTC)
BATCH = 5_000
_CACHE_WHEN_FILLING = "PRAGMA cache_size = -262144"


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
    with db.read() as session:
        first = session.execute(select(table_of(BankState).c.next_number)).scalar_one()
    numbered = enumerate(islice(drafts(seed), count), first)
    public: list[str] = []
    while prepared := [_prepared(number, new) for number, new in islice(numbered, BATCH)]:
        with db.write() as session:
            if db.is_sqlite:
                session.connection().exec_driver_sql(_CACHE_WHEN_FILLING)
            bulk.insert_questions(session, prepared)
        public += [one.question["id"] for one in prepared if one.entry.is_open]
    return public


def _prepared(number: int, new: QuestionCreate) -> bulk.Prepared:
    moment = START + timedelta(seconds=number)
    return bulk.prepare(new, number=number, slug=new.slug or "", now=moment)
