"""Headings that open a part of a question, set apart from those that stand on their own."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.interchange.formats.evidence import asks
from app.interchange.formats.markdown.labels import label_at, part_named
from app.interchange.formats.markdown.options.lettered import LETTER
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.titles import is_lone_label, read_title

_TURN = re.compile(r"(\*\*|__)?A(?:ns(?:wer)?)?[.):](?(1)\1[.:]?)(?:\s{1,4}(?=\S)|$)")
_COUNTED = re.compile(r"\d")
_SURE = 0.9
_FEW = 4  # one in four, or fewer
_BEFORE = 3  # headings on the usual level before one that strays
_FEWEST = 3
_COUNT = re.compile(r"\W{0,4}(\d{1,4})[.)]")


def is_part(block: Block, above: Block | None) -> bool:
    """Whether a heading opens a part of the question above it ("#### Answer")."""
    title = read_title(block.text)
    if above is None or (title.labelled and title.text):
        return False
    if answers_in_turn(block.text, above.text):
        return block.level >= above.level
    label = label_at(block.text)
    if label and label.part == "body" and _COUNTED.search(block.text[: label.end]):
        return False  # "Problem 2: Two sums" is one of several
    part = part_named(block.text) or (label.part if label else None)
    if part == "explanation" and block.text.rstrip(" *_").endswith("?") and _names(above):
        return False  # "Why?" below the name of a chapter
    if part in ("answer", "hint", "follow") or is_lone_label(above.text):
        return part is not None and block.level >= above.level
    return part is not None and block.level > above.level


def answers_in_turn(text: str, above: str) -> bool:
    """Whether a heading answers the one above it: "A. Iron." below "Q. What is a lock?"."""
    return turn_end(text, above) > 0


def turn_end(text: str, above: str) -> int:
    """Where the answer begins in a text that answers the one above it, or 0."""
    turn = _TURN.match(text)
    if turn is None:
        return 0
    asked = read_title(above)
    return turn.end() if asked.labelled and asked.text else 0


def _names(block: Block) -> bool:
    """Whether a heading only names something: it neither asks nor counts."""
    title = read_title(block.text)
    return not (title.labelled or title.number or asks(title))


def split_parts(
    headings: Iterable[Block], lines: Sequence[str] = ()
) -> tuple[list[Block], list[Block]]:
    """Headings that stand on their own, and those that open a part of a question, which may be
    what is asked below a heading that only says "Question 3", or its options.
    """
    own: list[Block] = []
    parts: list[Block] = []
    headings = list(headings)
    lone = _repeated_labels(headings)
    for block in headings:
        above = own[-1] if own else None
        is_own = block.start in lone or not (
            is_part(block, above) or (above is not None and _is_below_label(block, above, lines))
        )
        (own if is_own else parts).append(block)
    if again := _said_below_each(own):
        parts += [block for block in own if block.start in again]
        own = [block for block in own if block.start not in again]
    return own, parts


def _said_below_each(headings: Sequence[Block]) -> set[int]:
    """The lines of headings that say the same below most of the questions that count themselves
    one level up: parts of these, however they are worded."""
    counted = [
        one
        for one in headings
        if (title := read_title(one.text)).labelled and title.text and title.number
    ]
    level = min((one.level for one in counted), default=0)
    asked = sum(one.level == level for one in counted)
    if asked < _FEWEST:
        return set()
    said: dict[str, list[int]] = defaultdict(list)
    inside = False
    for one in headings:
        if one.level <= level:
            inside = one in counted
        elif inside:
            said[one.text.strip().casefold()].append(one.start)
    return {line for lines in said.values() if len(lines) * 2 > asked for line in lines}


def _is_below_label(block: Block, above: Block, lines: Sequence[str]) -> bool:
    """Whether a heading says what a heading right above it only announces, or offers options."""
    if block.level < above.level or not says_only_question(above.text):
        return False
    if says_only_question(block.text):
        return False
    between = lines[above.end : block.start]
    return LETTER.match(block.text) is not None or not any(line.strip() for line in between)


def says_only_question(text: str) -> bool:
    """Whether a heading only says that a question follows: "Question", "MCQ 3 (easy)"."""
    title = read_title(text)
    return is_lone_label(text) or (title.labelled and not title.text)


def _repeated_labels(headings: Iterable[Block]) -> set[int]:
    """The lines of headings that only say "Question", where they begin questions: one alone
    below another heading opens the text of the question that is asked there.
    """
    found: set[int] = set()
    above: Block | None = None
    lone: list[int] = []
    for block in (*headings, None):
        if block is not None and is_lone_label(block.text):
            lone.append(block.start)
        elif block is None or part_named(block.text) is None:
            if len(lone) > 1 or above is None:
                found.update(lone)
            above, lone = block, []
    return found


def going_on(headings: Iterable[Block]) -> list[Block]:
    """Headings, where one that goes on counting on a deeper level (`## 5.`, `### 6. What ...?`)
    has the level on which the count began.
    """
    found: list[Block] = []
    last, counted = 0, 0  # the number of the last that counts, and how many led up to it
    level = 0
    for block in headings:
        number = _COUNT.match(block.text)
        if number:
            follows = int(number[1]) == last + 1
            if follows and counted > 1 and block.level > level and asks(read_title(block.text)):
                block = replace(block, level=level)
            counted = counted + 1 if follows and block.level == level else 1
            last, level = int(number[1]), block.level
        found.append(block)
    return found


def straying_back(headings: Sequence[Block]) -> list[Block]:
    """Headings, where few that ask on a higher level, among many that ask on one, have that
    level: "### What ...?" in the midst of "#### What ...?" is no chapter.
    """
    sure = [asks(read_title(block.text)) >= _SURE for block in headings]
    counts = Counter(block.level for block, is_sure in zip(headings, sure, strict=True) if is_sure)
    usual = max(counts, key=lambda level: counts[level], default=0)
    among = [index for index, block in enumerate(headings) if block.level == usual and sure[index]]
    strays: set[int] = set()
    for level in range(1, usual):
        members = [index for index, block in enumerate(headings) if block.level == level]
        few = 0 < len(members) * _FEW <= len(among)
        if few and all(sure[index] and _is_among(index, among) for index in members):
            strays.update(members)
    return [
        replace(block, level=usual) if index in strays else block
        for index, block in enumerate(headings)
    ]


def _is_among(index: int, others: Sequence[int]) -> bool:
    return len(others) > _BEFORE and others[_BEFORE - 1] < index < others[-1]
