"""The verb of linting the bank: what is weak in its questions, a page at a time."""

from typing import Any

from pydantic import BaseModel
from sqlalchemy import Row, func, select
from sqlmodel import Session

from app.core.pagination import Page, decode_cursor, encode_cursor
from app.questions.filters import QUESTIONS
from app.questions.linting import LintLikeness, LintOption, LintSubject, Severity, lint
from app.questions.models import Kind, Status
from app.questions.rows import select_current
from app.questions.similar import Comparison


class LintFindingRead(BaseModel):
    """One thing to look at; `field` is the member it is in, such as `hints/0`."""

    code: str
    severity: Severity
    field: str
    message: str


class LintedQuestion(BaseModel):
    """A question in which something was found."""

    id: str
    slug: str
    title: str
    findings: list[LintFindingRead]


def lint_bank(session: Session, limit: int, cursor: str | None) -> Page[LintedQuestion]:
    """The findings of `limit` questions that are not retired, in the order of the bank; those
    without a finding are not on the page."""
    after = 0 if cursor is None else decode_cursor(cursor, "lint", [int])[0]
    statement = (
        select_current(QUESTIONS.number, staff=True)
        .where(QUESTIONS.number > after, QUESTIONS.status != Status.RETIRED)
        .order_by(QUESTIONS.number)
        .limit(limit + 1)
    )
    found = session.execute(statement).all()
    shown = found[:limit]
    counts = _published_in(session, {row.category for row in shown if row.category})
    comparison = Comparison(session, shown)
    items = [_linted(row, counts, comparison) for row in shown]
    following = encode_cursor("lint", [shown[-1].number]) if len(found) > limit else None
    return Page[LintedQuestion].model_construct(
        items=[item for item in items if item.findings], next_cursor=following, total=None
    )


def _published_in(session: Session, categories: set[str]) -> dict[str, int]:
    statement = (
        select(QUESTIONS.category, func.count())
        .where(QUESTIONS.category.in_(categories), QUESTIONS.status == Status.PUBLISHED)
        .group_by(QUESTIONS.category)
    )
    return {row[0]: row[1] for row in session.execute(statement).all()}


def _linted(row: Row[Any], counts: dict[str, int], comparison: Comparison) -> LintedQuestion:
    subject = LintSubject(
        title=row.title,
        body=row.body,
        choice=row.kind == Kind.CHOICE,
        options=tuple(LintOption(option["text"], option["correct"]) for option in row.options),
        hints=tuple(row.hints),
        answer=row.answer,
        key_points=tuple(point["text"] for point in row.key_points),
        category=row.category,
        in_category=counts.get(row.category, 0) if row.category else None,
        possible_duplicates=tuple(
            LintLikeness(other.id, other.score) for other in comparison.possible_duplicates(row)
        ),
    )
    findings = [
        LintFindingRead(code=one.code, severity=one.severity, field=one.field, message=one.message)
        for one in lint(subject)
    ]
    return LintedQuestion(id=row.id, slug=row.slug, title=row.title, findings=findings)
