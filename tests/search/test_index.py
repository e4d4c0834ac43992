"""The index on both databases: exact after every change, and each audience's own."""

from dataclasses import replace
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from app.core.database import Database
from app.questions import indexing
from app.search import service as search
from app.search.documents import Audience, SearchDocument, fact_token
from app.search.matching import Narrowing
from tests.conftest import START

DOCUMENT = SearchDocument(
    number=10_001,
    title="How does the flobnicator drain its queue?",
    body="It has a zwirbel.",
    options=(),
    hidden=("The gronkle does it.",),
    category="machines/flob",
    tags=("odd things",),
    difficulty="easy",
    kind="open",
    status="published",
    visibility="public",
    is_open=True,
    updated_at=START,
)
TABLES = ("search_terms", "search_counts", "search_documents")


def numbers(session: Session, typed: str, audience: Audience, **narrowing: Any) -> list[int]:
    found = search.find(session, typed, audience, Narrowing(**narrowing))
    return [hit.number for hit in found.hits]


def state(session: Session) -> list[list[Any]]:
    """Everything that the index keeps in tables."""
    return [
        sorted(map(tuple, session.execute(text(f"SELECT * FROM {name}")).all())) for name in TABLES
    ]


def test_each_audience_finds_by_its_own_texts(db: Database) -> None:
    with db.write() as session:
        search.index_question(session, DOCUMENT)
        for typed in ("flobnicator", "zwirbel", "odd", "flob"):
            assert numbers(session, typed, Audience.PUBLIC) == [10_001]
        assert numbers(session, "gronkle", Audience.PUBLIC) == []
        assert numbers(session, "gronkle", Audience.STAFF) == [10_001]


def test_what_is_not_open_is_not_in_the_public_index(db: Database) -> None:
    with db.write() as session:
        search.index_question(session, DOCUMENT)
        closed = replace(DOCUMENT, status="draft", is_open=False)
        search.index_question(session, closed)
        assert numbers(session, "flobnicator", Audience.PUBLIC) == []
        assert numbers(session, "flobnicator", Audience.STAFF) == [10_001]
        known = "SELECT count(*) FROM search_terms WHERE audience = 0 AND term LIKE 'flobn%'"
        assert session.execute(text(known)).scalar_one() == 0


def test_a_change_leaves_nothing_of_what_was(db: Database) -> None:
    with db.write() as session:
        before = state(session)
        search.index_question(session, DOCUMENT)
        changed = replace(DOCUMENT, title="A trambulator", tags=("new",), difficulty=None)
        search.index_question(session, changed)
        assert numbers(session, "flobnicator", Audience.STAFF) == []
        assert numbers(session, "trambulator", Audience.STAFF) == [10_001]
        easy = (fact_token("difficulty", "easy"),)
        assert numbers(session, "trambulator", Audience.STAFF, facts=(easy,)) == []
        search.remove_question(session, 10_001)
        search.remove_question(session, 10_001)
        assert numbers(session, "trambulator", Audience.STAFF) == []
        assert state(session) == before


def test_an_index_made_anew_is_the_same(db: Database) -> None:
    with db.write() as session:
        before = state(session)
        found = numbers(session, "container", Audience.PUBLIC)
        assert indexing.rebuild(session) == 14
        assert state(session) == before
        assert numbers(session, "container", Audience.PUBLIC) == found != []


def test_a_rolled_back_write_leaves_no_trace(db: Database) -> None:
    class _GaveUpError(Exception):
        pass

    try:
        with db.write() as session:
            search.index_question(session, DOCUMENT)
            raise _GaveUpError
    except _GaveUpError:
        pass
    with db.read() as session:
        assert numbers(session, "flobnicator", Audience.STAFF) == []


def test_mistyped_and_unfinished_words(db: Database) -> None:
    with db.write() as session:
        search.index_question(session, DOCUMENT)
        for typed in ("flobnciator", "flobnicatr", "flobnikator", "xlobnicator"):
            found = search.find(session, typed, Audience.PUBLIC, Narrowing())
            assert [hit.number for hit in found.hits] == [10_001], typed
            assert found.fuzzy
        unfinished = search.find(session, "queue flobni", Audience.PUBLIC, Narrowing())
        assert unfinished.hits[0].number == 10_001
        assert not unfinished.fuzzy
        # Staff's words are no help in mending what the public types.
        assert numbers(session, "gronlke", Audience.PUBLIC) == []
