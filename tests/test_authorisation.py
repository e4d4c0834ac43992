"""Who may do what: one row for each operation, and a crawl that looks for staff text."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.access import service as access
from app.access.caller import Scope
from app.core.database import Database
from app.questions.models import Status
from app.questions.schemas import KeyPointWrite, QuestionCreate
from app.questions.writing import create_question
from tests.conftest import START
from tests.test_openapi import NAMES, OPERATIONS

OK = "ok"
CALLERS = ("anonymous", "candidate", "stranger", *(str(scope) for scope in Scope))


def row(everyone: object, **others: object) -> dict[str, object]:
    """The status for each caller, `ok` meaning any below 400."""
    named = {name.replace("__", ":"): status for name, status in others.items()}
    return {caller: named.get(caller, everyone) for caller in CALLERS}


READ = row(403, anonymous=401, candidate=OK, stranger=404, interviews__run=OK, admin=OK)
TAKE = row(403, anonymous=401, candidate=OK, stranger=404, interviews__run=404, admin=404)
WRITE = row(403, anonymous=401, candidate=401, stranger=401, questions__write=OK, admin=OK)
STAFF_READ = row(403, anonymous=401, candidate=401, stranger=401, questions__read=OK, admin=OK)
REVIEW = row(403, anonymous=401, candidate=401, stranger=401, reviews__write=OK, admin=OK)
TABLE: dict[str, dict[str, object]] = {
    "list_questions": row(OK),
    "read_question": row(OK),
    "question_facets": row(OK),
    "random_questions": row(OK),
    "list_categories": row(OK),
    "list_tags": row(OK),
    "create_draw": row(OK),
    "read_draw": row(OK),
    "create_score": STAFF_READ,
    "list_scorers": row(OK),
    "create_question": WRITE,
    "create_questions": WRITE,
    "patch_question": WRITE,
    "publish_question": WRITE,
    "withdraw_question": WRITE,
    "retire_question": WRITE,
    "delete_question": WRITE,
    "merge_question": WRITE,
    "list_similar": row(OK),
    "lint_questions": STAFF_READ,
    "list_duplicates": STAFF_READ,
    "list_versions": STAFF_READ,
    "read_version": STAFF_READ,
    "compare_versions": STAFF_READ,
    "create_interview": row(OK),
    "read_interview": READ,
    "read_turn": READ,
    "follow_scores": READ,
    "read_report": READ | {"candidate": 409},
    "reveal_hint": TAKE,
    "answer_turn": TAKE,
    "skip_turn": TAKE,
    "complete_interview": READ,
    "create_turn_score": row(
        403, anonymous=401, candidate=401, stranger=401, interviews__run=OK, admin=OK
    ),
    "read_calibration": STAFF_READ,
    "list_calibrations": STAFF_READ,
    "create_calibration": REVIEW | {"reviews:write": 409, "admin": 409},
    "review_key_points": STAFF_READ,
    "review_turn": REVIEW,
    "read_review": REVIEW,
    "export_questions": row(OK),
    "create_import": WRITE,
    "list_imports": STAFF_READ | {"questions:write": OK},
    "read_import": STAFF_READ | {"questions:write": OK},
    "check_health": row(OK),
    "check_readiness": row(OK),
}
BODIES: dict[str, dict[str, Any]] = {
    "create_draw": {"count": 1},
    "create_interview": {"count": 1},
    "create_score": {
        "question_id": "explain-the-concept-of-containerization-and-its-benefits-for-modern-software",
        "answer": "x",
    },
    "answer_turn": {"text": "x"},
    "review_turn": {"score": 50},
    "create_turn_score": {},
    "create_calibration": {"name": "spring-2026"},
    "create_question": {"title": "A new one", "allow_duplicate": True},
    "create_import": {"question": "What is sent as a file?", "answer": "This."},
    "create_questions": {"items": [{"title": "Another new one", "allow_duplicate": True}]},
    "patch_question": {"difficulty": "hard"},
    "merge_question": {
        "into": "describe-the-architecture-of-a-kubernetes-cluster-detail-the-role-of-each"
    },
}
ANSWERED = {"review_turn", "read_review", "create_turn_score"}
"""What is about an answer that is there: that of the second turn."""
ONCE = {
    "complete_interview",
    "answer_turn",
    "create_turn_score",
    "skip_turn",
    "withdraw_question",
    "retire_question",
    "delete_question",
    "merge_question",
}
"""What works once; the tests of its package see it work."""


def test_the_table_has_a_row_for_every_operation() -> None:
    assert set(TABLE) == set(NAMES)


@pytest.fixture
def headers(client: TestClient, db: Database) -> dict[str, dict[str, str]]:
    """The headers of each caller; the candidate's interview is the one that is tried. Its
    second turn is answered and reviewed."""
    made = client.post("/api/v1/interviews", json={"count": 2}).json()
    other = client.post("/api/v1/interviews", json={"count": 2}).json()
    secrets = {"candidate": made["token"], "stranger": other["token"]}
    with db.write() as session:
        for scope in Scope:
            secrets[scope] = access.create_key(session, name=scope, scopes=[scope], now=START)[1]
    found = {name: {"Authorization": f"Bearer {secret}"} for name, secret in secrets.items()}
    turn = f"/api/v1/interviews/{made['id']}/turns/2"
    client.post(f"{turn}/answers", json={"text": "x"}, headers=found["candidate"])
    client.put(f"{turn}/review", json={"score": 10}, headers=found["admin"])
    known = client.get("/api/v1/imports", headers=found["admin"]).json()["items"][0]
    return {
        "anonymous": {},
        "interview": {"id": made["id"]},
        "import": {"id": known["id"]},
        **found,
    }


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_each_caller_gets_what_the_table_says(
    client: TestClient,
    headers: dict[str, dict[str, str]],
    method: str,
    path: str,
    operation: dict[str, Any],
) -> None:
    name = operation["operationId"]
    for caller in reversed(CALLERS):
        draw = client.post("/api/v1/draws", json={"count": 1}).json()["id"]
        url = path.format(
            question="explain-the-concept-of-containerization-and-its-benefits-for-modern-software",
            interview=headers["interview"]["id"],
            position=2 if name in ANSWERED else 1,
            draw=draw,
            scorer="keypoints",
            import_id=headers["import"]["id"],
            number=1,
            other=1,
        )
        if TABLE[name][caller] == OK and name in ONCE:
            continue
        reply = client.request(
            method.upper(),
            url,
            json=BODIES.get(name),
            headers={**headers[caller], "If-Match": "*"},
        )
        wanted = TABLE[name][caller]
        assert reply.status_code == wanted or (wanted == OK and reply.status_code < 400), (
            caller,
            reply.text,
        )


CANARIES = {
    "answer": "canaryanswer",
    "hint": "canaryhint",
    "point": "canarypoint",
    "follow_up": "canaryfollowup",
    "source": "canarysource",
}


def strings(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)
    elif isinstance(node, str):
        yield node


def test_a_crawl_by_anyone_finds_no_staff_text(client: TestClient, db: Database) -> None:
    with db.write() as session:
        new = QuestionCreate(
            title="Canary",
            answer=CANARIES["answer"],
            hints=[CANARIES["hint"]],
            key_points=[KeyPointWrite(text=CANARIES["point"])],
            follow_ups=[CANARIES["follow_up"]],
            source={"name": CANARIES["source"]},  # type: ignore[arg-type]
            category="canary",
            tags=["canary"],
            status=Status.PUBLISHED,
        )
        ref = create_question(session, new, now=START).id
    body = {"count": 1, "filters": {"category": "canary"}}
    draw = client.post("/api/v1/draws", json=body)
    interviews = [
        client.post("/api/v1/interviews", json=body | {"feedback": feedback})
        for feedback in ("immediate", "end", "never")
    ]
    seen = [draw.text, *(made.text for made in interviews)]
    for made in interviews:
        path = f"/api/v1/interviews/{made.json()['id']}"
        candidate = {"Authorization": f"Bearer {made.json()['token']}"}
        seen += [
            client.get(url, headers=candidate).text
            for url in (path, f"{path}/turns/1", f"{path}/report", f"{path}/events")
        ]
    for url in (
        "/api/v1/questions?category=canary",
        f"/api/v1/questions/{ref}",
        "/api/v1/questions/canary",
        "/api/v1/questions/random?category=canary&count=1",
        f"/api/v1/draws/{draw.json()['id']}",
        "/api/v1/categories",
        "/api/v1/tags",
        "/api/v1/scorers",
        *(f"/api/v1/exports?category=canary&format={one}" for one in ("json", "csv", "yaml")),
    ):
        seen.append(client.get(url).text)
    refused = client.post("/api/v1/scores", json={"question_id": ref, "answer": "x"})
    seen.append(refused.text)
    assert "Canary" in " ".join(seen)
    for canary in CANARIES.values():
        assert all(canary not in text for text in seen), canary


def test_an_answer_never_released_never_shows(client: TestClient, db: Database) -> None:
    made = client.post("/api/v1/interviews", json={"count": 1, "feedback": "never"}).json()
    path = f"/api/v1/interviews/{made['id']}"
    candidate = {"Authorization": f"Bearer {made['token']}"}
    sent = client.post(f"{path}/turns/1/answers", json={"text": "x"}, headers=candidate)
    done = client.post(f"{path}/completion", headers=candidate)
    report = client.get(f"{path}/report", headers=candidate)
    slug = made["turns"][0]["question"]["slug"]
    with db.read() as session:
        from sqlalchemy import select
        from sqlmodel import col

        from app.questions.models import Question, QuestionVersion

        answer, points = session.execute(
            select(col(QuestionVersion.answer), col(QuestionVersion.key_points))
            .join(Question, col(Question.id) == col(QuestionVersion.question_id))
            .where(col(Question.slug) == slug)
        ).one()
    for reply in (sent, done, report):
        shown = set(strings(reply.json()))
        assert answer not in shown
        assert not {point["text"] for point in points} & shown
        assert "score" not in reply.json() or reply.json()["score"] is None
