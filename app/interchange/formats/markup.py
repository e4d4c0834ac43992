"""HTML in questions from learning platforms: its plain text for titles; bodies stay as they are."""

import html
import re

# A comment goes no further than the next begins, so that many without an end take no longer.
_TAG = re.compile(r"<!--(?:(?!<!--).){0,20000}?-->|</?[A-Za-z][^<>]{0,5000}>", re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/?div|/li|/tr|/h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_MEANING = re.compile(
    r"<(?:img|pre|code|table|ul|ol|math|svg|audio|video|iframe|script|h[1-6]|blockquote)\b",
    re.IGNORECASE,
)
_LONGEST = 1000
_SHORTEST_NAME = 3


def plain(text: str) -> str:
    """The text of a piece of HTML on one line: tags gone, entities unescaped once."""
    bare = _TAG.sub("", _BREAK.sub(" ", text))
    return " ".join(html.unescape(bare).replace("\xa0", " ").split())


def looks_like_html(text: str) -> bool:
    """Whether a text has at least one tag."""
    return _TAG.search(text) is not None


def title_and_body(name: str, stem: str, *, is_html: bool = False) -> tuple[str, str]:
    """Title and body of a question that may have a name beside its text.

    Without a name the text is the title, and the body too where it says more than one line of
    plain text can. A text without tags is HTML only where its format says so.
    """
    text = stem.strip("\n").rstrip()
    marked_up = looks_like_html(text)
    if is_html and not marked_up and not name:
        text = html.unescape(text)
    flat = plain(text) if marked_up else " ".join(text.split())
    heading = plain(name).strip()
    is_sentence = heading != flat and heading.endswith(("?", "!", "？", "。"))
    if heading and (is_sentence or not _repeats(heading, flat)):
        return heading, readable(text)
    title = flat if len(flat) <= _LONGEST else flat[:_LONGEST].rsplit(" ", 1)[0] + " …"
    says_more = _MEANING.search(text) is not None if marked_up else title != text
    return title, text if says_more or title != flat else ""


def named_and_asked(name: str, stem: str) -> tuple[str, str]:
    """Title and body of texts that their file says are Markdown or plain: to the letter."""
    cut_off = name.endswith(("...", "…")) and stem.startswith(name.rstrip(". …"))
    if not name or cut_off:
        title = " ".join(stem.split())
        return (title, stem if title != stem else "") if len(title) <= _LONGEST else (name, stem)
    return name, stem if stem != name else ""


def _repeats(name: str, stem: str) -> bool:
    """Whether a name is only the beginning of the text, as platforms make it for want of one."""
    bare = name.rstrip(". …")
    cut_off = name.endswith(("...", "…"))
    return stem.startswith(bare) and (cut_off or len(bare) > _SHORTEST_NAME)


_SIMPLE = re.compile(
    r"</?(?:p|div|br|span|b|i|u|strong|em|font|sub|sup)\b[^<>]{0,2000}>", re.IGNORECASE
)
_LINE_ENDS = re.compile(
    r"\s{0,20}(?:</div>\s{0,20}<div\b[^<>]{0,200}>|<(?:br\s{0,3}/?|/p|/div|div\b[^<>]{0,200})>)\s{0,20}",
    re.IGNORECASE,
)


def readable(text: str) -> str:
    """HTML of nothing but paragraphs and emphasis as plain lines; other markup stays verbatim.

    Lists, code, tables and images mean something, so a text with those is kept as it is.
    """
    text = text.strip()
    if not looks_like_html(text):
        return html.unescape(text)
    if _TAG.search(_SIMPLE.sub("", text)) is not None:
        return text
    lines = _SIMPLE.sub("", _LINE_ENDS.sub("\n", text))
    return "\n".join(line.strip() for line in html.unescape(lines).split("\n")).strip()
