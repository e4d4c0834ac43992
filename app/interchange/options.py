"""What the person who imports decides."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.interchange.formats.profile import Profile


class Mode(StrEnum):
    """`atomic`: if anything fails nothing is written; `partial`: what is good is kept."""

    ATOMIC = "atomic"
    PARTIAL = "partial"


class OnConflict(StrEnum):
    """What becomes of a question that both the file and staff changed. `report`: it is told and
    stays as it is; `theirs`: the file's is taken; `ours`: the bank's is kept, and is no
    conflict any more until the file changes again."""

    REPORT = "report"
    THEIRS = "theirs"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How an import is to be done."""

    format_name: str | None = None
    profile: Profile = field(default_factory=Profile)
    mode: Mode = Mode.ATOMIC
    on_conflict: OnConflict = OnConflict.REPORT
    allow_duplicates: bool = False
    dry_run: bool = False
