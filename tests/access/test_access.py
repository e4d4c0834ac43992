"""Keys and scopes: how they are made, kept, recognised, refused and revoked."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from app.access import service as access
from app.access.caller import Scope
from app.access.models import ApiKey
from app.core.database import Database
from app.core.errors import QbankError
from tests.conftest import ADMIN_KEY, START

LIST = "/api/v1/questions"


def make(db: Database, *scopes: Scope) -> str:
    with db.write() as session:
        return access.create_key(session, name="a test", scopes=scopes, now=START)[1]


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_a_key_is_kept_as_a_hash_with_a_visible_prefix(db: Database) -> None:
    key = make(db, Scope.QUESTIONS_READ)
    with db.read() as session:
        row = session.execute(select(ApiKey)).scalar_one()
    assert key.startswith(f"qbk_{row.prefix}_")
    assert row.key_hash == access.hash_secret(key)
    assert key not in str(row.model_dump())


def test_a_key_opens_what_its_scope_says(client: TestClient, db: Database) -> None:
    reader = make(db, Scope.QUESTIONS_READ)
    runner = make(db, Scope.INTERVIEWS_RUN)
    assert "answer" in client.get(LIST, headers=bearer(reader)).json()["items"][0]
    assert "answer" not in client.get(LIST, headers=bearer(runner)).json()["items"][0]
    exam = {"count": 1, "mode": "exam"}
    assert client.post("/api/v1/interviews", json=exam, headers=bearer(runner)).status_code == 201
    refused = client.post("/api/v1/interviews", json=exam, headers=bearer(reader))
    assert (refused.status_code, refused.json()["scope"]) == (403, "interviews:run")
    drafts = client.get(LIST, params={"status": "draft"}, headers=bearer(runner))
    assert (drafts.status_code, drafts.json()["code"]) == (403, "scope_missing")


def test_admin_includes_every_scope(client: TestClient, db: Database) -> None:
    for key in (make(db, Scope.ADMIN), ADMIN_KEY):
        assert "answer" in client.get(LIST, headers=bearer(key)).json()["items"][0]


@pytest.mark.parametrize(
    "header",
    [
        "Bearer wrong",
        "Bearer qbk_00000000_wrong",
        "Bearer qbk_",
        "Bearer ",
        "Bearer",
        "Basic dXNlcjpwYXNz",
        "Bearer " + "x" * 600,
        "Bearer k\u00e9y",
    ],
)
def test_unknown_keys_are_refused_even_where_none_is_needed(
    client: TestClient, header: str
) -> None:
    refused = client.get(LIST, headers=[(b"Authorization", header.encode("latin-1"))])
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert refused.json()["code"] == "unknown_key"


def test_a_changed_key_with_the_right_prefix_is_refused(client: TestClient, db: Database) -> None:
    key = make(db, Scope.ADMIN)
    assert client.get(LIST, headers=bearer(key[:-1] + "!")).status_code == 401


def test_a_revoked_key_ends_at_once(client: TestClient, db: Database) -> None:
    key = make(db, Scope.ADMIN)
    prefix = key.split("_")[1]
    assert client.get(LIST, headers=bearer(key)).status_code == 200
    with db.write() as session:
        access.revoke_key(session, prefix, START)
    assert client.get(LIST, headers=bearer(key)).status_code == 401
    with db.read() as session:
        assert not access.has_admin_key(session)
    with pytest.raises(QbankError, match="no active key"), db.write() as session:
        access.revoke_key(session, prefix, START)
