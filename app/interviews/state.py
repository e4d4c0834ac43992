"""The rules of an interview: what state it is in, what a candidate may see when, what counts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.interviews.models import Feedback, InterviewState, Mode, TurnState


def state_at(state: InterviewState, deadline_at: datetime | None, now: datetime) -> InterviewState:
    """The state that holds now: at its deadline an interview in progress expires by itself."""
    if state is InterviewState.IN_PROGRESS and deadline_at is not None and now >= deadline_at:
        return InterviewState.EXPIRED
    return state


def deadline(start: datetime, limit_seconds: int | None, factor: float) -> datetime | None:
    """When an interview ends; `factor` is the extra time of a candidate who was granted it."""
    return None if limit_seconds is None else start + timedelta(seconds=limit_seconds * factor)


def default_feedback(mode: Mode) -> Feedback:
    """Practice is for learning from, an exam is not."""
    return Feedback.IMMEDIATE if mode is Mode.PRACTICE else Feedback.NEVER


def is_released(feedback: Feedback, interview: InterviewState, turn: TurnState) -> bool:
    """Whether a candidate may see the model answer, the key points and the score of a turn."""
    if feedback is Feedback.NEVER:
        return False
    if feedback is Feedback.END:
        return interview is not InterviewState.IN_PROGRESS
    return turn is not TurnState.PENDING


def mean_of_asked(marks: Sequence[float | None]) -> float | None:
    """The mean, with one decimal, over the turns whose mark is known; `None` if none is."""
    known = [mark for mark in marks if mark is not None]
    return round(sum(known) / len(known), 1) if known else None
