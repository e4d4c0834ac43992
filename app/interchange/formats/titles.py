"""What the line that asks a question says besides the question: label, number, level, marks."""

import html
import re
import unicodedata
from dataclasses import dataclass

from app.interchange.formats.levels import (
    Difficulty,
    level_of_mark,
    level_of_stars,
    level_of_word,
    stars_of,
)
from app.interchange.formats.title_tags import without_tags

_LABEL = re.compile(
    r"(?P<open>\*{1,3}|_{1,3}|<b>|<strong>)?\s{0,2}"
    r"(?:(?:(?:interview|practice|sample|mock|bonus|quiz|exam|coding|technical|theory) |[A-Z]{1,4}-)?Q(?:uestion|ues?|n)?|MCQ|题目?|问题?|問題?|質問|Pregunta|Frage|Вопрос|Pytanie|Pergunta|Domanda"
    r"|Soru|질문|문제|سؤال|Câu(?:\s+hỏi)?)"
    r"(?:\s{0,2}(?:#|No\.?\s?[:：]?|number|nr\.?)?\s{0,2}(?P<number>\d{1,5}(?:\.\d{1,4}){0,3})(?:\s(?:of|/)\s\d{1,5})?(?:\s\((?P<aside>[^()\n]{1,80})\))?)?"
    r"\s{0,2}(?P<mark>[:：.)\]]|[-–—](?=\s))\s{0,2}"
    r"(?(open)(?P<close>\*{1,3}|_{1,3}|</b>|</strong>)?)[:：]?\s{0,4}",
    re.IGNORECASE,
)
# "Q3 What is it?", "第 3 题：..." and "**Question 3**: ...", where the emphasis ends before the mark
_LONE = re.compile(
    r"(?:\*\*|__)?Q\s?(?P<number>\d{1,5})(?:\*\*|__)?\s{1,4}(?=[^\s–—-])"
    r"|(?:\*\*|__)(?:Q(?:uestion)?|Pregunta|Pergunta|Frage|Вопрос|Питання|Pytanie|Domanda|问题|題目|题目)\s?(?P<bold>\d{1,5})(?:[-.][A-Z]?\d{1,3})?(?:\*\*|__)\s?(?:[:：.)]|[-–—](?=\s))\s{0,4}(?=\S)"
    r"|第\s?(?P<nth>\d{1,5})\s?道?[题題问問]\s?[:：.、]\s{0,4}(?=\S)"
    r"|(?:\*\*|__)(?:Q|Question|Pregunta|Pergunta|Frage|Вопрос|Pytanie|Domanda|问题|題目)(?:\*\*|__)\s?[:：]\s{0,4}(?=\S)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<open>\*{1,3}|_{1,3})?(?:#\s?|[(\[])?(?P<number>\d{1,4}(?:\.\d{1,4}|-\d{2}){0,3})"
    r"(?:[.)\]、．:]{1,2}(?!\d)|\s[.)](?=\s)|\s?[-–—](?=\s+[^\s\d])|(?<=\d\.\d)(?=\s[A-Z])|(?<=\d\.\d\d)(?=\s[A-Z]))[ \t]{0,4}(?(open)(?P<close>\*{1,3}|_{1,3})?)[ \t]{0,4}"
)
_AFTER_SYMBOL = re.compile(r"\d{1,4}[.)]\s")
# "F1. What is it?", where a letter stands for the section
_CODED = re.compile(
    r"(?P<open>\*{1,3}|_{1,3})?[A-Z]{1,2}(?P<number>\d{1,3})[.)]"
    r"[ \t]{0,2}(?(open)(?P<close>\*{1,3}|_{1,3})?)[ \t]{1,4}(?=[^\W\d_a-z]|[`¿])"
)
_BARE = re.compile(
    r"(?:q\.?|mcq|ques?|question|problem|exercise|task|вопрос|pregunta|pergunta|frage|domanda|aufgabe|题目|问题"
    r"|pytanie|zadanie|питання|soru|vraag|fråga|spørsmål|spørgsmål|otázka|întrebarea|câu(?: hỏi)?|soal|질문|문제|問題|سؤال|السؤال)(?:[-_]|\s{0,2})(?:#|no\.?\s?[:：]?|number|nr\.?)?\s{0,2}(\d{1,5}(?:\.\d{1,3}){0,3})(?:\s?(?:of|/)\s?\d{1,5})?",
    re.IGNORECASE,
)
# "cloud-architect-03", which is the name of a file
_SLUG = re.compile(r"[a-z]{2,20}(?:[-_][a-z]{2,20}){1,4}[-_](\d{1,4})")
# "Q.1 [14 marks]"
_WORTH = re.compile(
    r"\s{1,3}[\[(]\d{1,3}\s?(?:marks?|points?|pts?|puntos?|баллов)\.?[\])]$", re.IGNORECASE
)
# "Question 3 (Hard - Locks)", where brackets say more of a question that stands below
_ASIDE = re.compile(
    r"(?P<bare>[^\W\d_]{1,12}\s{0,2}#?\d{1,4})\s{0,2}[:.]?\s{0,2}[(\[](?P<said>[^()\[\]]{1,80}(?:\([^()]{0,40}\))?[^()\[\]]{0,40})[)\]]"
)
_LONE_WORDS = re.compile(
    r"(?:(?:practice|sample|quiz|exam|test|review|interview|multiple[- ]choice) )?question(?: text)?",
    re.IGNORECASE,
)
_KEYCAPS = re.compile(r"^(?P<open>\*\*|__)?(?P<keys>(?:[0-9]\ufe0f?\u20e3)+)\s{0,4}(?=\S)")
_ANCHOR = re.compile(r"(?<!`)(?:<a\s[^<>]{0,200}/?>|(?<!<a>)</a>|<br\s*/?>)(?!`)", re.IGNORECASE)
_CODE = re.compile(r"<code>(.{0,400}?)</code>", re.IGNORECASE | re.DOTALL)
_WRAPS = (
    ("****", "****"), ("***", "***"), ("**", "**"), ("__", "__"), ("<b>", "</b>"), ("<strong>", "</strong>"),
    ("<i>", "</i>"), ("<em>", "</em>"), ("<h2>", "</h2>"), ("<h3>", "</h3>"), ("<h4>", "</h4>"),
    ("<u>", "</u>"), ("<p>", "</p>"), ("*", "*"), ("_", "_"),
)  # fmt: skip
_SHORTCODE = re.compile(r"^:[a-z][a-z0-9_]{2,40}:\s{0,4}")
_LINKED = re.compile(r"^\[(?P<text>[^\[\]]{1,400})\]\([^()\s]{0,400}\)$")
_BOX = re.compile(r"^\\?\[(?: ?[xXyY]? ?\\?\]\s{1,4}(?=\S)|[^\[\]]{1,40}\]\s{1,4}(?=\*\*Q[:：]))")
_BULLET = re.compile(r"^[•●▪◦‣·]\s{1,4}(?=\S)")
_BACK = re.compile(r"^\[{1,2}[^\[\]]{0,40}\]{1,2}\(#[^()\s]{0,100}\)\s{0,4}(?=\S)")
_TRAILING_ID = re.compile(r"\s{0,4}\{#[\w-]{1,80}\}$")
_ASKED_BEHIND = re.compile(r"(\s{0,3}\([⭐★☆🌟\ufe0f]{1,10}\))\s?\?$")  # "What is it (★★☆)?"
_STARS = re.compile(r"(?<=\S)\s{1,4}\*{3,5}$")
# "What is a lock? [[src](https://example.org)]"
_SOURCE = re.compile(
    r"(?<=\S)\s{0,3}[\[(]?\[(?:src|source|ref|reference|via|источник|fuente|quelle|fonte)\]{1,2}"
    r"\((?P<url>https?://[^()\s]{1,400})\)[\])]?\.?$",
    re.IGNORECASE,
)
# "What is it? *@ada*", which says who asks it
_ASKED_BY = re.compile(
    r"(?<=[.?!\"”)])\s{0,3}(?:[*_]{1,2}@[\w-]{2,39}[*_]{1,2}|\(?\[@[\w-]{2,39}\]\([^()\s]{1,200}\)\)?)$"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A question's text as it should be asked.

    `labelled` is whether the line calls itself a question ("Q:"), `number` what it numbers
    itself, `difficulty` what an emoji or a word in brackets at its end says, `unfinished`
    whether trailing asterisks mark the answer as one still to be written. `stars` counts star
    emoji, of which the title itself shows `most_stars`; the level depends on the whole file.
    `source` is the address of a link at the end that only says where the question is from, and
    `tags` are what stands in brackets there ("【网络】", "[Amazon]").
    """

    text: str
    labelled: bool = False
    number: str | None = None
    difficulty: Difficulty | None = None
    bold: bool = False
    unfinished: bool = False
    stars: int = 0
    most_stars: int = 0
    source: str = ""
    tags: tuple[str, ...] = ()


def read_title(line: str) -> Title:
    """Read a heading, a summary or the first line of an item. Inline Markdown stays as it is."""
    text, source = _without_source(_ASKED_BY.sub("", _plain(line)))
    bold = text.startswith(("**", "__", "<b>", "<strong>"))
    text, unfinished = _without_stars(_unwrapped(text))
    named, level = level_of_mark(_WORTH.sub("", text))
    if bare := _BARE.fullmatch(named) or _SLUG.fullmatch(named):
        return Title("", labelled=True, number=bare[1], difficulty=level)
    if (aside := _ASIDE.fullmatch(text)) and (bare := _BARE.fullmatch(aside["bare"])):
        said = re.split(r"\s[-–—|·]\s|[,;:/]", aside["said"])[0]
        return Title("", labelled=True, number=bare[1], difficulty=level_of_word(said))
    labelled, number, text = _without_label(text)
    early: Difficulty | None = None
    if not (labelled or number or stars_of(text)[1]):
        # "🟢 **Question 1:** What is it?"
        labelled, number, bare_text, early = _behind_level(text)
        text = bare_text if early else text
    text, stars, most = stars_of(_ASKED_BEHIND.sub(r"?\1", text))
    if (labelled or number) and not (stars or level_of_mark(text)[1]):
        text = _without_symbols(text)  # "1. ❓ What is it?"
    text, tags, tagged = without_tags(text)
    text, difficulty = level_of_mark(text)
    difficulty = difficulty or tagged or early
    if stars:
        difficulty = level_of_stars(stars, most or stars)
    text, late_stars = _without_stars(_unwrapped(text.strip()))
    text = _as_markdown(text)
    if labelled and number and not difficulty and level_of_word(text):
        text, difficulty = "", level_of_word(text)  # "Question 3 - Hard"
    return Title(
        text,
        labelled,
        number,
        difficulty,
        bold,
        unfinished or late_stars,
        stars,
        most,
        source,
        tags,
    )


def _behind_level(text: str) -> tuple[bool, str | None, str, Difficulty | None]:
    """The label, the number and the text behind a level before them; no level where none is."""
    rest, level = level_of_mark(text)
    labelled, number, rest = _without_label(_unwrapped(rest))
    return labelled, number, rest, level if labelled or number else None


def is_lone_label(line: str) -> bool:
    """Whether a line only announces that a question follows ("Question", "__Quiz question__")."""
    text = _unwrapped(_plain(line)).strip().rstrip(":：").strip()
    return _LONE_WORDS.fullmatch(_unwrapped(text)) is not None


def _without_symbols(text: str) -> str:
    """Take off symbols that stand before a title, such as a question mark drawn as an emoji."""
    start = 0
    while start < len(text) and unicodedata.category(text[start]) in ("So", "Mn", "Cf", "Sk"):
        start += 1
    glued = start and _AFTER_SYMBOL.match(text, start)  # "⚛️1. What is it?"
    return (
        text[start:].lstrip() if 0 < start < len(text) and (text[start] == " " or glued) else text
    )


def _plain(line: str) -> str:
    text = _ANCHOR.sub(lambda tag: " " if tag.group()[1:3].lower() == "br" else "", line).strip()
    if keycaps := _KEYCAPS.match(text):
        digits = "".join(filter(str.isdigit, keycaps["keys"]))
        text = f"{keycaps['open'] or ''}{digits}. {text[keycaps.end() :]}"
    text = text[:-1].rstrip() if text.endswith(" \\") else text
    text = _BULLET.sub("", _SHORTCODE.sub("", text))
    text = _TRAILING_ID.sub("", _BOX.sub("", _BACK.sub("", text)))
    linked = _LINKED.match(text)
    text = (linked["text"] if linked else text).strip()
    return text if level_of_mark(text)[1] or stars_of(text)[1] else _without_symbols(text)


def _without_stars(text: str) -> tuple[str, bool]:
    match = _STARS.search(text)
    return (text[: match.start()], True) if match else (text, False)


def _without_source(text: str) -> tuple[str, str]:
    match = _SOURCE.search(text) if text[-2:].endswith((")", "]", ").", "].")) else None
    return (text[: match.start()].rstrip(), match["url"]) if match else (text, "")


def _without_label(text: str) -> tuple[bool, str | None, str]:
    labelled, number = False, None
    for pattern in (_LABEL, _LONE, _CODED, _NUMBER, _LABEL):
        match = pattern.match(text)
        if match is None or (match.end() == len(text) and pattern is not _LABEL):
            continue
        if pattern in (_CODED, _NUMBER):
            number = number or match["number"]
        else:
            if labelled:
                continue
            labelled = True
            found = match.groupdict()
            number = match["number"] or found.get("bold") or found.get("nth")
        opened = None if pattern is _LONE else match["open"]
        aside = match.groupdict().get("aside")
        text = (
            (opened or "") + text[match.end() :]
            if opened and not match["close"]
            else text[match.end() :]
        )
        text = _unwrapped(text.strip())
        if aside and level_of_word(aside):
            text = f"{text} ({aside})"
    return labelled, number, text


def _unwrapped(text: str) -> str:
    """Take off emphasis that spans the whole text, not one that opens and closes inside it."""
    changed = text[:1] in ("*", "_", "<")
    while changed:
        changed = False
        for opening, closing in _WRAPS:
            inner = text[len(opening) : len(text) - len(closing)]
            if (
                len(text) > len(opening) + len(closing)
                and text.startswith(opening)
                and text.endswith(closing)
                and opening not in inner
                and closing not in inner
                and (opening[0] == "<" or inner == inner.strip("*_"))
            ):
                text, changed = inner.strip(), True
                break
    return text


def _as_markdown(text: str) -> str:
    """`<code>` becomes a code span, so that entities in it are unescaped once and kept as text."""
    if "code>" not in text.casefold():
        return text
    text = _CODE.sub(lambda code: _code_span(html.unescape(code[1])), text)
    return text.removesuffix("</code>").rstrip() if "<code>" not in text.casefold() else text


def _code_span(code: str) -> str:
    if not code.strip():
        return code
    ticks = "`" * (max((len(run) for run in re.findall(r"`+", code)), default=0) + 1)
    pad = " " if code[0] == "`" or code[-1] == "`" else ""
    return f"{ticks}{pad}{code}{pad}{ticks}"
