"""The `llm` scorer that the settings of a process ask for."""

from app.core.errors import QbankError
from app.core.settings import Settings
from app.judging.llm.budget import Budget
from app.judging.llm.endpoint import RESERVED, endpoint_at
from app.judging.llm.scorer import READINGS, Judge, LlmScorer
from app.scoring.lexicon import Lexicon


def llm_of(settings: Settings, lexicon: Lexicon) -> LlmScorer:
    """The scorer, by the endpoint and the model that are set.

    Raises:
        QbankError: what is set does not make a judge that may be asked.
    """
    url, model = settings.llm_url, settings.llm_model
    if url is None:
        raise QbankError("QBANK_LLM_URL is needed for the scorer llm, such as https://host/v1")
    if model is None:
        raise QbankError("QBANK_LLM_MODEL is needed for the scorer llm: the name of a model")
    try:
        endpoint = endpoint_at(url, settings.llm_api_key)
    except ValueError as error:
        raise QbankError(f"QBANK_LLM_URL {error}") from None
    if taken := sorted(RESERVED.intersection(settings.llm_parameters)):
        raise QbankError(f"QBANK_LLM_PARAMETERS cannot set {', '.join(taken)}")
    if settings.llm_calls_per_hour < READINGS:
        raise QbankError(f"QBANK_LLM_CALLS_PER_HOUR: a score takes {READINGS} calls")
    judge = Judge(endpoint, model, float(settings.llm_timeout_seconds), settings.llm_parameters)
    budget = Budget(settings.llm_calls_per_hour, settings.llm_tokens_per_day)
    return LlmScorer(judge, budget, lexicon=lexicon, fallback=settings.llm_fallback == "keypoints")
