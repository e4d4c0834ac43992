"""GIFT, Moodle's plain-text format: a few lines for each question, below its category."""

import re
from collections.abc import Iterable, Iterator

from app.interchange.document import OptionDocument, QuestionDocument
from app.interchange.writers.rendering import is_graded, question_text, storable

_SPECIAL = re.compile(r"[\\~=#{}:]")
LOST_IN_QUIZZES = (
    "key_points", "follow_ups", "difficulty", "expected_seconds", "slug", "status", "visibility",
    "source",
)  # fmt: skip


class GiftWriter:
    """Choices with one or more right answers; everything else is an essay."""

    name = "gift"
    suffix = ".gift"
    media_type = "text/x-gift"
    loses = ("hints", *LOST_IN_QUIZZES)

    def write(self, documents: Iterable[QuestionDocument]) -> Iterator[bytes]:
        """The file in pieces."""
        category: str | None = None
        for document in documents:
            if document.category != category:
                category = document.category
                yield f"$CATEGORY: {category or '$course$/top'}\n\n".encode()
            yield _question(document).encode()


def _question(document: QuestionDocument) -> str:
    about = "".join(f" [tag:{_tag(tag)}]" for tag in document.tags)
    lines = [f"// [id:{document.external_id}]{about}"]
    title, text = _escaped(document.title), _escaped(question_text(document))
    lines.append(f"::{title}::[markdown]{text}{{")
    if is_graded(document):
        lines += _choices(document.options)
    if document.answer.strip():
        lines.append(f"####{_escaped(document.answer)}")
    return "\n".join(lines) + "\n}\n\n"


def _choices(options: tuple[OptionDocument, ...]) -> Iterator[str]:
    """Options with their signs: one right among wrong ones is `=`, several share the marks."""
    right = sum(option.correct for option in options)
    alone = right == 1 and len(options) > 1
    share = f"%{100 / right:.5f}".rstrip("0").rstrip(".") + "%"
    for option in options:
        sign = "=" if option.correct and alone else "~"
        weight = "" if alone else share if option.correct else "%-100%"
        yield f"\t{sign}{weight}{_escaped(option.text)}"


def _escaped(text: str) -> str:
    """A text on one line, with a backslash before each sign that means something, and without
    control characters, for which no reader takes the file as text."""
    plain = storable(text).replace("\r\n", "\n").replace("\r", "\n").strip()
    return _SPECIAL.sub(r"\\\g<0>", plain).replace("\n", "\\n")


def _tag(tag: str) -> str:
    return tag.replace("\\", "\\\\").replace("[", "(").replace("]", ")")
