"""What clients see of the imports that were done, and of those that are yet to be."""

from datetime import datetime

from pydantic import BaseModel, Field

from app.interchange.models import JobState
from app.interchange.report import ImportReport


class ImportProgress(BaseModel):
    """How far an import is: `reading` files, `checking` or `writing` questions, so many of all."""

    stage: str
    done: int
    total: int


class ImportFailure(BaseModel):
    """Why an import came to nothing."""

    code: str
    detail: str


class ImportRead(BaseModel):
    """An import that wrote to the bank, or one that was put aside to be done. `format` and
    `summary` are null until it is known what is in the files."""

    id: str
    state: JobState = Field(
        description="`done` is written, or told if it was a dry run; of a `failed` one nothing is"
    )
    source: str = Field(description="The name of the file, or of the first of several")
    format: str | None = Field(description="The format of the files; `several` if they differ")
    summary: dict[str, int] | None = Field(description="How many items there were of each action")
    created_at: datetime = Field(description="When it was asked for")
    finished_at: datetime | None = None
    progress: ImportProgress | None = None
    failure: ImportFailure | None = None
    report: ImportReport | None = Field(
        default=None,
        description="The report of an import that was put aside, for seven days after; lists "
        "leave it out",
    )
