"""What the bank refuses."""

from app.core.errors import Conflict, Invalid, NotFound, Problem


class QuestionNotFound(NotFound):
    code = "question_not_found"
    title = "There is no such question, or it is not yours to see"


class VersionNotFound(NotFound):
    code = "version_not_found"
    title = "The question has no version of this number"


class SlugTaken(Conflict):
    code = "slug_taken"
    title = "Another question has this slug"


class DuplicateQuestion(Conflict):
    code = "duplicate_question"
    title = "The bank has this question already, equal in title, body and options"

    def __init__(self, duplicate_of: str = "") -> None:
        super().__init__(
            "The bank has this question already; send allow_duplicate=true to make another",
            duplicate_of=duplicate_of,
        )


class NotPublishable(Invalid):
    code = "not_publishable"
    title = "The question lacks what published questions need"


class QuestionRetired(Conflict):
    code = "question_retired"
    title = "The question was merged into another one, so it changes no more"


class MergeRefused(Conflict):
    code = "merge_refused"
    title = "A question can be merged into another one that is itself not merged or retired"


class PreconditionRequired(Problem):
    status = 428
    code = "precondition_required"
    title = "A change has to say in If-Match what was read"


class ScoringUnavailable(Problem):
    """A scorer came to no score. What it depends on failed, not the client."""

    status = 503
    code = "scoring_failed"
    title = "The scorer came to no score; nothing was stored"

    def __init__(self, detail: str | None = None, retry_after: int = 1) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})


class NotScorable(Invalid):
    code = "not_scorable"
    title = "The scorer cannot score this"


class BatchRefused(Invalid):
    code = "batch_refused"
    title = "Some items cannot be created, so none was"
