"""Shapes: how a file, or a part of it, writes its questions; chosen by evidence.

Headings are judged first, over the whole file. The text between the headings that ask nothing
falls into zones, and in each zone the shape with the most evidence wins, so that one file may
hold several shapes.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.interchange.formats.markdown.anchors import Anchor, Section, cut, heading_ends
from app.interchange.formats.markdown.candidates import candidates, folded, is_fold
from app.interchange.formats.markdown.details import Details
from app.interchange.formats.markdown.evidence import asks
from app.interchange.formats.markdown.headings import Heading, judged, split_parts
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.markdown.titles import read_title

# What a candidate of a shape weighs: a label says more than a bold line, a bold line more than
# an item. Without enough evidence on average a shape is not considered at all.
_WEIGHT = {"labels": 2.0, "details": 1.6, "items": 1.6, "bold": 1.3, "numbers": 1.0, "bullets": 0.9}
_LEAST = {"labels": 0.3, "details": 0.25, "items": 0.5, "bold": 0.5, "numbers": 0.5, "bullets": 0.6}
_PINNED = {
    "bold": ("bold",), "numbered": ("numbers", "items"), "bullets": ("bullets",),
    "details": ("details",), "labels": ("labels",),
}  # fmt: skip


class Shapes:
    """The questions of one source, found by shape."""

    def __init__(
        self, source: Source, details: Sequence[Details], answers: Sequence[int], pinned: str | None
    ) -> None:
        self.source = source
        self.pinned = pinned
        self.groups = [one for one in details if _is_group(source, one)]
        self.details = [one for one in details if one not in self.groups]
        self.hidden = bytearray(len(source.lines) + 1)
        for one in self.details:
            last = one.end.line + (1 if one.end.column else 0)
            self.hidden[one.start.line + 1 : last] = b"\1" * (last - one.start.line - 1)
        self.answers = answers

    def find(self) -> tuple[list[Anchor], list[Section]]:
        """The questions, cut to their extent, and the sections, both in source order."""
        source = self.source
        blocks = [
            block
            for block in source.blocks
            if block.kind == "heading" and not self.hidden[block.start]
        ]
        own, _ = split_parts(blocks)
        ends = heading_ends(own, len(source.lines))
        headings = judged(own, ends, self.answers)
        if self.pinned not in (None, "headings"):
            for heading in headings:
                heading.is_question = False
        anchors = [_heading_anchor(one) for one in headings if one.is_question]
        sections = self._sections(headings, anchors)
        for start, end in self._zones(anchors, sections):
            anchors += self._in_zone(start, end)
        anchors.sort(key=lambda anchor: anchor.start)
        return cut(anchors, sections), sections

    def _sections(self, headings: Sequence[Heading], anchors: Sequence[Anchor]) -> list[Section]:
        sections = [
            Section(one.title.text, one.block.level, one.block.start, one.end)
            for one in headings
            if not one.is_question
        ]
        sections += [
            Section(read_title(one.summary).text, 10 + one.depth, one.start.line, one.end.line)
            for one in self.groups
        ]
        sections.sort(key=lambda section: section.start)
        outside: list[Section] = []
        position = 0
        for section in sections:
            while position < len(anchors) and anchors[position].stop.line <= section.start:
                position += 1
            if position == len(anchors) or section.start < anchors[position].start:
                outside.append(section)
        return outside

    def _zones(
        self, anchors: Sequence[Anchor], sections: Sequence[Section]
    ) -> Iterator[tuple[int, int]]:
        """The runs of lines between sections' headings and outside the questions found."""
        stops = sorted(
            [(section.start, section.start + 1) for section in sections]
            + [(anchor.start, anchor.stop.line) for anchor in anchors]
        )
        line = 0
        for start, end in stops:
            if line < start:
                yield line, start
            line = max(line, end)
        if line < len(self.source.lines):
            yield line, len(self.source.lines)

    def _in_zone(self, start: int, end: int, depth: int = 0) -> list[Anchor]:
        found = list(
            candidates(self.source, list(self.source.within(start, end)), end, hidden=self.hidden)
        )
        inside = [
            one
            for one in self.details
            if start <= one.start.line < end and not self.hidden[one.start.line]
        ]
        found += folded(inside)
        found.sort(key=lambda anchor: anchor.start)
        return self._chosen(found, start, end, depth)

    def _chosen(self, found: list[Anchor], start: int, end: int, depth: int) -> list[Anchor]:
        by_shape: dict[str, list[Anchor]] = defaultdict(list)
        for anchor in found:
            by_shape[anchor.shape].append(anchor)
        best: list[Anchor] = []
        highest = 0.0
        allowed = _PINNED.get(self.pinned or "", tuple(_WEIGHT))
        for shape in allowed:
            convincing = _convincing(by_shape.get(shape, []), shape, forced=self.pinned is not None)
            score = sum(anchor.evidence for anchor in convincing) * _WEIGHT[shape]
            if convincing and score > highest:
                best, highest = convincing, score
        if not best:
            return []
        rest = [anchor for anchor in found if anchor.shape != best[0].shape]
        if depth < 4 and rest:
            before = [anchor for anchor in rest if anchor.start < best[0].start]
            best = [*self._chosen(before, start, best[0].start, depth + 1), *best]
        return best


def _heading_anchor(heading: Heading) -> Anchor:
    return Anchor(
        "headings", heading.block.start, Place(heading.end), heading.title,
        Place(heading.block.end), evidence=heading.evidence,
    )  # fmt: skip


def _convincing(found: Sequence[Anchor], shape: str, *, forced: bool) -> list[Anchor]:
    """The candidates of one shape that together look like questions.

    Lists are weighed one by one, but lists of a single item together: an answer that is not
    indented ends the list, and the next question begins another.
    """
    groups: dict[int, list[Anchor]] = defaultdict(list)
    for anchor in found:
        groups[anchor.group].append(anchor)
    single = [anchors[0] for group, anchors in groups.items() if group >= 0 and len(anchors) == 1]
    kept = [
        anchor
        for group, anchors in groups.items()
        if group < 0 or len(anchors) > 1
        if forced or _share(anchors) >= _LEAST[shape]
        for anchor in anchors
    ]
    if single and (forced or _share(single) >= _LEAST[shape]):
        kept += single
    return sorted((one for one in kept if one.title.text), key=lambda anchor: anchor.start)


def _share(anchors: Sequence[Anchor]) -> float:
    return sum(anchor.evidence for anchor in anchors) / len(anchors)


def _is_group(source: Source, details: Details) -> bool:
    """Whether a folded part holds questions, each with its own text, rather than one answer."""
    title = read_title(details.summary)
    if title.labelled or asks(title) or not details.children:
        return False
    asking = [one for one in details.children if not is_fold(one) and asks(read_title(one.summary))]
    return len(asking) >= 2
