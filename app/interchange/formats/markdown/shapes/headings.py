"""Headings as questions: which of a file's headings ask, judged with their siblings."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container, Sequence
from itertools import accumulate

from app.interchange.formats.evidence import announces, asks, calls_questions, is_boilerplate
from app.interchange.formats.levels import level_of_heading
from app.interchange.formats.markdown.labels import part_named
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.shapes.naming import weigh_listed
from app.interchange.formats.markdown.shapes.weighing import Heading, weigh_names, weigh_together
from app.interchange.formats.titles import Title, is_lone_label, read_title

_NUMBERED = 0.35  # what a number alone says; chapters have them too
_ANNOUNCED = 0.5  # the same below a heading that announces questions
_ANSWERED = 0.6  # a name with options or an answer below it; lists of things done have boxes too
_CONVINCING = 0.5
_FLAT = 0.4  # the same where they are many that are numbered, or nothing groups them
_MANY = 10
_MOST = 0.8
_NEAR = 4  # lines below a heading
_SURE = 0.9
_ASKED_BELOW = 0.8  # the heading is a name, and the question stands below it
_SEVERAL = 3
_ONE_QUESTION = 3  # answers and lists of options under one heading; more belong to several


def judged(
    blocks: Sequence[Block],
    ends: Sequence[int],
    answers: Sequence[int],
    asking: Sequence[int],
    offering: Sequence[int],
    asked_below: Container[int],
    levels: Sequence[int] = (),
    labelled: Sequence[int] = (),
    away: Container[int] = (),
    entries: Container[int] = (),
    *,
    pinned: bool = False,
) -> list[Heading]:
    """Weigh every heading and decide. `answers` are the sorted lines where answers begin,
    `asking` those where text below headings asks: an answer behind one of them is for it, and
    `offering` those of plain paragraphs with options, and of labelled questions, of which several
    make a heading a group,
    and `asked_below` the first lines of headings right below which a paragraph asks, and
    `levels` the sorted lines that state a level: a name with one right below it is a problem.
    `labelled` are the sorted lines of text that call themselves questions: a heading with
    several of them below is none, and beside them a number says nothing. `away` are the first
    lines of headings with nothing but links below: their numbers say nothing either. `entries`
    are the first lines of those to which contents lead below those of chapters.

    With `pinned`, somebody has said that headings are questions: those of one level all are.
    """
    headings: list[Heading] = []
    opened: list[int] = []
    for index, (block, end) in enumerate(zip(blocks, ends, strict=True)):
        while opened and headings[opened[-1]].block.level >= block.level:
            opened.pop()
        title = read_title(block.text)
        if is_lone_label(block.text):
            title = Title("", labelled=True)
        heading = Heading(block, title, end, opened[-1] if opened else -1)
        following = blocks[index + 1].start if index + 1 < len(blocks) else end
        first = bisect_left(answers, block.start)
        count = bisect_left(answers, min(following, end)) - first
        groups = bisect_left(offering, min(following, end)) - bisect_left(offering, block.end) > 1
        heading.answered = (
            not groups
            and 0 < count <= _ONE_QUESTION
            and (
                asks(heading.title) > 0
                or bisect_left(asking, block.end) == bisect_right(asking, answers[first])
            )
        )
        announced = any(announces(headings[above].title.text) for above in opened)
        heading.evidence = _evidence(heading, _ANNOUNCED if announced else _NUMBERED)
        named = is_boilerplate(heading.title.text) or level_of_heading(heading.title.text)
        calling = calls_questions(heading.title.text) and not heading.title.labelled
        if block.start in asked_below and not (named or calling or groups):
            heading.evidence = max(heading.evidence, _ASKED_BELOW)
        if not groups and _is_levelled(block, min(following, end), levels, asking):
            heading.evidence = max(heading.evidence, _SURE if title.number else _ANSWERED)
        listed = bisect_left(asking, end) - bisect_left(asking, block.end)
        few = heading.answered or asks(title)
        least = _SEVERAL if few else _SEVERAL - 1
        if listed >= least and not title.labelled and asks(title) < _CONVINCING:
            heading.evidence, heading.lists = 0.0, True
        elif (
            listed >= _SEVERAL
            and not (title.text or title.number or _asks_once(block, end, answers, asking))
            and is_lone_label(block.text)
        ):
            heading.title, heading.evidence = Title(block.text), 0.0  # "Interview question"
        inside = bisect_left(labelled, end) - bisect_left(labelled, block.end)
        if (groups or inside > 1) and not title.labelled:
            heading.evidence = 0.0
        if block.start in away and not title.labelled and asks(title) < _SURE:
            heading.evidence = 0.0
        heading.counted = announced and not (groups or inside or listed >= _SEVERAL - 1)
        headings.append(heading)
        opened.append(index)
    weigh_names(headings, asked_below)
    weigh_listed(headings, entries)
    if pinned:
        _pin(headings)
    else:
        weigh_together(headings, len(labelled))
        _decide(headings)
    return headings


def _asks_once(block: Block, end: int, answers: Sequence[int], asking: Sequence[int]) -> bool:
    """Whether an answer stands below a heading, and no more than one line above it asks."""
    place = bisect_left(answers, block.end)
    if place == len(answers) or answers[place] >= end:
        return False
    return bisect_left(asking, answers[place]) - bisect_left(asking, block.end) <= 1


def _is_levelled(block: Block, end: int, levels: Sequence[int], asking: Sequence[int]) -> bool:
    """Whether a level is stated right below a heading, and nothing else asks below it."""
    stated = bisect_left(levels, min(block.end + _NEAR, end)) > bisect_left(levels, block.end)
    return stated and bisect_left(asking, end) == bisect_left(asking, block.end)


def _evidence(heading: Heading, numbered: float) -> float:
    title = heading.title
    if title.labelled:
        return 1.0
    if not title.text:
        return 0.0
    if is_boilerplate(title.text) or part_named(title.text):
        return 0.0
    if heading.answered:
        return 1.0 if asks(title) or title.number else _ANSWERED
    return max(asks(title), numbered if title.number else 0.0)


def _pin(headings: list[Heading]) -> None:
    """Take the level with the most evidence, or else the one with the most headings."""
    weights: dict[int, tuple[float, int]] = defaultdict(lambda: (0.0, 0))
    for heading in headings:
        evidence, count = weights[heading.block.level]
        weights[heading.block.level] = evidence + heading.evidence, count + 1
    if len(weights) > 1 and weights[1][1] == 1:
        del weights[1]  # the one heading on top names the file
    best = max(weights, key=lambda level: weights[level], default=0)
    for heading in headings:
        heading.is_question = (
            heading.block.level == best and bool(heading.title.text) and not _is_aside(heading)
        )


def _decide(headings: list[Heading]) -> None:
    """Mark the headings that are questions; what stands below one of them is its text."""
    groups: dict[tuple[int, int], list[Heading]] = defaultdict(list)
    levels: dict[int, list[Heading]] = defaultdict(list)
    for heading in headings:
        groups[heading.parent, heading.block.level].append(heading)
        levels[heading.block.level].append(heading)
    level_shares = {level: _share(members) for level, members in levels.items()}
    numbered = {level: _mostly_numbered(members) for level, members in levels.items()}
    siblings = {
        key: _Siblings(members, numbered=numbered[key[1]]) for key, members in groups.items()
    }
    flat = sum(len(members) > 1 for members in levels.values()) == 1
    least = {
        level: _FLAT if len(members) >= _MANY and (flat or numbered[level]) else _CONVINCING
        for level, members in levels.items()
    }
    starts = [heading.block.start for heading in headings]
    totals = [0.0, *accumulate(heading.evidence for heading in headings)]
    inside = -1
    for index, heading in enumerate(headings):
        if heading.block.start < inside and not heading.title.labelled:
            continue
        last = bisect_left(starts, heading.end)
        below = last - index - 1
        asking_below = below > 2 and (totals[last] - totals[index + 1]) / below >= _CONVINCING
        level = heading.block.level
        among = siblings[heading.parent, level]
        if _asks_among(
            heading, among, level_shares[level], asking_below=asking_below, least=least[level]
        ):
            heading.is_question = True
            inside = heading.end


class _Siblings:
    """The headings of one level under one parent, weighed together. `numbered` is whether most
    of this level in the file are.
    """

    def __init__(self, members: Sequence[Heading], *, numbered: bool) -> None:
        self.count = len(members)
        self.share = _share(members)
        self.labelled = any(one.title.labelled for one in members)
        self.numbered = numbered or _mostly_numbered(members)
        asking = [one for one in members if one.evidence]
        self.answered = sum(one.answered for one in asking) > len(asking) * _MOST


def _mostly_numbered(members: Sequence[Heading]) -> bool:
    return sum(bool(one.title.number) for one in members) * 2 > len(members)


def _share(members: Sequence[Heading]) -> float:
    """What the headings say on average; names among numbers group those that follow."""
    counted = [one.evidence for one in members if one.title.text and not _is_aside(one)]
    if _mostly_numbered(members):
        counted = [evidence for evidence in counted if evidence]
    return sum(counted) / len(counted) if counted else 0.0


def _is_aside(heading: Heading) -> bool:
    return heading.is_aside or (not heading.evidence and is_boilerplate(heading.title.text))


def _asks_among(
    heading: Heading, among: _Siblings, level_share: float, *, asking_below: bool, least: float
) -> bool:
    """Decide one heading by its own evidence, its siblings' and its level's in the file, which
    have to be `least` for one that says nothing by itself.
    """
    title = heading.title
    if title.labelled or not title.text or _is_aside(heading):
        return title.labelled
    if among.labelled:
        return heading.answered or asks(title) >= (_CONVINCING if title.number else _SURE)
    if heading.answered and heading.evidence:
        return level_share >= _NUMBERED or asks(title) > 0
    if heading.block.level == 1 and among.count == 1:
        return heading.evidence >= _SURE and not asking_below
    counting = least < _CONVINCING and among.numbered  # chapter after chapter alike
    share = level_share if counting else (among.share + level_share) / 2
    if share < least:
        return share >= _NUMBERED and asks(title) == 1
    if (among.numbered and not title.number) or (among.answered and not heading.answered):
        return heading.evidence > 0  # a name among numbers, or among what is answered, is a group
    names = heading.lists or asking_below or announces(title.text)
    return heading.evidence > 0 or not names
