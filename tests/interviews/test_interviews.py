"""Interviews over HTTP, on both databases: what is stored, what is refused, what is released."""

import threading
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from sqlmodel import Session, col

from app.core.database import Database
from app.core.settings import Settings
from app.interviews.models import Answer, AnswerScore, Interview
from app.interviews.models import Turn as TurnRow
from app.main import create_app
from app.questions.models import QuestionVersion
from tests.conftest import ADMIN_KEY, STAFF, FakeClock

API = "/api/v1/interviews"


def start(client: TestClient, **body: Any) -> tuple[str, dict[str, str], dict[str, Any]]:
    """A new interview: its path, the candidate's headers, and what the service said."""
    made = client.post(API, json={"count": 3, "seed": 7, **body}, headers=STAFF)
    assert made.status_code == 201, made.text
    interview = made.json()
    return f"{API}/{interview['id']}", {"Authorization": f"Bearer {interview['token']}"}, interview


def model_answer(db: Database, slug: str) -> str:
    from app.questions.models import Question

    with db.read() as session:
        return str(
            session.execute(
                select(col(QuestionVersion.answer))
                .join(Question, col(Question.id) == col(QuestionVersion.question_id))
                .where(col(Question.slug) == slug)
            ).scalar_one()
        )


def count(db: Database, table: type[Any]) -> int:
    with db.read() as session:
        return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def test_anyone_practises_from_start_to_report(client: TestClient, db: Database) -> None:
    made = client.post(API, json={"count": 2, "seed": 1})
    assert made.status_code == 201
    interview = made.json()
    assert interview["state"] == "in_progress"
    assert [turn["position"] for turn in interview["turns"]] == [1, 2]
    path, candidate = f"{API}/{interview['id']}", {"Authorization": f"Bearer {interview['token']}"}
    slug = interview["turns"][0]["question"]["slug"]

    text = model_answer(db, slug)
    answered = client.post(f"{path}/turns/1/answers", json={"text": text}, headers=candidate)
    assert answered.status_code == 201
    assert answered.json()["score"]["score"] >= 95
    assert answered.json()["turn"]["model_answer"] == text
    assert answered.json()["next_turn"] == 2

    empty = client.post(f"{path}/turns/2/answers", json={"text": ""}, headers=candidate)
    assert empty.json()["score"]["score"] == 0
    assert empty.json()["next_turn"] is None
    assert client.post(f"{path}/completion", headers=candidate).json()["state"] == "completed"

    report = client.get(f"{path}/report", headers=candidate).json()
    assert (report["asked"], report["answered"], report["unanswered"]) == (2, 2, 0)
    assert report["score"] == pytest.approx((answered.json()["score"]["score"] + 0) / 2, abs=0.06)
    with db.read() as session:
        assert set(session.execute(select(col(Answer.text))).scalars()) == {text, ""}
    assert count(db, AnswerScore) == 2


def test_an_answer_is_stored_exactly_as_sent(client: TestClient, db: Database) -> None:
    path, candidate, _ = start(client)
    text = "  \tTabs, trailing space \n\r\n and 𝔘nicode é \u202e "
    sent = client.post(f"{path}/turns/1/answers", json={"text": text}, headers=candidate)
    assert sent.json()["turn"]["answer"]["text"] == text
    with db.read() as session:
        assert session.execute(select(col(Answer.text))).scalar_one() == text


def test_evidence_quotes_the_answer_at_its_offsets(client: TestClient, db: Database) -> None:
    path, candidate, interview = start(client)
    text = "😀 " + model_answer(db, interview["turns"][0]["question"]["slug"])
    score = client.post(f"{path}/turns/1/answers", json={"text": text}, headers=candidate).json()
    quotes = [quote for point in score["score"]["points"] for quote in point["evidence"]]
    assert quotes
    assert all(text[quote["start"] : quote["end"]] == quote["quote"] for quote in quotes)


def test_a_turn_is_answered_once(client: TestClient, db: Database) -> None:
    path, candidate, _ = start(client)
    first = client.post(f"{path}/turns/1/answers", json={"text": "one"}, headers=candidate)
    second = client.post(f"{path}/turns/1/answers", json={"text": "two"}, headers=candidate)
    assert (first.status_code, second.status_code) == (201, 409)
    assert second.json()["code"] == "turn_closed"
    assert client.post(f"{path}/turns/1/skip", headers=candidate).json()["code"] == "turn_closed"
    assert client.post(f"{path}/turns/1/hints", headers=candidate).json()["code"] == "turn_closed"
    with db.read() as session:
        assert session.execute(select(col(Answer.text))).scalar_one() == "one"


def test_of_many_answers_at_once_one_is_stored(client: TestClient, db: Database) -> None:
    path, candidate, _ = start(client)
    statuses: list[int] = []

    def send(number: int) -> None:
        reply = client.post(
            f"{path}/turns/1/answers", json={"text": f"answer {number}"}, headers=candidate
        )
        statuses.append(reply.status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201] + [409] * 7
    assert count(db, Answer) == 1


def test_a_retry_with_its_key_gets_the_first_answer_again(client: TestClient, db: Database) -> None:
    path, candidate, _ = start(client)
    headers = candidate | {"Idempotency-Key": "7c2e4e5e-9d0f-4d43-9e0b-1f8e1c8f9d11"}
    first = client.post(f"{path}/turns/1/answers", json={"text": "pods"}, headers=headers)
    again = client.post(f"{path}/turns/1/answers", json={"text": "pods"}, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert again.json() == first.json()
    other = client.post(f"{path}/turns/1/answers", json={"text": "other"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert count(db, Answer) == 1


def test_a_retried_start_is_one_interview_with_one_token(client: TestClient, db: Database) -> None:
    headers = {"Idempotency-Key": "5b9c4d0a-2f6e-4a0e-8d4b-7a4a0a1b2c3d"}
    first = client.post(API, json={"count": 2}, headers=headers).json()
    again = client.post(API, json={"count": 2}, headers=headers).json()
    assert first == again
    assert count(db, Interview) == 1


def test_the_kept_reply_does_not_show_the_token(client: TestClient, db: Database) -> None:
    from app.core.idempotency import IdempotentReply

    headers = {"Idempotency-Key": "5b9c4d0a-2f6e-4a0e-8d4b-7a4a0a1b2c3d"}
    token = client.post(API, json={"count": 2}, headers=headers).json()["token"]
    with db.read() as session:
        kept = session.execute(select(col(IdempotentReply.body))).scalar_one()
        stored = session.execute(select(col(Interview.token_hash))).scalar_one()
    assert token.encode() not in kept
    assert token not in stored


def test_hints_come_one_at_a_time_and_are_counted(client: TestClient, db: Database) -> None:
    path, candidate, interview = start(client)
    total = interview["turns"][0]["hints_remaining"]
    assert total >= 1
    for revealed in range(1, total + 1):
        turn = client.post(f"{path}/turns/1/hints", headers=candidate).json()
        assert (len(turn["hints"]), turn["hints_remaining"]) == (revealed, total - revealed)
    none_left = client.post(f"{path}/turns/1/hints", headers=candidate)
    assert (none_left.status_code, none_left.json()["code"]) == (409, "no_more_hints")
    with db.read() as session:
        assert max(session.execute(select(col(TurnRow.hints_revealed))).scalars()) == total


@pytest.mark.parametrize(
    ("rules", "after_answer", "after_end"),
    [
        ({"mode": "practice"}, True, True),
        ({"mode": "practice", "feedback": "end"}, False, True),
        ({"mode": "practice", "feedback": "never"}, False, False),
        ({"mode": "exam"}, False, False),
        ({"mode": "exam", "feedback": "end"}, False, True),
    ],
)
def test_answers_are_released_by_the_rules(
    client: TestClient, rules: dict[str, str], after_answer: bool, after_end: bool
) -> None:
    path, candidate, interview = start(client, **rules)
    assert all("model_answer" not in turn for turn in interview["turns"])
    answered = client.post(f"{path}/turns/1/answers", json={"text": "x"}, headers=candidate).json()
    assert ("model_answer" in answered["turn"]) is after_answer
    assert (answered["score"] is not None) is after_answer
    skipped = client.post(f"{path}/turns/2/skip", headers=candidate).json()
    assert ("model_answer" in skipped["turn"]) is after_answer
    turn = client.get(f"{path}/turns/1", headers=candidate).json()
    assert ("key_points" in turn) is after_answer
    client.post(f"{path}/completion", headers=candidate)
    report = client.get(f"{path}/report", headers=candidate).json()
    assert ("score" in report) is after_end
    assert ("model_answer" in report["turns"][0]) is after_end
    staff_report = client.get(f"{path}/report", headers=STAFF).json()
    assert "score" in staff_report
    assert "model_answer" in staff_report["turns"][0]


def test_an_open_turn_never_shows_its_answer_in_practice(client: TestClient) -> None:
    path, candidate, _ = start(client)
    client.post(f"{path}/turns/1/answers", json={"text": "x"}, headers=candidate)
    client.post(f"{path}/completion", headers=candidate)
    turns = client.get(f"{path}/report", headers=candidate).json()["turns"]
    assert ["model_answer" in turn for turn in turns] == [True, False, False]


def test_the_report_waits_for_the_end(client: TestClient) -> None:
    path, candidate, _ = start(client)
    early = client.get(f"{path}/report", headers=candidate)
    assert (early.status_code, early.json()["code"]) == (409, "interview_running")
    assert client.get(f"{path}/report", headers=STAFF).status_code == 200


def test_a_completed_interview_takes_nothing_more(client: TestClient, db: Database) -> None:
    path, candidate, _ = start(client)
    assert client.post(f"{path}/completion", headers=candidate).status_code == 200
    for action in ("turns/1/answers", "turns/1/skip", "turns/1/hints", "completion"):
        body = {"json": {"text": "late"}} if action.endswith("answers") else {}
        late = client.post(f"{path}/{action}", headers=candidate, **body)  # type: ignore[arg-type]
        assert (late.status_code, late.json()["code"]) == (409, "interview_over")
    assert count(db, Answer) == 0


def test_the_deadline_ends_an_interview(client: TestClient, clock: FakeClock, db: Database) -> None:
    path, candidate, interview = start(client, time_limit_seconds=60, time_factor=1.5)
    assert interview["deadline_at"] == "2026-03-01T12:01:30Z"
    clock.advance(seconds=89)
    in_time = client.post(f"{path}/turns/1/answers", json={"text": "x"}, headers=candidate)
    assert in_time.status_code == 201
    assert client.get(f"{path}/report", headers=STAFF).json()["completed_at"] is None
    clock.advance(seconds=1)
    for action in ("turns/2/answers", "turns/2/skip", "turns/2/hints", "completion"):
        body = {"json": {"text": "late"}} if action.endswith("answers") else {}
        late = client.post(f"{path}/{action}", headers=candidate, **body)  # type: ignore[arg-type]
        assert (late.status_code, late.json()["code"]) == (410, "interview_expired")
    now = client.get(path, headers=candidate).json()
    assert (now["state"], now["server_time"]) == ("expired", "2026-03-01T12:01:30Z")
    report = client.get(f"{path}/report", headers=candidate).json()
    assert (report["answered"], report["unanswered"]) == (1, 2)
    assert report["completed_at"] == "2026-03-01T12:01:30Z"
    assert count(db, Answer) == 1


def test_interviews_survive_a_restart(
    client: TestClient, db: Database, settings: Settings, clock: FakeClock
) -> None:
    path, candidate, interview = start(client)
    client.post(f"{path}/turns/1/answers", json={"text": "kept"}, headers=candidate)
    with TestClient(create_app(settings, db=db, clock=clock)) as restarted:
        after = restarted.get(path, headers=candidate).json()
    assert after["turns"][0]["answer"]["text"] == "kept"
    assert [turn["question"]["id"] for turn in after["turns"]] == [
        turn["question"]["id"] for turn in interview["turns"]
    ]


def test_a_new_version_of_a_question_does_not_change_what_was_asked(
    client: TestClient, db: Database, clock: FakeClock
) -> None:
    from app.questions.schemas import QuestionCreate
    from app.questions.writing import revise_question

    path, candidate, interview = start(client)
    asked = interview["turns"][0]["question"]
    with db.write() as session:
        new = QuestionCreate(title="Rewritten", answer="- Rewritten answer")
        revise_question(session, asked["id"], new, now=clock(), source_hash="0" * 64)
    turn = client.get(f"{path}/turns/1", headers=candidate).json()
    assert turn["question"]["title"] == asked["title"]
    assert turn["question"]["version"] == 1
    fresh = client.get(f"/api/v1/questions/{asked['id']}").json()
    assert (fresh["title"], fresh["version"]) == ("Rewritten", 2)
    score = client.post(f"{path}/turns/1/answers", json={"text": "x"}, headers=candidate).json()
    assert score["score"]["question_version"] == 1


def test_others_find_nothing(client: TestClient) -> None:
    path, candidate, _ = start(client)
    _, stranger, _ = start(client)
    for url in (path, f"{path}/turns/1", f"{path}/report"):
        assert client.get(url).status_code == 401
        assert client.get(url, headers=stranger).status_code == 404
    for url in (f"{path}/turns/1/skip", f"{path}/turns/1/hints", f"{path}/completion"):
        assert client.post(url).status_code == 401
        assert client.post(url, headers=stranger).status_code == 404
    missing = client.get(f"{path}/turns/99", headers=candidate)
    assert (missing.status_code, missing.json()["code"]) == (404, "turn_not_found")
    assert client.get(f"{API}/nothing", headers=candidate).status_code == 404


def test_staff_reads_interviews_but_takes_no_turns(client: TestClient, db: Database) -> None:
    path, _, _ = start(client)
    assert client.get(path, headers=STAFF).status_code == 200
    refused = client.post(f"{path}/turns/1/answers", json={"text": "x"}, headers=STAFF)
    assert refused.status_code == 404
    assert count(db, Answer) == 0


def test_an_exam_needs_a_key(client: TestClient, db: Database) -> None:
    refused = client.post(API, json={"count": 2, "mode": "exam"})
    assert (refused.status_code, refused.json()["code"]) == (401, "key_needed")
    assert count(db, Interview) == 0


@pytest.mark.parametrize(
    "body",
    [
        {"count": 0},
        {"count": 101},
        {"count": "many"},
        {"mode": "exam", "feedback": "immediate"},
        {"draw_id": "x", "count": 2},
        {"time_factor": 0.5},
        {"time_limit_seconds": 0},
        {"filters": {"difficulty": "brutal"}},
        {"surprise": 1},
    ],
)
def test_bad_interviews_are_refused_and_nothing_is_stored(
    client: TestClient, db: Database, body: dict[str, Any]
) -> None:
    refused = client.post(API, json=body, headers=STAFF)
    assert refused.status_code == 422
    assert refused.json()["errors"]
    assert count(db, Interview) == 0


def test_a_fault_of_the_whole_body_is_told_in_our_words_alone(client: TestClient) -> None:
    body = {"mode": "exam", "feedback": "immediate"}
    (fault,) = client.post(API, json=body, headers=STAFF).json()["errors"]
    said = "an exam gives no immediate feedback; use end or never"
    assert fault == {"pointer": "", "code": "value_error", "message": said}


def test_an_unknown_member_is_answered_with_the_known_ones(client: TestClient) -> None:
    body = {"filters": {"level": "hard"}, "questions": 3}
    faults = client.post("/api/v1/interviews", json=body).json()["errors"]
    assert {fault["pointer"]: fault["message"] for fault in faults} == {
        "/filters": "Has a member that is not one of category, tag, difficulty, kind",
        "": "Has a member that is not one of draw_id, filters, count, seed, on_shortage, mode, "
        "feedback, time_limit_seconds, time_factor, subject, scorer",
    }


def test_too_few_questions_are_a_conflict_unless_partial_is_fine(client: TestClient) -> None:
    short = client.post(API, json={"count": 5, "filters": {"difficulty": "hard"}})
    assert short.status_code == 409
    assert (short.json()["requested"], short.json()["available"]) == (5, 4)
    partial = client.post(
        API, json={"count": 5, "filters": {"difficulty": "hard"}, "on_shortage": "partial"}
    ).json()
    assert len(partial["turns"]) == 4
    assert partial["shortages"] == [{"slot": None, "requested": 5, "available": 4}]


def test_a_kept_draw_is_asked_in_its_order(client: TestClient) -> None:
    draw = client.post("/api/v1/draws", json={"count": 4, "seed": 3}).json()
    interview = client.post(API, json={"draw_id": draw["id"]}).json()
    assert [turn["question"]["id"] for turn in interview["turns"]] == [
        item["question"]["id"] for item in draw["items"]
    ]
    assert interview["seed"] == 3
    unknown = client.post(API, json={"draw_id": "no-such-draw"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "draw_not_found")


WITHDRAWALS = {
    "internal": ("PATCH", "", {"visibility": "internal"}),
    "a draft": ("DELETE", "/publication", None),
    "retired": ("PUT", "/retirement", None),
}


@pytest.mark.parametrize("how", WITHDRAWALS)
def test_nobody_practises_on_what_was_drawn_before_it_was_withdrawn(
    client: TestClient, db: Database, how: str
) -> None:
    draw = client.post("/api/v1/draws", json={"count": 2, "seed": 5}).json()
    question = f"/api/v1/questions/{draw['items'][1]['question']['id']}"
    etag = client.get(question, headers=STAFF).headers["etag"]
    method, below, body = WITHDRAWALS[how]
    headers = STAFF | {"If-Match": etag}
    done = client.request(method, question + below, json=body, headers=headers)
    assert done.status_code == 200, done.text
    refused = client.post(API, json={"draw_id": draw["id"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "draw_withdrawn")
    assert count(db, Interview) == 0
    assert client.get(f"/api/v1/draws/{draw['id']}").json() == draw
    assert client.post(API, json={"draw_id": draw["id"]}, headers=STAFF).status_code == 201


@pytest.mark.parametrize("body", [{}, {"text": "a", "choices": ["a"]}, {"text": None}])
def test_an_answer_is_a_text_or_choices(client: TestClient, body: dict[str, Any]) -> None:
    path, candidate, _ = start(client)
    refused = client.post(f"{path}/turns/1/answers", json=body, headers=candidate)
    assert refused.status_code == 422
    choices = client.post(f"{path}/turns/1/answers", json={"choices": ["a"]}, headers=candidate)
    assert (choices.status_code, choices.json()["errors"][0]["code"]) == (422, "text_needed")


def test_choice_questions_are_scored_exactly(
    client: TestClient, db: Database, clock: FakeClock
) -> None:
    from app.questions.models import Kind, Status
    from app.questions.schemas import OptionWrite, QuestionCreate
    from app.questions.writing import create_question

    options = [OptionWrite(text="etcd", correct=True), OptionWrite(text="kubelet")]
    with db.write() as session:
        new = QuestionCreate(
            title="Which stores the state of the cluster?",
            kind=Kind.CHOICE,
            options=options,
            category="quiz",
            status=Status.PUBLISHED,
        )
        create_question(session, new, now=clock())
    filters = {"count": 1, "filters": {"category": "quiz"}}
    interview = client.post(API, json=filters).json()
    shown = interview["turns"][0]["question"]["options"]
    assert shown == [{"id": "a", "text": "etcd"}, {"id": "b", "text": "kubelet"}]
    path, candidate = f"{API}/{interview['id']}", {"Authorization": f"Bearer {interview['token']}"}
    unknown = client.post(f"{path}/turns/1/answers", json={"choices": ["z"]}, headers=candidate)
    assert unknown.json()["errors"][0]["code"] == "unknown_option"
    right = client.post(f"{path}/turns/1/answers", json={"choices": ["a"]}, headers=candidate)
    assert right.json()["score"]["score"] == 100


def test_nothing_secret_is_cached_or_logged(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    path, candidate, _ = start(client)
    secret = "the words of an answer"
    sent = client.post(f"{path}/turns/1/answers", json={"text": secret}, headers=candidate)
    assert sent.headers["Cache-Control"] == "no-store"
    assert client.get(path, headers=candidate).headers["Cache-Control"] == "no-store"
    lines = " ".join(str(vars(record)) for record in caplog.records)
    assert secret not in lines
    assert candidate["Authorization"].split()[1] not in lines
    assert ADMIN_KEY not in lines


def test_a_lost_race_for_a_turn_rolls_back_everything(db: Database) -> None:
    with pytest.raises(RuntimeError), db.write() as session:
        _broken_work(session)
    assert count(db, Interview) == 0


def _broken_work(session: Session) -> None:
    from app.access.caller import ANONYMOUS
    from app.interviews.schemas import InterviewCreate
    from app.interviews.starting import start_interview
    from tests.conftest import START

    start_interview(session, InterviewCreate(count=2), ANONYMOUS, START)
    raise RuntimeError("the power went out")
