"""Shapes: how a file, or a part of it, writes its questions; chosen by evidence.

Headings are judged first, over the whole file. The text between the headings that ask nothing
falls into zones, and in each zone the shape with the most evidence wins, so that one file may
hold several shapes.
"""

import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from heapq import merge
from itertools import pairwise

from app.interchange.formats.markdown.anchors import (
    FOLDED_LEVEL,
    Anchor,
    Section,
    cut,
    heading_ends,
    without_asked_back,
)
from app.interchange.formats.markdown.details import Details
from app.interchange.formats.markdown.flat_parts import without_flat_parts
from app.interchange.formats.markdown.heading_parts import going_on, split_parts, straying_back
from app.interchange.formats.markdown.marks import Marks
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.shapes.bold import is_address, without_names
from app.interchange.formats.markdown.shapes.bold_names import named_in_bold
from app.interchange.formats.markdown.shapes.bold_steps import steps_in_bold
from app.interchange.formats.markdown.shapes.candidates import candidates, folded, is_group
from app.interchange.formats.markdown.shapes.cards import between, find_cards
from app.interchange.formats.markdown.shapes.contents import led_to, repeated_lists
from app.interchange.formats.markdown.shapes.contest import Contest
from app.interchange.formats.markdown.shapes.counting import counted_items, with_steps
from app.interchange.formats.markdown.shapes.headings import judged
from app.interchange.formats.markdown.shapes.html_lists import definitions
from app.interchange.formats.markdown.shapes.inner import without_inner
from app.interchange.formats.markdown.shapes.items import is_link, leading_away
from app.interchange.formats.markdown.shapes.named_lists import named_lists
from app.interchange.formats.markdown.shapes.naming import take_names
from app.interchange.formats.markdown.shapes.plain import plain_questions
from app.interchange.formats.markdown.shapes.prompts import asked_below, prompt_within
from app.interchange.formats.markdown.shapes.quotes import quoted_questions
from app.interchange.formats.markdown.shapes.reaching import reaching_on
from app.interchange.formats.markdown.shapes.sections import (
    eases,
    grouping,
    leading_elsewhere,
)
from app.interchange.formats.markdown.shapes.tasks import only_tasks
from app.interchange.formats.markdown.shapes.weighing import Heading
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.titles import read_title

_ASKING = 0.9
_ANSWERED = 0.6  # what a paragraph says that options and an answer follow
_SEVERAL = 2
_FEWEST = 3  # headings that count from 1 on
_MANY = 5
_NEARLY_ALL = 0.7
_IN_BOLD = ("bold", "numbered-bold")


class Shapes:
    """The questions of one source, found by shape."""

    def __init__(
        self,
        source: Source,
        details: Sequence[Details],
        marks: Marks,
        pinned: str | None,
        noise: bytearray,
    ) -> None:
        self.source = source
        self.pinned = pinned
        self.groups = [one for one in details if is_group(source, one)]
        self.details = [one for one in details if one not in self.groups]
        self.hidden = bytearray(noise)
        for one in self.details:
            last = one.end.line + (1 if one.end.column else 0)
            self.hidden[one.start.line + 1 : last] = b"\1" * (last - one.start.line - 1)
        for first, end in repeated_lists(source, (one.summary for one in self.details)):
            self.hidden[first:end] = b"\1" * (end - first)
        self.cards = find_cards(source)
        self.terms = definitions(source)
        self.quotes = quoted_questions(source)
        self.contest = Contest(pinned, {}, ())
        self.beside: set[int] = set()
        self.answers = marks.answer_lines()
        self.telling = marks.telling_lines()
        self.solutions = marks.solution_lines()
        self.offers = marks.offer_lines()
        self.levels = marks.level_lines()

    def find(self) -> tuple[list[Anchor], list[Section]]:
        """The questions, cut to their extent, and the sections, both in source order."""
        source = self.source
        blocks = [
            block
            for block in source.blocks
            if block.kind == "heading" and not (self.hidden[block.start] or is_address(block.text))
        ]
        own = straying_back(going_on(split_parts(blocks, source.lines)[0]))
        own = without_flat_parts(own, source.lines)
        ends = heading_ends(own, len(source.lines))
        asking, offering, labelled = [], [], []
        said: dict[str, list[float]] = defaultdict(list)
        counted: list[int] = []
        in_line: list[int] = []
        items: list[Anchor] = []
        bold: list[Anchor] = []
        for one in self._candidates(source.blocks, len(source.lines)):
            if one.shape == "numbered-bold":
                counted.append(one.start)
            if one.shape == "numbers":
                items.append(one)
            if one.shape in _IN_BOLD:
                bold.append(one)
            said[one.shape].append(one.evidence)
            if one.evidence >= _ASKING:
                asking.append(one.start)
            if one.title.labelled:
                labelled.append(one.start)
            if one.title.labelled or (one.shape in _IN_BOLD and one.evidence >= _ASKING):
                in_line.append(one.start)
            if one.shape == "offering" or (one.shape == "labels" and one.title.labelled):
                offering.append(one.start)
        through: frozenset[int] = frozenset()
        if self.pinned is None:
            count = counted_items(source, items)
            through = frozenset(count.through)
            self.beside = set(count.beside)
            for line in steps_in_bold(source, bold):
                self.hidden[line] = 1  # an item cannot be: its list would be hidden with it
            in_line = sorted({*in_line, *through, *(one.start for one in self.quotes)})
        offering = sorted({*offering, *_each_answered(counted, self.telling)})
        shares = {shape: sum(each) / len(each) for shape, each in said.items()}
        folds = list(folded(source, self.details))
        asking += [one.start for one in folds if one.evidence >= _ASKING]
        usual = ("numbers",) if only_tasks(source) else _usual(folds)
        self.contest = Contest(self.pinned, shares, usual, through)
        asking += [card.start for card in self.cards]
        asking.sort()
        labelled = sorted({*labelled, *(card.start for card in self.cards)})
        headings = judged(
            own,
            ends,
            self.telling,
            asking,
            offering,
            asked_below(source, set(asking)),
            self.levels,
            labelled,
            leading_away(source),
            led_to(source, own),
            pinned=self.pinned == "headings",
        )
        if self.pinned not in (None, "headings"):
            for heading in headings:
                heading.is_question = False
        else:
            headings = without_inner(headings, source.blocks, in_line, asking)
            take_names(headings, source.blocks, len(asking))
        anchors = [
            _heading_anchor(source, one, self.offers, self.answers)
            for one in headings
            if one.is_question
        ]
        anchors = [anchor for anchor in anchors if anchor.title.text]
        sections = self._sections(headings, anchors)
        del blocks, own, ends, headings  # those of a large file outweigh its text
        ease_of = eases(sections, asking=len(anchors) >= _FEWEST)
        elsewhere = leading_elsewhere(sections)
        beside: list[Anchor] = []
        counts_on = [one.title.number for one in anchors[:_FEWEST]] == ["1", "2", "3"]
        for start, end in self._zones(anchors, sections):
            if start == 0 and counts_on and self.pinned is None:
                continue  # what stands above all headings leads up to the first question
            ease = ease_of.get(start, 1.0)
            found = self._in_zone(start, end, ease)
            if start in elsewhere:
                found = [one for one in found if not is_link(source, one.start)]
            beside += reaching_on(source, self.answers, found, end)
        anchors += beside
        anchors.sort(key=lambda anchor: anchor.start)
        if self.pinned is None:
            anchors += named_in_bold(source, anchors, self.hidden, self.answers)
            anchors.sort(key=lambda anchor: anchor.start)
        cut(anchors, sections)
        if self.pinned is None:
            anchors = without_asked_back(without_names(anchors, source))
        return anchors, sections

    def _candidates(self, blocks: Sequence[Block], end: int) -> Iterator[Anchor]:
        return candidates(self.source, blocks, end, hidden=self.hidden, offers=self.offers)

    def _sections(self, headings: Sequence[Heading], anchors: Sequence[Anchor]) -> list[Section]:
        sections = grouping(self.source, headings)
        sections += [
            Section(
                read_title(one.summary).text, FOLDED_LEVEL + one.depth, one.start.line, one.end.line
            )
            for one in self.groups
        ]
        sections += named_lists(self.source, self.hidden)
        sections.sort(key=lambda section: section.start)
        outside: list[Section] = []
        position = 0
        for section in sections:
            while position < len(anchors) and anchors[position].end <= section.start:
                position += 1
            if position == len(anchors) or section.start < anchors[position].start:
                outside.append(section)
        return outside

    def _zones(
        self, anchors: Sequence[Anchor], sections: Sequence[Section]
    ) -> Iterator[tuple[int, int]]:
        """The runs of lines between sections' headings and outside the questions found."""
        stops = merge(
            ((section.start, section.start + 1) for section in sections),
            ((anchor.start, anchor.end) for anchor in anchors),
        )
        line = 0
        for start, end in stops:
            if line < start:
                yield line, start
            line = max(line, end)
        if line < len(self.source.lines):
            yield line, len(self.source.lines)

    def _in_zone(self, start: int, end: int, ease: float) -> list[Anchor]:
        blocks = list(self.source.within(start, end))
        found = [one for one in self._candidates(blocks, end) if one.start not in self.beside]
        inside = [
            one
            for one in self.details
            if start <= one.start.line < end and not self.hidden[one.start.line]
        ]
        found += folded(self.source, inside)
        found += between(self.cards, start, end)
        found += (one for one in (*self.terms, *self.quotes) if start <= one.start < end)
        found.sort(key=lambda anchor: anchor.start)
        chosen = with_steps(
            self.contest.winners(_answered(found, self.solutions), ease), self.beside
        )
        if not chosen and self.pinned is None:
            return plain_questions(self.source, blocks, self.hidden, end)
        return chosen


def _usual(folds: Sequence[Anchor]) -> tuple[str, ...]:
    """The shape of folded parts, where nearly all of many ask: then the others do as well."""
    said = [one.evidence for one in folds]
    many = len(said) >= _MANY and sum(said) >= len(said) * _NEARLY_ALL
    return ("details",) if many else ()


def _answered(found: Sequence[Anchor], solutions: Sequence[int]) -> list[Anchor]:
    """The candidates, where a paragraph with options asks if an answer stands below these."""
    offering = [one.start for one in found if one.shape == "offering"]
    lines = set(_each_answered(offering, solutions))
    return [
        replace(one, evidence=max(one.evidence, _ANSWERED))
        if one.shape == "offering" and one.start in lines
        else one
        for one in found
    ]


def _each_answered(lines: Sequence[int], answers: Sequence[int]) -> Iterator[int]:
    """The lines behind each of which something is an answer, before the next."""
    for line, following in pairwise((*lines, sys.maxsize)):
        place = bisect_left(answers, line)
        if place < len(answers) and answers[place] < following:
            yield line


def _heading_anchor(
    source: Source, heading: Heading, offers: Container[int], answers: Sequence[int]
) -> Anchor:
    """The anchor of a heading. One that only says "Question 3" is asked by the text below it."""
    title, body, above = heading.title, Place(heading.block.end), ""
    if not title.text:
        prompt = prompt_within(source, heading.block, heading.end, offers, answers)
        title, body, above = prompt.title, prompt.body, prompt.above
        title = replace(title, difficulty=title.difficulty or heading.title.difficulty)
    return Anchor(
        "headings", heading.block.start, Place(heading.end), title, body,
        evidence=heading.evidence, shown=above,
    )  # fmt: skip
