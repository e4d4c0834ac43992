"""What the bank refuses."""

from app.core.errors import NotFound


class QuestionNotFound(NotFound):
    code = "question_not_found"
    title = "There is no such question, or it is not yours to see"


class VersionNotFound(NotFound):
    code = "version_not_found"
    title = "The question has no version of this number"
