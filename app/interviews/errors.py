"""What interviews refuse."""

from app.core.errors import Conflict, NotFound, Problem


class InterviewNotFound(NotFound):
    code = "interview_not_found"
    title = "There is no such interview, or it is not yours"


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
