"""Draws over HTTP: repeatable, without repeats, honest about shortages, kept as they were."""

from collections import Counter
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from sqlmodel import col

from app.core.database import Database
from app.questions.filters import QuestionFilter
from app.questions.models import Difficulty, Question, Status
from app.questions.schemas import QuestionCreate
from app.questions.writing import create_question, revise_question
from app.sets import drawing
from app.sets.drawing import pick_questions
from app.sets.models import Draw
from tests.conftest import STAFF, START, FakeClock

RANDOM = "/api/v1/questions/random"
DRAWS = "/api/v1/draws"


def ids(reply: dict[str, Any]) -> list[str]:
    return [item["id"] for item in reply["items"]]


def test_random_questions_are_different_and_public(client: TestClient) -> None:
    reply = client.get(RANDOM, params={"count": 14})
    assert reply.status_code == 200
    assert len(set(ids(reply.json()))) == 14
    assert "answer" not in reply.json()["items"][0]
    assert len(client.get(RANDOM).json()["items"]) == 5


def test_the_same_seed_gives_the_same_list(client: TestClient) -> None:
    first = client.get(RANDOM, params={"count": 5, "seed": 42}).json()
    assert first["seed"] == 42
    assert client.get(RANDOM, params={"count": 5, "seed": 42}).json() == first
    other = client.get(RANDOM, params={"count": 5, "seed": 43}).json()
    assert ids(other) != ids(first)


def test_a_told_seed_repeats_a_draw(client: TestClient) -> None:
    first = client.get(RANDOM, params={"count": 5}).json()
    again = client.get(RANDOM, params={"count": 5, "seed": first["seed"]}).json()
    assert again == first


def test_both_databases_draw_the_same_questions(client: TestClient) -> None:
    slugs = [item["slug"] for item in client.get(RANDOM, params={"seed": 11}).json()["items"]]
    assert slugs == [
        "what-is-the-core-difference-between-docker-and-a-traditional-virtual-machine",
        "explain-the-concept-of-containerization-and-its-benefits-for-modern-software",
        "your-application-in-kubernetes-is-experiencing-high-traffic-spikes-how-would-you",
        "how-do-you-monitor-and-observe-your-applications-running-on-kubernetes-what",
        "as-a-lead-engineer-how-would-you-approach-designing-a-ci-cd-pipeline-that",
    ]


def test_filters_hold(client: TestClient) -> None:
    hard = client.get(RANDOM, params={"count": 4, "difficulty": "hard"}).json()
    assert {item["difficulty"] for item in hard["items"]} == {"hard"}
    assert client.get(RANDOM, params={"category": "nothing"}).json()["available"] == 0


def test_a_shortage_is_a_conflict_unless_partial_is_fine(client: TestClient) -> None:
    short = client.get(RANDOM, params={"count": 6, "difficulty": "hard"})
    assert short.status_code == 409
    assert short.json()["code"] == "not_enough_questions"
    assert (short.json()["requested"], short.json()["available"]) == (6, 4)
    partial = client.get(
        RANDOM, params={"count": 6, "difficulty": "hard", "on_shortage": "partial"}
    ).json()
    assert len(partial["items"]) == 4
    assert partial["shortages"] == [{"slot": None, "requested": 6, "available": 4}]


@pytest.mark.parametrize(
    "params", [{"count": 0}, {"count": 101}, {"seed": -1}, {"seed": 2**53}, {"seed": "x"}]
)
def test_bad_draws_are_refused(client: TestClient, params: dict[str, Any]) -> None:
    assert client.get(RANDOM, params=params).status_code == 422
    assert client.post(DRAWS, json=params).status_code == 422


def test_a_draw_is_kept_with_its_versions(
    client: TestClient, db: Database, clock: FakeClock
) -> None:
    made = client.post(DRAWS, json={"count": 3, "seed": 5, "subject": "Ada"})
    assert made.status_code == 201
    draw = made.json()
    assert [item["position"] for item in draw["items"]] == [1, 2, 3]
    first = draw["items"][0]["question"]
    with db.write() as session:
        new = QuestionCreate(title="Rewritten", answer="- New")
        revise_question(session, first["id"], new, now=clock(), source_hash="0" * 64)
    again = client.get(f"{DRAWS}/{draw['id']}").json()
    assert again["items"][0]["question"]["title"] == first["title"]
    assert again["subject"] == "Ada"
    assert again["bank_digest"] == draw["bank_digest"]
    assert client.get(RANDOM).json()["bank_digest"] != draw["bank_digest"]


def test_a_kept_draw_is_the_random_draw_of_its_seed(client: TestClient) -> None:
    random = client.get(RANDOM, params={"count": 5, "seed": 9}).json()
    draw = client.post(DRAWS, json={"count": 5, "seed": 9}).json()
    assert [item["question"]["id"] for item in draw["items"]] == ids(random)


def test_excluded_questions_are_not_drawn(client: TestClient) -> None:
    everything = client.get(RANDOM, params={"count": 14}).json()["items"]
    exclude = [everything[0]["id"], everything[1]["slug"]]
    body = {"count": 13, "exclude": exclude}
    short = client.post(DRAWS, json=body)
    assert (short.status_code, short.json()["available"]) == (409, 12)
    draw = client.post(DRAWS, json={**body, "count": 12}).json()
    drawn = {item["question"]["id"] for item in draw["items"]}
    assert not drawn & {everything[0]["id"], everything[1]["id"]}


def test_staffs_draws_are_for_keys(client: TestClient) -> None:
    draw = client.post(DRAWS, json={"count": 2}, headers=STAFF).json()
    assert client.get(f"{DRAWS}/{draw['id']}").status_code == 404
    assert client.get(f"{DRAWS}/{draw['id']}", headers=STAFF).json() == draw
    assert client.get(f"{DRAWS}/nothing").json()["code"] == "draw_not_found"


def test_a_retried_draw_is_one_draw(client: TestClient, db: Database) -> None:
    headers = {"Idempotency-Key": "c0ffee00-0000-4000-8000-000000000001"}
    first = client.post(DRAWS, json={"count": 2}, headers=headers)
    again = client.post(DRAWS, json={"count": 2}, headers=headers)
    assert again.json() == first.json()
    with db.read() as session:
        assert session.execute(select(func.count(col(Draw.id)))).scalar_one() == 1


def test_only_published_questions_are_drawn(client: TestClient, db: Database) -> None:
    with db.write() as session:
        for number in range(20):
            new = QuestionCreate(title=f"Draft {number}", status=Status.DRAFT)
            create_question(session, new, now=START)
    drawn = client.get(RANDOM, params={"count": 14}).json()["items"]
    assert not any(item["title"].startswith("Draft") for item in drawn)
    assert client.get(RANDOM, params={"count": 15}).json()["available"] == 14


@pytest.fixture
def large_bank(db: Database) -> Database:
    """A bank that is larger than what a draw lists, with a rare and a common difficulty."""
    with db.write() as session:
        for number in range(150):
            level = Difficulty.HARD if number % 30 == 0 else Difficulty.MEDIUM
            new = QuestionCreate(
                title=f"Q{number}", difficulty=level, status=Status.PUBLISHED, category="large"
            )
            create_question(session, new, now=START)
    return db


@pytest.mark.parametrize("listed", [3, 50, 5000])
def test_guessing_and_listing_are_equally_fair(
    large_bank: Database, listed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "LISTED_AT_MOST", listed)
    monkeypatch.setattr(drawing, "_LISTS", drawing._Lists())
    rare = QuestionFilter(categories=("large",), difficulties=(Difficulty.HARD,))
    counts: Counter[int] = Counter()
    with large_bank.read() as session:
        for seed in range(400):
            pick = pick_questions(session, rare, 2, seed)
            assert len(set(pick.numbers)) == 2
            assert pick == pick_questions(session, rare, 2, seed)
            counts.update(pick.numbers)
        hard = session.execute(
            select(col(Question.number)).where(
                col(Question.category) == "large", col(Question.difficulty) == "hard"
            )
        ).scalars()
        assert set(counts) == set(hard)
    # 160 expected of each of the five; 5 standard deviations are about 50.
    assert all(110 < count < 210 for count in counts.values())


def test_a_shortage_is_exact_in_a_large_bank(
    large_bank: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "LISTED_AT_MOST", 20)
    monkeypatch.setattr(drawing, "_LISTS", drawing._Lists())
    rare = QuestionFilter(categories=("large",), difficulties=(Difficulty.HARD,))
    with large_bank.read() as session:
        pick = pick_questions(session, rare, 10, 1)
    assert (len(pick.numbers), pick.available) == (5, 5)
