"""Questions that are written in bulk are what they are when they are written one by one."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session

from app.core.database import Database
from app.questions.bank import lock_bank
from app.questions.bulk import Slugs, batch_of, insert_batch, prepare
from app.questions.bulk_revising import Revised, revise_questions
from app.questions.models import Status
from app.questions.schemas import QuestionCreate
from app.questions.writing import change_status, create_question, revise_question
from app.search.adding import adding
from tests.conftest import START

TABLES = (
    "questions", "question_versions", "question_tags", "question_terms", "categories",
    "search_documents", "search_terms", "search_counts", "search_typos", "bank_state",
)  # fmt: skip
GIVEN_ANEW = {"id", "question_id"}
WORDS = [
    "What",
    "is",
    "the",
    "output",
    "?",
    "C++",
    ".NET",
    "`map()`",
    "容器",
    "naïve",
    "Locks",
    "a",
]
TEXTS = st.lists(st.sampled_from([*WORDS, "\n", "\n- ", ". ", "| a |", "**b**"]), max_size=8).map(
    " ".join
)
TITLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
POINTS = st.none() | st.lists(
    st.fixed_dictionaries({"text": TITLES, "weight": st.sampled_from([0.5, 1, 2.5])}), max_size=3
)


@st.composite
def questions(draw: st.DrawFn) -> QuestionCreate:
    """Questions of all kinds, states and completeness."""
    options = draw(st.lists(TITLES, max_size=3, unique=True))
    values: dict[str, Any] = {
        "title": draw(TITLES),
        "body": draw(st.none() | TEXTS),
        "kind": "choice" if options else "open",
        "options": [{"text": one, "correct": draw(st.booleans())} for one in options],
        "hints": draw(st.lists(TITLES, max_size=2)),
        "answer": draw(st.none() | TEXTS),
        "key_points": draw(POINTS),
        "follow_ups": draw(st.lists(TITLES, max_size=2)),
        "category": draw(st.sampled_from([None, "a", "a/b", "a/b/c", "d/e"])),
        "tags": draw(st.lists(st.sampled_from(["x", "y y", "C++"]), max_size=3)),
        "difficulty": draw(st.sampled_from([None, "easy", "hard"])),
        "expected_seconds": draw(st.sampled_from([None, 60])),
        "status": draw(st.sampled_from(["draft", "published", "retired"])),
        "visibility": draw(st.sampled_from(["public", "internal"])),
        "source": {"name": draw(st.sampled_from([None, "Book"])), "line": 7},
    }
    return QuestionCreate.model_validate(values)


def everything(session: Session) -> dict[str, list[str]]:
    """All rows of the bank and of its index, but for ids."""
    found = {}
    for table in TABLES:
        rows = session.execute(text(f"SELECT * FROM {table}")).mappings()
        found[table] = sorted(
            repr([(name, value) for name, value in row.items() if name not in GIVEN_ANEW])
            for row in rows
        )
    for index in ("search_public", "search_staff"):
        if session.get_bind().dialect.name == "postgresql":
            tokens = session.execute(text(f"SELECT * FROM {index} ORDER BY number"))
            found[index] = [repr(row) for row in tokens]
            continue
        view = f"temp.in_{index}"
        session.execute(
            text(f"CREATE VIRTUAL TABLE {view} USING fts5vocab(main, {index}, instance)")
        )
        terms = session.execute(text(f"SELECT doc, term FROM {view} ORDER BY doc, term"))
        found[index] = [repr(row) for row in terms]
    return found


@pytest.mark.parametrize("held", [0, 20_000])
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(news=st.lists(questions(), min_size=1, max_size=6))
def test_bulk_writing_leaves_the_bank_as_single_writing_does(
    db: Database, monkeypatch: pytest.MonkeyPatch, held: int, news: list[QuestionCreate]
) -> None:
    monkeypatch.setattr("app.search.adding._MOST_HELD", held)
    with db.write() as session:
        for new in news:
            create_question(session, new, now=START)
        session.flush()
        single = everything(session)
        session.rollback()
    with db.write() as session:
        number = lock_bank(session).next_number
        wanted = [(new.slug, new.title, number + place) for place, new in enumerate(news)]
        slugs = Slugs().allocate(session, wanted)
        prepared = [
            prepare(new, number=number + place, slug=slug, now=START)
            for place, (new, slug) in enumerate(zip(news, slugs, strict=True))
        ]
        with adding(session) as index:
            insert_batch(session, batch_of(prepared[:2]), index)
            insert_batch(session, batch_of(prepared[2:]), index)
        session.flush()
        assert everything(session) == single
        session.rollback()


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(questions(), questions()), min_size=1, max_size=5))
def test_bulk_revising_leaves_the_bank_as_single_revising_does(
    db: Database, pairs: list[tuple[QuestionCreate, QuestionCreate]]
) -> None:
    def made(session: Session) -> list[Revised]:
        found = []
        for place, (old, new) in enumerate(pairs):
            question = create_question(session, old, now=START)
            publish = question.status == Status.DRAFT and place % 2 == 0
            found.append(Revised(question.id, new, f"hash {place}", publish))
        session.flush()
        return found

    later = START + timedelta(days=1)
    with db.write() as session:
        for one in made(session):
            revise_question(
                session, one.question_id, one.new, now=later, source_hash=one.source_hash
            )
            if one.publish:
                change_status(session, one.question_id, Status.PUBLISHED, now=later)
        single = everything(session)
        session.rollback()
    with db.write() as session:
        revise_questions(session, made(session), now=later)
        session.flush()
        assert everything(session) == single
        session.rollback()
