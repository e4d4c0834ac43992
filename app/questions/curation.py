"""The verbs of curation: creating with care, patching, publishing, retiring, merging, deleting."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from app.core.errors import Invalid, PreconditionFailed
from app.core.problems import faults_of
from app.questions.bank import lock_bank
from app.questions.curation_schemas import QuestionUpdate
from app.questions.errors import (
    DuplicateQuestion,
    MergeRefused,
    NotPublishable,
    PreconditionRequired,
    QuestionRetired,
)
from app.questions.filters import QUESTIONS
from app.questions.identity import exact_key
from app.questions.linting import FEWEST_OPTIONS
from app.questions.models import Kind, Question, QuestionVersion, Status
from app.questions.schemas import QuestionCreate
from app.questions.writing import (
    change_status,
    create_question,
    find_id,
    load_question,
    remove_question,
    revise_question,
)


def add_question(
    session: Session, new: QuestionCreate, *, allow_duplicate: bool, now: datetime
) -> str:
    """Create a question and return its id.

    Raises:
        DuplicateQuestion: the bank has it already.
        NotPublishable: it is to be published and lacks something.
        SlugTaken: another question has its slug.
    """
    # Locked before anything is compared, or two writers would both find nothing.
    lock_bank(session)
    if not allow_duplicate:
        refuse_duplicate(session, new, but_not=None)
    if new.status is Status.PUBLISHED:
        refuse_unpublishable(new)
    return create_question(session, new, now=now).id


def refuse_duplicate(session: Session, new: QuestionCreate, *, but_not: str | None) -> None:
    """Raises DuplicateQuestion, naming the other, unless it is `but_not` or merged away."""
    statement = select(QUESTIONS.id).where(
        QUESTIONS.exact_key == _key_of(new), QUESTIONS.merged_into.is_(None)
    )
    for other in session.execute(statement).scalars():
        if other != but_not:
            raise DuplicateQuestion(other)


def _key_of(new: QuestionCreate) -> str:
    return exact_key(new.title, new.body, [option.text for option in new.options])


def refuse_unpublishable(new: QuestionCreate) -> None:
    """Raises NotPublishable with every reason at once."""
    faults = list(publication_faults(new))
    if faults:
        raise NotPublishable(errors=faults)


def publication_faults(new: QuestionCreate) -> Iterator[dict[str, str]]:
    """What keeps a question from being published; nothing if it may be. The right options of a
    choice are its answer."""
    if new.category is None:
        yield _fault("/category", "no_category", "A published question has a category")
    if new.kind is Kind.CHOICE:
        if len(new.options) < FEWEST_OPTIONS:
            message = "A published choice has two options or more"
            yield _fault("/options", "too_few_options", message)
        if not any(option.correct for option in new.options):
            yield _fault("/options", "no_correct_option", "One option at least has to be correct")
        return
    no_answer = not (new.answer or "").strip()
    if no_answer:
        yield _fault("/answer", "no_answer", "A published question has a model answer")
    # Those that nobody wrote are derived from the answer.
    if no_answer if new.key_points is None else not new.key_points:
        yield _fault("/key_points", "no_key_points", "A published question has key points")


def _fault(pointer: str, code: str, message: str) -> dict[str, str]:
    return {"pointer": pointer, "code": code, "message": message}


def patch_question(
    session: Session, ref: str, patch: QuestionUpdate, if_match: str | None, now: datetime
) -> str:
    """Apply a merge patch and return the question's id.

    Raises:
        Invalid: the patched question would not be a valid one.
        NotPublishable: it is published and would lack something.
    """
    question, version = matched(session, ref, if_match)
    changes = patch.model_dump(mode="json", exclude_unset=True)
    allow_duplicate = bool(changes.pop("allow_duplicate", False))
    current = writable(question, version)
    # The one member that has members of its own, so a patch of it is a patch in turn.
    source = changes.pop("source", {})
    source = {} if source is None else {**current["source"], **source}
    if "slug" not in changes:
        current.pop("slug")
    try:
        new = QuestionCreate.model_validate({**current, **changes, "source": source})
    except ValidationError as error:
        raise Invalid(errors=faults_of(error, QuestionCreate)) from None
    if not allow_duplicate and _key_of(new) != question.exact_key:
        refuse_duplicate(session, new, but_not=question.id)
    if question.status == Status.PUBLISHED:
        refuse_unpublishable(new)
    keep = "key_points" not in changes
    revise_question(session, question.id, new, now=now, keep_derived=keep)
    return question.id


def writable(question: Question, version: QuestionVersion) -> dict[str, Any]:
    """A question as somebody would write it: key points only where somebody did."""
    points = None
    if not version.key_points_derived:
        names = ("text", "weight", "required")
        points = [{name: point[name] for name in names} for point in version.key_points]
    return {
        "title": version.title,
        "body": version.body,
        "kind": question.kind,
        "options": [{"text": o["text"], "correct": o["correct"]} for o in version.options],
        "hints": version.hints,
        "answer": version.answer,
        "key_points": points,
        "follow_ups": version.follow_ups,
        "category": question.category,
        "tags": question.tags,
        "difficulty": question.difficulty,
        "expected_seconds": question.expected_seconds,
        "slug": question.slug,
        "status": question.status,
        "visibility": question.visibility,
        "source": {
            "name": question.source_name,
            "url": question.source_url,
            "license": question.source_license,
            "line": question.source_line,
        },
    }


def publish(session: Session, ref: str, if_match: str | None, now: datetime) -> str:
    """Make a question public, with all reasons why not.

    Raises:
        NotPublishable: it lacks something.
    """
    question, version = matched(session, ref, if_match)
    refuse_unpublishable(QuestionCreate.model_validate(writable(question, version)))
    change_status(session, question.id, Status.PUBLISHED, now=now)
    return question.id


def set_status(
    session: Session, ref: str, status: Status, if_match: str | None, now: datetime
) -> str:
    """Withdraw a question to a draft, or retire it; interviews under way keep it."""
    question, _ = matched(session, ref, if_match)
    change_status(session, question.id, status, now=now)
    return question.id


def delete_question(session: Session, ref: str, if_match: str | None, now: datetime) -> str | None:
    """Delete what was never used, and retire what was: then its id is returned."""
    question, _ = matched(session, ref, if_match)
    question_id = question.id
    try:
        with session.begin_nested():
            remove_question(session, question_id)
    except IntegrityError:
        change_status(session, question_id, Status.RETIRED, now=now)
        return question_id
    return None


def merge_questions(
    session: Session, ref: str, into: str, if_match: str | None, now: datetime
) -> str:
    """Retire a question in favour of another, whose id is returned. What was asked and scored
    keeps pointing at the versions it used.

    Raises:
        MergeRefused: both are the same, or the other is itself merged or retired.
    """
    question, _ = matched(session, ref, if_match)
    other, _ = load_question(session, find_id(session, into))
    if other.id == question.id or other.status == Status.RETIRED:
        raise MergeRefused
    for earlier in session.execute(
        select(col(Question.id)).where(col(Question.merged_into) == question.id)
    ).scalars():
        change_status(session, earlier, Status.RETIRED, now=now, merged_into=other.id)
    change_status(session, question.id, Status.RETIRED, now=now, merged_into=other.id)
    return other.id


def matched(session: Session, ref: str, if_match: str | None) -> tuple[Question, QuestionVersion]:
    """A question to be changed, if it still is as the caller read it.

    Raises:
        PreconditionRequired: the caller did not say what was read.
        PreconditionFailed: the question has changed since.
        QuestionNotFound: there is no such question.
        QuestionRetired: it was merged into another, to which its names lead for good.
    """
    # Locked before it is read, or two writers would both read the state that one of them ends.
    lock_bank(session)
    question, version = load_question(session, find_id(session, ref))
    if if_match is None:
        raise PreconditionRequired
    tags = [tag.strip() for tag in if_match.split(",")]
    if "*" not in tags and staff_etag(question.revision) not in tags:
        raise PreconditionFailed
    if question.merged_into is not None:
        raise QuestionRetired("The question was merged into another one")
    return question, version


def staff_etag(revision: int) -> str:
    """The entity tag of a question's staff form."""
    return f'"{revision}s"'
