"""Facets: counts under the filters and words of a list, kept exactly."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.core.database import Database
from app.questions.models import Difficulty, Status
from tests.conftest import STAFF
from tests.questions.test_reading import API, add


def facets(client: TestClient, headers: Any = None, **params: Any) -> dict[str, Any]:
    reply = client.get(f"{API}/facets", params=params, headers=headers)
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def counts(found: dict[str, Any], name: str) -> dict[str, int]:
    return {one["value"]: one["count"] for one in found[name]}


def fill(db: Database) -> None:
    add(db, "Gizmo one", category="x/y", tags=["red", "blue"], difficulty=Difficulty.EASY)
    add(db, "Gizmo two", category="x", tags=["red"], difficulty=Difficulty.HARD)
    add(db, "Widget", category="x/z", tags=["blue"])
    add(db, "Gizmo hidden", category="x", tags=["red"], status=Status.DRAFT)


def test_counts_under_a_filter(client: TestClient, db: Database) -> None:
    fill(db)
    found = facets(client, category="x")
    assert (found["total"], found["exact"]) == (3, True)
    assert counts(found, "category") == {"x": 3, "x/y": 1, "x/z": 1}
    assert counts(found, "difficulty") == {"easy": 1, "hard": 1}
    assert counts(found, "kind") == {"open": 3}
    assert counts(found, "tag") == {"red": 2, "blue": 2}
    assert facets(client, STAFF, category="x")["total"] == 4


def test_counts_under_tags_and_words(client: TestClient, db: Database) -> None:
    fill(db)
    assert counts(facets(client, tag="red"), "tag") == {"red": 2, "blue": 1}
    assert facets(client, tag=["red", "blue"])["total"] == 1
    found = facets(client, q="gizmo", category="x")
    assert found["total"] == 2
    assert counts(found, "category") == {"x": 2, "x/y": 1}
    assert facets(client, STAFF, q="gizmo")["total"] == 3


def test_of_one_tag_only_those_beside_it_are_looked_up(
    client: TestClient, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(db)
    monkeypatch.setattr("app.questions.facets.MOST_COUNTED", 1)
    found = facets(client, tag="red")
    assert (found["total"], found["exact"]) == (2, False)
    assert counts(found, "category") == {"x": 2, "x/y": 1}
    assert counts(found, "tag") == {"red": 1, "blue": 1}
    assert facets(client, tag="red,blue")["total"] == 1


def test_a_change_is_never_missed(client: TestClient, db: Database) -> None:
    before = facets(client)
    assert facets(client) == before
    assert before["total"] == 14
    fill(db)
    after = facets(client)
    assert after["total"] == 17
    assert counts(after, "category")["x"] == 3


def test_facets_agree_with_lists(client: TestClient, db: Database) -> None:
    fill(db)
    for params in ({}, {"category": "x"}, {"difficulty": "easy,hard"}, {"tag": "red,blue"}):
        listed = client.get(API, params={**params, "include_total": True}).json()
        assert facets(client, **params)["total"] == listed["total"]


def test_unknown_things_are_refused(client: TestClient) -> None:
    for params in ({"limit": 1}, {"sort": "title"}, {"difficulty": "none"}, {"status": "x"}):
        assert client.get(f"{API}/facets", params=params).status_code == 422
    assert client.get(f"{API}/facets", params={"status": "draft"}).status_code == 401
