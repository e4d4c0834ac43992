"""The verb of reporting: how an interview went, and what is not known yet of it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from app.access.caller import Caller
from app.interviews.calibrating import Curves, find_curves, score_by
from app.interviews.errors import InterviewRunning
from app.interviews.models import Feedback, InterviewState, Mode, ScoringState, TurnState
from app.interviews.reading import Seat, find_turns, scoring_of, take_seat, turn_read
from app.interviews.schemas import Report, ReportRead, ReportScored, ReportStaff
from app.interviews.state import mean_of_asked


def read_report(
    session: Session,
    interview_id: str,
    caller: Caller,
    now: datetime,
    calibration: str | None = None,
) -> Report:
    """How an interview went. Staff may look while it runs, and by a named curve.

    Raises:
        InterviewRunning: a candidate asks before the end.
    """
    seat = take_seat(session, interview_id, caller, now)
    if seat.state is InterviewState.IN_PROGRESS and not seat.is_staff:
        raise InterviewRunning
    curves = find_curves(session, calibration, caller)
    found = find_turns(session, interview_id, staff=seat.is_staff)
    fields = _shared(seat, found)
    fields["turns"] = [turn_read(row, seat, curves) for row in found]
    if not seat.is_staff and seat.row.feedback == Feedback.NEVER:
        return ReportRead.model_construct(**fields)
    scored = fields | _scored(found, staff=seat.is_staff)
    if not seat.is_staff:
        return ReportScored.model_construct(**scored)
    return ReportStaff.model_construct(**scored, **_reviewed(found, curves))


def _shared(seat: Seat, found: list[Row[Any]]) -> dict[str, Any]:
    states = [row.turn_state for row in found]
    return {
        "interview_id": seat.row.id,
        "state": seat.state,
        "mode": Mode(seat.row.mode),
        "feedback": Feedback(seat.row.feedback),
        "subject": seat.row.subject,
        "asked": len(found),
        "answered": states.count(TurnState.ANSWERED),
        "skipped": states.count(TurnState.SKIPPED),
        "unanswered": states.count(TurnState.PENDING),
        "hints_revealed": sum(row.hints_revealed for row in found),
        "created_at": seat.row.created_at,
        "completed_at": seat.row.deadline_at
        if seat.state is InterviewState.EXPIRED
        else seat.row.completed_at,
    }


def _scored(found: list[Row[Any]], *, staff: bool) -> dict[str, Any]:
    answered = [row for row in found if row.answered_at is not None]
    states = [scoring_of(row) for row in answered]
    unsure = [
        scoring_of(row) is ScoringState.FAILED
        or (row.explanation is not None and row.explanation["needs_review"])
        for row in answered
        if not (staff and row.review_number)
    ]
    return {
        "score": _mean(found, _total),
        "scoring_pending": states.count(ScoringState.PENDING),
        "scoring_failed": states.count(ScoringState.FAILED),
        "needs_review": any(unsure),
    }


def _reviewed(found: list[Row[Any]], curves: Curves) -> dict[str, Any]:
    reviewed = sum(row.review_number is not None for row in found)
    by_curve = [score_by(curves, row.explanation) for row in found if row.explanation]
    is_covered = bool(by_curve) and None not in by_curve
    return {
        "reviewed": reviewed,
        "reviewed_score": _mean(found, _reviewed_total) if reviewed else None,
        "calibrated_score": _mean(found, partial(_calibrated_total, curves))
        if is_covered
        else None,
    }


def _mean(found: list[Row[Any]], mark: Callable[[Row[Any]], float | None]) -> float | None:
    return mean_of_asked([0.0 if row.answered_at is None else mark(row) for row in found])


def _total(row: Row[Any]) -> float | None:
    return row.explanation["score"] if row.explanation else None


def _reviewed_total(row: Row[Any]) -> float | None:
    return _total(row) if row.review_score is None else row.review_score


def _calibrated_total(curves: Curves, row: Row[Any]) -> float | None:
    return score_by(curves, row.explanation)
