"""The life of a question over HTTP, on both databases."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from sqlmodel import col

from app.core.database import Database
from app.questions.models import Question, QuestionVersion
from tests.conftest import STAFF

API = "/api/v1/questions"
COMPLETE = {
    "title": "What does a readiness probe decide?",
    "answer": "- Whether a Pod gets traffic\n- It does not restart anything",
    "category": "kubernetes/probes",
    "tags": ["probes", "health"],
    "difficulty": "medium",
    "hints": ["Think of Services"],
}


def create(client: TestClient, **fields: Any) -> tuple[dict[str, Any], str]:
    made = client.post(API, json={**COMPLETE, **fields}, headers=STAFF)
    assert made.status_code == 201, made.text
    question = made.json()
    question.pop("possible_duplicates")
    return question, made.headers["ETag"]


def patch(client: TestClient, ref: str, etag: str, **changes: Any) -> Any:
    return client.patch(f"{API}/{ref}", json=changes, headers=STAFF | {"If-Match": etag})


def act(client: TestClient, method: str, path: str, etag: str) -> Any:
    return client.request(method, f"{API}/{path}", headers=STAFF | {"If-Match": etag})


def etag_of(client: TestClient, ref: str) -> str:
    return client.get(f"{API}/{ref}", headers=STAFF).headers["ETag"]


def published(client: TestClient, **fields: Any) -> tuple[dict[str, Any], str]:
    return create(client, status="published", **fields)


def count(db: Database, table: type[Any]) -> int:
    with db.read() as session:
        return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def test_a_question_is_created_as_a_draft_with_derived_points(client: TestClient) -> None:
    made, etag = create(client)
    assert (made["status"], made["version"]) == ("draft", 1)
    assert made["slug"] == "what-does-a-readiness-probe-decide"
    assert made["key_points_derived"] is True
    assert [p["text"] for p in made["key_points"]] == [
        "Whether a Pod gets traffic",
        "It does not restart anything",
    ]
    read = client.get(f"{API}/{made['id']}", headers=STAFF)
    assert (read.json(), read.headers["ETag"]) == (made, etag)
    assert client.get(f"{API}/{made['id']}").status_code == 404
    categories = {c["path"] for c in client.get("/api/v1/categories").json()["items"]}
    assert "kubernetes/probes" not in categories


def test_given_key_points_are_kept_with_weights(client: TestClient) -> None:
    points = [{"text": "Traffic", "weight": 3, "required": True}, {"text": "No restart"}]
    made, _ = create(client, key_points=points)
    assert made["key_points_derived"] is False
    assert made["key_points"] == [
        {"id": "k1", "text": "Traffic", "weight": 3.0, "required": True},
        {"id": "k2", "text": "No restart", "weight": 1.0, "required": False},
    ]


def test_a_patch_changes_what_it_names_and_clears_by_null(client: TestClient) -> None:
    made, etag = create(client, body="A body", source={"name": "mine", "license": "MIT"})
    changed = patch(
        client, made["id"], etag, difficulty="hard", body=None, source={"name": "yours"}
    )
    assert changed.status_code == 200, changed.text
    after = changed.json()
    assert (after["difficulty"], after["body"], after["title"]) == ("hard", None, made["title"])
    assert after["source"] == {"name": "yours", "url": None, "license": "MIT", "line": None}
    assert after["tags"] == made["tags"]
    assert changed.headers["ETag"] != etag
    cleared = patch(client, made["id"], "*", source=None, category="a/category/that/is/new")
    assert set(cleared.json()["source"].values()) == {None}
    assert cleared.json()["category"] == "a/category/that/is/new"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"title": None}, "/title"),
        ({"tags": None}, "/tags"),
        ({"hints": [""]}, "/hints/0"),
        ({"difficulty": "brutal"}, "/difficulty"),
        ({"colour": "red"}, ""),
        ({"category": "/slash"}, "/category"),
        ({"status": "published"}, ""),
    ],
)
def test_bad_patches_are_refused_and_change_nothing(
    client: TestClient, changes: dict[str, Any], pointer: str
) -> None:
    made, etag = create(client)
    refused = patch(client, made["id"], etag, **changes)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == pointer
    assert client.get(f"{API}/{made['id']}", headers=STAFF).headers["ETag"] == etag


def test_changes_need_the_state_that_was_read(client: TestClient) -> None:
    made, etag = create(client)
    ref = made["id"]
    assert client.patch(f"{API}/{ref}", json={}, headers=STAFF).status_code == 428
    for method, path in (
        ("PUT", "publication"),
        ("DELETE", "publication"),
        ("PUT", "retirement"),
    ):
        missing = client.request(method, f"{API}/{ref}/{path}", headers=STAFF)
        assert (missing.status_code, missing.json()["code"]) == (428, "precondition_required")
    assert client.delete(f"{API}/{ref}", headers=STAFF).status_code == 428
    assert patch(client, ref, etag, difficulty="hard").status_code == 200
    stale = patch(client, ref, etag, difficulty="easy")
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    assert client.get(f"{API}/{ref}", headers=STAFF).json()["difficulty"] == "hard"
    assert patch(client, ref, "*", difficulty="easy").status_code == 200


def test_a_change_of_published_texts_makes_an_immutable_version(client: TestClient) -> None:
    made, etag = published(client)
    changed = patch(client, made["id"], etag, answer="- Whether a Pod is sent requests")
    assert changed.json()["version"] == 2
    reworded = patch(client, made["id"], changed.headers["ETag"], tags=["other"], difficulty="easy")
    assert reworded.json()["version"] == 2
    listed = client.get(f"{API}/{made['id']}/versions", headers=STAFF).json()["items"]
    assert [version["version"] for version in listed] == [1, 2]
    first = client.get(f"{API}/{made['id']}/versions/1", headers=STAFF).json()
    assert first["answer"] == COMPLETE["answer"]
    missing = client.get(f"{API}/{made['id']}/versions/9", headers=STAFF)
    assert (missing.status_code, missing.json()["code"]) == (404, "version_not_found")


def test_drafts_that_were_never_published_are_rewritten_in_place(client: TestClient) -> None:
    made, etag = create(client)
    changed = patch(client, made["id"], etag, answer="- Something else")
    assert (changed.json()["version"], changed.json()["answer"]) == (1, "- Something else")


def test_versions_are_compared_member_by_member(client: TestClient) -> None:
    made, etag = published(client)
    patch(client, made["id"], etag, answer="- Whether a Pod gets traffic\n- New", hints=["Other"])
    diff = client.get(f"{API}/{made['id']}/versions/1/diff/2", headers=STAFF).json()
    changes = {change["field"]: change for change in diff["changes"]}
    assert set(changes) == {"answer", "hints"}
    assert "-- It does not restart anything" in changes["answer"]["lines"]
    assert "+- New" in changes["answer"]["lines"]
    assert (changes["hints"]["before"], changes["hints"]["after"]) == (COMPLETE["hints"], ["Other"])
    same = client.get(f"{API}/{made['id']}/versions/2/diff/2", headers=STAFF).json()
    assert same["changes"] == []


def test_a_change_that_changes_nothing_is_none(client: TestClient) -> None:
    question, etag = published(client)
    same = patch(client, question["id"], etag, title=question["title"], tags=question["tags"])
    assert (same.status_code, same.headers["ETag"]) == (200, etag)
    assert same.json()["updated_at"] == question["updated_at"]
    assert patch(client, question["id"], etag, tags=[]).headers["ETag"] != etag


def test_derived_points_stay_until_they_are_asked_for_anew(client: TestClient) -> None:
    made, etag = create(client)
    changed = patch(client, made["id"], etag, answer="- One thing\n- Another thing")
    assert changed.json()["key_points"] == made["key_points"]
    derived = patch(client, made["id"], changed.headers["ETag"], key_points=None)
    assert [p["text"] for p in derived.json()["key_points"]] == ["One thing", "Another thing"]
    assert derived.json()["key_points_derived"] is True
    edited = patch(client, made["id"], derived.headers["ETag"], key_points=[{"text": "Mine"}])
    assert edited.json()["key_points_derived"] is False
    again = patch(client, made["id"], edited.headers["ETag"], answer="- All new")
    assert [p["text"] for p in again.json()["key_points"]] == ["Mine"]


def test_points_are_derived_from_the_first_answer_there_is(client: TestClient) -> None:
    made, etag = create(client, answer=None)
    assert made["key_points"] == []
    answered = patch(client, made["id"], etag, answer="- One thing\n- Another thing")
    assert [p["text"] for p in answered.json()["key_points"]] == ["One thing", "Another thing"]
    none, etag = create(client, title="Without points", key_points=[])
    assert patch(client, none["id"], etag, answer="- One thing").json()["key_points"] == []


def test_publishing_and_withdrawing(client: TestClient) -> None:
    made, etag = create(client)
    public = act(client, "PUT", f"{made['id']}/publication", etag)
    assert public.json()["status"] == "published"
    assert client.get(f"{API}/{made['id']}").status_code == 200
    drawn = client.get(f"{API}/random", params={"category": "kubernetes/probes", "count": 1})
    assert drawn.status_code == 200
    withdrawn = act(client, "DELETE", f"{made['id']}/publication", public.headers["ETag"])
    assert withdrawn.json()["status"] == "draft"
    assert client.get(f"{API}/{made['id']}").status_code == 404
    retired = act(client, "PUT", f"{made['id']}/retirement", withdrawn.headers["ETag"])
    assert retired.json()["status"] == "retired"
    back = act(client, "PUT", f"{made['id']}/publication", retired.headers["ETag"])
    assert back.json()["status"] == "published"


def test_publishing_tells_every_reason_at_once(client: TestClient) -> None:
    made, etag = create(client, answer=None, category=None)
    refused = act(client, "PUT", f"{made['id']}/publication", etag)
    assert (refused.status_code, refused.json()["code"]) == (422, "not_publishable")
    codes = [fault["code"] for fault in refused.json()["errors"]]
    assert codes == ["no_category", "no_answer", "no_key_points"]
    direct = client.post(API, json={"title": "Bare", "status": "published"}, headers=STAFF)
    assert [fault["code"] for fault in direct.json()["errors"]] == codes
    choice, etag = create(
        client, title="Pick", kind="choice", options=[{"text": "a"}, {"text": "b"}], answer=None
    )
    refused = act(client, "PUT", f"{choice['id']}/publication", etag)
    assert [fault["code"] for fault in refused.json()["errors"]] == ["no_correct_option"]
    alone = patch(client, choice["id"], etag, options=[{"text": "a"}], category=None)
    refused = act(client, "PUT", f"{choice['id']}/publication", alone.headers["ETag"])
    codes = [fault["code"] for fault in refused.json()["errors"]]
    assert codes == ["no_category", "too_few_options", "no_correct_option"]


def test_a_published_question_cannot_lose_what_it_needs(client: TestClient) -> None:
    made, etag = published(client)
    refused = patch(client, made["id"], etag, answer=None, category=None)
    assert (refused.status_code, refused.json()["code"]) == (422, "not_publishable")
    assert client.get(f"{API}/{made['id']}", headers=STAFF).json() == made


def test_exact_duplicates_are_refused_and_named(client: TestClient, db: Database) -> None:
    made, etag = create(client)
    again = {**COMPLETE, "title": "  what does a READINESS probe\tdecide? "}
    refused = client.post(API, json=again, headers=STAFF)
    assert (refused.status_code, refused.json()["code"]) == (409, "duplicate_question")
    assert refused.json()["duplicate_of"] == made["id"]
    assert count(db, Question) == 15
    other_body = client.post(API, json={**again, "body": "Another body"}, headers=STAFF)
    assert other_body.status_code == 201
    allowed = client.post(API, json={**again, "allow_duplicate": True}, headers=STAFF)
    assert allowed.status_code == 201
    assert allowed.json()["slug"] != made["slug"]
    renamed, other_etag = create(client, title="Something else")
    into_duplicate = patch(client, renamed["id"], other_etag, title=COMPLETE["title"])
    assert into_duplicate.status_code == 409
    assert patch(client, made["id"], etag, difficulty="hard").status_code == 200


def test_a_slug_that_is_taken_is_refused(client: TestClient) -> None:
    made, etag = create(client, slug="mine")
    assert made["slug"] == "mine"
    taken = client.post(API, json={**COMPLETE, "title": "Other", "slug": "mine"}, headers=STAFF)
    assert (taken.status_code, taken.json()["code"]) == (409, "slug_taken")
    moved = patch(client, made["id"], etag, slug="yours")
    assert moved.json()["slug"] == "yours"
    assert patch(client, made["id"], moved.headers["ETag"], slug="yours").status_code == 200


def test_what_was_never_used_is_deleted(client: TestClient, db: Database) -> None:
    made, etag = published(client)
    gone = act(client, "DELETE", made["id"], etag)
    assert (gone.status_code, gone.content) == (204, b"")
    assert client.get(f"{API}/{made['id']}", headers=STAFF).status_code == 404
    assert (count(db, Question), count(db, QuestionVersion)) == (14, 14)
    assert "probes" not in [tag["name"] for tag in client.get("/api/v1/tags").json()["items"]]


def test_what_was_used_is_retired_instead(client: TestClient, db: Database) -> None:
    made, etag = published(client)
    body = {"count": 1, "filters": {"category": "kubernetes/probes"}}
    interview = client.post("/api/v1/interviews", json=body).json()
    retired = act(client, "DELETE", made["id"], etag)
    assert (retired.status_code, retired.json()["status"]) == (200, "retired")
    assert count(db, Question) == 15
    candidate = {"Authorization": f"Bearer {interview['token']}"}
    turn = client.get(f"/api/v1/interviews/{interview['id']}/turns/1", headers=candidate)
    assert turn.json()["question"]["title"] == made["title"]


def test_the_digest_forgets_what_is_deleted(client: TestClient) -> None:
    def digest() -> Any:
        return client.get(f"{API}/random", params={"count": 1}).json()["bank_digest"]

    before = digest()
    made, etag = published(client)
    assert digest() != before
    withdrawn = act(client, "DELETE", f"{made['id']}/publication", etag)
    assert digest() == before
    assert act(client, "DELETE", made["id"], withdrawn.headers["ETag"]).status_code == 204
    assert digest() == before


def test_merged_questions_lead_to_the_other_and_keep_their_history(
    client: TestClient, db: Database
) -> None:
    kept, _ = published(client)
    merged, etag = published(client, title="What is a readiness probe for?")
    draw = client.post(
        "/api/v1/draws", json={"count": 2, "filters": {"category": "kubernetes/probes"}}
    ).json()
    done = client.post(
        f"{API}/{merged['id']}/merge",
        json={"into": kept["slug"]},
        headers=STAFF | {"If-Match": etag},
    )
    assert (done.status_code, done.json()["id"]) == (200, kept["id"])
    assert done.headers["ETag"] == etag_of(client, kept["id"])
    for ref in (merged["id"], merged["slug"]):
        led = client.get(f"{API}/{ref}", follow_redirects=False)
        assert (led.status_code, led.headers["Location"]) == (308, f"{API}/{kept['id']}")
        assert client.get(f"{API}/{ref}").json()["id"] == kept["id"]
        assert client.get(f"{API}/{ref}", headers=STAFF).json()["id"] == kept["id"]
        assert client.get(f"{API}/{ref}/similar").url.path == f"{API}/{kept['id']}/similar"
    again = client.get(f"/api/v1/draws/{draw['id']}").json()
    assert again["items"] == draw["items"]
    versions = client.get(f"{API}/{merged['id']}/versions", headers=STAFF).json()["items"]
    assert versions[0]["title"] == merged["title"]
    for method, path in (("PATCH", ""), ("DELETE", ""), ("PUT", "/publication")):
        over = client.request(
            method,
            f"{API}/{merged['id']}{path}",
            json={"body": "x"} if method == "PATCH" else None,
            headers=STAFF | {"If-Match": "*"},
        )
        assert (over.status_code, over.json()["code"]) == (409, "question_retired")
    for into in (merged["id"], kept["id"]):
        refused = client.post(
            f"{API}/{kept['id']}/merge", json={"into": into}, headers=STAFF | {"If-Match": "*"}
        )
        assert (refused.status_code, refused.json()["code"]) == (409, "merge_refused")


def test_a_batch_is_all_or_nothing(client: TestClient, db: Database) -> None:
    items = [{"title": "One"}, {"title": "Two", "status": "published"}, {"title": "one "}]
    refused = client.post(f"{API}/batch", json={"items": items}, headers=STAFF)
    assert (refused.status_code, refused.json()["code"]) == (422, "batch_refused")
    pointers = [fault["pointer"] for fault in refused.json()["errors"]]
    assert pointers == ["/items/1/category", "/items/1/answer", "/items/1/key_points", "/items/2"]
    assert "/items/0" in refused.json()["errors"][-1]["message"]
    assert count(db, Question) == 14
    fine = client.post(f"{API}/batch", json={"items": items[:1]}, headers=STAFF)
    assert (fine.status_code, fine.json()["created"]) == (201, 1)
    # Of a question that the bank has already, its id is told.
    again = client.post(f"{API}/batch", json={"items": items[:1]}, headers=STAFF)
    assert fine.json()["items"][0]["question"]["id"] in again.json()["errors"][0]["message"]


def test_a_partial_batch_keeps_the_good_ones(client: TestClient, db: Database) -> None:
    items = [
        {"title": "One"},
        {"title": "Two", "status": "published"},
        {"title": "Three"},
        {"title": " ", "colour": "red"},
    ]
    # An item that is no question at all is an item of its own too, wherever `mode` stands.
    body = {"items": items, "mode": "partial"}
    reply = client.post(f"{API}/batch", json=body, headers=STAFF).json()
    assert (reply["created"], reply["failed"]) == (2, 2)
    assert [item["status"] for item in reply["items"]] == [201, 422, 201, 422]
    assert reply["items"][1]["problem"]["code"] == "not_publishable"
    assert reply["items"][2]["question"]["title"] == "Three"
    faults = reply["items"][3]["problem"]["errors"]
    assert [(fault["pointer"], fault["code"]) for fault in faults] == [
        ("/title", "text_blank"),
        ("", "extra_forbidden"),
    ]
    assert faults[1]["message"].startswith("Has a member that is not one of title, body, kind, ")
    assert "colour" not in str(faults)
    no_object = client.post(f"{API}/batch", json=body | {"items": [5]}, headers=STAFF)
    assert no_object.status_code == 422
    refused = client.post(f"{API}/batch", json={"items": items}, headers=STAFF).json()
    assert [fault["pointer"] for fault in refused["errors"]] == ["/items/3/title", "/items/3"]
    assert count(db, Question) == 16
    with db.read() as session:
        numbers = session.execute(select(col(Question.number))).scalars().all()
    assert len(set(numbers)) == 16


def test_a_batch_is_bounded(client: TestClient) -> None:
    items = [{"title": f"Question {number}"} for number in range(101)]
    for bad in ([], items):
        refused = client.post(f"{API}/batch", json={"items": bad}, headers=STAFF)
        assert refused.status_code == 422


def test_a_retried_creation_is_one_question(client: TestClient, db: Database) -> None:
    headers = STAFF | {"Idempotency-Key": "c0ffee00-0000-4000-8000-000000000002"}
    first = client.post(API, json=COMPLETE, headers=headers)
    again = client.post(API, json=COMPLETE, headers=headers)
    assert (again.status_code, again.json()) == (201, first.json())
    assert count(db, Question) == 15
