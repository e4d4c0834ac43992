"""What an import did or would do, item by item; the same for a dry run and for a real one."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any, Self

from pydantic import BaseModel, Field, TypeAdapter


class Action(StrEnum):
    """What became of one item. `conflict`: both the file and the bank changed since the last
    import. `skipped`: a part of a file that is not a question. `duplicate`: another question
    has the same title, body and options."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One member of a question that the file says differently: what it was and what it is."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ImportItem:
    """One question or one left-out part of a file, with its lines (from 1, inclusive; rows in a
    table, notes in a deck). A dataclass, because there may be a hundred thousand of them.

    `errors` say what is wrong and what was expected, each beginning with the field. `reason` is
    why a part was left out or a question not taken. `changes` are those of an update, or those
    that a conflict kept out.
    """

    action: Action
    file: str | None
    line_start: int
    line_end: int
    title: str | None = None
    slug: str | None = None
    reason: str | None = None
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    changes: tuple[FieldChange, ...] = ()


_LONGEST = 1_000


def shown(text: str) -> str:
    """A text as a report shows it: no longer than a title may be, whatever a file holds."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


_ITEMS = TypeAdapter(list[ImportItem])
_AT_ONCE = 500


class ImportFile(BaseModel):
    """One file of an import: the format it was read in (null if it was not) and how many
    questions were found in it."""

    name: str
    format: str | None
    questions: int


class ImportReport(BaseModel):
    """All of an import, accounted for. The items, which there may be very many of, may wait in a
    temporary file, to be gone through from the first to the last."""

    id: str
    format: str = Field(description="The format of the files; `several` if they differ")
    dry_run: bool
    written: bool = Field(
        description="Whether the bank now is as told: false for a dry run, and for an atomic "
        "import of which something failed"
    )
    summary: dict[Action, int]
    files: list[ImportFile]
    items: list[ImportItem]

    def listed(self) -> Self:
        """The same with its items in memory."""
        return self.model_copy(update={"items": list(self.items)})

    @property
    def is_refused(self) -> bool:
        """Whether the import was to be written and was not."""
        return not (self.dry_run or self.written)


def json_of(report: ImportReport) -> Iterator[bytes]:
    """A report as JSON, some items at a time: of a long one the whole is large."""
    waiting = iter(report.items)
    head = report.model_copy(update={"items": []})
    yield head.__pydantic_serializer__.to_json(head).removesuffix(b"]}")
    comma = b""
    while some := list(islice(waiting, _AT_ONCE)):
        yield comma + _ITEMS.dump_json(some)[1:-1]
        comma = b","
    yield b"]}"
