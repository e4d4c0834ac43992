"""Scoring over HTTP."""

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
from app.questions.errors import QuestionNotFound
from app.questions.schemas import example
from app.questions.scores import ScorerDescription, ScoreRead, ScoreRequest

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
    responses=responses(UnknownKey, KeyNeeded, ScopeMissing, QuestionNotFound),
)
def create_score(
    db: Database, who: Reader, body: Annotated[ScoreRequest, Body(openapi_examples=EXAMPLE)]
) -> ScoreRead:
    """The score of one answer, explained point by point with quotes; nothing is stored.

    Against a question of the bank this needs `questions:read`, because the explanation
    names the key points. Against a reference in the request anyone may ask."""
    if body.reference is not None:
        return scores.score_read(scores.judge_reference(body.reference, body.answer), None)
    if not who.is_staff:
        raise KeyNeeded if who.key_id is None else ScopeMissing(Scope.QUESTIONS_READ)
    assert body.question_id is not None
    with db.read() as session:
        standard = scores.standard_of(session, body.question_id)
    score = scores.judge(standard, body.answer, None)
    return scores.score_read(score, standard.version_number)


@router.get("/scorers", summary="List scorers", responses=responses(UnknownKey, KeyNeeded))
def list_scorers(db: Database, who: Reader) -> Scorers:
    """The scorers that this service has, with their versions."""
    return Scorers(items=scores.list_scorers())
