"""Bold names: titles such as "**Taints**" that ask nothing, among bold lines that ask."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.interchange.formats.evidence import is_boilerplate
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.labels import label_at, part_named
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.shapes.bold import bold_end
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.titles import Title, read_title

_SEVERAL = 3
_MOST = 0.8
_NEAR = 4  # lines below a title in which the label of its answer stands
_TOGETHER = 2  # names between two titles that ask; more are the parts of an answer
_RARE = 0.5  # names to a title that asks
# What the parts of an answer are called.
_PART = re.compile(
    r"\b(?:examples?|advantages?|disadvantages?|pros|cons|benefits?|drawbacks?|use cases?|syntax|steps?"
    r"|features?|types?|outputs?|inputs?|notes?|important|tips?|best practices?|when to|how it|why it"
    r"|key|summary|conclusion|definition|usage|limitations?|characteristics|differences?|rules?|code"
    r"|bad|good|before|after|option|approach|method|solution|case|phase|stage|level|using|with)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Name:
    """A bold line that asks nothing: whether a rule stands above it and an answer's label below,
    how many of the titles that ask stand above it, and whether one does right above.
    """

    start: int
    title: Title
    ruled: bool
    answered: bool
    above: int
    is_text: bool


def named_in_bold(
    source: Source, anchors: Sequence[Anchor], hidden: Sequence[int], answers: Sequence[int]
) -> list[Anchor]:
    """The bold lines that ask nothing and are titles all the same: what stands around them is
    what stands around those that ask, or there are few of them, spread among the others.
    `anchors` are the questions found so far, in source order.
    """
    starts = [one.start for one in anchors]
    asking = {one.start for one in anchors if one.shape == "bold"}
    if len(asking) < _SEVERAL:
        return []
    near: list[bool] = []
    ruled: list[bool] = []
    found: list[_Name] = []
    above: Block | None = None
    for block in source.blocks:
        begins = block.start in asking
        below_rule = above is not None and above.kind == "rule"
        if begins or (not hidden[block.start] and _is_name(block)):
            place = bisect_right(starts, block.start)
            label = _answered(answers, block, starts[place] if place < len(starts) else None)
            if begins:
                near.append(label)
                ruled.append(below_rule or above is None or above.kind == "heading")
            elif place and starts[place - 1] in asking:
                title = read_title(block.text.partition("\n")[0])
                is_text = above is not None and above.start in asking
                found.append(_Name(block.start, title, below_rule, label, place, is_text))
        above = block
    if sum(near) >= len(near) * _MOST:
        kept = [one for one in found if one.answered]
    elif sum(ruled) >= len(ruled) * _MOST:
        kept = [one for one in found if one.ruled]
    else:
        numbered = sum(one.title.number is not None for one in anchors if one.shape == "bold")
        counts = numbered >= len(asking) * _MOST  # where titles count, names are parts of answers
        kept = [] if counts else list(_spread(found, len(asking)))
    end = Place(len(source.lines))
    return [Anchor("bold", one.start, end, one.title, Place(one.start + 1)) for one in kept]


def _answered(answers: Sequence[int], block: Block, following: int | None) -> bool:
    """Whether the label of an answer stands right below a title."""
    place = bisect_left(answers, block.start)
    limit = min(block.start + _NEAR, following or block.start + _NEAR)
    return place < len(answers) and answers[place] < limit


def _is_name(block: Block) -> bool:
    first = block.text.partition("\n")[0].strip()
    if block.kind != "paragraph" or bold_end(first) < len(first) or label_at(first):
        return False
    title = read_title(first)
    letters = any(map(str.isalpha, title.text)) and not title.labelled
    return letters and not is_boilerplate(title.text) and part_named(title.text) is None


def _spread(names: Sequence[_Name], asking: int) -> Iterator[_Name]:
    """The names among bold titles, where no more of them stand together than chance brings."""
    said = Counter(one.title.text.casefold() for one in names)
    if len(names) > asking * _RARE:
        return
    for _, together in groupby(names, key=lambda one: one.above):
        run = list(together)
        parts = any(
            _PART.search(one.title.text)
            or one.title.text.endswith((":", "："))
            or " " not in one.title.text
            or said[one.title.text.casefold()] > 1
            for one in run
        )
        if len(run) <= _TOGETHER and not (parts or run[0].is_text):
            yield from run
