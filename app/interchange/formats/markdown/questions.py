"""From the parts of a question to the document: what its unlabelled text is, and its metadata."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.interchange.document import Finding, KeyPointDocument, OptionDocument, QuestionDocument
from app.interchange.formats.evidence import asks, tells
from app.interchange.formats.hints import split_hints
from app.interchange.formats.levels import (
    Difficulty,
    level_of_heading,
    level_of_number,
    level_of_stars,
    level_of_word,
    scale_of,
)
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.labels import label_at, letters_in, letters_marked
from app.interchange.formats.markdown.metadata import as_tags
from app.interchange.formats.markdown.parts import Parts, is_code
from app.interchange.formats.profile import Profile, heading_key
from app.interchange.formats.titles import Title, read_title

_PLACEHOLDER = re.compile(
    r"[\W_]{0,6}(?:to be (?:completed|done|added|answered|written|continued|filled(?: in)?)|todo|tbd|tba|wip|n/?a|none|\.{3}|…"
    r"|coming soon|work in progress|answer (?:goes )?here|your answer(?: goes)? here|no answer(?: yet)?"
    r"|not answered(?: yet)?|pending|add answer)[\W_]{0,6}",
    re.IGNORECASE,
)
_ABOUT_CODE = re.compile(
    r"\b(?:output|outputs?|logged|printed|prints?|returned|returns?|result|these|below|following"
    r"|this (?:code|snippet|program|function|query|do\b|log\b)|the (?:code|snippet|value)"
    r"|zurückgegeben|ausgegeben|ausgabe|devuelve|imprime|salida|retorna|saída|affiche|retourne)\b"
    r"|выведет|выводит|вернёт|输出|打印|出力",
    re.IGNORECASE,
)
_ONLY_LETTERS = re.compile(
    r"\b(?:the|correct|answers?|options?|choices?|is|are|and|[A-Ja-j])\b|[\s,&/+.:;()\[\]*_`]",
    re.IGNORECASE,
)
_CODE_LINE = re.compile(r"(?P<fence>`{3,}|~{3,})[\w-]*\n(?P<text>[^\n]+)\n(?P=fence)(?:\n|$)")
_LEVEL_KEYS = ("difficulty", "level", "expertise", "difficulty level", "seniority")
_TAG_KEYS = ("tags", "topics", "keywords", "labels")
_CATEGORY_KEYS = ("category", "topic", "subject")
_SCALES = {"expertise": (0.0, 2.0)}
# A line that only states a level, in code or brackets: "`[EASY]`", "*(hard)*"
_LEVEL_MARK = re.compile(
    r"[`*_]{0,2}[(\[`](?P<level>easy|medium|hard|beginner|intermediate|advanced|junior|senior)[)\]`][`*_]{0,2}",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s{1,4}(?:\[[ xX]\]\s)?")


@dataclass(frozen=True, slots=True)
class Habits:
    """What a file does with most of its questions, which decides where one leaves doubt."""

    labels_answers: bool = False
    scale: tuple[float, float] = (1, 5)
    alone: bool = False
    most_stars: int = 0


def habits_of(titles: Sequence[Title], parts: Sequence[Parts], levels: Sequence[str]) -> Habits:
    """Whether most questions label their answer, and the scale of levels in numbers or stars."""
    labelled = sum("answer" in one.texts for one in parts)
    numbers = [float(text) for text in levels if _is_number(text)]
    return Habits(
        labelled * 2 > len(parts) and labelled > 0,
        scale_of(numbers),
        len(parts) == 1,
        max((one.most_stars or one.stars for one in titles), default=0),
    )


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
    body, answer = _body_and_answer(anchor, parts, habits)
    findings: list[Finding] = []
    span = (anchor.start + 1, parts.last_line + 1)
    told, _, last = answer.rpartition("\n\n")
    if told and "answer" not in parts.texts and _PLACEHOLDER.fullmatch(last):
        # what stands above the place of the answer says what is asked
        body, answer = "\n\n".join(filter(None, (body, told.rstrip()))), last
    if answer and _PLACEHOLDER.fullmatch(answer):
        message = f'the answer is only a placeholder ("{answer}"); the question has none'
        findings.append(Finding("placeholder", message, *span))
        answer = ""
    options, answer = _options(parts, answer)
    if options and not any(option.correct for option in options):
        message = "none of the options is marked as correct"
        findings.append(Finding("no-correct-option", message, *span, "warning"))
    follow_ups, answer = _follow_ups(anchor, parts, answer)
    document = QuestionDocument(
        title=anchor.title.text,
        line_start=span[0],
        line_end=span[1],
        body=body,
        hints=tuple(hint for text in parts.texts.get("hint", ()) for hint in _hints(text))
        or _stated_hints(front, habits),
        answer=answer,
        key_points=tuple(map(KeyPointDocument, _items(parts.text("points")) or ())),
        options=options,
        follow_ups=follow_ups,
        section=anchor.section,
        category=_named(front, _CATEGORY_KEYS) or section.category or profile.category,
        tags=_tags((*profile.tags, *section.tags), parts, pairs, front),
        difficulty=_difficulty(anchor, parts, pairs, front, habits, profile),
        external_id=_identity(front.get("id")) if habits.alone else None,
        slug=_text(front.get("slug")) if habits.alone else None,
        source_name=_text(front.get("source")) or profile.source_name,
        source_url=_text(front.get("source_url")) or profile.source_url,
        source_license=_text(front.get("license")) or profile.source_license,
    )
    return document, findings


def _options(parts: Parts, answer: str) -> tuple[tuple[OptionDocument, ...], str]:
    """The options, and the answer: what explains them, else the correct ones themselves."""
    if parts.options is None:
        return (), answer
    after = "\n\n".join(parts.after_options)
    told, right = _without_letters(answer), letters_in(answer)
    key, _, behind = answer.partition("\n\n")
    if marked := letters_marked(key):
        told, right = behind.strip(), marked
    if shown := _CODE_LINE.match(after):
        # the answer stands in a fence of its own, by its letter or by its text
        label = label_at(shown["text"])
        key = shown["text"][label.end if label else 0 :]
        if named := letters_in(key) or parts.options.letters_of(key):
            right, after = named, after[shown.end() :].strip()
    options = parts.options.with_correct(right).options
    first, _, rest = told.partition("\n")
    if first.strip(" .()*_`").isdigit():
        told = rest.strip()  # a key that is only the number of an option
    correct = "\n".join(option.text for option in options if option.correct)
    return options, told or "\n\n".join(filter(None, (correct, after)))


def _tags(
    assumed: tuple[str, ...], parts: Parts, pairs: Mapping[str, str], front: Mapping[str, object]
) -> tuple[str, ...]:
    stated = (*(front.get(key) for key in _TAG_KEYS), pairs.get("tags"), parts.text("tags"))
    return tuple(dict.fromkeys((*assumed, *(tag for value in stated for tag in as_tags(value)))))


def level_text(parts: Parts, pairs: Mapping[str, str]) -> str:
    """What a question says of its level, as it says it."""
    stated = parts.text("level") or next((pairs[key] for key in _LEVEL_KEYS if key in pairs), "")
    if not stated:
        parts.take("level", _LEVEL_MARK)
        stated = parts.text("level")
    return stated.strip(" *_`()[].")


def _body_and_answer(anchor: Anchor, parts: Parts, habits: Habits) -> tuple[str, str]:
    """Text under no label is the answer, unless another text is, or the question shows code."""
    before, answer = parts.unlabelled, parts.text("answer")
    body = "\n\n".join(text for text in (parts.text("body"), before) if text)
    if "answer" in parts.texts:
        return body, answer
    if parts.options is not None:
        return body, ""
    if habits.labels_answers or (is_code(before) and _shows_code(anchor)):
        return body, ""
    if anchor.shape == "file" and not asks(anchor.title) and tells(before.partition("\n\n")[0]):
        return body, ""
    if not asks(anchor.title):
        return _asked_in_text(parts.text("body"), before)
    return parts.text("body"), before


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
    asks_last = last.rstrip(" *_").endswith("?") and not _ITEM.match(last)
    if asks_last or (is_code(rest) and _ABOUT_CODE.search(asked)):
        asked, rest = text, ""
    return "\n\n".join(filter(None, (body, asked))), rest


def _asks(paragraph: str) -> bool:
    first = paragraph.partition("\n")[0]
    return paragraph.rstrip(" *_").endswith("?") or asks(read_title(first)) >= 0.9


def _shows_code(anchor: Anchor) -> bool:
    """Whether code below a title is what the title asks about, and not its answer."""
    title = anchor.title.text
    return anchor.shape == "labels" or title.endswith(":") or _ABOUT_CODE.search(title) is not None


def _without_letters(answer: str) -> str:
    """An answer without a first line that only names letters: the options say which they are."""
    first, _, rest = answer.partition("\n")
    if letters_in(first) and not _ONLY_LETTERS.sub("", first):
        return rest.strip()
    return answer


def _follow_ups(anchor: Anchor, parts: Parts, answer: str) -> tuple[tuple[str, ...], str]:
    """Questions listed below a question: under a label, or as the bullets nested in its item."""
    labelled = _items(parts.text("follow")) or tuple(filter(None, (parts.text("follow"),)))
    if labelled or anchor.shape not in ("bullets", "numbers") or "answer" in parts.texts:
        return labelled, answer
    nested = _items(answer)
    if nested and all(len(item.split("\n")) == 1 for item in nested):
        asking = sum(asks(read_title(item)) >= 0.5 for item in nested)
        named = anchor.title.text.endswith(":") and anchor.shape == "bullets"
        if named or asking * 2 >= len(nested):
            return nested, ""
    return (), answer


def _hints(text: str) -> tuple[str, ...]:
    """Hints one by one: the items of a list, else the parts of a sentence."""
    return _items(text) or split_hints(text)


def _stated_hints(front: Mapping[str, object], habits: Habits) -> tuple[str, ...]:
    value = front.get("hints") or front.get("hint")
    if not habits.alone or value is None:
        return ()
    return as_tags(value) if isinstance(value, list) else _hints(_text(value) or "")


def _identity(value: object) -> str | None:
    """An id from front matter; a bare number only counts the files of one bank."""
    text = _text(value)
    return None if text is None or text.isdigit() else text


def _items(text: str) -> tuple[str, ...] | None:
    """The items of a text that is one flat list, without their markers. None for other texts."""
    items: list[str] = []
    fenced = False
    for line in text.split("\n"):
        marker = None if fenced else _ITEM.match(line)
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if marker:
            items.append(line[marker.end() :])
        elif not items or (line and not line.startswith((" ", "\t")) and not fenced):
            return None
        else:
            items[-1] += "\n" + line
    kept = tuple(item.strip() for item in items if item.strip())
    return kept or None


def _difficulty(
    anchor: Anchor,
    parts: Parts,
    pairs: Mapping[str, str],
    front: Mapping[str, object],
    habits: Habits,
    profile: Profile,
) -> Difficulty | None:
    """The level by the nearest word: the title's, the question's, the file's, its section's."""
    key = next((key for key in _LEVEL_KEYS if key in pairs), "")
    stated = level_text(parts, pairs)
    scale = _SCALES.get(key, habits.scale)
    in_front = next((_text(front[key]) for key in _LEVEL_KEYS if key in front), None) or ""
    title = anchor.title
    starred = level_of_stars(title.stars, habits.most_stars) if title.stars else None
    return (
        starred
        or title.difficulty
        or _level(stated, scale, profile)
        or _level(in_front, habits.scale, profile)
        or profile.section(anchor.section).difficulty
        or next(filter(None, map(level_of_heading, reversed(anchor.section))), None)
        or profile.difficulty
    )


def _level(text: str, scale: tuple[float, float], profile: Profile) -> Difficulty | None:
    if not text:
        return None
    if level := profile.levels.get(heading_key(text)):
        return level
    first = text.split("/")[0].strip()
    if _is_number(first):
        top = text.partition("/")[2].strip()
        return level_of_number(float(first), scale[0], float(top) if _is_number(top) else scale[1])
    return level_of_word(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit()


def _named(front: Mapping[str, object], keys: Sequence[str]) -> str | None:
    return next((text for key in keys if (text := _text(front.get(key)))), None)


def _text(value: object) -> str | None:
    return (
        str(value).strip() if isinstance(value, str | int | float) and str(value).strip() else None
    )
