"""What is wrong or weak in a question, found by reading its texts: a list to work through."""

import re
from dataclasses import dataclass
from enum import StrEnum

from markdown_it import MarkdownIt

from app.questions.giveaways import given_away, secret_of

LONGEST_TITLE = 300
LONGEST_BODY = 10_000
LONGEST_ANSWER = 20_000
LONGEST_HINT = 1000
LONGEST_OPTION = 1000
LONGEST_KEY_POINT = 1000
"""In characters; what is longer is rarely read to its end."""

FEWEST_IN_CATEGORY = 2
FEWEST_OPTIONS = 2
_FENCE_MARK = re.compile(r"[\s>]*(`{3,}|~{3,})[ \t]*$")
_MARKDOWN = MarkdownIt("commonmark")


class Severity(StrEnum):
    """`error`: candidates would see something broken, or it cannot be published; `warning`:
    somebody should look; `info`: it could be better."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class LintOption:
    text: str
    correct: bool


@dataclass(frozen=True, slots=True)
class LintLikeness:
    """Another question that may be the same: what it is known by, and the score from 0 to 1."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class LintSubject:
    """A question as far as it is checked. `choice` says that one picks from `options`.

    `in_category` is how many published questions its category holds, this one included if it is
    published; None where nobody counted.
    """

    title: str
    body: str | None = None
    choice: bool = False
    options: tuple[LintOption, ...] = ()
    hints: tuple[str, ...] = ()
    answer: str | None = None
    key_points: tuple[str, ...] = ()
    category: str | None = None
    in_category: int | None = None
    possible_duplicates: tuple[LintLikeness, ...] = ()


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One thing to look at: a code that stays, the member it is in (`hints/0`), a sentence."""

    code: str
    severity: Severity
    field: str
    message: str


def lint(question: LintSubject) -> tuple[LintFinding, ...]:
    """All findings of one question, in the order of the checks; the same for the same question."""
    return (
        *_missing(question),
        *_choices(question),
        *_hints(question),
        *_fences(question),
        *_lengths(question),
        *_surroundings(question),
    )


def _missing(question: LintSubject) -> list[LintFinding]:
    found = []
    if question.choice:
        # Its right options are the answer, so it is scored without one, and without points.
        if _blank(question.answer):
            message = "There is no answer that explains the right options."
            found.append(LintFinding("no_answer", Severity.INFO, "answer", message))
    else:
        if _blank(question.answer):
            found.append(_error("no_answer", "answer", "There is no model answer."))
        if not any(point.strip() for point in question.key_points):
            message = "There are no key points to score by."
            found.append(_error("no_key_points", "key_points", message))
    if _blank(question.category):
        found.append(_error("no_category", "category", "The question stands in no category."))
    if not any(hint.strip() for hint in question.hints):
        found.append(LintFinding("no_hint", Severity.INFO, "hints", "There is no hint."))
    return found


def _choices(question: LintSubject) -> list[LintFinding]:
    if not question.choice:
        if not question.options:
            return []
        message = "The question is open, so nobody is asked to choose from its options."
        return [_warning("unused_options", "options", message)]
    found = []
    if len(question.options) < FEWEST_OPTIONS:
        message = "There is nothing to choose from."
        found.append(_error("too_few_options", "options", message))
    if not any(option.correct for option in question.options):
        message = "No option is marked as correct."
        found.append(_error("choice_without_correct", "options", message))
    first: dict[str, int] = {}
    for at, option in enumerate(question.options):
        # Case is kept: in code, `Map` and `map` are two answers.
        before = first.setdefault(" ".join(option.text.split()), at)
        if before != at:
            message = f"Options {before + 1} and {at + 1} say the same."
            found.append(_error("duplicate_options", f"options/{at}", message))
    return found


def _hints(question: LintSubject) -> list[LintFinding]:
    if not question.hints:
        return []
    secret = secret_of(
        f"{question.title}\n{question.body or ''}",
        question.answer or "",
        question.key_points,
        [(option.correct, option.text) for option in question.options] if question.choice else None,
    )
    found = []
    for at, hint in enumerate(question.hints):
        reason = given_away(hint, secret)
        if reason:
            message = f"Hint {at + 1} {reason}."
            found.append(_warning("hint_gives_answer_away", f"hints/{at}", message))
    return found


def _fences(question: LintSubject) -> list[LintFinding]:
    return [
        _error("unclosed_fence", field, f"The code fence of line {line} is not closed.")
        for field, text in _texts(question)
        for line in unclosed_fences(text)
    ]


def unclosed_fences(text: str) -> tuple[int, ...]:
    """The 1-based lines on which code fences open that nothing closes."""
    if "```" not in text and "~~~" not in text:
        return ()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = []
    for token in _MARKDOWN.parse(text):
        if token.type == "fence" and token.map:
            first, end = token.map
            last = _FENCE_MARK.match(lines[end - 1])
            # The parser closes what is left open at the end of its container.
            if end - 1 == first or not last or not last[1].startswith(token.markup):
                found.append(first + 1)
    return tuple(found)


def _texts(question: LintSubject) -> list[tuple[str, str]]:
    """Every text of Markdown with the path of its member."""
    return [
        ("body", question.body or ""),
        ("answer", question.answer or ""),
        *((f"hints/{at}", hint) for at, hint in enumerate(question.hints)),
    ]


def _lengths(question: LintSubject) -> list[LintFinding]:
    limits = [
        ("title", question.title, LONGEST_TITLE),
        ("body", question.body or "", LONGEST_BODY),
        ("answer", question.answer or "", LONGEST_ANSWER),
        *((f"hints/{at}", text, LONGEST_HINT) for at, text in enumerate(question.hints)),
        *((f"options/{at}", o.text, LONGEST_OPTION) for at, o in enumerate(question.options)),
        *((f"key_points/{at}", t, LONGEST_KEY_POINT) for at, t in enumerate(question.key_points)),
    ]
    return [
        _warning("too_long", field, f"{len(text):,} characters are more than {limit:,}.")
        for field, text, limit in limits
        if len(text) > limit
    ]


def _surroundings(question: LintSubject) -> list[LintFinding]:
    found = []
    held = question.in_category
    if not _blank(question.category) and held is not None and held < FEWEST_IN_CATEGORY:
        held_in_words = "no published question" if held == 0 else "one published question only"
        message = f"The category {question.category} holds {held_in_words}."
        found.append(LintFinding("dead_category", Severity.INFO, "category", message))
    for other in question.possible_duplicates:
        message = f"It may be the same as {other.id} (likeness {other.score:.2f})."
        found.append(_warning("possible_duplicate", "title", message))
    return found


def _blank(text: str | None) -> bool:
    return not (text or "").strip()


def _error(code: str, field: str, message: str) -> LintFinding:
    return LintFinding(code, Severity.ERROR, field, message)


def _warning(code: str, field: str, message: str) -> LintFinding:
    return LintFinding(code, Severity.WARNING, field, message)
