"""The scorers that the settings of a process ask for."""

from app.core.errors import QbankError
from app.core.settings import Settings
from app.scoring.lexicon import load_lexicon
from app.scoring.scorers import KeypointsScorer, Scorer, Scorers


def scorers_of(settings: Settings) -> Scorers:
    """All scorers that are configured, the one for interviews first.

    Raises:
        QbankError: the operator's file of synonyms cannot be read.
    """
    try:
        lexicon = load_lexicon(settings.aliases_file)
    except ValueError as error:
        raise QbankError(f"QBANK_ALIASES_FILE: {error}") from None
    found: list[Scorer] = [KeypointsScorer(lexicon)]
    default = next(scorer for scorer in found if scorer.name == settings.scorer)
    return Scorers(default, tuple(scorer for scorer in found if scorer is not default))
