"""What editors send and receive: new questions, merge patches, batches, merges."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import CoreSchema

from app.core.problems import faults_of
from app.core.text import FullText, Line, Text, Token
from app.questions.models import Difficulty, Kind, Visibility
from app.questions.schemas import (
    CategoryPath,
    KeyPointWrite,
    OptionWrite,
    QuestionCreate,
    QuestionStaff,
    SourceWrite,
    Tag,
    Title,
)
from app.questions.similar import SimilarQuestion

MAX_BATCH = 100
_ABSENT: Any = None
"""The default of members that may be absent but not null: absent ones are never looked at."""


class QuestionAdd(QuestionCreate):
    """A new question, and whether it may be one that the bank has already."""

    allow_duplicate: bool = False


class QuestionCreated(QuestionStaff):
    """A new question, and those of the bank that may be the same."""

    possible_duplicates: list[SimilarQuestion]


class QuestionUpdate(BaseModel):
    """A merge patch: a member that is absent stays, null clears it where it may be empty.

    `key_points: null` forgets the edited ones and derives them from the answer again."""

    model_config = ConfigDict(extra="forbid")

    title: Title = Field(default=_ABSENT)
    body: Text | None = None
    kind: Kind = Field(default=_ABSENT)
    options: Annotated[list[OptionWrite], Field(max_length=50)] = Field(default=_ABSENT)
    hints: Annotated[list[FullText], Field(max_length=50)] = Field(default=_ABSENT)
    answer: Text | None = None
    key_points: Annotated[list[KeyPointWrite], Field(max_length=100)] | None = None
    follow_ups: Annotated[list[FullText], Field(max_length=50)] = Field(default=_ABSENT)
    category: CategoryPath | None = None
    tags: Annotated[list[Tag], Field(max_length=50)] = Field(default=_ABSENT)
    difficulty: Difficulty | None = None
    expected_seconds: Annotated[int, Field(ge=1, le=86_400)] | None = None
    slug: Annotated[Line, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")] = Field(default=_ABSENT)
    visibility: Visibility = Field(default=_ABSENT)
    source: SourceWrite | None = None
    allow_duplicate: bool = False


@dataclass(frozen=True, slots=True)
class Malformed:
    """An item of a partial batch that is no question, and why."""

    faults: tuple[dict[str, str], ...]


def _one_by_one(
    value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo
) -> QuestionAdd | Malformed:
    """In a partial batch an object that is no question keeps out none but itself."""
    try:
        made: QuestionAdd = handler(value)
        return made
    except ValidationError as error:
        if info.data.get("mode") != "partial" or not isinstance(value, dict):
            raise
        return Malformed(tuple(faults_of(error, QuestionAdd)))


class _OrRefused:
    """Tells in the schema that an item may be any object; nothing but `mode` decides if it may."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        refused = {
            "type": "object",
            "description": "What is no question fails alone in a partial batch",
        }
        return {"anyOf": [handler(schema), refused]}


class BatchCreate(BaseModel):
    """Up to 100 new questions: all of them or none (`atomic`), or each that can be."""

    model_config = ConfigDict(extra="forbid")

    mode: Literal["atomic", "partial"] = "atomic"
    items: Annotated[
        list[Annotated[QuestionAdd, WrapValidator(_one_by_one), _OrRefused()]],
        Field(min_length=1, max_length=MAX_BATCH),
    ]

    @property
    def entries(self) -> list[QuestionAdd | Malformed]:
        """The items as they were read."""
        return list(self.items)


class BatchItem(BaseModel):
    """What became of one item: the question, or the problem that kept it out."""

    index: int
    status: int
    question: QuestionStaff | None
    problem: dict[str, Any] | None


class BatchRead(BaseModel):
    created: int
    failed: int
    items: list[BatchItem]


class MergeCreate(BaseModel):
    """Which question takes the place of this one, by id or slug."""

    model_config = ConfigDict(extra="forbid")

    into: Token


class FieldDiff(BaseModel):
    """How one member differs; texts also as the lines of a unified diff."""

    field: str
    before: Any
    after: Any
    lines: list[str] | None


class VersionDiff(BaseModel):
    """What changed from one version of a question to another; empty if nothing did."""

    before: int
    after: int
    changes: list[FieldDiff]
