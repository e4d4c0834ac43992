"""The verbs of following an interview's scores: a cheap look at what is new to the reader, and
the looks of a while told as events.

Nothing is held between two looks, neither a unit of work nor a thread, and what other
processes score is found as what this one does.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from fastapi.sse import format_sse_event
from pydantic import BaseModel
from sqlalchemy import bindparam, select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.access.caller import Caller
from app.core.errors import Problem
from app.interviews.models import ScoringState, TurnState
from app.interviews.reading import (
    ANSWERS,
    SCORES,
    SCORINGS,
    TURNS,
    Seat,
    find_turns,
    scoring_state,
    take_seat,
    turn_read,
)
from app.interviews.schemas import TurnReleased
from app.interviews.streams import Streams
from app.questions.scores import ScoreRead

RETRY_MILLISECONDS = 2000
Reason = Literal["complete", "time", "leaving", "unavailable"]
logger = logging.getLogger(__name__)


class ScoringEvent(BaseModel):
    """How far the scoring of a turn's answer is; `score` is there when reading the turn would
    show it."""

    position: int
    scoring: ScoringState
    score: ScoreRead | None


class EndEvent(BaseModel):
    """Why the stream ends: no score is pending; or ask again, for the time of a stream is over,
    the process is leaving, or the database did not answer."""

    reason: Reason


Known = dict[int, tuple[ScoringState, str | None]]
"""What a reader knows of each answered turn: how far it is, and which score was shown."""


@dataclass(frozen=True, slots=True)
class Look:
    """What an interview's scores were like at one time: all there is to know, and the events
    that tell what the reader did not."""

    known: Known
    news: tuple[ScoringEvent, ...]

    @property
    def is_complete(self) -> bool:
        """Whether no score is pending."""
        return all(state is not ScoringState.PENDING for state, _ in self.known.values())


def look(
    session: Session,
    interview: str,
    caller: Caller,
    now: datetime,
    known: Known,
    last_event: str | None = None,
) -> Look:
    """See what is new to a reader who knows `known`, or everything up to the event `last_event`.

    Raises:
        KeyNeeded, ScopeMissing, InterviewNotFound: the caller may not read the interview.
    """
    seat = take_seat(session, interview, caller, now)
    rows = session.execute(_STATES, {"interview": interview}).all()
    found: Known = {
        row.position: (
            scoring_state(row.owed, has_score=row.score is not None),
            row.score if seat.sees(TurnState(row.state)) else None,
        )
        for row in rows
    }
    if last_event is not None and last_event == event_id(found):
        known = found
    new = [position for position in found if known.get(position) != found[position]]
    return Look(found, tuple(_events(session, seat, new)))


_STATES = (
    select(
        TURNS.position,
        TURNS.state,
        SCORINGS.state.label("owed"),
        SCORES.id.label("score"),
    )
    .join(ANSWERS.id.table, ANSWERS.turn_id == TURNS.id)
    .outerjoin(SCORES.id.table, (SCORES.answer_id == ANSWERS.id) & SCORES.is_current)
    .outerjoin(SCORINGS.state.table, SCORINGS.answer_id == ANSWERS.id)
    .where(TURNS.interview_id == bindparam("interview"))
    .order_by(TURNS.position)
)


def _events(session: Session, seat: Seat, positions: list[int]) -> list[ScoringEvent]:
    """The turns as reading them would show them, as far as an event tells it."""
    events = []
    only = positions[0] if len(positions) == 1 else None
    if positions:
        for row in find_turns(session, seat.row.id, only, staff=seat.is_staff):
            if row.position in positions:
                turn = turn_read(row, seat)
                assert turn.scoring is not None, "an answered turn"
                score = turn.score if isinstance(turn, TurnReleased) else None
                events.append(
                    ScoringEvent(position=turn.position, scoring=turn.scoring, score=score)
                )
    return events


def event_id(known: Known) -> str:
    """A name for all that a reader knows, by which another look can tell what is new."""
    told = ";".join(f"{at}:{state}:{score or ''}" for at, (state, score) in sorted(known.items()))
    return sha256(told.encode()).hexdigest()[:16]


async def tell(
    first: Look, again: Callable[[Known], Awaitable[Look]], streams: Streams
) -> AsyncGenerator[bytes, None]:
    """The events of a stream, from a first look on, until no score is pending or it has to end."""
    loop = asyncio.get_running_loop()
    until = loop.time() + streams.longest_seconds
    seen, told = first, {}
    yield format_sse_event(retry=RETRY_MILLISECONDS)
    spoken = loop.time()
    while True:
        for event in seen.news:
            told[event.position] = seen.known[event.position]
            yield _written("scoring", event, event_id(told))
            spoken = loop.time()
        told = seen.known
        reason = _reason_to_end(seen, streams, is_late=loop.time() >= until)
        if reason is None and loop.time() - spoken >= streams.heartbeat_seconds:
            yield format_sse_event(comment="")
            spoken = loop.time()
        if reason is None:
            await asyncio.sleep(streams.poll_seconds)
            try:
                seen = await again(told)
                continue
            except (SQLAlchemyError, Problem) as error:
                logger.warning("a stream of events cannot go on", exc_info=error)
                reason = "unavailable"
        yield _written("end", EndEvent(reason=reason), event_id(told))
        return


def _reason_to_end(seen: Look, streams: Streams, *, is_late: bool) -> Reason | None:
    if seen.is_complete:
        return "complete"
    if streams.is_leaving:
        return "leaving"
    return "time" if is_late else None


def _written(name: str, data: BaseModel, number: str) -> bytes:
    return format_sse_event(event=name, data_str=data.model_dump_json(), id=number)
