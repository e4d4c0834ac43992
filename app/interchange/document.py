"""The neutral form between a file and the bank: what every format reads into and writes from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, Self

Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class OptionDocument:
    """One choice of a `choice` question, its text verbatim."""

    text: str
    correct: bool = False


@dataclass(frozen=True, slots=True)
class KeyPointDocument:
    """A key point that the file itself names (as opposed to one derived from the answer)."""

    text: str
    weight: float = 1.0
    required: bool = False


@dataclass(frozen=True, slots=True)
class QuestionDocument:
    """One question as a file has it. Texts are verbatim slices of the source.

    `line_start` and `line_end` are 1-based and inclusive (rows, in a table).
    `section` is the path of headings or groups above the question, outermost first.
    `external_id` and `slug` are set only where the file names them. `kind` is set where the file
    says it: the options of a `short` question are the answers it accepts, all of them correct,
    and nothing that a candidate may see. None leaves it to whether there are options.
    `is_whole` is set where the file says all there is of a question, as an export without losses
    does: what it does not name the question does not have, and `external_id` is the bank's own.
    `key_points_derived` says that nobody wrote the key points. `digest` names the content that
    the bank had when it wrote the file, so that an edit of the bank since is told from one of
    the file.
    """

    title: str
    line_start: int
    line_end: int
    body: str = ""
    hints: tuple[str, ...] = ()
    answer: str = ""
    key_points: tuple[KeyPointDocument, ...] = ()
    options: tuple[OptionDocument, ...] = ()
    follow_ups: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    category: str | None = None
    tags: tuple[str, ...] = ()
    difficulty: Literal["easy", "medium", "hard"] | None = None
    expected_seconds: int | None = None
    external_id: str | None = None
    slug: str | None = None
    source_name: str | None = None
    source_url: str | None = None
    source_license: str | None = None
    kind: Literal["open", "choice", "short"] | None = None
    status: Literal["draft", "published", "retired"] | None = None
    visibility: Literal["public", "internal"] | None = None
    source_line: int | None = None
    key_points_derived: bool = False
    is_whole: bool = False
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A part of the file that did not become a question, or did so with a doubt, and why."""

    code: str
    message: str
    line_start: int
    line_end: int
    severity: Severity = "info"


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one file held: the questions in file order, and everything else."""

    documents: tuple[QuestionDocument, ...]
    findings: tuple[Finding, ...] = field(default=())

    @classmethod
    def of(cls, pieces: Iterable["Piece"]) -> Self:
        """What a file holds that was read piece by piece."""
        documents, findings = [], []
        for piece in pieces:
            if isinstance(piece, Finding):
                findings.append(piece)
            else:
                documents.append(piece)
        return cls(tuple(documents), tuple(findings))


Piece = QuestionDocument | Finding
"""A part of what a file holds, as readers of large files give them, one after another."""
