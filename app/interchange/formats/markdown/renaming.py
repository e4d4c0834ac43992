"""Names that several questions share and that ask nothing: what is asked stands below them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.interchange.formats.evidence import asks
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.marks import Marks
from app.interchange.formats.markdown.shapes.prompts import asked_lines
from app.interchange.formats.markdown.source import Source


def renamed(source: Source, anchors: Sequence[Anchor], marks: Marks) -> list[Anchor]:
    """The questions, where those that have nothing but a paragraph above their options are called
    what that says, if most of them share their names ("Question 3: Basic").
    """
    offers = marks.offer_lines()
    called = {
        index: text
        for index, anchor in enumerate(anchors)
        if not (anchor.row or asks(anchor.title))
        and (text := _called_by_text(source, anchor, offers)) is not None
    }
    said = Counter(anchors[index].title.text.casefold() for index in called)
    if sum(count for count in said.values() if count > 1) * 2 <= len(called):
        return list(anchors)
    return [called.get(index, anchor) for index, anchor in enumerate(anchors)]


def _called_by_text(source: Source, anchor: Anchor, offers: Mapping[int, bool]) -> Anchor | None:
    lines = sorted(line for line in offers if anchor.body.line <= line < anchor.stop.line)
    if not lines or anchor.body.column:
        return None
    blocks = list(source.within(anchor.body.line, lines[0]))
    if len(blocks) != 1 or blocks[0].kind != "paragraph":
        return None
    title, body = asked_lines(source, blocks[0].start, blocks[0].end, offers)
    if not title.text or title.labelled:
        return None
    title = replace(
        title, labelled=anchor.title.labelled, number=anchor.title.number,
        difficulty=title.difficulty or anchor.title.difficulty,
    )  # fmt: skip
    return replace(anchor, title=title, body=body)
