"""The scorers that the settings of a process ask for."""

from app.core.settings import Settings
from app.scoring.scorers import KeypointsScorer, Scorer, Scorers


def scorers_of(settings: Settings) -> Scorers:
    """All scorers that are configured, the one for interviews first."""
    found: list[Scorer] = [KeypointsScorer()]
    default = next(scorer for scorer in found if scorer.name == settings.scorer)
    return Scorers(default, tuple(scorer for scorer in found if scorer is not default))
