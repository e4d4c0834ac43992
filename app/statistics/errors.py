"""What statistics refuse."""

from app.core.errors import Conflict, NotFound


class ScorerNotFound(NotFound):
    code = "scorer_not_found"
    title = "This service has no such scorer"


class TooFewReviews(Conflict):
    code = "too_few_reviews"
    title = "There are not enough reviews yet to fit a curve that can be trusted"


class NameTaken(Conflict):
    code = "name_taken"
    title = "The scorer has a calibration of this name; a kept curve is never replaced"
