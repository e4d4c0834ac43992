"""The texts of a record: which one asks, which one is told, and which is only a name."""

import re
from collections.abc import Mapping

from app.interchange.formats.columns import normal
from app.interchange.formats.evidence import asks, tells
from app.interchange.formats.titles import read_title
from app.interchange.formats.values import first_text, joined_text

_LONGEST_TITLE = 1000
_ASKING = 0.9
_ANSWERING = frozenset(("answer", "explanation", "options", "option", "correct", "wrong"))
_PROSE = frozenset(("text", "content", "body", "details", "description", "desc"))
_TOLD = frozenset(("text", "content", "body", "details"))
_FILE_NAME = re.compile(
    r"[\w./-]{1,200}\.(?:md|mdx|html?|txt|json|ya?ml)|[a-z0-9]{1,40}(?:[-_][a-z0-9]{1,40}){1,20}"
)


def title_and_body(
    values: Mapping[str, object], section: tuple[str, ...]
) -> tuple[str, str, tuple[str, ...]]:
    """Title and body from the names a file may use for them: title, question, body.

    A question of several paragraphs is a title and a body. Beside a question that asks, a title
    that does not is only its heading.
    """
    heading, question = first_text(values.get("title")), first_text(values.get("question"))
    body = joined_text(values.get("body"))
    if heading and question and heading != question:
        if "\n" not in question and asks(read_title(question)) > asks(read_title(heading)):
            return _clean(question), body, (*section, heading)
        return _clean(heading), "\n\n".join(filter(None, (question, body))), section
    text = question or heading or ""
    if not text and body:
        text, body = body, ""
    first, _, rest = text.partition("\n")
    if rest and len(first) <= _LONGEST_TITLE:
        return _clean(first), "\n\n".join(filter(None, (rest.strip("\n"), body))), section
    return _clean(text), body, section


def is_told(fields: Mapping[str, str], title: str, body: str) -> bool:
    """Whether the text beside a title is its answer: no field is there for one, and the text
    neither asks nor gives a task. Text with a heading of its own is no task.
    """
    names = {normal(name) for name, field in fields.items() if field == "body"}
    known = {field.partition(":")[0] for field in fields.values()}
    if not body or not names or not names <= _PROSE or known & _ANSWERING:
        return False
    if body.startswith("#"):
        return True
    asked = asks(read_title(body.partition("\n\n")[0])) >= _ASKING
    if asks(read_title(title)) >= _ASKING and names <= _TOLD:
        return not asked
    return not asked and not tells(body)


def is_file_name(value: object) -> bool:
    """Whether a value names a file or a page ("bind-function.md") and asks nothing."""
    return isinstance(value, str) and _FILE_NAME.fullmatch(value.strip()) is not None


def _clean(text: str) -> str:
    title = read_title(text)
    return title.text or text.strip()
