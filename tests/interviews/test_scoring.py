"""Scores that come after the answer, on both databases: owed, made once, tried again, given up."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlmodel import col

from app.core.database import Database
from app.core.settings import Settings
from app.interviews import scoring
from app.interviews.models import Answer, AnswerScore, Scoring
from app.interviews.worker import score_next
from app.main import create_app
from app.scoring.scorers import KeypointsScorer, NotAsked, Scorers, ScoringFailed
from tests.conftest import ADMIN_KEY, STAFF, FakeClock
from tests.interviews.scorers import ToldScorer, failing_scorers
from tests.interviews.test_interviews import count, start
from tests.questions.test_scores import API as SCORES


@pytest.fixture
def told() -> ToldScorer:
    return ToldScorer()


@pytest.fixture
def slow(
    db: Database, settings: Settings, clock: FakeClock, told: ToldScorer
) -> Iterator[TestClient]:
    """A service with a slow scorer and nobody who runs it."""
    app = create_app(settings.model_copy(update={"scoring_threads": 0}), db=db, clock=clock)
    app.state.scorers = Scorers(KeypointsScorer(), (told,))
    with TestClient(app) as http:
        yield http


def run(client: TestClient, clock: FakeClock) -> bool:
    state: Any = client.app.state  # type: ignore[attr-defined]
    return score_next(state.db, state.scorers, clock)


def answer(client: TestClient, **rules: Any) -> tuple[str, dict[str, str], dict[str, Any]]:
    path, candidate, _ = start(client, scorer="told", **rules)
    sent = client.post(f"{path}/turns/1/answers", json={"text": "Pods."}, headers=candidate)
    assert sent.status_code == 201, sent.text
    return path, candidate, sent.json()


def test_a_slow_score_comes_after_the_answer_is_stored(
    slow: TestClient, db: Database, clock: FakeClock
) -> None:
    path, candidate, sent = answer(slow)
    assert (sent["turn"]["scoring"], sent["score"], sent["turn"]["score"]) == (
        "pending",
        None,
        None,
    )
    assert (count(db, Answer), count(db, AnswerScore)) == (1, 0)
    slow.post(f"{path}/completion", headers=candidate)
    report = slow.get(f"{path}/report", headers=candidate).json()
    assert (report["score"], report["scoring_pending"]) == (0, 1)
    assert run(slow, clock)
    turn = slow.get(f"{path}/turns/1", headers=candidate).json()
    assert (turn["scoring"], turn["score"]["scorer"]["name"]) == ("scored", "told")
    assert slow.get(f"{path}/report", headers=candidate).json()["scoring_pending"] == 0
    assert (count(db, Scoring), run(slow, clock)) == (0, False)


def test_a_report_of_nothing_but_pending_scores_has_none(slow: TestClient) -> None:
    path, _, _ = answer(slow, count=1)
    report = slow.get(f"{path}/report", headers=STAFF).json()
    assert (report["score"], report["scoring_pending"], report["scoring_failed"]) == (None, 1, 0)


def test_a_failure_is_tried_again_later_and_given_up_at_last(
    slow: TestClient, db: Database, clock: FakeClock, told: ToldScorer
) -> None:
    told.failures = [ScoringFailed("It is down", retry_after=1) for _ in range(9)]
    path, candidate, _ = answer(slow)
    for attempt in range(1, scoring.MAX_ATTEMPTS + 1):
        assert run(slow, clock)
        assert not run(slow, clock)
        owed = slow.get(f"{path}/turns/1", headers=STAFF).json()["owed"]
        assert (owed["attempts"], owed["error"]) == (attempt, "It is down")
        clock.advance(hours=2)
    turn = slow.get(f"{path}/turns/1", headers=candidate).json()
    assert (turn["scoring"], turn["score"], turn["answer"]["text"]) == (
        "scoring_failed",
        None,
        "Pods.",
    )
    assert told.calls == scoring.MAX_ATTEMPTS
    assert not run(slow, clock)
    report = slow.get(f"{path}/report", headers=STAFF).json()
    assert (report["scoring_failed"], report["needs_review"]) == (1, True)
    told.failures = []
    asked = slow.post(f"{path}/turns/1/scores", json={}, headers=STAFF)
    assert (asked.status_code, asked.json()["scoring"]) == (202, "pending")
    assert run(slow, clock)
    assert slow.get(f"{path}/turns/1", headers=STAFF).json()["scoring"] == "scored"


def test_a_scorer_that_may_not_be_asked_now_is_asked_later_however_long_that_takes(
    slow: TestClient, clock: FakeClock, told: ToldScorer
) -> None:
    spared: list[Exception] = [NotAsked("Spent", retry_after=60) for _ in range(20)]
    told.failures = [ScoringFailed("It is down"), *spared]
    path, _, _ = answer(slow)
    while told.failures:
        assert run(slow, clock)
        turn = slow.get(f"{path}/turns/1", headers=STAFF).json()
        assert (turn["scoring"], turn["owed"]["attempts"]) == ("pending", 1)
        assert not run(slow, clock), "it is not asked for at once"
        clock.advance(hours=2)
    assert turn["owed"]["error"] == "Spent"
    assert run(slow, clock)
    assert slow.get(f"{path}/turns/1", headers=STAFF).json()["scoring"] == "scored"


def test_a_quick_scorer_that_breaks_loses_no_answer(client: TestClient, db: Database) -> None:
    path, candidate, _ = start(client)
    with failing_scorers(client):
        sent = client.post(f"{path}/turns/1/answers", json={"text": "kept"}, headers=candidate)
    assert sent.status_code == 201
    assert (sent.json()["turn"]["scoring"], sent.json()["score"]) == ("scoring_failed", None)
    with db.read() as session:
        assert session.execute(select(col(Answer.text))).scalar_one() == "kept"
    assert count(db, AnswerScore) == 0


def test_a_restart_takes_up_what_a_crash_left(
    slow: TestClient, db: Database, clock: FakeClock, told: ToldScorer
) -> None:
    path, _, _ = answer(slow)
    with db.read() as session:
        due = scoring.find_due(session, clock())
    assert due is not None
    with db.write() as session:
        lost = scoring.take_up(session, due, clock())
    assert lost is not None
    assert not run(slow, clock), "somebody is at work on it"
    clock.advance(seconds=scoring.LEASE.total_seconds())
    assert run(slow, clock)
    late = told.score(_reference(), "Late.")
    with db.write() as session:
        assert not scoring.keep_score(session, lost, late, clock())
    assert count(db, AnswerScore) == 1
    assert slow.get(f"{path}/turns/1", headers=STAFF).json()["scoring"] == "scored"


def _reference() -> Any:
    from app.scoring.values import Reference

    return Reference("What?", "That.")


def test_of_several_processes_one_takes_a_scoring_up(
    slow: TestClient, db: Database, clock: FakeClock
) -> None:
    answer(slow)
    with db.read() as session:
        due = scoring.find_due(session, clock())
    assert due is not None
    got = []

    def take() -> None:
        with db.write() as session:
            got.append(scoring.take_up(session, due, clock()) is not None)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False, False, False, True]


def test_the_threads_of_the_service_score_what_is_owed(
    db: Database, settings: Settings, clock: FakeClock, told: ToldScorer
) -> None:
    app = create_app(settings, db=db, clock=clock)
    scorers = Scorers(KeypointsScorer(), (told,))
    app.state.scorers = app.state.scoring._scorers = scorers
    with TestClient(app) as http:
        path, candidate, _ = answer(http)
        for _ in range(200):
            turn = http.get(f"{path}/turns/1", headers=candidate).json()
            if turn["scoring"] == "scored":
                break
            time.sleep(0.05)
    assert turn["scoring"] == "scored"


def test_a_version_of_a_scorer_scores_an_answer_once(
    slow: TestClient, db: Database, clock: FakeClock, told: ToldScorer
) -> None:
    path, candidate, _ = start(slow)
    slow.post(f"{path}/turns/1/answers", json={"text": "Pods."}, headers=candidate)
    url = f"{path}/turns/1/scores"
    again = slow.post(url, json={}, headers=STAFF)
    assert (again.status_code, again.json()["code"]) == (409, "already_scored")
    headers = STAFF | {"Idempotency-Key": "3d0e5a52-6a47-4a4e-9a5e-0b6a3a1e9f10"}
    other = slow.post(url, json={"scorer": "told"}, headers=headers)
    replayed = slow.post(url, json={"scorer": "told"}, headers=headers)
    assert (other.status_code, replayed.json()) == (202, other.json())
    assert other.json()["score"]["scorer"]["name"] == "keypoints"
    busy = slow.post(url, json={"scorer": "told"}, headers=STAFF)
    assert (busy.status_code, busy.json()["code"]) == (409, "scoring_pending")
    assert run(slow, clock)
    turn = slow.get(f"{path}/turns/1", headers=STAFF).json()
    assert (turn["score"]["scorer"]["name"], count(db, AnswerScore)) == ("told", 2)
    unknown = slow.post(url, json={"scorer": "oracle"}, headers=STAFF)
    assert (unknown.status_code, unknown.json()["errors"][0]["code"]) == (422, "unknown_scorer")
    open_turn = slow.post(f"{path}/turns/2/scores", json={}, headers=STAFF)
    assert (open_turn.status_code, open_turn.json()["code"]) == (409, "turn_unanswered")


def test_only_staff_names_a_scorer(slow: TestClient) -> None:
    body = {"count": 1, "scorer": "told"}
    assert slow.post("/api/v1/interviews", json=body).status_code == 401
    unknown = slow.post("/api/v1/interviews", json=body | {"scorer": "oracle"}, headers=STAFF)
    assert unknown.json()["errors"][0]["code"] == "unknown_scorer"
    made = slow.post("/api/v1/interviews", json=body, headers=STAFF)
    assert (made.status_code, made.json()["scorer"]) == (201, "told")
    assert ADMIN_KEY not in made.text


def test_choices_are_scored_over_http(client: TestClient) -> None:
    made = client.post(
        "/api/v1/questions",
        json={
            "title": "Which keep state?",
            "kind": "choice",
            "options": [
                {"text": "etcd", "correct": True},
                {"text": "a volume", "correct": True},
                {"text": "kubelet"},
                {"text": "a label"},
            ],
        },
        headers=STAFF,
    )
    ref = made.json()["id"]

    def score(**body: Any) -> Any:
        return client.post(SCORES, json={"question_id": ref, **body}, headers=STAFF)

    for choices, points in ((["a", "b"], 100), (["a"], 50), (["a", "b", "c"], 50), ([], 0)):
        assert score(choices=choices).json()["score"] == points
    assert score(choices=["a", "b", "c", "d"]).json()["score"] == 0
    assert score(choices=["z"]).json()["errors"][0]["code"] == "unknown_option"
    assert score(answer="etcd").json()["errors"][0]["code"] == "choices_needed"
    assert score().status_code == score(answer="x", choices=["a"]).status_code == 422
