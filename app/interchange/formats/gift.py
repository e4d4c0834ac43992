"""GIFT, Moodle's plain-text format: a paragraph a question, its answers in braces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.interchange.document import Finding, OptionDocument, QuestionDocument, Reading
from app.interchange.formats.gift_answers import Answers, read_answers, unescaped
from app.interchange.formats.markup import named_and_asked, title_and_body
from app.interchange.formats.profile import Profile
from app.interchange.formats.text import bounded, decode

_ID = re.compile(r"\[id:((?:[^\[\]\\]|\\.){1,200})\]")
_TAG = re.compile(r"\[tag:((?:[^\[\]\\]|\\.){1,200})\]")
_FORMAT = re.compile(r"\A\s*\[(?P<name>html|moodle|plain|markdown)\]", re.IGNORECASE)
_CATEGORY = re.compile(r"\$CATEGORY:\s*(.{1,1000})")
_ROOTS = ("$course$", "$system$", "$cat1$", "$module$", "top", "")


@dataclass(frozen=True, slots=True)
class _Block:
    """One paragraph: its text without comment lines, and what those said of it."""

    text: str
    start: int
    end: int
    comments: str = ""


class Gift:
    """Questions in GIFT. A paragraph without braces is a description and not imported."""

    name = "gift"
    suffixes = (".gift",)
    media_types = ("text/x-gift", "application/gift")

    def recognises(self, data: bytes) -> bool:
        """Whether the file has a title between colons, or a category, at the start of a line."""
        start = b"\n" + data[:20000]
        return b"\n::" in start or b"\n$CATEGORY:" in start

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read every paragraph. Raises `UnreadableFile` for bytes that are no text."""
        documents: list[QuestionDocument] = []
        findings: list[Finding] = []
        section: tuple[str, ...] = ()
        for block in _blocks(bounded(decode(data).text)):
            if match := _CATEGORY.match(block.text):
                parts = (part.strip() for part in match[1].split("/"))
                section = tuple(part for part in parts if part not in _ROOTS)
                message = f"category {match[1].strip()}"
                findings.append(Finding("section", message, block.start, block.end))
                continue
            made = _document(block, section, profile)
            if isinstance(made, Finding):
                findings.append(made)
            else:
                documents.append(made)
        return Reading(tuple(documents), tuple(findings))


def _blocks(text: str) -> Iterator[_Block]:
    """Paragraphs. Blank lines inside braces do not end one; comment lines are taken out."""
    lines: list[str] = []
    comments: list[str] = []
    start = depth = own = 0  # `own` comments stand above the end of these lines
    is_answered = False
    all_lines = text.split("\n")
    for number, line in enumerate([*all_lines, ""], start=1):
        if line.lstrip().startswith("//"):
            comments.append(line)
            continue
        if (
            lines
            and depth == 0
            and line.startswith("::")
            and (is_answered or (lines[0].startswith("::") and line.count("::") > 1))
        ):
            # a title right below another question, with no blank line between
            yield _Block("\n".join(lines), start, number - 1, "\n".join(comments[:own]))
            lines, comments = [], comments[own:]
        if lines and depth == 0 and line.startswith("$CATEGORY:"):
            yield _Block("\n".join(lines), start, number - 1, "\n".join(comments))
            lines, comments = [], []
        braces = _depth_after(line, depth)
        is_answered = bool(lines and is_answered) or (braces == 0 and "}" in line)
        if not line.strip() and (
            depth == 0 or number > len(all_lines) or _begins_anew(all_lines, number)
        ):
            if lines:
                yield _Block("\n".join(lines), start, number - 1, "\n".join(comments))
                comments = []
            lines, depth = [], 0
            continue
        if line.startswith("$CATEGORY:") and not lines:
            yield _Block(line, number, number)
            continue
        start = start if lines else number
        lines.append(line)
        depth, own = braces, len(comments)


def _begins_anew(lines: list[str], blank: int) -> bool:
    """Whether the line after a blank one starts a question: then a brace was never closed."""
    return blank < len(lines) and lines[blank].startswith(("::", "$CATEGORY:"))


def _depth_after(line: str, depth: int) -> int:
    escaped = False
    for character in line:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == "{":
            depth = 1
        elif character == "}":
            depth = 0
    return depth


def _document(
    block: _Block, section: tuple[str, ...], profile: Profile
) -> QuestionDocument | Finding:
    name, text, written_in = _named(block.text)
    braces = _braces(text)
    if braces is None:
        if _depth_after(text, 0):
            message = "an opening brace is never closed; expected } after the answers"
            return Finding("unclosed-brace", message, block.start, block.end, "error")
        message = "a description: it has no answer braces, so it asks nothing"
        return Finding("not-a-question", message, block.start, block.end)
    opening, closing = braces
    answers = read_answers(text[opening + 1 : closing])
    stem = _stem(text[:opening], text[closing + 1 :], answers)
    made = named_and_asked if written_in in ("markdown", "plain") else title_and_body
    title, body = made(unescaped(name), unescaped(stem))
    if not title:
        message = "answers in braces without a question before or after them"
        return Finding("no-question", message, block.start, block.end, "warning")
    identity = _ID.search(block.comments)
    tags = (unescaped(tag) for tag in _TAG.findall(block.comments))
    document = QuestionDocument(
        title=title,
        line_start=block.start,
        line_end=block.end,
        body=body,
        answer=answers.text,
        options=tuple(OptionDocument(text, correct) for text, correct in answers.options),
        section=section,
        category=section[-1] if section else None,
        tags=tuple(tags),
        external_id=unescaped(identity[1]) if identity else None,
        kind=answers.kind,
    )
    return profile.completed(document)


def _named(text: str) -> tuple[str, str, str]:
    """Split `::name::[format]text`; name and format may be missing."""
    name = ""
    text = text.strip("\n")
    if text.lstrip().startswith("::"):
        text = text.lstrip()[2:]
        end = next(
            (i for i in range(len(text) - 1) if text[i : i + 2] == "::" and not _escaped(text, i)),
            -1,
        )
        if end >= 0:
            name, text = text[:end], text[end + 2 :]
    match = _FORMAT.match(text)
    written_in = match["name"].casefold() if match else ""
    return name.strip(), text[match.end() :] if match else text, written_in


def _braces(text: str) -> tuple[int, int] | None:
    opening = -1
    for index, character in enumerate(text):
        if character == "{" and opening < 0 and not _escaped(text, index):
            opening = index
        elif character == "}" and opening >= 0 and not _escaped(text, index):
            return opening, index
    return None


def _escaped(text: str, index: int) -> bool:
    count = 0
    while index > count and text[index - count - 1] == "\\":
        count += 1
    return count % 2 == 1


def _stem(before: str, after: str, answers: Answers) -> str:
    """The question with a blank where its answers stood, if text follows them."""
    if not after.strip():
        return before.strip()
    return f"{before.strip()} _____ {after.strip()}".strip()
