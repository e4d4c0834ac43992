"""Whole documents between file and bank: a question as it is, with nothing assumed of it."""

from dataclasses import replace
from typing import Any

from app.interchange.content import FIELDS, SOURCE, hash_of
from app.interchange.document import KeyPointDocument, OptionDocument, QuestionDocument
from app.interchange.formats.whole_record import MARK, members_of
from app.questions.schemas import QuestionPublic, QuestionStaff

_OF_THE_RECORD = (MARK, "id", "digest")


def whole_values(document: QuestionDocument) -> dict[str, Any]:
    """A whole document as the members of a new question. What it does not name stays unnamed."""
    members = members_of(document)
    return {name: value for name, value in members.items() if name not in _OF_THE_RECORD}


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
