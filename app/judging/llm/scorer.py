"""The `llm` scorer: a language model reads the answer twice, code checks it and reckons."""

import asyncio
import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import httpx

from app.judging.llm.addresses import Resolver, find_addresses, look_up
from app.judging.llm.agreeing import Agreed, agree
from app.judging.llm.asking import RULES, Asked, ask
from app.judging.llm.breaker import Breaker
from app.judging.llm.budget import Budget, Spending
from app.judging.llm.calling import Caller
from app.judging.llm.endpoint import Endpoint
from app.judging.llm.failures import LATE, POINTLESS, TOO_MUCH, CallFailed
from app.judging.llm.reading import Finding, Reading, check_verdicts
from app.judging.llm.replies import read_reply
from app.judging.llm.totals import flagged, total_of
from app.scoring.lexicon import Lexicon
from app.scoring.scorer import score_answer
from app.scoring.scorers import KeypointsScorer, ScoringFailed, Unscorable
from app.scoring.values import Reference, Score

NAME = "llm"
READINGS = 2
MAX_ANSWER = 24_000
MAX_REQUEST = 160_000
MAX_SECONDS = 240.0
"""An attempt has to end before its lease does, after which another would be made."""
_PORTS = {"https": 443, "http": 80}
_VERSION = "1"
_LONGEST_MODEL = 28
_WORTH_NOTHING = frozenset({"empty", "question_repeated"})
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Judge:
    """Which model is asked, where, and how: `parameters` are members of the request beside
    our own, where null takes one of ours out; `seconds` bounds one call."""

    endpoint: Endpoint
    model: str
    seconds: float
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def payload(self, asked: Asked) -> dict[str, Any]:
        """The body of a request."""
        members = {
            "temperature": 0,
            "max_tokens": asked.max_tokens,
            "response_format": {"type": "json_object"},
            **self.parameters,
            "model": self.model,
            "messages": asked.messages,
            "stream": False,
        }
        return {name: value for name, value in members.items() if value is not None}


class LlmScorer:
    """Each key point met, met in part or not, by the word of a language model that has to quote
    the answer. Without `fallback` what fails has no score; with it, the words are compared."""

    name = NAME
    is_slow = True

    def __init__(
        self,
        judge: Judge,
        budget: Budget,
        *,
        lexicon: Lexicon | None = None,
        fallback: bool = False,
        breaker: Breaker | None = None,
        caller: Caller | None = None,
        resolve: Resolver = look_up,
    ) -> None:
        self._judge, self._budget, self._lexicon = judge, budget, lexicon
        self._words = KeypointsScorer(lexicon)
        self._has_fallback, self._resolve = fallback, resolve
        self._breaker = breaker or Breaker()
        self._caller = caller or Caller(judge.endpoint, seconds=judge.seconds)
        self.version = _version_of(judge, self._words.version)
        self.description = f"Key points by the word of {judge.model}, with quotes that were checked"

    def score(self, reference: Reference, answer: str) -> Score:
        """The score of an answer; asks over the network and waits for it.

        Raises:
            ScoringFailed: the judge came to no verdict that holds, or may not be asked.
        """
        lexicon = self._words.lexicon
        words = score_answer(reference, answer, lexicon)
        if not words.points:
            raise Unscorable(POINTLESS)
        if _WORTH_NOTHING.intersection(words.flags):
            nothing = Agreed(tuple(Finding("no") for _ in words.points), ())
            return self._signed(total_of(reference, answer, nothing, lexicon))
        try:
            points = [point.text for point in words.points]
            agreed = self._ask(reference, points, answer[:MAX_ANSWER])
        except ScoringFailed as failure:
            logger.warning(
                "a judge came to no score",
                extra={"fields": {"reason": failure.reason, "fallback": self._has_fallback}},
            )
            if not self._has_fallback:
                raise
            return _fallen_back(words)
        score = total_of(reference, answer, agreed, lexicon)
        cut = ("answer_cut",) if len(answer) > MAX_ANSWER else ()
        return self._signed(flagged(score, cut))

    def _signed(self, score: Score) -> Score:
        return replace(score, scorer=self.name, scorer_version=self.version)

    def _ask(self, reference: Reference, points: Sequence[str], answer: str) -> Agreed:
        asked = [ask(reference, points, answer) for _ in range(READINGS)]
        if any(one.length > MAX_REQUEST for one in asked):
            raise Unscorable(TOO_MUCH)
        with self._breaker.attempt():
            spending = self._budget.spend(READINGS, sum(one.most_tokens for one in asked))
            return agree(asyncio.run(self._read_all(asked, answer, spending)))

    async def _read_all(
        self, asked: Sequence[Asked], answer: str, spending: Spending
    ) -> list[Reading]:
        """All readings at once. When one fails the others end too before this does: what they
        cost is spent, and to break connections off as they close would leave some open."""
        endpoint = self._judge.endpoint
        try:
            async with asyncio.timeout(min(MAX_SECONDS, 2 * self._judge.seconds)):
                addresses = await find_addresses(
                    endpoint.host,
                    endpoint.url.port or _PORTS[endpoint.url.scheme],
                    is_here=endpoint.is_here,
                    resolve=self._resolve,
                )
                async with self._caller.client() as client:
                    ended = await asyncio.gather(
                        *(self._read(client, addresses, one, answer) for one in asked),
                        return_exceptions=True,
                    )
                read = [one for one in ended if not isinstance(one, BaseException)]
                for failed in ended:
                    if isinstance(failed, BaseException):
                        raise failed
        except TimeoutError:
            raise CallFailed(LATE) from None
        spending.settle(sum(tokens for _, tokens in read))
        return [reading for reading, _ in read]

    async def _read(
        self, client: httpx.AsyncClient, addresses: list[str], asked: Asked, answer: str
    ) -> tuple[Reading, int]:
        """One reading, and how many tokens it took."""
        async with asyncio.timeout(self._judge.seconds):
            body = await self._caller.post(client, addresses, self._judge.payload(asked))
        verdicts, tokens = read_reply(body)
        return check_verdicts(verdicts, asked, answer), tokens or asked.most_tokens


def _fallen_back(words: Score) -> Score:
    """What the comparison of words says, under a version that says what it stands in for."""
    return replace(flagged(words, ("fallback",)), scorer_version=f"{words.scorer_version}.fallback")


def _version_of(judge: Judge, words: str) -> str:
    """Changes with everything that a score may depend on, and names the model."""
    url = judge.endpoint.url
    told = [_VERSION, RULES, words, judge.model, url.host, url.path, dict(judge.parameters)]
    digest = sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:8]
    model = _NOT_IN_NAMES.sub("-", judge.model)[:_LONGEST_MODEL]
    return f"{_VERSION}.{model}.{digest}"
