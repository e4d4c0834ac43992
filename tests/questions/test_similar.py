"""Likeness over HTTP: what may be the same, and what is weak, on both databases."""

from typing import Any

from fastapi.testclient import TestClient

from tests.conftest import STAFF

API = "/api/v1/questions"
TITLE = "How do you roll back a Deployment in Kubernetes?"


def create(client: TestClient, title: str, **fields: Any) -> dict[str, Any]:
    body = {"title": title, "answer": "- An answer", "category": "likeness", **fields}
    made = client.post(API, json=body, headers=STAFF)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


def test_a_new_question_is_told_of_what_may_be_the_same(client: TestClient) -> None:
    first = create(client, TITLE, status="published")
    assert first["possible_duplicates"] == []
    second = create(client, "How can you rollback a deployment in Kubernetes?")
    assert [one["id"] for one in second["possible_duplicates"]] == [first["id"]]
    assert second["possible_duplicates"][0]["score"] > 0.7
    other = create(client, "How do you scale a Deployment in Kubernetes?")
    assert other["possible_duplicates"] == []


def test_similar_questions_are_ranked_and_the_public_sees_public_ones(client: TestClient) -> None:
    first = create(client, TITLE, status="published")
    draft = create(client, "How can you rollback a deployment in Kubernetes?")
    seen = client.get(f"{API}/{first['id']}/similar").json()["items"]
    assert draft["id"] not in [one["id"] for one in seen]
    staff = client.get(f"{API}/{first['slug']}/similar", headers=STAFF).json()["items"]
    assert staff[0]["id"] == draft["id"]
    assert staff[0]["possible_duplicate"] is True
    assert [one["score"] for one in staff] == sorted((one["score"] for one in staff), reverse=True)
    assert client.get(f"{API}/{draft['id']}/similar").status_code == 404


def test_pairs_of_the_bank_are_listed_once(client: TestClient) -> None:
    first = create(client, TITLE)
    second = create(client, "How can you rollback a deployment in Kubernetes?")
    pairs = client.get("/api/v1/duplicates", headers=STAFF).json()
    assert [(pair["first"]["id"], pair["second"]["id"]) for pair in pairs["items"]] == [
        (first["id"], second["id"])
    ]
    assert pairs["next_cursor"] is None
    client.put(f"{API}/{second['id']}/retirement", headers=STAFF | {"If-Match": "*"})
    assert client.get("/api/v1/duplicates", headers=STAFF).json()["items"] == []
    # Staff can still ask what a retired question is like, but is not led to it.
    alike = client.get(f"{API}/{second['id']}/similar", headers=STAFF).json()["items"]
    assert [one["id"] for one in alike][:1] == [first["id"]]
    alike = client.get(f"{API}/{first['id']}/similar", headers=STAFF).json()["items"]
    assert second["id"] not in [one["id"] for one in alike]
