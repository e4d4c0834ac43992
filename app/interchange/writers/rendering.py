"""Texts in other people's markup: Markdown rendered without its raw HTML, and text made safe for XML."""

import re
from html import escape

from markdown_it import MarkdownIt

from app.interchange.document import QuestionDocument

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Raw HTML stays text. Images would be fetched from elsewhere by whoever opens the file.
_PARSER = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).enable("table")
_PARSER.disable("image")


def rendered(text: str) -> str:
    """A text as well-formed HTML in blocks."""
    return str(_PARSER.render(storable(text))).strip()


def rendered_line(text: str) -> str:
    """A short text as HTML without blocks around it."""
    return str(_PARSER.renderInline(storable(text))).strip()


def marked_up(text: str) -> str:
    """A text of XML or HTML, in an element or an attribute."""
    return escape(storable(text)).replace("\r", "&#13;")


def storable(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _UNWRITABLE.sub("\ufffd", text)


def question_text(document: QuestionDocument) -> str:
    """What a question asks where its title only names it: the body, or else the title; and its
    options where the format cannot offer them."""
    asked = document.body if document.body.strip() else document.title
    if is_graded(document) or not document.options:
        return asked
    listed = "\n".join(f"- {one.text}".replace("\n", "\n  ") for one in document.options)
    return f"{asked}\n\n{listed}"


def is_graded(document: QuestionDocument) -> bool:
    """Whether a question is a choice of which the answer is known. Quiz formats have no other,
    so those of the public, who are not to know, are asked as open questions."""
    return document.kind == "choice" and any(one.correct for one in document.options)
