"""What interviews refuse."""

from app.core.errors import Conflict, NotFound, Problem


class InterviewNotFound(NotFound):
    code = "interview_not_found"
    title = "There is no such interview, or it is not yours"


class DrawWithdrawn(Conflict):
    code = "draw_withdrawn"
    title = "Some of the questions that were drawn are no longer open to everybody; draw again"


class TurnNotFound(NotFound):
    code = "turn_not_found"
    title = "The interview has no turn of this number"


class InterviewOver(Conflict):
    code = "interview_over"
    title = "The interview is completed"


class InterviewRunning(Conflict):
    code = "interview_running"
    title = "The interview has to be completed first"


class TurnClosed(Conflict):
    code = "turn_closed"
    title = "The turn was already answered or skipped"


class NoMoreHints(Conflict):
    code = "no_more_hints"
    title = "All hints of this question are revealed"


class InterviewExpired(Problem):
    status = 410
    code = "interview_expired"
    title = "The time of the interview is over"


class TurnUnanswered(Conflict):
    code = "turn_unanswered"
    title = "The turn has no answer that could be judged"


class ReviewNotFound(NotFound):
    code = "review_not_found"
    title = "Nobody has reviewed the answer of this turn"


class CalibrationNotFound(NotFound):
    code = "calibration_not_found"
    title = "There is no calibration of this name"


class AlreadyScored(Conflict):
    code = "already_scored"
    title = "The scorer has scored this answer, and would say the same again"


class ScoringRunning(Conflict):
    code = "scoring_pending"
    title = "A score of this answer is pending already"
