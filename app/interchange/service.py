"""The verbs of interchange: bringing the questions of a file into the bank, repeatably."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import select
from sqlmodel import Session, col

from app.core.ids import new_id
from app.interchange.document import Finding, QuestionDocument
from app.interchange.formats import Format
from app.interchange.formats.profile import Profile
from app.interchange.identity import content_hash, identity, stored_hash
from app.interchange.models import ImportRun
from app.interchange.report import Action, ImportItem, ImportReport, summarise
from app.interchange.whole import whole_values
from app.questions.curation import publication_faults
from app.questions.errors import SlugTaken
from app.questions.models import Kind, Question, QuestionVersion, Status
from app.questions.schemas import QuestionCreate
from app.questions.writing import change_status, create_question, revise_question


def import_file(
    session: Session,
    data: bytes,
    *,
    source: str,
    file_format: Format,
    profile: Profile,
    now: datetime,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> ImportReport:
    """Read a file and bring its questions into the bank, all within the unit of work: what
    is new is created, what changed in the file is revised, what staff changed is left alone.
    `on_progress` is told after each question how many of how many are done.

    Raises:
        UnreadableFile: the file is not of this format.
    """
    reading = file_format.read(data, profile=profile)
    seen: set[str] = set()
    items = []
    for done, document in enumerate(reading.documents, 1):
        items.append(_import_document(session, document, profile.source_name or source, seen, now))
        on_progress(done, len(reading.documents))
    items += [_left_out(finding) for finding in reading.findings]
    items.sort(key=lambda item: item.line_start)
    report = ImportReport(
        id=new_id(),
        format=file_format.name,
        dry_run=False,
        summary=summarise(items),
        items=items,
    )
    session.add(
        ImportRun(
            id=report.id,
            source=source[:200],
            digest=hashlib.sha256(data).hexdigest(),
            format=file_format.name,
            summary={str(action): count for action, count in report.summary.items()},
            created_at=now,
        )
    )
    return report


def was_imported(session: Session, data: bytes) -> bool:
    """Whether this very file was imported before, whatever became of its questions since."""
    digest = hashlib.sha256(data).hexdigest()
    statement = select(col(ImportRun.id)).where(col(ImportRun.digest) == digest).limit(1)
    return session.execute(statement).first() is not None


def _import_document(
    session: Session, document: QuestionDocument, source: str, seen: set[str], now: datetime
) -> ImportItem:
    try:
        new = _question(document, source)
    except ValidationError as error:
        errors = [
            f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
            for fault in error.errors(include_input=False, include_url=False)
        ]
        return _item(document, Action.FAILED, errors=errors)
    name = identity(document, source)
    if name in seen:
        return _item(document, Action.DUPLICATE)
    seen.add(name)
    faults = list(publication_faults(new))
    state = new.status if document.is_whole else Status.PUBLISHED
    if state is not Status.PUBLISHED:
        faults = []
    new = new.model_copy(update={"status": Status.DRAFT if faults else state})
    warnings = [f"Kept as a draft: {fault['message']}" for fault in faults]
    file_hash = content_hash(new)
    known = session.execute(
        select(Question).where(col(Question.source_identity) == name)
    ).scalar_one_or_none()
    if known is None:
        try:
            made = create_question(
                session, new, now=now, source_identity=name, source_hash=file_hash
            )
        except SlugTaken:
            return _item(document, Action.FAILED, errors=[f"slug: {SlugTaken.title}"])
        return _item(document, Action.CREATED, made.slug, warnings=warnings)
    if known.source_hash == file_hash:
        return _item(document, Action.UNCHANGED, known.slug)
    if _current_hash(session, known) != known.source_hash:
        kept = ["The question was edited in the bank and in the file; the bank's was kept"]
        return _item(document, Action.CONFLICT, known.slug, warnings=kept)
    revise_question(session, known.id, new, now=now, source_hash=file_hash)
    if known.published_at is None and new.status is Status.PUBLISHED:
        change_status(session, known.id, Status.PUBLISHED, now=now)
    return _item(document, Action.UPDATED, known.slug, warnings=warnings)


def _question(document: QuestionDocument, source: str) -> QuestionCreate:
    """A document as a new question, in the category that the file names or of its source."""
    if document.is_whole:
        return QuestionCreate.model_validate(whole_values(document))
    # What a short question accepts is an answer, not something to choose from.
    is_choice = bool(document.options) and document.kind != "short"
    accepted = "" if is_choice else "\n".join(f"- {option.text}" for option in document.options)
    return QuestionCreate.model_validate(
        {
            "title": document.title,
            "body": document.body or None,
            "kind": Kind.CHOICE if is_choice else Kind.OPEN,
            "options": [
                {"text": option.text, "correct": option.correct}
                for option in document.options
                if is_choice
            ],
            "hints": list(document.hints),
            "answer": document.answer or accepted or None,
            "key_points": [
                {"text": point.text, "weight": point.weight, "required": point.required}
                for point in document.key_points
            ]
            or None,
            "follow_ups": list(document.follow_ups),
            "category": document.category or _as_category(source),
            "tags": list(document.tags),
            "difficulty": document.difficulty,
            "expected_seconds": document.expected_seconds,
            "slug": document.slug,
            "source": {
                "name": document.source_name or source,
                "url": document.source_url,
                "license": document.source_license,
                "line": document.line_start,
            },
        }
    )


def _as_category(source: str) -> str | None:
    """A source's name as a category: what may not stand in one becomes a hyphen."""
    return "-".join(part for part in re.split(r"[/,\s]+", source) if part) or None


def _current_hash(session: Session, question: Question) -> str:
    version = session.execute(
        select(QuestionVersion).where(
            col(QuestionVersion.question_id) == question.id,
            col(QuestionVersion.number) == question.version,
        )
    ).scalar_one()
    return stored_hash(
        version,
        kind=question.kind,
        category=question.category,
        tags=question.tags,
        difficulty=question.difficulty,
        expected_seconds=question.expected_seconds,
    )


def _item(
    document: QuestionDocument,
    action: Action,
    slug: str | None = None,
    *,
    errors: list[str] | None = None,
    warnings: list[str] | None = None,
) -> ImportItem:
    return ImportItem(
        action=action,
        title=document.title,
        slug=slug,
        line_start=document.line_start,
        line_end=document.line_end,
        errors=errors or [],
        warnings=warnings or [],
    )


def _left_out(finding: Finding) -> ImportItem:
    failed = finding.severity == "error"
    return ImportItem(
        action=Action.FAILED if failed else Action.SKIPPED,
        title=None,
        slug=None,
        line_start=finding.line_start,
        line_end=finding.line_end,
        errors=[finding.message] if failed else [],
        warnings=[] if failed else [finding.message],
    )
