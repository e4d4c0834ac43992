"""The scores of an interview as a stream of events."""

from functools import partial
from typing import Annotated

from fastapi import Header, Request
from fastapi.responses import StreamingResponse

from app.access.caller import Caller
from app.access.dependencies import AnyCaller
from app.core.clock import Clock
from app.core.database import Database
from app.core.problems import responses
from app.core.routing import API, Router
from app.interviews import following
from app.interviews.following import Known, Look
from app.interviews.routes import READING, InterviewId
from app.interviews.streams import Streams, TooManyStreams

router = Router(prefix=f"{API}/interviews", tags=["interviews"])

_EVENT = {
    "type": "object",
    "properties": {
        "event": {"type": "string", "enum": ["scoring", "end"]},
        "id": {"type": "string"},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
    "required": ["event", "id", "data"],
}
EXAMPLE = """retry: 2000

event: scoring
data: {"position":1,"scoring":"pending","score":null}
id: 1f0c6a1d1f5b2a44

event: scoring
data: {"position":1,"scoring":"scored","score":null}
id: 8d5e957f29789348

event: end
data: {"reason":"complete"}
id: 8d5e957f29789348
"""


@router.get(
    "/{interview}/events",
    summary="Follow the scores",
    response_class=StreamingResponse,
    responses={
        **responses(*READING, TooManyStreams),
        200: {
            "description": "Server-sent events: `scoring` for each turn whose answer is scored, "
            "pending or failed, and one `end`",
            # Of each event: OpenAPI 3.1 has no `itemSchema`, which came with 3.2.
            "content": {"text/event-stream": {"schema": _EVENT, "example": EXAMPLE}},
        },
    },
)
async def follow_scores(
    request: Request,
    db: Database,
    who: AnyCaller,
    interview: InterviewId,
    last_event: Annotated[
        str | None,
        Header(alias="Last-Event-ID", description="The last `id` that was read, to go on from"),
    ] = None,
) -> StreamingResponse:
    """How far the scores of the answers are, now and whenever that changes, as server-sent
    events: for whoever may read the interview. An event `scoring` has the turn's `position`, its
    `scoring`, and its `score` if it is released. The event `end` is the last one: with the
    `reason` `complete` no score is pending; otherwise ask again. A stream lasts five minutes at
    most. Nothing is told here that reading the turns does not tell."""
    state = request.app.state
    streams: Streams = state.streams
    first = await db.run(
        partial(_look, db, interview, who, state.clock, {}, last_event), inline=True
    )

    async def again(known: Known) -> Look:
        return await db.run(partial(_look, db, interview, who, state.clock, known), inline=True)

    return streams.respond(following.tell(first, again, streams))


def _look(
    db: Database,
    interview: str,
    who: Caller,
    clock: Clock,
    known: Known,
    last_event: str | None = None,
) -> Look:
    with db.read() as session:
        return following.look(session, interview, who, clock(), known, last_event)
