"""Whole documents between file and bank: a question as it is, with nothing assumed of it."""

from dataclasses import replace
from typing import Any

from app.interchange.content import FIELDS, SOURCE, hash_of
from app.interchange.document import KeyPointDocument, OptionDocument, QuestionDocument
from app.questions.schemas import QuestionPublic, QuestionStaff


def whole_values(document: QuestionDocument) -> dict[str, Any]:
    """A whole document as the members of a new question. What it does not name stays unnamed."""
    points = [
        {"text": point.text, "weight": point.weight, "required": point.required}
        for point in document.key_points
    ]
    return {
        "title": document.title,
        "body": document.body or None,
        "kind": document.kind,
        "options": [{"text": one.text, "correct": one.correct} for one in document.options],
        "hints": list(document.hints),
        "answer": document.answer or None,
        "key_points": None if document.key_points_derived else points,
        "follow_ups": list(document.follow_ups),
        "category": document.category,
        "tags": list(document.tags),
        "difficulty": document.difficulty,
        "expected_seconds": document.expected_seconds,
        "slug": document.slug,
        "status": document.status,
        "visibility": document.visibility,
        "source": {
            "name": document.source_name,
            "url": document.source_url,
            "license": document.source_license,
            "line": document.source_line,
        },
    }


def public_document(question: QuestionPublic) -> QuestionDocument:
    """What anyone may see of a question, as a document that holds no more."""
    return QuestionDocument(
        title=question.title,
        line_start=0,
        line_end=0,
        body=question.body or "",
        options=tuple(OptionDocument(option.text) for option in question.options),
        category=question.category,
        tags=tuple(question.tags),
        difficulty=question.difficulty.value if question.difficulty else None,
        expected_seconds=question.expected_seconds,
        external_id=question.id,
        slug=question.slug,
        kind=question.kind.value,
    )


def staff_document(question: QuestionStaff) -> QuestionDocument:
    """All of a question as a document, with the digest of what it now says."""
    document = QuestionDocument(
        title=question.title,
        line_start=0,
        line_end=0,
        body=question.body or "",
        hints=tuple(question.hints),
        answer=question.answer or "",
        key_points=tuple(
            KeyPointDocument(point.text, point.weight, point.required)
            for point in question.key_points
        ),
        key_points_derived=question.key_points_derived,
        options=tuple(OptionDocument(one.text, one.correct) for one in question.options),
        follow_ups=tuple(question.follow_ups),
        category=question.category,
        tags=tuple(question.tags),
        difficulty=question.difficulty.value if question.difficulty else None,
        expected_seconds=question.expected_seconds,
        external_id=question.id,
        slug=question.slug,
        source_name=question.source.name,
        source_url=question.source.url,
        source_license=question.source.license,
        source_line=question.source.line,
        kind=question.kind.value,
        status=question.status.value,
        visibility=question.visibility.value,
        is_whole=True,
    )
    return replace(document, digest=hash_of(_content(document), frozenset(FIELDS)))


def _content(document: QuestionDocument) -> dict[str, Any]:
    values = whole_values(document)
    source = values.pop("source")
    return values | {name: source[name.removeprefix("source_")] for name in SOURCE}
