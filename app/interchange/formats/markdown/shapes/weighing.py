"""What headings say of one another: labels above questions, chapters, and what is about the file."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.interchange.formats.evidence import asks, calls_questions, is_boilerplate
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.titles import Title

_CONVINCING = 0.5
_MOST = 0.8
_SURE = 0.9
_SEVERAL = 3
_MANY = 5
# "Scenario 1: A lost key"
_COUNTED = re.compile(
    r"(?P<word>scenario|problem|exercise|task|challenge|case(?: study)?|use case|puzzle)"
    r"\s?#?(?P<number>\d{1,3})\s?[:.)–—-]\s.*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Heading:
    """A heading with what speaks for its being a question; `lists` is whether it names what
    several questions below it are about, `counted` whether it is one if it counts tasks.
    """

    block: Block
    title: Title
    end: int
    parent: int
    evidence: float = 0.0
    answered: bool = False
    lists: bool = False
    is_question: bool = False
    is_aside: bool = False
    counted: bool = False


def weigh_names(headings: Sequence[Heading], asked_below: Container[int]) -> None:
    """Say which headings only label what is asked below them. `asked_below` are the lines of
    those right below which a paragraph asks.
    """
    _take_labels_from_groups(headings)
    _weigh_counted(headings)
    _take_for_labels([one for one in headings if one.block.start in asked_below])
    _ask_in_place_of_names(headings)


def weigh_together(headings: Sequence[Heading], labelled: int) -> None:
    """Take from headings what speaks for them where others say what they are. `labelled` is how
    many lines of text call themselves questions.
    """
    if labelled >= _SEVERAL:
        _weigh_beside_labels(headings)
    _weigh_above_questions(headings)
    _weigh_above_lists(headings)
    _weigh_repeated(headings)
    _set_aside_what_is_empty(headings)
    _set_aside_introduction(headings)
    _set_aside_about_the_file(headings)


def _weigh_counted(headings: Sequence[Heading]) -> None:
    """Let headings ask that count tasks from 1 on ("Scenario 1: A lost key") below one that
    announces them.
    """
    groups: dict[tuple[int, int, str], list[Heading]] = defaultdict(list)
    for heading in headings:
        if heading.counted and (match := _COUNTED.match(heading.title.text)):
            word = match["word"].casefold()
            groups[heading.parent, heading.block.level, word].append(heading)
    for members in groups.values():
        numbers = [_COUNTED.sub(r"\g<number>", one.title.text) for one in members]
        if len(members) > 1 and numbers == [str(n) for n in range(1, len(numbers) + 1)]:
            for heading in members:
                heading.evidence = max(heading.evidence, _SURE)


def _take_labels_from_groups(headings: Sequence[Heading]) -> None:
    """Let a heading that only says "Question 1" name those below it that say no more either."""
    for heading in headings:
        above = headings[heading.parent] if heading.parent >= 0 else None
        if above and not (heading.title.text or above.title.text):
            above.title, above.evidence = Title(above.block.text), 0.0


def _take_for_labels(headings: Sequence[Heading]) -> None:
    """Take one name above every question, such as "Quiz", for a label of what is asked below."""
    counts = Counter(one.title.text for one in headings)
    for heading in headings:
        text = heading.title.text
        if counts[text] >= _SEVERAL and text.isalpha() and not is_boilerplate(text):
            heading.title, heading.evidence = Title("", labelled=True), 1.0


def _ask_in_place_of_names(headings: Sequence[Heading]) -> None:
    """Let the one heading right below "Question 3 - Locks" ask what that only names."""
    inside = Counter(one.parent for one in headings)
    for index, (above, below) in enumerate(pairwise(headings)):
        name = above.title
        if not (name.labelled and name.number and name.text) or asks(name):
            continue
        right_below = below.block.start - above.block.end <= 1
        if (
            below.parent == index
            and inside[index] == 1
            and right_below
            and asks(below.title) >= _SURE
        ):
            below.title = replace(below.title, labelled=True, number=name.number)
            below.evidence = 1.0
            above.title, above.evidence = Title(above.block.text), 0.0


def _weigh_beside_labels(headings: Sequence[Heading]) -> None:
    """Take from headings what speaks for them where the text labels its questions, and most of
    the headings of their kind do not ask: they are chapters.
    """
    groups: dict[tuple[int, int], list[Heading]] = defaultdict(list)
    for heading in headings:
        groups[heading.parent, heading.block.level].append(heading)
    for members in groups.values():
        named = [one for one in members if not is_boilerplate(one.title.text)]
        asking = sum(asks(one.title) >= _SURE or one.answered for one in named)
        if asking < len(named) * _MOST:
            for one in members:
                one.evidence = 1.0 if one.title.labelled else 0.0


def _weigh_above_questions(headings: Sequence[Heading]) -> None:
    """Take from chapters what their number says, where the headings right below most of them are
    questions. Headings without numbers that chapter after chapter repeats are parts of what is
    asked.
    """
    below: dict[int, list[Heading]] = defaultdict(list)
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, heading in enumerate(headings):
        below[heading.parent].append(heading)
        groups[heading.parent, heading.block.level].append(index)
    for members in groups.values():
        said = Counter(
            text for index in members for text in {one.title.text for one in below.get(index, ())}
        )
        chapters = [
            index
            for index in members
            if not headings[index].title.labelled
            and asks(headings[index].title) < _SURE
            and _ask_on_their_own(below.get(index, ()), said)
        ]
        named = [one for one in members if not is_boilerplate(headings[one].title.text)]
        if len(chapters) * 2 > len(named):
            for index in chapters:
                headings[index].evidence = 0.0


def _weigh_above_lists(headings: Sequence[Heading]) -> None:
    """Take from headings that ask nothing what their number says, where most of the others of
    their kind name lists of questions.
    """
    groups: dict[tuple[int, int], list[Heading]] = defaultdict(list)
    for heading in headings:
        groups[heading.parent, heading.block.level].append(heading)
        above = headings[heading.parent] if heading.parent >= 0 else None
        if above and calls_questions(heading.title.text) and not heading.title.number:
            above.lists = True  # "### Basic questions" is no part of one
            if not above.title.labelled and asks(above.title) < _SURE:
                above.evidence = 0.0
    for members in groups.values():
        named = [one for one in members if not is_boilerplate(one.title.text)]
        if sum(one.lists for one in named) * 2 < max(len(named), _SEVERAL):
            continue
        for heading in members:
            if not (heading.title.labelled or heading.answered) and asks(heading.title) < _SURE:
                heading.evidence = 0.0


def _weigh_repeated(headings: Sequence[Heading]) -> None:
    """Take from headings of one word ("Why?") what they say, where several chapters have it."""
    chapters: dict[str, set[int]] = defaultdict(set)
    for heading in headings:
        if (
            heading.title.text.isascii()
            and " " not in heading.title.text
            and not heading.title.labelled
        ):
            chapters[heading.title.text.casefold()].add(heading.parent)
    for heading in headings:
        if len(chapters.get(heading.title.text.casefold(), ())) > 1:
            heading.evidence = 0.0


def _ask_on_their_own(members: Sequence[Heading], said: Counter[str]) -> bool:
    """Whether most of the headings below one ask, and not what is asked below others too."""
    sure = [
        one.title.labelled
        or (asks(one.title) >= _SURE and (bool(one.title.number) or said[one.title.text] == 1))
        for one in members
    ]
    return sum(sure) > 1 and sum(sure) * 2 > len(sure)


def _set_aside_introduction(headings: Sequence[Heading]) -> None:
    """Set aside what stands before number 1 where nearly all questions of a file are numbered,
    however it is worded ("Who is this for?").
    """
    numbered = [at for at, one in enumerate(headings) if one.title.number and one.evidence]
    asking = sum(one.evidence >= _CONVINCING for one in headings)
    labelled = all(headings[at].title.labelled for at in numbered)
    least = _SEVERAL if labelled else _MANY
    if len(numbered) < max(least, asking * _MOST) or headings[numbered[0]].title.number != "1":
        return
    first = headings[numbered[0]]
    above = {-1}
    while first.parent not in above:
        above.add(first.parent)
        first = headings[first.parent]
    for heading in headings[: numbered[0]]:
        if heading.parent in above and not heading.title.labelled:
            heading.evidence, heading.is_aside = 0.0, True


def _set_aside_what_is_empty(headings: Sequence[Heading]) -> None:
    """Set aside what is said again and again with nothing below it ("Any doubts?")."""
    plain = [one for one in headings if not (one.title.labelled or one.title.number)]
    said = Counter(one.title.text for one in plain)
    empty = Counter(
        one.title.text
        for one, following in pairwise(headings)
        if following.block.start - one.block.end <= 1
    )
    for heading in plain:
        text = heading.title.text
        if said[text] >= _SEVERAL and empty[text] >= said[text] - 1:
            heading.evidence, heading.is_aside = 0.0, True


def _set_aside_about_the_file(headings: Sequence[Heading]) -> None:
    """Set aside the headings among which most say something of the file: it is a read-me."""
    groups: dict[tuple[int, int], list[Heading]] = defaultdict(list)
    for heading in headings:
        groups[heading.parent, heading.block.level].append(heading)
    for members in groups.values():
        about = [one for one in members if is_boilerplate(one.title.text)]
        others = [one for one in members if one.evidence and not is_boilerplate(one.title.text)]
        if len(about) < _MANY or len(about) <= 2 * len(others):
            continue
        for heading in members:
            if not (heading.title.labelled or heading.title.number or heading.answered):
                heading.evidence, heading.is_aside = 0.0, True
