"""Moodle XML: a quiz of multiple choices and essays, below the categories they stand in."""

from collections.abc import Iterable, Iterator

from app.interchange.document import OptionDocument, QuestionDocument
from app.interchange.writers.gift import LOST_IN_QUIZZES
from app.interchange.writers.rendering import is_graded, marked_up, question_text


class MoodleXmlWriter:
    """Texts are marked as Markdown, so that Moodle renders them itself."""

    name = "moodle-xml"
    suffix = ".xml"
    media_type = "application/xml"
    loses = LOST_IN_QUIZZES

    def write(self, documents: Iterable[QuestionDocument]) -> Iterator[bytes]:
        """The file in pieces."""
        yield b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
        category: str | None = None
        for document in documents:
            if document.category != category:
                category = document.category
                yield _category(category).encode()
            yield "".join(_question(document)).encode()
        yield b"</quiz>\n"


def _category(path: str | None) -> str:
    text = marked_up(f"$course$/top/{path}" if path else "$course$/top")
    return f'<question type="category"><category><text>{text}</text></category></question>\n'


def _question(document: QuestionDocument) -> Iterator[str]:
    graded = is_graded(document)
    yield f'<question type="{"multichoice" if graded else "essay"}">\n'
    yield f"<name><text>{marked_up(document.title)}</text></name>\n"
    yield _text("questiontext", question_text(document))
    yield _text("generalfeedback", document.answer if graded else "")
    yield f"<idnumber>{marked_up(document.external_id or '')}</idnumber>\n"
    yield "<defaultgrade>1</defaultgrade>\n<penalty>0</penalty>\n<hidden>0</hidden>\n"
    if graded:
        yield from _choices(document.options)
    else:
        yield "<responseformat>editor</responseformat>\n<responserequired>1</responserequired>\n"
        yield "<responsefieldlines>15</responsefieldlines>\n<attachments>0</attachments>\n"
        yield _text("graderinfo", document.answer)
    for hint in document.hints:
        yield _text("hint", hint)
    if document.tags:
        tags = "".join(f"<tag><text>{marked_up(tag)}</text></tag>" for tag in document.tags)
        yield f"<tags>{tags}</tags>\n"
    yield "</question>\n"


def _choices(options: tuple[OptionDocument, ...]) -> Iterator[str]:
    right = sum(option.correct for option in options)
    yield f"<single>{'true' if right == 1 else 'false'}</single>\n"
    yield "<shuffleanswers>true</shuffleanswers>\n<answernumbering>abc</answernumbering>\n"
    # Ticking everything is to earn nothing where several answers are right.
    wrong = "0" if right == 1 else "-100"
    share = f"{100 / right:.5f}".rstrip("0").rstrip(".")
    for option in options:
        fraction = share if option.correct else wrong
        yield _text("answer", option.text, f' fraction="{fraction}"')


def _text(name: str, text: str, attributes: str = "") -> str:
    return f'<{name} format="markdown"{attributes}><text>{marked_up(text)}</text></{name}>\n'
