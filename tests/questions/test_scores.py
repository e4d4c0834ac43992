"""Scores over HTTP: against the bank, against a reference, and who may ask."""

from threading import BoundedSemaphore
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.questions import score_routes
from app.scoring.scorers import KeypointsScorer, Scorers
from tests.conftest import STAFF
from tests.judging.scorers import FailingScorer

API = "/api/v1/scores"
REFERENCE = {
    "question": "What is a container?",
    "answer": "- A process isolated by kernel namespaces\n- Its image packages all dependencies",
}


def seeded_questions(client: TestClient) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get("/api/v1/questions", headers=STAFF).json()["items"]
    return items


def score(client: TestClient, **body: Any) -> dict[str, Any]:
    reply = client.post(API, json=body, headers=STAFF)
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def test_model_answers_of_the_bank_score_at_least_95(client: TestClient) -> None:
    for question in seeded_questions(client):
        found = score(client, question_id=question["slug"], answer=question["answer"])
        assert found["score"] >= 95, question["title"]
        assert found["question_version"] == 1


def test_empty_repeated_and_unrelated_answers_score_near_zero(client: TestClient) -> None:
    for question in seeded_questions(client):
        for answer in ("", " \n", question["title"], "My grandmother bakes apple pie on Sundays."):
            found = score(client, question_id=question["id"], answer=answer)
            assert found["score"] <= 5, (question["title"], answer)


def test_every_quote_is_of_the_answer(client: TestClient) -> None:
    question = seeded_questions(client)[1]
    answer = "Ünïcode 😀. " + question["answer"]
    found = score(client, question_id=question["id"], answer=answer)
    quotes = [quote for point in found["points"] for quote in point["evidence"]]
    assert quotes
    assert all(answer[quote["start"] : quote["end"]] == quote["quote"] for quote in quotes)


def test_a_score_says_what_is_missing_and_by_whom(client: TestClient) -> None:
    found = score(
        client, reference=REFERENCE, answer="Namespaces of the kernel isolate the process."
    )
    assert found["points"][0]["met"] in ("yes", "partial")
    assert found["missing"] == ["Its image packages all dependencies"]
    assert found["scorer"]["name"] == "keypoints"
    assert found["question_version"] is None
    assert 0 < found["score"] < 100


def test_the_same_answer_gets_the_same_bytes(client: TestClient) -> None:
    body = {"reference": REFERENCE, "answer": "It isolates a process."}
    assert client.post(API, json=body).content == client.post(API, json=body).content


def test_anyone_scores_against_a_reference_but_staff_only_against_the_bank(
    client: TestClient,
) -> None:
    body = {"reference": REFERENCE, "answer": "It isolates a process."}
    assert client.post(API, json=body).status_code == 200
    question = seeded_questions(client)[0]
    refused = client.post(API, json={"question_id": question["id"], "answer": "x"})
    assert (refused.status_code, refused.json()["code"]) == (401, "key_needed")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"answer": "x"},
        {"answer": "x", "question_id": "a", "reference": REFERENCE},
        {"answer": None, "reference": REFERENCE},
        {"answer": "x" * 65_537, "reference": REFERENCE},
        {"answer": "x", "reference": {"question": "q"}},
        {"answer": "x", "reference": REFERENCE, "scorer": "oracle"},
        {"answer": "x", "reference": {**REFERENCE, "key_points": [{"text": "x", "weight": 0}]}},
    ],
)
def test_bad_requests_are_refused(client: TestClient, body: dict[str, Any]) -> None:
    assert client.post(API, json=body, headers=STAFF).status_code == 422


def test_an_unknown_question_is_not_found(client: TestClient) -> None:
    missing = client.post(API, json={"question_id": "nope", "answer": "x"}, headers=STAFF)
    assert (missing.status_code, missing.json()["code"]) == (404, "question_not_found")


def test_scorers_are_listed_with_their_versions(client: TestClient) -> None:
    items = client.get("/api/v1/scorers").json()["items"]
    assert {item["name"] for item in items} == {"keypoints", "choice"}
    assert all(item["version"] for item in items)


def test_an_unknown_scorer_is_refused_with_the_names_of_those_there_are(client: TestClient) -> None:
    body = {"answer": "x", "reference": REFERENCE, "scorer": "oracle"}
    refused = client.post(API, json=body, headers=STAFF).json()
    assert refused["errors"] == [
        {"pointer": "/scorer", "code": "unknown_scorer", "message": "Scorers are: keypoints"}
    ]


def test_a_scorer_that_fails_is_unavailable_and_says_when_to_come_back(client: TestClient) -> None:
    with_failing(client)
    body = {"answer": "x", "reference": REFERENCE, "scorer": "failing"}
    failed = client.post(API, json=body, headers=STAFF)
    assert (failed.status_code, failed.json()["code"]) == (503, "scoring_failed")
    assert failed.headers["retry-after"] == "7"
    assert failed.json()["detail"] == "the judge did not answer"


def test_a_slow_scorer_needs_a_key(client: TestClient) -> None:
    with_failing(client)
    body = {"answer": "x", "reference": REFERENCE, "scorer": "failing"}
    assert client.post(API, json=body).status_code == 401
    slow = {s["name"]: s["is_slow"] for s in client.get("/api/v1/scorers").json()["items"]}
    assert slow == {"keypoints": False, "failing": True, "choice": False}


def test_few_slow_scorers_run_at_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with_failing(client)
    monkeypatch.setattr(score_routes, "_SLOW", BoundedSemaphore(1))
    body = {"answer": "x", "reference": REFERENCE, "scorer": "failing"}
    for _ in range(2):
        failed = client.post(API, json=body, headers=STAFF)
        assert failed.headers["retry-after"] == "7", "its place is free again"
    assert score_routes._SLOW.acquire(blocking=False)
    refused = client.post(API, json=body, headers=STAFF)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert client.post(API, json=body | {"scorer": "keypoints"}).status_code == 200


def with_failing(client: TestClient) -> None:
    client.app.state.scorers = Scorers(KeypointsScorer(), (FailingScorer(),))  # type: ignore[attr-defined]  # the app of the fixture
