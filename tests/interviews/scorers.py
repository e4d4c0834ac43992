"""Scorers for tests of interviews: slow ones that are told what to do, and broken ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.scoring.scorer import score_answer
from app.scoring.scorers import Scorers
from app.scoring.values import Reference, Score


@dataclass
class ToldScorer:
    """A scorer that raises what it is told to, once each, and scores after that."""

    name: str = "told"
    version: str = "1"
    is_slow: bool = True
    failures: list[Exception] = field(default_factory=list)
    calls: int = 0
    description: str = "Does what a test says"

    def score(self, reference: Reference, answer: str) -> Score:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        made = score_answer(reference, answer)
        return replace(made, scorer=self.name, scorer_version=self.version)


@contextmanager
def failing_scorers(client: TestClient) -> Iterator[None]:
    """A service whose quick scorer is broken."""
    app = client.app
    assert isinstance(app, FastAPI)
    working = app.state.scorers
    broken = ToldScorer("keypoints", is_slow=False, failures=[RuntimeError("broken")] * 9)
    app.state.scorers = Scorers(broken)
    yield
    app.state.scorers = working
