"""What an import did or would do, item by item; the same for a dry run and for a real one."""

from enum import StrEnum

from pydantic import BaseModel


class Action(StrEnum):
    """What became of one item. `conflict`: both the file and the bank changed since the last
    import, and the bank was kept. `skipped`: a part of the file that is not a question."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    SKIPPED = "skipped"
    FAILED = "failed"


class ImportItem(BaseModel):
    """One question or one left-out part of a file, with its lines (from 1, inclusive)."""

    action: Action
    title: str | None
    slug: str | None
    line_start: int
    line_end: int
    errors: list[str]
    warnings: list[str]


class ImportReport(BaseModel):
    """All of a file, accounted for."""

    id: str
    format: str
    dry_run: bool
    summary: dict[Action, int]
    items: list[ImportItem]


def summarise(items: list[ImportItem]) -> dict[Action, int]:
    """How many items there are of each action, zeros included."""
    return {action: sum(item.action is action for item in items) for action in Action}
