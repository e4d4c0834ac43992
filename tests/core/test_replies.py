"""Answers that are kept are those that would be made anew, whoever changed the bank."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient

from app.core.database import Database
from app.core.replies import KeptReplies
from app.core.settings import Settings
from app.main import create_app
from tests.conftest import STAFF

API = "/api/v1"
PATHS = (
    "/questions?limit=3",
    "/questions?q=pod",
    "/questions/facets?difficulty=easy",
    "/questions/facets?tag=anew",
    "/categories",
    "/tags",
)


@contextmanager
def another_process(url: str, settings: Settings) -> Iterator[TestClient]:
    """A service with memory of its own on the same database."""
    db = Database(url)
    with TestClient(create_app(settings, db=db)) as http:
        yield http
    db.dispose()


def kept_by(client: TestClient) -> KeptReplies:
    replies = client.app.state.replies  # type: ignore[attr-defined]  # of our app
    assert isinstance(replies, KeptReplies)
    return replies


def test_what_another_process_changes_is_seen_at_once(
    client: TestClient, database_url: str, settings: Settings
) -> None:
    first = client.get(f"{API}/questions?limit=1").json()["items"][0]
    paths = [*PATHS, f"/questions/{first['slug']}"]
    before = [[client.get(API + path).json() for _ in range(3)] for path in paths]
    assert all(answers[0] == answers[1] == answers[2] for answers in before)
    with another_process(database_url, settings) as other:
        one = other.get(f"{API}/questions/{first['id']}", headers=STAFF)
        changed = other.patch(
            f"{API}/questions/{first['id']}",
            json={
                "title": "What is a pod, said anew?",
                "tags": ["anew"],
                "category": "anew",
                "difficulty": "hard" if first["difficulty"] == "easy" else "easy",
            },
            headers=STAFF | {"If-Match": one.headers["ETag"]},
        )
        assert changed.status_code == 200, changed.text
        for path, answers in zip(paths, before, strict=True):
            now = client.get(API + path).json()
            assert now == other.get(API + path).json()
            assert now != answers[0], path


def test_only_what_is_asked_again_by_anyone_is_kept(client: TestClient) -> None:
    path, key = f"{API}/questions", (f"{API}/questions", b"limit=2")
    client.get(f"{path}?limit=2", headers=STAFF)
    client.get(f"{path}?limit=2", headers=STAFF)
    client.get(f"{path}?limit=2")
    assert key not in kept_by(client)._kept
    once = client.get(f"{path}?limit=2")
    assert key in kept_by(client)._kept
    again = client.get(f"{path}?limit=2")
    assert (again.content, again.headers["Link"]) == (once.content, once.headers["Link"])


@pytest.mark.parametrize("status", [404, 422])
def test_refusals_are_not_kept(client: TestClient, status: int) -> None:
    path = f"{API}/questions/nowhere" if status == 404 else f"{API}/questions?limit=0"
    assert [client.get(path).status_code for _ in range(3)] == [status] * 3
    assert not kept_by(client)._kept
