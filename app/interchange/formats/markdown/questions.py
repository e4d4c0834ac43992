"""From the parts of a question to the document: what its unlabelled text is, and its metadata."""

import re
from collections.abc import Mapping, Sequence

from app.interchange.document import Finding, KeyPointDocument, QuestionDocument
from app.interchange.formats.evidence import asks, sets_a_task, tells
from app.interchange.formats.hints import split_hints
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.choosing import choice_of
from app.interchange.formats.markdown.habits import Habits, difficulty_of, levels_stated
from app.interchange.formats.markdown.metadata import as_tags
from app.interchange.formats.markdown.options.front_options import options_in_front
from app.interchange.formats.markdown.parts import ITEM, Parts, is_code, items_of
from app.interchange.formats.profile import Profile
from app.interchange.formats.titles import read_title

_PLACEHOLDER = re.compile(
    r"[\W_]{0,6}(?:to be (?:completed|done|added|answered|written|continued|filled(?: in)?)|todo|tbd|tba|wip|n/?a|none|\.{3}|…"
    r"|coming soon|work in progress|answer (?:goes )?here|your answer(?: goes)? here|no answer(?: yet)?|no hints?(?: provided| given| available)?"
    r"|not answered(?: yet)?|pending|add answer)[\W_]{0,6}",
    re.IGNORECASE,
)
# "Todo." answers a question in Spanish or Portuguese: everything
_EVERYTHING = re.compile(
    r"¿|\b(?:qu[eéê]|cu[aá]l|c[oó]mo|quais|qual|do|de|la|el|os|as)\b", re.IGNORECASE
)
_ABOUT_CODE = re.compile(
    r"\b(?:output|outputs?|logged|printed|prints?|returned|returns?|result|these|below|following"
    r"|this (?:code|snippet|program|function|query|do\b|log\b)|the (?:code|snippet|value)"
    r"|zurückgegeben|ausgegeben|ausgabe|devuelve|imprime|salida|retorna|saída|affiche|retourne)\b"
    r"|выведет|выводит|вернёт|вот так\w*|есть код|следующ\w*|输出|打印|出力",
    re.IGNORECASE,
)
# "Write a lock", which code answers
_MAKING = re.compile(
    r"(?:write|implement|create|build|design|develop|demonstrate|show|explain|describe|give"
    r"|define|declare|print|find|compute|calculate|convert|generate|make|add|remove|sort|swap|count)\b",
    re.IGNORECASE,
)
_ORDERED = re.compile(r"(?:write|implement|create|build|develop)\b|实现|编写", re.IGNORECASE)
_POINTING = re.compile(r"\b(?:these|this|below|following|output|result|the code)\b", re.IGNORECASE)
_SPAN = re.compile(r"[-*+] (`+)[^`]+\1")
_SURE = 0.9  # evidence that a text asks
# "List a few file systems:", below which stands the list that is wanted
_WANTED = re.compile(r"(?:list|name|enumerate|give)\b(?!.{0,40}\bfollowing\b)", re.IGNORECASE)
_WRAPPED = 3  # lines of a follow-up question
_TAG_KEYS = ("tags", "topics", "keywords", "labels")
_CATEGORY_KEYS = ("category", "topic", "subject")


def document_of(
    anchor: Anchor,
    parts: Parts,
    pairs: Mapping[str, str],
    front: Mapping[str, object],
    habits: Habits,
    profile: Profile,
) -> tuple[QuestionDocument, list[Finding]]:
    """Make the document of one question, and the findings of what was doubtful about it."""
    section = profile.section(anchor.section)
    body, answer = _body_and_answer(anchor, parts, habits, profile)
    findings: list[Finding] = []
    span = (anchor.start + 1, parts.last_line + 1)
    told, _, last = answer.rpartition("\n\n")
    if told and "answer" not in parts.texts and _is_placeholder(last, anchor):
        # what stands above the place of the answer says what is asked
        body, answer = "\n\n".join(filter(None, (body, told.rstrip()))), last
    if answer and _is_placeholder(answer, anchor):
        message = f'the answer is only a placeholder ("{answer}"); the question has none'
        findings.append(Finding("placeholder", message, *span))
        answer = ""
    if parts.options is not None and not answer:
        answer = pairs.get("answer", "")  # a comment keeps the key out of sight
    options, body, answer = choice_of(parts, body, answer, habits)
    if anchor.shape == "file" and not options:
        options, told = options_in_front(front)
        answer = "\n\n".join(dict.fromkeys(filter(None, (told, answer))))
    stated = levels_stated(parts, pairs, front, habits, profile)
    for level in stated.not_known(alone=habits.alone):
        message = f"{level!r} is no level that is known; a profile can say which one it is"
        findings.append(Finding("level-unknown", message, *span, "warning"))
    if options and not any(option.correct for option in options):
        message = "none of the options is marked as correct"
        findings.append(Finding("no-correct-option", message, *span, "warning"))
    follow_ups, answer = _follow_ups(anchor, parts, answer)
    if not (answer or options):
        answer = parts.text("points")  # they are all that is told
    tags = _tags(parts, pairs, front)
    document = QuestionDocument(
        title=anchor.title.text,
        line_start=span[0],
        line_end=span[1],
        body=body,
        hints=tuple(hint for text in parts.texts.get("hint", ()) for hint in _hints(text))
        or _stated_hints(front, habits),
        answer=answer,
        key_points=tuple(map(KeyPointDocument, items_of(parts.text("points")) or ())),
        options=options,
        follow_ups=follow_ups,
        section=anchor.section,
        category=_named(front, _CATEGORY_KEYS) or section.category or profile.category,
        tags=tuple(dict.fromkeys((*profile.tags, *section.tags, *anchor.title.tags, *tags))),
        difficulty=difficulty_of(anchor, stated, tags, habits, profile),
        external_id=_identity(front.get("id")) if habits.alone else None,
        slug=_text(front.get("slug")) if habits.alone else None,
        source_name=_text(front.get("source")) or profile.source_name,
        source_url=anchor.title.source or _text(front.get("source_url")) or profile.source_url,
        source_license=_text(front.get("license")) or profile.source_license,
    )
    return document, findings


def _is_placeholder(answer: str, anchor: Anchor) -> bool:
    """Whether a text only keeps the place of an answer that is still to be written."""
    if _PLACEHOLDER.fullmatch(answer) is None:
        return False
    return answer.strip(" .") != "Todo" or _EVERYTHING.search(anchor.title.text) is None


def _tags(parts: Parts, pairs: Mapping[str, str], front: Mapping[str, object]) -> tuple[str, ...]:
    stated = (*(front.get(key) for key in _TAG_KEYS), pairs.get("tags"), parts.text("tags"))
    return tuple(tag for value in stated for tag in as_tags(value))


def _body_and_answer(
    anchor: Anchor, parts: Parts, habits: Habits, profile: Profile
) -> tuple[str, str]:
    """Text under no label is the answer, unless another text is, or the question shows code."""
    before, answer = parts.unlabelled, parts.text("answer")
    body = "\n\n".join(text for text in (parts.text("body"), before) if text)
    if "answer" in parts.texts:
        return body, answer
    if parts.options is not None:
        return body, ""
    if anchor.shape == "cards":
        return parts.text("body"), before
    if habits.labels_answers and (asks(anchor.title) < _SURE or _says_what_is_asked(before)):
        return body, ""
    shown = bool(parts.text("body"))
    if not shown and (is_code(before) or _lists_code(before)) and _shows_code(anchor):
        return body, ""
    if anchor.shape == "file" and shown and before.startswith("#"):
        return "\n\n".join((before, parts.text("body"))), ""  # a heading above the task
    if anchor.shape == "file" != profile.shape and _begins_with_task(anchor, before):
        return body, ""
    if not asks(anchor.title):
        return _asked_in_text(parts.text("body"), before)
    return parts.text("body"), before


def _begins_with_task(anchor: Anchor, text: str) -> bool:
    """Whether a text says what to do, below a title that only names it or orders it briefly."""
    paragraphs = text.split("\n\n")
    first = next((one for one in paragraphs if not one.startswith(("<", "#", "!["))), "")
    if asks(anchor.title):
        return _ORDERED.match(anchor.title.text) is not None and sets_a_task(first)
    return tells(first) or sets_a_task(first)


def _says_what_is_asked(text: str) -> bool:
    """Whether a text without a label belongs to its question where others label their answers:
    it is code or begins with some, or asks.
    """
    return text.startswith(("```", "~~~")) or any(map(_asks, text.split("\n\n")))


def _asked_in_text(body: str, text: str) -> tuple[str, str]:
    """Body and answer where the title only names a subject: paragraphs that ask are the body.

    A text that ends in a question is one, and so is the code that a question points at.
    """
    paragraphs = text.split("\n\n")
    asking = 0
    while asking < len(paragraphs) and _asks(paragraphs[asking]):
        asking += 1
    asked, rest = "\n\n".join(paragraphs[:asking]), "\n\n".join(paragraphs[asking:])
    last = paragraphs[-1]
    asks_last = last.rstrip(" *_").endswith("?") and not ITEM.match(last)
    if asks_last or (is_code(rest) and _ABOUT_CODE.search(asked)):
        asked, rest = text, ""
    return "\n\n".join(filter(None, (body, asked))), rest


def _asks(paragraph: str) -> bool:
    first = paragraph.partition("\n")[0]
    return paragraph.rstrip(" *_").endswith("?") or asks(read_title(first)) >= _SURE


def _lists_code(text: str) -> bool:
    """Whether a text is a list of nothing but code spans, such as commands to explain."""
    return bool(text) and all(_SPAN.fullmatch(line.strip()) for line in text.split("\n"))


def _shows_code(anchor: Anchor) -> bool:
    """Whether code below a title is what the title asks about, and not its answer."""
    title = anchor.title.text
    made = _MAKING.match(title) is not None and _POINTING.search(title) is None
    if title.endswith(":") or (_ABOUT_CODE.search(title) is not None and not made):
        return True
    return anchor.shape == "labels" and not made


def _follow_ups(anchor: Anchor, parts: Parts, answer: str) -> tuple[tuple[str, ...], str]:
    """Questions listed below a question: under a label, or as the bullets nested in its item."""
    labelled = items_of(parts.text("follow")) or tuple(filter(None, (parts.text("follow"),)))
    if labelled or anchor.shape not in ("bullets", "numbers") or "answer" in parts.texts:
        return labelled, answer
    nested = items_of(answer)
    if nested and all(len(item.split("\n")) <= _WRAPPED and "\n\n" not in item for item in nested):
        nested = tuple(" ".join(map(str.strip, item.split("\n"))) for item in nested)
        asking = sum(
            asks(read_title(item)) >= 0.5 and ("?" in item or not item[:1].islower())
            for item in nested
        )
        title = anchor.title.text
        named = title.endswith(":") and anchor.shape == "bullets" and not _WANTED.match(title)
        if named or asking * 2 >= len(nested):
            return nested, ""
    return (), answer


def _hints(text: str) -> tuple[str, ...]:
    """Hints one by one: the items of a list, else the parts of a sentence."""
    return items_of(text) or split_hints(text)


def _stated_hints(front: Mapping[str, object], habits: Habits) -> tuple[str, ...]:
    value = front.get("hints") or front.get("hint")
    if not habits.alone or value is None:
        return ()
    return as_tags(value) if isinstance(value, list) else _hints(_text(value) or "")


def _identity(value: object) -> str | None:
    """An id from front matter; a bare number only counts the files of one bank."""
    text = _text(value)
    return None if text is None or text.isdigit() else text


def _named(front: Mapping[str, object], keys: Sequence[str]) -> str | None:
    return next((text for key in keys if (text := _text(front.get(key)))), None)


def _text(value: object) -> str | None:
    return (
        str(value).strip() if isinstance(value, str | int | float) and str(value).strip() else None
    )
