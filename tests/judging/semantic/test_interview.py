"""The semantic scorer in an interview, with the real model: the score comes after the answer."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.core.database import Database
from app.core.settings import Settings
from app.interviews.worker import score_next
from app.judging.semantic.model import model_folder
from app.main import create_app
from tests.conftest import STAFF, FakeClock
from tests.interviews.test_interviews import start

from .models import FOLDER, needs_model

pytestmark = needs_model


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_answer_is_stored_scored_later_and_reported(
    db: Database, settings: Settings, clock: FakeClock
) -> None:
    assert FOLDER is not None
    place = model_folder(settings.data_dir)
    place.parent.mkdir(parents=True)
    place.symlink_to(Path(FOLDER).resolve())
    configured = settings.model_copy(update={"scorer": "semantic", "scoring_threads": 0})
    app = create_app(configured, db=db, clock=clock)
    with TestClient(app) as client:
        listed = client.get("/api/v1/scorers").json()["items"]
        assert [(one["name"], one["is_slow"]) for one in listed][:1] == [("semantic", True)]
        path, candidate, made = start(client, count=1)
        asked = client.get(
            f"/api/v1/questions/{made['turns'][0]['question']['slug']}", headers=STAFF
        )
        answer = {"text": asked.json()["answer"]}
        sent = client.post(f"{path}/turns/1/answers", json=answer, headers=candidate).json()
        assert (sent["turn"]["scoring"], sent["score"]) == ("pending", None)
        assert score_next(db, app.state.scorers, clock)
        score = client.get(f"{path}/turns/1", headers=candidate).json()["score"]
        assert (score["score"], score["scorer"]["name"]) == (100.0, "semantic")
        assert "minilm-53aa51" in score["scorer"]["version"]
        assert client.get(f"{path}/report", headers=STAFF).json()["score"] == 100.0
