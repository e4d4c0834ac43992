"""Headings that only name what is asked, where the file says that they are its questions."""

import re
from collections import Counter
from collections.abc import Container, Sequence
from itertools import pairwise

from app.interchange.formats.evidence import announces, asks, is_boilerplate
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.shapes.weighing import Heading

_LISTED = 0.6  # a name that contents list like headings that ask
_SEVERAL = 5
_MANY = 1 / 3  # the share of those listed that ask
_FEWEST = 10  # names without a single question among them
_TOLD = ("paragraph", "fence", "code")
_NEARLY_ALL = 0.75
_FEW = 4  # one in four, or fewer
_QUESTIONS = re.compile(r"\bquestions\b|\bвопрос|面试题|\b(?:preguntas|perguntas|fragen)\b", re.I)


def weigh_listed(headings: Sequence[Heading], listed: Container[int]) -> None:
    """Let headings ask to which contents lead as entries of chapters, where many of these ask
    by their words: the others, and those that the contents forget, are only called shorter.
    """
    led = [one for one in headings if one.block.start in listed]
    asking = sum(asks(one.title) > 0 for one in led)
    if asking < max(_SEVERAL, len(led) * _MANY):
        return
    groups = {(one.parent, one.block.level) for one in led}
    for heading in headings:
        among = (heading.parent, heading.block.level) in groups
        if among and heading.title.text and not is_boilerplate(heading.title.text):
            heading.evidence = max(heading.evidence, _LISTED)


def take_names(headings: Sequence[Heading], blocks: Sequence[Block], asking: int) -> None:
    """Take the headings that only name something for questions, where none of a file is one, the
    first says that the file holds questions, nearly all have prose or code right below them, as
    topics above lists do not, and no heading among them is about the file.

    `asking` is how many lines of text ask: where they are many, they are the questions.
    """
    if any(one.is_question for one in headings) or not headings or not _calls_them(headings[0]):
        return
    counts = Counter(one.block.level for one in headings[1:])
    level = max(counts, key=lambda each: counts[each], default=0)
    names = [one for one in headings[1:] if one.block.level == level]
    below = {one.start: other.kind for one, other in pairwise(blocks)}
    told = sum(below.get(one.block.start) in _TOLD for one in names)
    within = {one.parent for one in headings if one.block.level > level}
    groups = sum(index in within for index, one in enumerate(headings) if one.block.level == level)
    about = any(is_boilerplate(one.title.text) for one in headings[1:])
    if (
        level <= headings[0].block.level
        or len(names) < _FEWEST
        or about
        or any(announces(one.title.text) for one in names)
        or told < len(names) * _NEARLY_ALL
        or groups * _FEW > len(names)
        or asking * _FEW > len(names)
    ):
        return
    for heading in names:
        heading.is_question = bool(heading.title.text)


def _calls_them(heading: Heading) -> bool:
    return _QUESTIONS.search(heading.title.text) is not None
