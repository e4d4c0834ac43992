"""What a judge answers, read strictly: what does not fit is refused, and nothing is repaired."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.judging.llm.failures import UNREADABLE, CallFailed

Verdict = Literal["met", "partial", "no", "contradicted"]
_LONGEST = 4_000
_MOST = 500


class PointVerdict(BaseModel):
    """What a judge says of one point, by the id it was given."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: Annotated[str, Field(max_length=40)]
    verdict: Verdict
    quote: Annotated[str, Field(max_length=_LONGEST)] | None = None


class Verdicts(BaseModel):
    """The whole of a judge's reply."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    points: Annotated[list[PointVerdict], Field(max_length=_MOST)]


class _Message(BaseModel):
    model_config = ConfigDict(strict=True)

    content: str


class _Choice(BaseModel):
    model_config = ConfigDict(strict=True)

    message: _Message


class _Usage(BaseModel):
    model_config = ConfigDict(strict=True)

    total_tokens: Annotated[int, Field(ge=0, le=10**9)] | None = None


class ChatReply(BaseModel):
    """An answer of a chat-completions endpoint, as far as it is needed."""

    model_config = ConfigDict(strict=True)

    choices: Annotated[list[_Choice], Field(min_length=1)]
    usage: _Usage | None = None


def read_reply(body: bytes) -> tuple[Verdicts, int | None]:
    """The verdicts in the body of an answer, and how many tokens it is said to have taken.

    Raises:
        CallFailed: it is not what was asked for.
    """
    try:
        reply = ChatReply.model_validate_json(body)
        verdicts = Verdicts.model_validate_json(reply.choices[0].message.content)
    except (ValidationError, ValueError):
        # The error's text would quote the reply, which may quote the answer.
        raise CallFailed(UNREADABLE) from None
    return verdicts, reply.usage.total_tokens if reply.usage else None
