"""Exports over HTTP and by the command line's verbs, on both databases."""

import asyncio
import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.access import service as access
from app.access.caller import Scope
from app.core.database import Database
from app.interchange import exporting
from app.interchange.export_routes import sent
from app.interchange.exporting import Selection, View, read_documents
from app.interchange.writers import writers
from app.interchange.writers.pieces import PIECE, gathered
from app.questions.filters import QuestionFilter
from app.questions.parameters import SearchQuery
from tests.conftest import STAFF, START
from tests.questions.test_curation import create, published

API = "/api/v1/exports"
NAMES = [one.name for one in writers()]


def slugs(reply: Any) -> list[str]:
    return [question["slug"] for question in reply.json()["questions"]]


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "PAGE", 3)


@pytest.mark.usefixtures("small_pages")
def test_an_export_holds_what_a_list_with_the_same_filters_holds(client: TestClient) -> None:
    create(client, title="A draft")
    published(client, title="Internal", visibility="internal", allow_duplicate=True)
    for filters in (
        "",
        "difficulty=easy",
        "difficulty=easy,medium&kind=open",
        "status=draft",
        "category=kubernetes",
        "tag=probes&tag=health",
        "visibility=internal",
        "q=pod",
        "updated_since=2030-01-01T00:00:00Z",
        "category=none",
    ):
        for headers in ({}, STAFF):
            listed = client.get(f"/api/v1/questions?limit=100&{filters}", headers=headers)
            told = client.get(f"{API}?{filters}", headers=headers)
            assert told.status_code == listed.status_code, filters
            if listed.status_code == 200:
                assert slugs(told) == [one["slug"] for one in listed.json()["items"]], filters


def test_the_public_view_holds_nothing_of_the_staff_form(client: TestClient) -> None:
    published(
        client,
        title="Canary of exports",
        kind="choice",
        options=[{"text": "this", "correct": True}, {"text": "that"}],
        answer="secret-answer",
        hints=["secret-hint"],
        key_points=[{"text": "secret-point"}],
        follow_ups=["secret-follow-up"],
        source={"name": "secret-source"},
    )
    for name in NAMES:
        for headers in ({}, STAFF):
            told = client.get(f"{API}?view=public&format={name}", headers=headers)
            assert told.status_code == 200
            assert "secret-" not in text_of(told.content), name
            assert "Canary of exports" in text_of(told.content), name
    told = client.get(f"{API}?view=public&q=canary").json()["questions"][0]
    assert told["options"] == [{"text": "this"}, {"text": "that"}]
    assert not {"answer", "hints", "key_points", "follow_ups", "status", "source"} & set(told)


def text_of(content: bytes) -> str:
    """All that a file says, whatever it is packed in."""
    import zipfile

    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(
            archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        )


def test_staff_who_ask_for_the_public_view_get_what_the_public_gets(client: TestClient) -> None:
    create(client, title="A draft that is not for all")
    public = client.get(f"{API}?view=public", headers=STAFF)
    assert public.json() == client.get(API).json()
    drafts = client.get(f"{API}?view=public&status=draft", headers=STAFF)
    assert slugs(drafts) == ["a-draft-that-is-not-for-all"]
    assert "answer" not in drafts.json()["questions"][0]


@pytest.mark.parametrize("name", NAMES)
def test_each_format_says_what_it_is(client: TestClient, name: str) -> None:
    writer = next(one for one in writers() if one.name == name)
    told = client.get(f"{API}?format={name}", headers=STAFF)
    assert told.status_code == 200
    assert told.headers["content-type"].partition(";")[0] == writer.media_type
    assert told.headers["content-disposition"] == (
        f'attachment; filename="questions{writer.suffix}"'
    )
    assert told.headers["cache-control"] == "no-store"
    assert told.headers.get("export-loses", "") == ", ".join(writer.loses)
    empty = client.get(f"{API}?format={name}&category=none", headers=STAFF)
    assert empty.status_code == 200


def test_what_may_not_be_told_is_refused_before_the_file_begins(
    client: TestClient, db: Database
) -> None:
    assert client.get(f"{API}?view=staff").status_code == 401
    assert client.get(f"{API}?status=draft").status_code == 401
    with db.write() as session:
        _, key = access.create_key(session, name="x", scopes=[Scope.QUESTIONS_WRITE], now=START)
    held = client.get(f"{API}?view=staff", headers={"Authorization": f"Bearer {key}"})
    assert held.status_code == 403
    unknown = client.get(f"{API}?format=docx")
    assert unknown.status_code == 422
    assert unknown.json()["errors"][0]["pointer"] == "query/format"
    assert all(name in unknown.json()["errors"][0]["message"] for name in NAMES)
    for bad in ("view=both", "limit=3", "sort=title", "format=csv&format=json", "difficulty=x"):
        assert client.get(f"{API}?{bad}").status_code == 422, bad


@pytest.mark.usefixtures("small_pages")
def test_questions_that_come_and_go_meanwhile_double_nothing(
    client: TestClient, db: Database
) -> None:
    everything = QuestionFilter(statuses=(), visibilities=())
    documents = read_documents(db, Selection(everything, View.STAFF))
    seen = [next(documents).slug for _ in range(4)]
    made, _ = create(client, title="Made while the export runs")
    rest = [one.slug for one in documents]
    told = [*seen, *rest]
    assert len(set(told)) == len(told) == 15
    assert told[-1] == made["slug"]


@pytest.mark.usefixtures("small_pages")
def test_in_one_view_all_are_as_they_were_when_it_began(client: TestClient, db: Database) -> None:
    selection = Selection(QuestionFilter(statuses=(), visibilities=()), View.STAFF)
    before = list(read_documents(db, selection))
    with db.read() as view:
        documents = read_documents(db, selection, view)
        seen = [next(documents)]
        create(client, title="Made while the export runs")
        last = f"/api/v1/questions/{before[-1].slug}"
        found = client.get(last, headers=STAFF)
        edited = client.patch(
            last, json={"answer": "Edited."}, headers=STAFF | {"If-Match": found.headers["etag"]}
        )
        assert edited.status_code == 200, edited.text
        assert [*seen, *documents] == before
    after = list(read_documents(db, selection))
    assert (len(after), after[-2].answer) == (len(before) + 1, "Edited.")


def test_a_search_that_was_exported_keeps_its_order_and_its_filter(
    client: TestClient, db: Database
) -> None:
    with db.read() as session:
        selection = exporting.select_questions(
            session, SearchQuery(q="kubernetes"), None, exporting_caller()
        )
    assert selection.found
    first = next(read_documents(db, selection))
    hidden = replace(selection, wanted=QuestionFilter(kinds=(), categories=("nowhere",)))
    assert first.slug in {one.slug for one in read_documents(db, selection)}
    assert not list(read_documents(db, hidden))


def exporting_caller() -> Any:
    from app.access.caller import Caller

    return Caller(key_id="x", scopes=frozenset({Scope.ADMIN}))


def test_lines_and_rows_are_one_for_each_question(client: TestClient) -> None:
    lines = client.get(f"{API}?format=jsonl", headers=STAFF).text.splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == 14
    table = io.StringIO(client.get(f"{API}?format=csv", headers=STAFF).text, newline="")
    assert len({row["id"] for row in csv.DictReader(table)}) == 14


def test_what_a_writer_put_aside_goes_when_the_client_does() -> None:
    closed = []

    def endless() -> Iterator[bytes]:
        try:
            while True:
                yield b"x" * PIECE
        finally:
            closed.append(True)

    pieces = gathered(endless())  # held on to here, as a traceback might

    async def half_heard() -> None:
        reply = sent(Database("sqlite:///never-opened.db"), b"first", pieces)
        assert [await anext(reply), len(await anext(reply))] == [b"first", PIECE]
        await reply.aclose()  # type: ignore[attr-defined]  # a generator, told as less

    asyncio.run(half_heard())
    assert closed == [True]
