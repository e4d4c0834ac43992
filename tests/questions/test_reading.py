"""Reading the bank over HTTP: who sees what, filters, orders and pages."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.core.database import Database
from app.core.settings import Settings
from app.main import create_app
from app.questions.models import Difficulty, Status, Visibility
from app.questions.schemas import QuestionCreate
from app.questions.writing import create_question
from tests.conftest import STAFF, START, FakeClock

API = "/api/v1/questions"
STAFF_ONLY = {
    "hints",
    "answer",
    "key_points",
    "key_points_derived",
    "follow_ups",
    "status",
    "visibility",
    "source",
    "created_at",
}


def add(db: Database, title: str, **fields: Any) -> str:
    new = QuestionCreate(
        **{"title": title, "answer": "- An answer", "status": Status.PUBLISHED, **fields}
    )
    with db.write() as session:
        return create_question(session, new, now=START).id


def titles(client: TestClient, headers: dict[str, str] | None = None, **params: Any) -> list[str]:
    reply = client.get(API, params=params, headers=headers)
    assert reply.status_code == 200, reply.text
    return [item["title"] for item in reply.json()["items"]]


def test_the_bank_is_the_document(client: TestClient) -> None:
    page = client.get(API, params={"limit": 100, "include_total": True}).json()
    assert page["total"] == len(page["items"]) == 14
    assert page["next_cursor"] is None
    assert page["items"][0]["title"].startswith("What is the core difference between Docker")
    assert [item["difficulty"] for item in page["items"]] == (
        ["easy"] * 6 + ["medium"] * 4 + ["hard"] * 4
    )


def test_the_public_form_has_nothing_of_staff(client: TestClient) -> None:
    item = client.get(API).json()["items"][0]
    assert not STAFF_ONLY & set(item)
    one = client.get(f"{API}/{item['id']}")
    assert one.json() == item
    assert "no-store" not in one.headers.get("Cache-Control", "")


def test_staff_sees_answer_hints_and_key_points(client: TestClient) -> None:
    item = client.get(API, headers=STAFF).json()["items"][0]
    assert set(item) >= STAFF_ONLY
    assert item["answer"].startswith("- **Virtual Machines** virtualize")
    assert item["hints"]
    assert item["key_points_derived"] is True
    assert all(set(p) == {"id", "text", "weight", "required"} for p in item["key_points"])
    assert item["source"]["name"] == "kubernetes-101"
    one = client.get(f"{API}/{item['slug']}", headers=STAFF)
    assert one.json() == item
    assert one.headers["Cache-Control"] == "no-store"


def test_a_question_is_read_by_id_or_slug(client: TestClient) -> None:
    item = client.get(API).json()["items"][3]
    assert client.get(f"{API}/{item['slug']}").json() == item
    missing = client.get(f"{API}/no-such-question")
    assert (missing.status_code, missing.json()["code"]) == (404, "question_not_found")


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.DRAFT},
        {"status": Status.RETIRED},
        {"visibility": Visibility.INTERNAL},
    ],
)
def test_what_is_not_published_and_public_is_staffs(
    client: TestClient, db: Database, fields: dict[str, Any]
) -> None:
    ref = add(db, "Hidden", **fields)
    assert client.get(f"{API}/{ref}").status_code == 404
    assert client.get(f"{API}/{ref}", headers=STAFF).json()["title"] == "Hidden"
    assert "Hidden" not in titles(client, limit=100)
    assert "Hidden" in titles(client, STAFF, limit=100)
    name, value = next(iter(fields.items()))
    assert titles(client, STAFF, **{name: str(value)}) == ["Hidden"]
    refused = client.get(API, params={name: str(value)})
    assert (refused.status_code, refused.json()["code"]) == (401, "key_needed")


def test_the_etag_answers_304(client: TestClient) -> None:
    item = client.get(API).json()["items"][0]
    etag = client.get(f"{API}/{item['id']}").headers["ETag"]
    again = client.get(f"{API}/{item['id']}", headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    staff = client.get(f"{API}/{item['id']}", headers=STAFF | {"If-None-Match": etag})
    assert staff.status_code == 200


def test_filters_narrow(client: TestClient, db: Database) -> None:
    add(db, "A", category="databases/sql", tags=["linux", "dns"], difficulty=Difficulty.EASY)
    add(db, "B", category="databases", tags=["linux"], difficulty=Difficulty.HARD)
    add(db, "C", category="databases-x", tags=["dns"])
    assert titles(client, category="databases") == ["A", "B"]
    assert titles(client, category="databases/sql") == ["A"]
    assert titles(client, category="databases/sql,databases-x") == ["A", "C"]
    assert titles(client, category="data") == []
    assert titles(client, tag="linux") == ["A", "B"]
    assert titles(client, tag="linux,dns") == ["A", "B", "C"]
    assert titles(client, tag=["linux", "dns"]) == ["A"]
    assert titles(client, category="databases", difficulty="easy,medium") == ["A"]
    assert len(titles(client, difficulty="hard", limit=100)) == 5
    assert titles(client, kind="choice") == []


def test_updated_since_tells_what_changed(
    client: TestClient, db: Database, clock: FakeClock
) -> None:
    clock.advance(hours=1)
    with db.write() as session:
        create_question(session, QuestionCreate(title="New", status=Status.PUBLISHED), now=clock())
    assert titles(client, updated_since="2026-03-01T12:30:00Z") == ["New"]
    assert titles(client, updated_since="2026-03-01T14:00:00+01:00") == ["New"]
    naive = client.get(API, params={"updated_since": "2026-03-01T12:30:00"})
    assert naive.status_code == 422


@pytest.mark.parametrize("sort", ["number", "title", "-title", "-created_at,title", "slug"])
def test_pages_cover_the_list_once_in_order(client: TestClient, sort: str) -> None:
    whole = titles(client, sort=sort, limit=100)
    seen: list[str] = []
    url: str | None = f"{API}?sort={sort}&limit=4"
    while url:
        reply = client.get(url)
        seen += [item["title"] for item in reply.json()["items"]]
        url = reply.links["next"]["url"] if "next" in reply.links else None
        assert (url is None) == (reply.json()["next_cursor"] is None)
    assert seen == whole
    assert len(seen) == 14
    if sort in ("title", "-title"):
        assert seen == sorted(seen, reverse=sort.startswith("-"))


def test_pages_stay_true_while_questions_are_added(client: TestClient, db: Database) -> None:
    first = client.get(API, params={"sort": "-title", "limit": 7}).json()
    add(db, "~ sorts first when descending")
    rest = client.get(
        API, params={"sort": "-title", "limit": 100, "cursor": first["next_cursor"]}
    ).json()
    assert len(first["items"]) + len(rest["items"]) == 14


def test_a_cursor_is_bound_to_its_list(client: TestClient) -> None:
    cursor = client.get(API, params={"limit": 3}).json()["next_cursor"]
    for params in ({"sort": "title"}, {"difficulty": "easy"}):
        refused = client.get(API, params={"cursor": cursor, **params})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_cursor")
    for broken in ("x", "e30", cursor[:-3], "WzFd", "\u00e9"):
        refused = client.get(API, params={"cursor": broken})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_cursor")


@pytest.mark.parametrize(
    ("params", "code", "named"),
    [
        ({"limit": 0}, "greater_than_equal", "query/limit"),
        ({"limit": 101}, "less_than_equal", "query/limit"),
        ({"limit": 2**63}, "less_than_equal", "query/limit"),
        ({"colour": "red"}, "unknown_parameter", "query"),
        ({"sort": "answer"}, "unknown_sort", "query/sort"),
        ({"sort": "title,-title"}, "repeated_sort", "query/sort"),
        ({"difficulty": "brutal"}, "unknown_value", "query/difficulty"),
        ({"difficulty": ["easy", "hard"]}, "repeated_parameter", "query/difficulty"),
        ({"category": ","}, "empty_filter", "query/category"),
        ({"category": "a\x00"}, "text_nul", "query/category"),
    ],
)
def test_bad_parameters_are_named(
    client: TestClient, params: dict[str, Any], code: str, named: str
) -> None:
    refused = client.get(API, params=params)
    assert refused.status_code == 422
    assert refused.headers["Content-Type"] == "application/problem+json"
    fault = refused.json()["errors"][0]
    assert (fault["code"], fault["pointer"]) == (code, named)


def test_unknown_parameters_name_those_there_are(client: TestClient) -> None:
    message = client.get(API, params={"colour": "red"}).json()["errors"][0]["message"]
    assert "difficulty" in message
    assert "red" not in message


def test_categories_and_tags_count_what_is_public(client: TestClient, db: Database) -> None:
    add(db, "A", category="databases/sql", tags=["sql"])
    add(db, "B", category="databases", tags=["sql"], status=Status.DRAFT)
    categories = client.get("/api/v1/categories").json()["items"]
    assert categories == [
        {"path": "databases", "questions": 1},
        {"path": "databases/sql", "questions": 1},
        {"path": "kubernetes", "questions": 14},
    ]
    tags = {tag["name"]: tag["questions"] for tag in client.get("/api/v1/tags").json()["items"]}
    assert tags["sql"] == 1
    assert tags["kubernetes"] == 14


def test_a_closed_bank_is_for_keys_only(db: Database, settings: Settings) -> None:
    closed = settings.model_copy(update={"public": False})
    with TestClient(create_app(closed, db=db)) as client:
        for url in (API, f"{API}/random", "/api/v1/categories", "/api/v1/tags"):
            refused = client.get(url)
            assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
            assert client.get(url, headers=STAFF).status_code == 200
        assert client.post("/api/v1/interviews", json={}).status_code == 401
        assert client.post("/api/v1/draws", json={}).status_code == 401


def test_the_digest_is_of_what_the_bank_holds(
    client: TestClient, db: Database, clock: FakeClock
) -> None:
    def digest() -> str:
        return str(client.get(f"{API}/random", params={"count": 1}).json()["bank_digest"])

    before = digest()
    assert digest() == before
    add(db, "A draft", status=Status.DRAFT)
    assert digest() == before
    add(db, "A question")
    assert digest() != before
