"""How asking a judge may fail; no reason holds anything of an answer, a reply or a key."""

from app.scoring.scorers import RETRY_SECONDS, ScoringFailed

UNREACHABLE = "The judge cannot be reached"
LATE = "The judge did not answer in time"
FORBIDDEN = "The judge's host has an address that is not on the public internet"
REDIRECTED = "The judge answered with a redirect, which is not followed"
TOO_LONG = "The judge's reply is too long"
UNREADABLE = "The judge's reply is not what was asked for"
DECEIVED = "The judge said that the answer makes a point that no answer makes"
RESTING = "The judge failed too often, and is not asked for a while"
SPENT = "The budget for asking the judge is spent for now"
OVER_BUDGET = "Judging this answer takes more than the whole budget"
POINTLESS = "The question has no key points to judge by"
TOO_MUCH = "The question's texts are too long for a judge"


class CallFailed(ScoringFailed):
    """The judge's service failed, not the answer. With `pause` it asked to be left alone for
    so many seconds."""

    def __init__(self, reason: str, *, retry: bool = True, pause: int | None = None) -> None:
        super().__init__(reason, retry=retry, retry_after=pause or RETRY_SECONDS)
        self.pause = pause
