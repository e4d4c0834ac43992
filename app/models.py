"""Every table of the service; importing this fills SQLModel's metadata for Alembic and tests."""

from app.access.models import ApiKey
from app.core.idempotency import IdempotentReply
from app.core.models import BankState
from app.interchange.models import ImportJob, ImportRun, ImportUpload
from app.interviews.models import (
    Answer,
    AnswerScore,
    Calibration,
    Interview,
    Review,
    Scoring,
    Turn,
)
from app.questions.models import Category, Question, QuestionTag, QuestionTerm, QuestionVersion
from app.sets.models import Draw, DrawItem

TABLES = (
    Answer,
    AnswerScore,
    ApiKey,
    BankState,
    Calibration,
    Category,
    Draw,
    DrawItem,
    IdempotentReply,
    ImportJob,
    ImportRun,
    ImportUpload,
    Interview,
    Question,
    QuestionTag,
    QuestionTerm,
    QuestionVersion,
    Review,
    Scoring,
    Turn,
)
