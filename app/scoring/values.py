"""The values that go into a scorer and come out of it; every scorer speaks in these."""

from dataclasses import dataclass
from typing import Literal

Met = Literal["yes", "partial", "no"]
Verdict = Literal["excellent", "good", "mixed", "poor"]


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One thing a good answer says. `weight` is relative to the other points, above 0."""

    text: str
    weight: float = 1.0
    required: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """What an answer is scored against. Without key points they are derived from `answer`."""

    question: str
    answer: str
    hints: tuple[str, ...] = ()
    key_points: tuple[KeyPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A part of the candidate's text: `text[start:end] == quote`, offsets in code points."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class PointScore:
    """How far one key point was found. `credit` runs from 0 to 1, terms are words as written."""

    text: str
    weight: float
    required: bool
    credit: float
    met: Met
    evidence: tuple[Evidence, ...]
    matched_terms: tuple[str, ...]
    missing_terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The whole verdict on one answer. `total` runs from 0 to 100 with one decimal,
    `confidence` from 0 to 1; `flags` name what made a human look advisable."""

    total: float
    verdict: Verdict
    confidence: float
    needs_review: bool
    points: tuple[PointScore, ...]
    missing: tuple[str, ...]
    flags: tuple[str, ...]
    feedback: tuple[str, ...]
    scorer: str
    scorer_version: str
