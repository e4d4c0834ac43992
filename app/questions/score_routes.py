"""Scoring over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import Body
from pydantic import BaseModel

from app.access.caller import Scope
from app.access.dependencies import Reader
from app.access.errors import KeyNeeded, ScopeMissing, UnknownKey
from app.core.database import Database
from app.core.problems import responses
from app.core.routing import API, Router
from app.questions import scores
from app.questions.dependencies import ServiceScorers
from app.questions.errors import NotScorable, QuestionNotFound, ScoringUnavailable
from app.questions.schemas import example
from app.questions.scores import ScorerDescription, ScoreRead, ScoreRequest
from app.scoring.scorers import Scorer, ScoringFailed, Unscorable

router = Router(prefix=API, tags=["scoring"])

EXAMPLE = example(
    reference={
        "question": "What is a container?",
        "answer": "- A process isolated by kernel namespaces\n- Its image packages dependencies",
    },
    answer="An isolated process; namespaces of the kernel keep it apart.",
)


class Scorers(BaseModel):
    items: list[ScorerDescription]


@router.post(
    "/scores",
    summary="Score an answer",
    responses=responses(
        UnknownKey, KeyNeeded, ScopeMissing, QuestionNotFound, NotScorable, ScoringUnavailable
    ),
)
def create_score(
    db: Database,
    who: Reader,
    scorers: ServiceScorers,
    body: Annotated[ScoreRequest, Body(openapi_examples=EXAMPLE)],
) -> ScoreRead:
    """The score of one answer, explained point by point with quotes; nothing is stored.

    Against a question of the bank this needs `questions:read`, because the explanation
    names the key points, and so does a slow scorer, because it takes time or money. Otherwise
    anyone may ask against a reference in the request."""
    scorer = scores.scorer_named(scorers, body.scorer)
    if not who.is_staff and (body.reference is None or scorer.is_slow):
        raise KeyNeeded if who.key_id is None else ScopeMissing(Scope.QUESTIONS_READ)
    try:
        with _place_for(scorer):
            return _score(db, body, scorer)
    except Unscorable as failure:
        raise NotScorable(failure.reason) from failure
    except ScoringFailed as failure:
        raise ScoringUnavailable(failure.reason, failure.retry_after) from failure


@contextmanager
def _place_for(scorer: Scorer) -> Iterator[None]:
    """A place for a scorer to run in. The slow ones have few, so that they leave threads of the
    pool to everybody else."""
    if not scorer.is_slow:
        yield
        return
    if not _SLOW.acquire(blocking=False):
        raise ScoringFailed("As many slow scorers run as may at once", retry_after=5)
    try:
        yield
    finally:
        _SLOW.release()


_SLOW = BoundedSemaphore(2)


def _score(db: Database, body: ScoreRequest, scorer: Scorer) -> ScoreRead:
    """The scorer runs when the unit of work is over: it may be slow."""
    if body.reference is not None:
        assert body.answer is not None
        return scores.score_read(scores.judge_reference(body.reference, body.answer, scorer), None)
    assert body.question_id is not None
    with db.read() as session:
        standard = scores.standard_of(session, body.question_id)
    scores.check_kind(standard, body.answer, body.choices, at="/answer")
    score = scores.judge(standard, body.answer, body.choices, scorer)
    return scores.score_read(score, standard.version_number)


@router.get("/scorers", summary="List scorers", responses=responses(UnknownKey, KeyNeeded))
def list_scorers(db: Database, who: Reader, scorers: ServiceScorers) -> Scorers:
    """The scorers that this service has, with their versions."""
    return Scorers(items=scores.list_scorers(scorers))
