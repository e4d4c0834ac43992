"""What clients send and receive of the bank. What each reader may see is a type of its own."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.core.pagination import Page
from app.core.text import FullText, Line, Text
from app.questions.models import MAX_TAG, MAX_TITLE, Difficulty, Kind, Status, Visibility

Tag = Annotated[Line, Field(max_length=MAX_TAG, pattern=r"^[^,]+$")]
CategoryPath = Annotated[
    Line,
    Field(
        pattern=r"^[^/,\s](?:[^/,]*[^/,\s])?(?:/[^/,\s](?:[^/,]*[^/,\s])?)*$",
        description="A path from the general to the particular: `databases/sql`",
        examples=["kubernetes"],
    ),
]
Title = Annotated[FullText, Field(max_length=MAX_TITLE)]


class OptionPublic(BaseModel):
    """One choice, without a word on whether it is right."""

    id: str
    text: str


class OptionStaff(OptionPublic):
    correct: bool


class KeyPointStaff(BaseModel):
    """One thing a good answer says; a heavier point counts for more."""

    id: str
    text: str
    weight: float
    required: bool


class SourceStaff(BaseModel):
    """Where the question came from, as far as that is known."""

    name: str | None
    url: str | None
    license: str | None
    line: int | None


class QuestionPublic(BaseModel):
    """What anyone may see: no answer, hints, key points or statistics."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "0198c1f2-6f3a-7c1e-9d53-0e6a3b1c2d4f",
                    "slug": "what-problem-does-kubernetes-solve",
                    "title": "What problem does Kubernetes solve that Docker alone cannot?",
                    "body": None,
                    "options": [],
                    "category": "kubernetes",
                    "tags": ["containers"],
                    "difficulty": "easy",
                    "kind": "open",
                    "expected_seconds": None,
                    "version": 1,
                    "updated_at": "2026-01-31T09:30:00Z",
                }
            ]
        }
    )

    id: str
    slug: str
    title: str
    body: str | None
    options: list[OptionPublic]
    category: str | None
    tags: list[str]
    difficulty: Difficulty | None
    kind: Kind
    expected_seconds: int | None
    version: int
    updated_at: datetime


class QuestionStaff(QuestionPublic):
    """All of a question, for those who write and review."""

    model_config = ConfigDict(json_schema_extra={})

    options: list[OptionStaff]  # type: ignore[assignment]  # narrower: read-only, so it is sound
    hints: list[str]
    answer: str | None
    key_points: list[KeyPointStaff]
    key_points_derived: bool
    follow_ups: list[str]
    status: Status
    visibility: Visibility
    source: SourceStaff
    created_at: datetime


class Highlight(BaseModel):
    """A place that meets the search: `text[start:end]` of the member `field`, counted in
    characters (code points). Offsets, so that nothing in a text can pass as markup."""

    field: str = Field(description="`title`, `body`, or for staff `answer`")
    start: int
    end: int


class FoundPublic(QuestionPublic):
    """A question that a search found, in its public form."""

    model_config = ConfigDict(json_schema_extra={})

    score: float = Field(description="How well it meets the search; comparable within one search")
    highlights: list[Highlight]


class FoundStaff(QuestionStaff):
    """A question that a search found, in its staff form."""

    score: float = Field(description="How well it meets the search; comparable within one search")
    highlights: list[Highlight]


class QuestionPart(BaseModel):
    """The members of a question that were asked for with `fields`."""

    model_config = ConfigDict(extra="allow")


class QuestionPage(Page[FoundStaff | FoundPublic | QuestionStaff | QuestionPublic | QuestionPart]):
    """One page of a list of questions. The members about searching are there only with `q`."""

    fuzzy: bool | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="Whether words were taken for others that they resemble, because the search "
        "for what was typed found little",
    )
    truncated: bool | None = Field(
        default=None,
        exclude_if=lambda value: value is None,
        description="Whether more questions match than are ranked; the search is too general",
    )


class FacetValue(BaseModel):
    """A value of a filter, and how many of the questions would pass it too."""

    value: str
    count: int


class Facets(BaseModel):
    """How the questions of a list are distributed, the commonest values first."""

    total: int = Field(description="How many questions were counted")
    exact: bool = Field(
        description="Whether all that pass were counted. If not, the first so many were; with one "
        "tag that is true of the other tags alone"
    )
    category: list[FacetValue] = Field(description="Each counts what stands below it too")
    difficulty: list[FacetValue]
    kind: list[FacetValue]
    tag: list[FacetValue]


class OptionWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: FullText
    correct: bool = False


class KeyPointWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: FullText
    weight: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = 1.0
    required: bool = False


class SourceWrite(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Line | None = None
    url: Annotated[Text, Field(max_length=2000)] | None = None
    license: Line | None = None
    line: Annotated[int, Field(ge=1, lt=2**31)] | None = None


class QuestionCreate(BaseModel):
    """A new question. Without key points they are derived from the answer."""

    model_config = ConfigDict(extra="forbid")

    title: Title
    body: Text | None = None
    kind: Kind = Kind.OPEN
    options: Annotated[list[OptionWrite], Field(max_length=50)] = []
    hints: Annotated[list[FullText], Field(max_length=50)] = []
    answer: Text | None = None
    key_points: Annotated[list[KeyPointWrite], Field(max_length=100)] | None = None
    follow_ups: Annotated[list[FullText], Field(max_length=50)] = []
    category: CategoryPath | None = None
    tags: Annotated[list[Tag], Field(max_length=50)] = []
    difficulty: Difficulty | None = None
    expected_seconds: Annotated[int, Field(ge=1, le=86_400)] | None = None
    slug: Annotated[Line, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")] | None = None
    status: Status = Status.DRAFT
    visibility: Visibility = Visibility.PUBLIC
    source: SourceWrite = SourceWrite()


class CategoryRead(BaseModel):
    """A category and how many published, public questions stand in it or below."""

    path: str
    questions: int


class TagRead(BaseModel):
    """A tag and how many published, public questions carry it."""

    name: str
    questions: int


def example(**members: Any) -> dict[str, Any]:
    """A named example of a body, in OpenAPI's form."""
    return {"example": {"value": members}}
