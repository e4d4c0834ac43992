"""From the parts of a question to the document: what its unlabelled text is, and its metadata."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.interchange.document import Finding, KeyPointDocument, OptionDocument, QuestionDocument
from app.interchange.formats.levels import (
    Difficulty,
    level_of_heading,
    level_of_number,
    level_of_word,
    scale_of,
)
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.evidence import asks
from app.interchange.formats.markdown.hints import split_hints
from app.interchange.formats.markdown.labels import letters_in
from app.interchange.formats.markdown.metadata import as_tags
from app.interchange.formats.markdown.parts import Parts
from app.interchange.formats.markdown.titles import read_title
from app.interchange.formats.profile import Profile, heading_key

_PLACEHOLDER = re.compile(
    r"[\W_]{0,6}(?:to be (?:completed|done|added|answered|written|continued)|todo|tbd|tba|wip|n/?a|none|\.{3}|…"
    r"|coming soon|work in progress|answer (?:goes )?here|your answer(?: goes)? here|no answer(?: yet)?"
    r"|not answered(?: yet)?|pending|add answer)[\W_]{0,6}",
    re.IGNORECASE,
)
_LEVEL_KEYS = ("difficulty", "level", "expertise", "difficulty level", "seniority")
_SCALES = {"expertise": (0.0, 2.0)}
_ITEM = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s{1,4}(?:\[[ xX]\]\s)?")


@dataclass(frozen=True, slots=True)
class Habits:
    """What a file does with most of its questions, which decides where one leaves doubt."""

    labels_answers: bool = False
    scale: tuple[float, float] = (1, 5)


def habits_of(parts: Sequence[Parts], levels: Sequence[str]) -> Habits:
    """Whether most questions label their answer, and the scale of the levels given as numbers."""
    labelled = sum("answer" in one.texts for one in parts)
    numbers = [float(text) for text in levels if _is_number(text)]
    return Habits(labelled * 2 > len(parts) and labelled > 0, scale_of(numbers))


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
    if answer and _PLACEHOLDER.fullmatch(answer):
        message = f'the answer is only a placeholder ("{answer}"); the question has none'
        findings.append(Finding("placeholder", message, *span))
        answer = ""
    options: tuple[OptionDocument, ...] = ()
    if parts.options is not None:
        run = parts.options.with_correct(letters_in(answer))
        options = run.options
        answer = _without_letters(answer)
        if not any(option.correct for option in options):
            message = "none of the options is marked as correct"
            findings.append(Finding("no-correct-option", message, *span, "warning"))
        answer = answer or "\n".join(option.text for option in options if option.correct)
    follow_ups, answer = _follow_ups(anchor, parts, answer)
    tags = (*profile.tags, *section.tags, *as_tags(front.get("tags")), *as_tags(pairs.get("tags")))
    tags += as_tags(parts.text("tags"))
    document = QuestionDocument(
        title=anchor.title.text,
        line_start=span[0],
        line_end=span[1],
        body=body,
        hints=_hints(parts.text("hint")),
        answer=answer,
        key_points=tuple(map(KeyPointDocument, _items(parts.text("points")) or ())),
        options=options,
        follow_ups=follow_ups,
        section=anchor.section,
        category=_text(front.get("category")) or section.category or profile.category,
        tags=tuple(dict.fromkeys(tags)),
        difficulty=_difficulty(anchor, parts, pairs, front, habits, profile),
        source_name=profile.source_name,
        source_url=profile.source_url,
        source_license=profile.source_license,
    )
    return document, findings


def level_text(parts: Parts, pairs: Mapping[str, str]) -> str:
    """What a question says of its level, as it says it."""
    stated = parts.text("level") or next((pairs[key] for key in _LEVEL_KEYS if key in pairs), "")
    return stated.strip(" *_`()[].")


def _body_and_answer(anchor: Anchor, parts: Parts, habits: Habits) -> tuple[str, str]:
    """Text under no label is the answer, unless another text is, or the question shows code."""
    before, answer = parts.unlabelled, parts.text("answer")
    body = "\n\n".join(text for text in (parts.text("body"), before) if text)
    if "answer" in parts.texts:
        return body, answer
    if parts.options is not None:
        if len(parts.before) > 1:
            return parts.before[0], "\n\n".join(parts.before[1:])
        return body, ""
    if habits.labels_answers or (anchor.shape == "labels" and _is_code(before)):
        return body, ""
    return parts.text("body"), before


def _is_code(text: str) -> bool:
    """Whether a text is one code fence and nothing else."""
    lines = text.split("\n")
    fence = lines[0][:3]
    return (
        fence in ("```", "~~~")
        and len(lines) > 1
        and lines[-1].startswith(fence)
        and not any(line.startswith(fence) for line in lines[1:-1])
    )


def _without_letters(answer: str) -> str:
    """An answer without a first line that only names letters: the options say which they are."""
    first, _, rest = answer.partition("\n")
    bare = first.strip(" *_`().:")
    letters = letters_in(first)
    if letters and not re.sub(r"[A-Ja-j]|and|[\s,&/+]", "", bare):
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
        if asking * 2 >= len(nested):
            return nested, ""
    return (), answer


def _hints(text: str) -> tuple[str, ...]:
    """Hints one by one: the items of a list, else the parts of a sentence."""
    return _items(text) or split_hints(text)


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
    return (
        anchor.title.difficulty
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


def _text(value: object) -> str | None:
    return (
        str(value).strip() if isinstance(value, str | int | float) and str(value).strip() else None
    )
