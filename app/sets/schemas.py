"""What clients send and receive of draws."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.core.text import Line, Token
from app.questions.parameters import FacetQuery, FilterWrite
from app.questions.schemas import QuestionPublic
from app.sets.selection import MAX_SEED

Seed = Annotated[
    int,
    Field(ge=0, le=MAX_SEED, description="The same seed on the same bank gives the same list"),
]
Count = Annotated[int, Field(ge=1, le=100)]


class OnShortage(StrEnum):
    """What to do when too few questions pass: refuse, or give those there are."""

    ERROR = "error"
    PARTIAL = "partial"


class RandomQuery(FacetQuery):
    """All parameters of random questions."""

    count: Count = 5
    seed: Seed | None = None
    on_shortage: OnShortage = OnShortage.ERROR


class DrawCreate(BaseModel):
    """What to draw. Without a seed one is made up, and told."""

    model_config = ConfigDict(extra="forbid")

    filters: FilterWrite = FilterWrite()
    count: Count = 5
    seed: Seed | None = None
    subject: Line | None = Field(default=None, description="Whom or what the draw is for")
    exclude: Annotated[list[Token], Field(max_length=1000)] = Field(
        default=[], description="Ids or slugs of questions that must not be drawn"
    )
    on_shortage: OnShortage = OnShortage.ERROR


class ShortageRead(BaseModel):
    """How far a part of the request could not be met."""

    slot: str | None
    requested: int
    available: int


class RandomQuestions(BaseModel):
    """Questions at random, in the order drawn, with what is needed to draw them again."""

    items: list[QuestionPublic]
    seed: int
    algorithm: str
    bank_digest: str
    shortages: list[ShortageRead]


class DrawItemRead(BaseModel):
    """One drawn question; positions count from 1."""

    position: int
    slot: str | None
    question: QuestionPublic


class DrawRead(BaseModel):
    """A draw that was kept. `bank_digest` names the state of the bank it was made from."""

    id: str
    seed: int
    algorithm: str
    bank_digest: str
    items: list[DrawItemRead]
    shortages: list[ShortageRead]
    subject: str | None
    created_at: datetime


DRAW_EXAMPLE: dict[str, Any] = {
    "five": {
        "summary": "Five easy or medium questions",
        "value": {"filters": {"difficulty": ["easy", "medium"]}, "count": 5, "seed": 42},
    }
}
