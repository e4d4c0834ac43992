"""Scoring against the bank: which scorer a question needs, and its verdict as clients read it."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import Row
from sqlmodel import Session

from app.core.errors import Invalid
from app.core.ids import ID_LENGTH
from app.core.text import FullText, Text, Token
from app.questions.errors import QuestionNotFound
from app.questions.filters import QUESTIONS
from app.questions.models import Kind
from app.questions.rows import VERSIONS, select_current
from app.questions.schemas import KeyPointWrite
from app.scoring import choice
from app.scoring.scorer import SCORER_NAME
from app.scoring.scorers import Scorer, Scorers, UnknownScorer
from app.scoring.values import KeyPoint, Reference, Score


class EvidenceRead(BaseModel):
    """A part of the answer: `quote` is its characters from `start` up to `end` (code points)."""

    model_config = ConfigDict(from_attributes=True)

    start: int
    end: int
    quote: str


class PointRead(BaseModel):
    """How far one key point was found in the answer, and where; `credit` is 0 to 1."""

    model_config = ConfigDict(from_attributes=True)

    text: str
    weight: float
    required: bool
    credit: float
    met: Literal["yes", "partial", "no"]
    evidence: list[EvidenceRead]
    matched_terms: list[str]
    missing_terms: list[str]


class ScorerRead(BaseModel):
    """Which scorer it was; the same version says the same again, unless it asks a language model."""

    name: str
    version: str


class ScoreRead(BaseModel):
    """A score from 0 to 100 with its reasons; `question_version` is null for a reference that
    came with the request."""

    score: float
    verdict: Literal["excellent", "good", "mixed", "poor"]
    confidence: float
    needs_review: bool
    points: list[PointRead]
    missing: list[str]
    flags: list[str]
    feedback: list[str]
    scorer: ScorerRead
    question_version: int | None


class ReferenceWrite(BaseModel):
    """A question that is not in the bank, with its model answer."""

    model_config = ConfigDict(extra="forbid")

    question: FullText
    answer: FullText
    hints: Annotated[list[FullText], Field(max_length=50)] = []
    key_points: Annotated[list[KeyPointWrite], Field(max_length=100)] = []


class ScoreRequest(BaseModel):
    """An answer, and what to score it against: a question of the bank or a reference."""

    model_config = ConfigDict(extra="forbid")

    question_id: Token | None = Field(default=None, description="Id or slug")
    reference: ReferenceWrite | None = None
    answer: Text | None = None
    choices: Annotated[list[Token], Field(max_length=50)] | None = Field(
        default=None, description="Ids of the chosen options, for a choice question of the bank"
    )
    scorer: Token = Field(
        default=SCORER_NAME, description="Name of one of the scorers that `GET /scorers` lists"
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.question_id is None) == (self.reference is None):
            raise ValueError("exactly one of question_id and reference is needed")
        if (self.answer is None) == (self.choices is None):
            raise ValueError("exactly one of answer and choices is needed")
        if self.reference is not None and self.answer is None:
            raise ValueError("a reference is answered with a text in answer")
        return self


STANDARD_COLUMNS = (
    VERSIONS.id.label("version_id"),
    VERSIONS.number.label("version_number"),
    VERSIONS.title.label("asked_title"),
    VERSIONS.body.label("asked_body"),
    VERSIONS.options.label("asked_options"),
    VERSIONS.hints.label("asked_hints"),
    VERSIONS.answer.label("model_answer"),
    VERSIONS.key_points.label("model_points"),
    QUESTIONS.kind.label("asked_kind"),
)
"""What judging an answer needs of a version, under names that clash with no reading of it."""


def standard_of(session: Session, ref: str) -> Row[Any]:
    """The `STANDARD_COLUMNS` of the version in force of a question, by id or slug.

    Raises:
        QuestionNotFound: there is no such question.
    """
    column = QUESTIONS.id if len(ref) == ID_LENGTH and ref.count("-") == 4 else QUESTIONS.slug
    statement = select_current(*STANDARD_COLUMNS, staff=False).where(column == ref)
    row = session.execute(statement).one_or_none()
    if row is None:
        raise QuestionNotFound
    return row


def scorer_named(scorers: Scorers, name: str) -> Scorer:
    """The scorer that a request asks for.

    Raises:
        Invalid: this service has no such scorer.
    """
    try:
        return scorers.named(name)
    except UnknownScorer as error:
        raise Invalid.at(
            "/scorer", "unknown_scorer", f"Scorers are: {', '.join(error.known)}"
        ) from None


def judge(
    standard: Row[Any], text: str | None, choices: Sequence[str] | None, scorer: Scorer
) -> Score:
    """Score an answer against `STANDARD_COLUMNS`: a text, or the ids of chosen options, which
    are scored exactly whatever the scorer.

    Raises:
        Invalid: the answer is not of the question's kind, or names an unknown option.
        ScoringFailed: the scorer came to no score.
    """
    check_kind(standard, text, choices)
    if choices is not None:
        return _judge_choice(standard, choices)
    assert text is not None
    title, body = standard.asked_title, standard.asked_body
    points = tuple(
        KeyPoint(point["text"], point["weight"], point["required"])
        for point in standard.model_points
    )
    reference = Reference(
        question=f"{title}\n\n{body}" if body else title,
        answer=standard.model_answer or "",
        hints=tuple(standard.asked_hints),
        key_points=points,
    )
    return scorer.score(reference, text)


def check_kind(
    standard: Row[Any], text: str | None, choices: Sequence[str] | None, *, at: str = "/text"
) -> None:
    """Refuse an answer that is not of the question's kind; a text would stand at `at`.

    Raises:
        Invalid: it is not, or it names an unknown option.
    """
    if standard.asked_kind != Kind.CHOICE:
        if text is None:
            raise Invalid.at(at, "text_needed", "An open question is answered with a text")
        return
    if choices is None:
        raise Invalid.at("/choices", "choices_needed", "A choice question is answered with choices")
    known = [option["id"] for option in standard.asked_options]
    if not set(choices) <= set(known):
        raise Invalid.at("/choices", "unknown_option", f"Options are: {', '.join(known)}")


def _judge_choice(standard: Row[Any], choices: Sequence[str]) -> Score:
    options = standard.asked_options
    correct = frozenset(option["id"] for option in options if option["correct"])
    known = [option["id"] for option in options]
    return choice.score_choice(correct, frozenset(choices), known)


def judge_reference(reference: ReferenceWrite, answer: str, scorer: Scorer) -> Score:
    """Score an answer against a reference that came with the request.

    Raises:
        ScoringFailed: the scorer came to no score.
    """
    points = tuple(KeyPoint(p.text, p.weight, p.required) for p in reference.key_points)
    return scorer.score(
        Reference(reference.question, reference.answer, tuple(reference.hints), points), answer
    )


def score_read(score: Score, question_version: int | None) -> ScoreRead:
    """A score as clients read it."""
    return ScoreRead(
        score=score.total,
        verdict=score.verdict,
        confidence=score.confidence,
        needs_review=score.needs_review,
        points=[PointRead.model_validate(point, from_attributes=True) for point in score.points],
        missing=list(score.missing),
        flags=list(score.flags),
        feedback=list(score.feedback),
        scorer=ScorerRead(name=score.scorer, version=score.scorer_version),
        question_version=question_version,
    )


class ScorerDescription(ScorerRead):
    """A scorer; one that is slow needs `questions:read`, and scores interviews after the answer
    is stored."""

    description: str
    is_slow: bool


def list_scorers(scorers: Scorers) -> list[ScorerDescription]:
    """The scorers of this service, the one for choice questions last."""
    exact = ScorerDescription(
        name=choice.SCORER_NAME,
        version=choice.SCORER_VERSION,
        description="Exact scoring of chosen options, with partial credit",
        is_slow=False,
    )
    described = [
        ScorerDescription(
            name=scorer.name,
            version=scorer.version,
            description=scorer.description,
            is_slow=scorer.is_slow,
        )
        for scorer in scorers.all()
    ]
    return [*described, exact]
