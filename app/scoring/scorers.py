"""Scorers behind one small interface, and the few that a service has."""

from dataclasses import dataclass
from typing import Protocol

from app.scoring.lexicon import Lexicon, default_lexicon
from app.scoring.scorer import SCORER_NAME, SCORER_VERSION, score_answer
from app.scoring.values import Reference, Score

RETRY_SECONDS = 30


class Scorer(Protocol):
    """Judges a free-text answer against a reference.

    `version` changes whenever the same answer may get another score. One that `is_slow` may
    take longer than a request should; it is run when the answer is stored already.
    """

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def is_slow(self) -> bool: ...

    def score(self, reference: Reference, answer: str) -> Score:
        """The score of an answer; never a guess in place of one.

        Raises:
            ScoringFailed: no score could be had.
        """


class ScoringFailed(Exception):  # noqa: N818 - a state, named as clients see it
    """A scorer came to no score, for a reason that holds nothing of the answer.

    `retry` tells whether another try may go better, and not before `retry_after` seconds.
    """

    def __init__(
        self, reason: str, *, retry: bool = True, retry_after: int = RETRY_SECONDS
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry = retry
        self.retry_after = retry_after


class Unscorable(ScoringFailed):
    """A scorer cannot score this answer against this reference, however often it tries."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, retry=False)


class NotAsked(ScoringFailed):
    """A scorer was spared an answer, which says nothing about either: this was no attempt."""


class UnknownScorer(LookupError):  # noqa: N818 - named like the problems of the API
    """There is no scorer of this name here; `known` are the names of those there are."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"there is no scorer {name!r} here; there are: {', '.join(known)}")
        self.known = known


@dataclass(frozen=True, slots=True)
class KeypointsScorer:
    """Coverage of key points by words and word vectors; needs neither network nor download."""

    lexicon: Lexicon | None = None

    @property
    def name(self) -> str:
        return SCORER_NAME

    @property
    def version(self) -> str:
        if self.lexicon is None or self.lexicon == default_lexicon():
            return SCORER_VERSION
        return f"{SCORER_VERSION}.lexicon-{self.lexicon.digest}"

    @property
    def description(self) -> str:
        return "Coverage of the model answer's key points by the words of an answer"

    @property
    def is_slow(self) -> bool:
        return False

    def score(self, reference: Reference, answer: str) -> Score:
        return score_answer(reference, answer, self.lexicon)


@dataclass(frozen=True, slots=True)
class Scorers:
    """The scorers of one service; `default` is the one that interviews use."""

    default: Scorer
    others: tuple[Scorer, ...] = ()

    def all(self) -> tuple[Scorer, ...]:
        """All of them, the default first."""
        return (self.default, *self.others)

    def load(self) -> None:
        """Have the quick ones read their tables, which else the first candidate waits for."""
        for scorer in self.all():
            if not scorer.is_slow:
                scorer.score(Reference("What waits?", "A process waits."), "It waits.")

    def named(self, name: str) -> Scorer:
        """The scorer of this name.

        Raises:
            UnknownScorer: it is none of these.
        """
        for scorer in self.all():
            if scorer.name == name:
                return scorer
        raise UnknownScorer(name, tuple(scorer.name for scorer in self.all()))
