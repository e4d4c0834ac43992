"""The `llm` scorer as settings ask for it: refused clearly, or judging what is stored already."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr, ValidationError
from sqlalchemy import text

from app.core.database import Database
from app.core.errors import QbankError
from app.core.settings import Settings
from app.interviews.worker import score_next
from app.judging.configured import scorers_of
from app.judging.llm.scorer import LlmScorer
from app.main import create_app
from app.scoring.scorers import ScoringFailed
from app.scoring.values import Reference
from tests.cli.command import qbank
from tests.conftest import STAFF, FakeClock
from tests.interviews.test_interviews import start
from tests.judging.llm.server import JudgeServer, answers, judge_server, verdicts_by

URL = "https://judge.example/v1"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"scorer": "llm"}, "QBANK_LLM_URL is needed"),
        ({"llm_model": "m"}, "QBANK_LLM_URL is needed"),
        ({"llm_url": URL}, "QBANK_LLM_MODEL is needed"),
        ({"llm_url": "http://judge.example", "llm_model": "m"}, "QBANK_LLM_URL must be https"),
        (
            {"llm_url": URL, "llm_model": "m", "llm_parameters": {"stream": True, "n": 2}},
            "QBANK_LLM_PARAMETERS cannot set n, stream",
        ),
        ({"llm_url": URL, "llm_model": "m", "llm_calls_per_hour": 1}, "a score takes 2 calls"),
    ],
)
def test_what_makes_no_judge_is_refused(given: dict[str, Any], told: str) -> None:
    with pytest.raises(QbankError, match=told):
        scorers_of(Settings(**given))


def test_a_key_has_to_fit_a_header_and_is_not_shown() -> None:
    with pytest.raises(ValidationError):
        Settings(llm_api_key=SecretStr("two words"))
    settings = Settings(llm_url=URL, llm_model="m", llm_api_key=SecretStr("the-key"))
    assert "the-key" not in f"{settings!r} {settings.model_dump()}"


def test_a_judge_is_one_of_the_scorers_and_the_default_only_if_chosen() -> None:
    none = scorers_of(Settings())
    assert [one.name for one in none.all()] == ["keypoints"]
    beside = scorers_of(Settings(llm_url=URL, llm_model="m"))
    assert [one.name for one in beside.all()] == ["keypoints", "llm"]
    chosen = scorers_of(Settings(llm_url=URL, llm_model="m", scorer="llm"))
    assert [one.name for one in chosen.all()] == ["llm", "keypoints"]


def test_the_version_changes_with_whatever_a_score_depends_on() -> None:
    given: dict[str, Any] = {"llm_url": "http://localhost:1/v1", "llm_model": "vendor/model"}
    changes: list[dict[str, Any]] = [
        {},
        {"llm_model": "vendor/other"},
        {"llm_url": "http://localhost:1/v2"},
        {"llm_parameters": {"seed": 7}},
    ]
    versions = {scorers_of(Settings(**given | change)).named("llm").version for change in changes}
    assert len(versions) == 4
    timed = scorers_of(Settings(**given, llm_timeout_seconds=9)).named("llm").version
    assert timed in versions


def test_parameters_change_the_request_but_for_what_is_ours(judge: JudgeServer) -> None:
    judge.behave = answers(status=500)
    parameters = {"temperature": None, "max_tokens": None, "max_completion_tokens": 9, "top_p": 1}
    settings = Settings(llm_url=judge.url, llm_model="m", llm_parameters=parameters)
    scorer = scorers_of(settings).named("llm")
    assert isinstance(scorer, LlmScorer)
    with pytest.raises(ScoringFailed):
        scorer.score(Reference("What?", "A thing with parts."), "Some parts.")
    _, sent = judge.received[0]
    assert {"temperature", "max_tokens"}.isdisjoint(sent)
    assert (sent["max_completion_tokens"], sent["top_p"], sent["stream"]) == (9, 1, False)


def test_serve_and_doctor_say_what_is_missing(tmp_path: Path) -> None:
    served = qbank(tmp_path, "serve", "--port", "0", QBANK_SCORER="llm")
    assert (served.returncode, served.stderr.count("\n")) == (1, 1)
    assert "QBANK_LLM_URL is needed" in served.stderr
    assert not (tmp_path / "data" / "qbank.db").exists(), "nothing was begun"
    looked = qbank(tmp_path, "doctor", QBANK_SCORER="llm")
    assert looked.returncode == 1
    assert "scorer: QBANK_LLM_URL is needed" in looked.stdout


@pytest.fixture
def judge() -> Iterator[JudgeServer]:
    with judge_server() as server:
        yield server


def test_an_interview_is_judged_after_its_answers_are_stored(
    judge: JudgeServer, db: Database, settings: Settings, clock: FakeClock
) -> None:
    asked_while_writing = []
    honest = verdicts_by(lambda point, answer: ("met", answer) if "container" in point else NO)

    def behave(handler: Any, payload: Any) -> None:
        with db.write() as session:  # would wait if the scorer ran within a unit of work
            asked_while_writing.append(session.execute(text("SELECT 1")).scalar_one())
        honest(handler, payload)

    judge.behave = answers(status=500)
    configured = settings.model_copy(
        update={
            "scorer": "llm",
            "llm_url": judge.url,
            "llm_model": "m",
            "scoring_threads": 0,
        }
    )
    app = create_app(configured, db=db, clock=clock)
    with TestClient(app) as client:
        path, candidate, _ = start(client, count=1)
        said = {"text": "It runs containers."}
        sent = client.post(f"{path}/turns/1/answers", json=said, headers=candidate).json()
        assert (sent["turn"]["scoring"], sent["score"]) == ("pending", None)
        assert score_next(db, app.state.scorers, clock)
        owed = client.get(f"{path}/turns/1", headers=STAFF).json()["owed"]
        assert (owed["error"], owed["attempts"]) == ("The judge answered 500", 1)
        judge.behave = behave
        clock.advance(seconds=60)
        assert score_next(db, app.state.scorers, clock)
        turn = client.get(f"{path}/turns/1", headers=candidate).json()
        assert (turn["scoring"], turn["score"]["scorer"]["name"]) == ("scored", "llm")
        quotes = [part["quote"] for p in turn["score"]["points"] for part in p["evidence"]]
        assert set(quotes) == {said["text"]}
        assert asked_while_writing == [1, 1]
        refused = client.post("/api/v1/scores", json=REFERENCE | {"scorer": "llm"})
        assert refused.status_code == 401, "it takes time and money"
        made = client.post("/api/v1/scores", json=REFERENCE | {"scorer": "llm"}, headers=STAFF)
        assert made.json()["scorer"]["name"] == "llm"
        pointless = {"question": "What?", "answer": "???"}
        odd = REFERENCE | {"scorer": "llm", "reference": pointless}
        refused = client.post("/api/v1/scores", json=odd, headers=STAFF)
        assert (refused.status_code, refused.json()["code"]) == (422, "not_scorable")


NO = ("no", "")
REFERENCE = {
    "reference": {"question": "What is it?", "answer": "- It runs a container"},
    "answer": "Something that runs a container.",
}
