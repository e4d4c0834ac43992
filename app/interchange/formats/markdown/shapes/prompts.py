"""Prompts: what is asked below a heading or a line that only says that a question follows."""

from bisect import bisect_left
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.interchange.formats.evidence import asks, is_boilerplate, tells
from app.interchange.formats.markdown.labels import answer_within, label_at, part_named
from app.interchange.formats.markdown.options.lettered import LETTER
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.titles import Title, read_title

_NEAR = 20  # lines below a lone label in which its question begins
_NAME = 6  # words
_PROMPT = 800  # characters of a paragraph that asks below a heading
_SURE = 0.9
TITLE_LIMIT = 600  # characters; a longer first paragraph is no title


@dataclass(frozen=True, slots=True)
class Prompt:
    """A title found below a label, where the text behind it begins, and the text above it."""

    title: Title
    body: Place
    above: str = ""


def prompt_within(
    source: Source, label: Block, end: int, offers: Container[int], answers: Sequence[int]
) -> Prompt:
    """What is asked below a heading that only says "Question 3" and reaches to the line `end`.

    A scene may be set first: what is asked is then the line that a label calls the question, or
    else the last paragraph that asks before the options or the answer.
    """
    title, body = prompt_below(source, label, offers)
    found = title.text and body != Place(label.start + 1)
    if found and (tells(title.text) or "?" in title.text):
        return Prompt(title, body)
    place = bisect_left(answers, label.end)
    stop = answers[place] if place < len(answers) and answers[place] < end else 0
    asking: Prompt | None = None
    first: Prompt | None = None
    for block in source.within(label.end, end):
        if block.kind == "heading" or (stop and block.start >= stop):
            break
        if block.kind != "paragraph":
            continue
        named = _named_question(source, block, label.end)
        if named is not None:
            return named
        set_out = label_at(source.lines[block.start].strip())
        if first is None and set_out is not None and set_out.part == "body":
            first = _behind_label(source, block, set_out.end, offers)
        text = block.text.rstrip(" *_")
        if stop and text.endswith(("?", "？")) and len(text) <= TITLE_LIMIT:
            said, below = asked_lines(source, block.start, block.end, offers)
            above = source.slice(Place(label.end), Place(block.start))
            asking = Prompt(said, below, above) if said.text and not said.labelled else asking
    return asking or (Prompt(title, body) if found else first) or Prompt(title, body)


def _named_question(source: Source, block: Block, start: int) -> Prompt | None:
    """The line of a paragraph that a label calls the question, and what stands above it."""
    for line in range(block.start, block.end):
        title = read_title(source.lines[line])
        if title.labelled and title.text:
            return Prompt(title, Place(line + 1), source.slice(Place(start), Place(line)))
    return None


def _behind_label(source: Source, block: Block, end: int, offers: Container[int]) -> Prompt | None:
    """What a paragraph says behind a label such as "Scenario:"."""
    line = source.lines[block.start]
    column = len(line) - len(line.lstrip()) + end
    if not line[column:].strip():
        return None
    _, body = asked_lines(source, block.start + 1, block.end, offers)
    rest = source.lines[block.start + 1 : body.line]
    text = " ".join([line[column:].strip(), *(one.strip(" \t>") for one in rest)])
    return Prompt(read_title(text), body) if len(text) <= TITLE_LIMIT else None


def prompt_below(source: Source, label: Block, offers: Container[int] = ()) -> tuple[Title, Place]:
    """The title of a question whose label stands alone, and where its text begins.

    It is what follows in the same paragraph or the paragraph right below; where something else
    is there, the label itself.
    """
    own = label.start + 1 if label.kind == "paragraph" else label.end
    below: Block | None = label
    if own >= label.end:
        below = next(source.within(label.end, min(label.end + _NEAR, len(source.lines))), None)
        own = below.start if below else label.end
    if below is not None and below.kind == "heading" and label.kind == "heading":
        title = read_title(below.text)
        if (
            title.text
            and not (title.labelled or part_named(title.text))
            and (below.level >= label.level)
        ):
            return title, Place(below.end)
    if (below is not None and below.kind == "paragraph") or own < label.end:
        title, body = asked_lines(source, own, below.end if below else label.end, offers)
        if title.text and not title.labelled:
            return title, body
    return Title(label.text.partition("\n")[0].strip("*_ :")), Place(label.start + 1)


def asked_lines(
    source: Source, start: int, end: int, offers: Container[int]
) -> tuple[Title, Place]:
    """The lines of a paragraph that ask, up to its options or a label, as one title."""
    stop = start
    while stop < end and stop not in offers and label_at(source.lines[stop].strip()) is None:
        stop += 1
    lines = source.lines[start:stop]
    if not lines or sum(map(len, lines)) > TITLE_LIMIT:
        return Title(""), Place(start)
    return read_title(" ".join(line.strip(" \t>") for line in lines)), Place(stop)


def asking_part(source: Source, line: int, text: str) -> tuple[str, Place]:
    """What asks in a text that begins on a line, and where the text after it begins."""
    within = answer_within(text)
    if within is None:
        return text, Place(line + 1)
    column = max(source.lines[line].find(text), 0) + within[0]
    return text[: within[0]].rstrip(), Place(line, column)


def is_one_question(text: str) -> bool:
    """Whether a paragraph of several lines is one title that was wrapped, and not a name above
    what is asked.
    """
    lines = text.split("\n")
    if names_what_follows(lines):
        return False
    return (
        len(text) <= TITLE_LIMIT
        and not any(LETTER.match(line.lstrip()) for line in lines[1:])
        and text.rstrip(" *_").endswith("?")
        and not any(line.rstrip(" *_").endswith(("?", ":", ".")) for line in lines[:-1])
    )


def names_what_follows(lines: Sequence[str]) -> bool:
    """Whether the first of some lines only names what the second asks."""
    above, below = lines[0], lines[1].strip() if len(lines) > 1 else ""
    named = len(above.split()) <= _NAME and not asks(read_title(above))
    return named and below[:1].isupper() and asks(read_title(below)) >= _SURE


def asked_below(source: Source, known: Container[int]) -> set[int]:
    """The lines of headings right below which a paragraph asks, unless it begins a question of
    its own (`known`).
    """
    found: set[int] = set()
    for above, below in pairwise(source.blocks):
        if above.kind == "heading" and below.kind == "paragraph" and below.start not in known:
            text = below.text.rstrip(" *_")
            if "](#" in text:
                continue  # a table of contents
            title = read_title(text.partition("\n")[0])
            asking = text.endswith("?") or (asks(title) >= _SURE and not is_boilerplate(title.text))
            if len(text) <= _PROMPT and asking:
                found.add(above.start)
    return found
