"""A scorer for tests that fails as real ones do."""

from dataclasses import dataclass

from app.scoring.scorers import ScoringFailed
from app.scoring.values import Reference, Score


@dataclass(frozen=True, slots=True)
class FailingScorer:
    """A slow scorer that comes to no score."""

    name: str = "failing"
    version: str = "1"
    description: str = "Fails"
    is_slow: bool = True

    def score(self, reference: Reference, answer: str) -> Score:
        raise ScoringFailed("the judge did not answer", retry_after=7)
