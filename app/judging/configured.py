"""The scorers that the settings of a process ask for."""

from app.core.errors import QbankError
from app.core.settings import Settings
from app.judging.semantic.model import model_folder
from app.scoring.lexicon import Lexicon, load_lexicon
from app.scoring.scorers import KeypointsScorer, Scorer, Scorers


def scorers_of(settings: Settings, *, also: str | None = None) -> Scorers:
    """All scorers that are configured, the one for interviews first; and the one named `also`,
    if it can be had.

    Raises:
        QbankError: the operator's file of synonyms cannot be read, or a scorer lacks a setting
            or its model.
    """
    try:
        lexicon = load_lexicon(settings.aliases_file)
    except ValueError as error:
        raise QbankError(f"QBANK_ALIASES_FILE: {error}") from None
    found: list[Scorer] = [KeypointsScorer(lexicon)]
    if settings.scorer == "llm" or settings.llm_url or settings.llm_model:
        # Not loaded where nobody wants it: its HTTP client is a tenth of what a start loads.
        from app.judging.llm.configured import llm_of

        found.append(llm_of(settings, lexicon))
    if "semantic" in (settings.scorer, also):
        found.append(_semantic(settings, lexicon))
    default = next(scorer for scorer in found if scorer.name == settings.scorer)
    return Scorers(default, tuple(scorer for scorer in found if scorer is not default))


def _semantic(settings: Settings, lexicon: Lexicon) -> Scorer:
    try:
        from app.judging.semantic.scorer import load_semantic
    except ModuleNotFoundError as error:
        if error.name != "numpy":
            raise
        raise QbankError(
            "the semantic scorer needs numpy; run: pip install 'interview-question-bank[semantic]'"
        ) from None
    return load_semantic(model_folder(settings.data_dir), lexicon)
