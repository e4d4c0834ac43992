"""What clients see of the imports that were done."""

from datetime import datetime

from pydantic import BaseModel, Field


class ImportRead(BaseModel):
    """An import that wrote to the bank, without its items."""

    id: str
    source: str = Field(description="The name of the file, or of the first of several")
    format: str = Field(description="The format of the files; `several` if they differ")
    summary: dict[str, int] = Field(description="How many items there were of each action")
    created_at: datetime
