"""Reviews on both databases: every one is kept, the last is in force, and only staff sees any."""

import threading
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlmodel import col

from app.core.database import Database
from app.interviews.models import AnswerScore, Review
from tests.conftest import STAFF, FakeClock
from tests.interviews.test_interviews import API, count, start

SECRET = "canarycomment"


def answered(client: TestClient, **rules: Any) -> tuple[str, dict[str, str], dict[str, Any]]:
    """An interview whose first turn is answered: its path, the candidate's headers, the turn
    as staff sees it."""
    path, candidate, _ = start(client, **rules)
    client.post(f"{path}/turns/1/answers", json={"text": "Pods share hosts."}, headers=candidate)
    turn: dict[str, Any] = client.get(f"{path}/turns/1", headers=STAFF).json()
    return path, candidate, turn


def review(client: TestClient, path: str, **body: Any) -> dict[str, Any]:
    sent = client.put(f"{path}/turns/1/review", json=body, headers=STAFF)
    assert sent.status_code == 200, sent.text
    found: dict[str, Any] = sent.json()
    return found


def test_a_review_stands_beside_the_score_and_does_not_change_it(
    client: TestClient, db: Database
) -> None:
    path, _, before = answered(client)
    point = before["key_points"][0]["id"]
    made = review(client, path, score=72.5, comment="Fair.", points=[{"id": point, "met": "yes"}])
    assert (made["number"], made["score"], made["reviewed_by"]) == (1, 72.5, "configured")
    after = client.get(f"{path}/turns/1", headers=STAFF)
    assert after.headers["Cache-Control"] == "no-store"
    assert after.json() == before | {"review": made}
    with db.read() as session:
        kept = session.execute(select(col(AnswerScore.total))).scalar_one()
        stored = session.execute(select(col(Review.score), col(Review.comment))).one()
    assert kept == before["score"]["score"]
    assert tuple(stored) == (72.5, "Fair.")


def test_every_review_is_kept_and_the_last_is_in_force(
    client: TestClient, db: Database, clock: FakeClock
) -> None:
    path, _, _ = answered(client)
    for score in (10, 20, 20):
        review(client, path, score=score)
        clock.advance(seconds=1)
    read = client.get(f"{path}/turns/1/review", headers=STAFF)
    assert read.headers["Cache-Control"] == "no-store"
    found = read.json()
    assert (found["number"], found["score"]) == (3, 20)
    assert [(one["number"], one["score"]) for one in found["history"]] == [
        (3, 20),
        (2, 20),
        (1, 10),
    ]
    assert client.get(f"{path}/turns/1", headers=STAFF).json()["review"]["number"] == 3
    assert count(db, Review) == 3


def test_reviewers_at_once_each_get_a_number(client: TestClient) -> None:
    path, _, _ = answered(client)
    statuses: list[int] = []

    def send(score: int) -> None:
        sent = client.put(f"{path}/turns/1/review", json={"score": score}, headers=STAFF)
        statuses.append(sent.status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 6
    history = client.get(f"{path}/turns/1/review", headers=STAFF).json()["history"]
    assert [one["number"] for one in history] == [6, 5, 4, 3, 2, 1]


def test_only_answers_are_reviewed(client: TestClient, db: Database) -> None:
    path, candidate, _ = start(client)
    client.post(f"{path}/turns/2/skip", headers=candidate)
    for url in (f"{path}/turns/1/review", f"{path}/turns/2/review"):
        for refused in (
            client.put(url, json={"score": 1}, headers=STAFF),
            client.get(url, headers=STAFF),
        ):
            assert (refused.status_code, refused.json()["code"]) == (409, "turn_unanswered")
    for url, code in (
        (f"{path}/turns/99/review", "turn_not_found"),
        (f"{API}/nothing/turns/1/review", "interview_not_found"),
    ):
        missing = client.put(url, json={"score": 1}, headers=STAFF)
        assert (missing.status_code, missing.json()["code"]) == (404, code)
    assert count(db, Review) == 0


def test_an_answer_without_a_review_has_none_to_read(client: TestClient) -> None:
    path, _, turn = answered(client)
    assert turn["review"] is None
    missing = client.get(f"{path}/turns/1/review", headers=STAFF)
    assert (missing.status_code, missing.json()["code"]) == (404, "review_not_found")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "missing"),
        ({"score": -1}, "greater_than_equal"),
        ({"score": 100.1}, "less_than_equal"),
        ({"score": None}, "float_type"),
        ({"score": 5, "verdict": "good"}, "extra_forbidden"),
        ({"score": 5, "points": [{"id": "nope", "met": "yes"}]}, "unknown_point"),
        ({"score": 5, "points": [{"id": "k1", "met": "maybe"}]}, "literal_error"),
        ({"score": 5, "points": [{"id": "k1", "met": "no"}] * 2}, "repeated_point"),
    ],
)
def test_bad_reviews_are_refused_and_nothing_is_stored(
    client: TestClient, db: Database, body: dict[str, Any], code: str
) -> None:
    path, _, _ = answered(client)
    refused = client.put(f"{path}/turns/1/review", json=body, headers=STAFF)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, code)
    assert count(db, Review) == 0


@pytest.mark.parametrize("feedback", ["immediate", "end", "never"])
def test_a_candidate_sees_nothing_of_reviews(client: TestClient, feedback: str) -> None:
    path, candidate, _ = answered(client, feedback=feedback)
    review(client, path, score=91.25, comment=SECRET)
    client.post(f"{path}/completion", headers=candidate)
    for url in (path, f"{path}/turns/1", f"{path}/report"):
        shown = client.get(url, headers=candidate)
        assert shown.status_code == 200
        assert SECRET not in shown.text
        assert "91.25" not in shown.text
        assert "review" not in shown.text.replace("needs_review", "")
    assert client.get(f"{path}/turns/1/review", headers=candidate).status_code == 401
    assert SECRET in client.get(f"{path}/report", headers=STAFF).text


def test_the_report_has_the_reviewed_score_beside_the_scorers(client: TestClient) -> None:
    path, candidate, turn = answered(client)
    client.post(f"{path}/turns/2/answers", json={"text": ""}, headers=candidate)
    unreviewed = client.get(f"{path}/report", headers=STAFF).json()
    assert (unreviewed["reviewed"], unreviewed["reviewed_score"]) == (0, None)
    assert unreviewed["needs_review"] is True
    review(client, path, score=90)
    report = client.get(f"{path}/report", headers=STAFF).json()
    assert report["score"] == round(turn["score"]["score"] / 3, 1) == unreviewed["score"]
    assert (report["reviewed"], report["reviewed_score"]) == (1, 30)
    client.put(f"{path}/turns/2/review", json={"score": 0}, headers=STAFF)
    assert client.get(f"{path}/report", headers=STAFF).json()["needs_review"] is False


def test_staff_that_may_not_review_reads_reviews_in_turns_only(
    client: TestClient, db: Database
) -> None:
    from app.access import service as access
    from app.access.caller import Scope
    from tests.conftest import START

    path, _, _ = answered(client)
    with db.write() as session:
        key = access.create_key(session, name="reader", scopes=[Scope.INTERVIEWS_RUN], now=START)[1]
    headers = {"Authorization": f"Bearer {key}"}
    refused = client.put(f"{path}/turns/1/review", json={"score": 1}, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    review(client, path, score=8)
    assert client.get(f"{path}/turns/1", headers=headers).json()["review"]["score"] == 8
