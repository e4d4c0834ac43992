"""Sections: what the headings that ask nothing group, and what they say of the text below them."""

from collections.abc import Sequence

from app.interchange.formats.evidence import (
    announces,
    calls_questions,
    is_about_learning,
    is_about_reading,
    is_about_use,
    is_boilerplate,
)
from app.interchange.formats.levels import level_in_brackets
from app.interchange.formats.markdown.anchors import Section, heading_ends
from app.interchange.formats.markdown.noise import peeled
from app.interchange.formats.markdown.shapes.weighing import Heading
from app.interchange.formats.markdown.source import Source

# A heading that announces questions lowers what is asked of the text below it.
_EASED = 0.6
_UNLIKELY = 3.0  # it says that aims follow, or how the file is used
_CALLED = 0.35  # the heading calls what is below it questions


def eases(sections: Sequence[Section], *, asking: bool = False) -> dict[int, float]:
    """How much less is asked of the text below each section's heading, by its first line.

    What the heading of a bank says holds for the parts of it, but for those about the file, and
    not where other headings are its questions (`asking`): the lists beside those may be tips.
    """
    found: dict[int, float] = {}
    around: list[Section] = []
    for section in sections:
        while around and (around[-1].end <= section.start or around[-1].level >= section.level):
            around.pop()
        around.append(section)
        announced = announces(section.title) or (
            not (asking or is_boilerplate(section.title))
            and any(announces(one.title) for one in around)
        )
        calling = any(calls_questions(one.title) for one in (section, *around[1:]))
        called = _CALLED if calling else _EASED
        found[section.start + 1] = called if announced else 1.0
        used = any(is_about_use(one.title) for one in around)
        if is_about_learning(section.title) or (used and not calls_questions(section.title)):
            found[section.start + 1] = _UNLIKELY
    top = sections[:1]
    if (
        top
        and len(sections) > 1
        and sections[1].level > top[0].level
        and sections[1].start < top[0].end
    ):
        found[top[0].start + 1] = 1.0  # what stands below the file's own name introduces it
    return found


def leading_elsewhere(sections: Sequence[Section]) -> set[int]:
    """The lines below the headings of sections that list what else to read."""
    return {one.start + 1 for one in sections if is_about_reading(one.title)}


def grouping(source: Source, headings: Sequence[Heading]) -> list[Section]:
    """The headings that ask nothing. One with no text of its own groups also the questions that
    follow on its own level, up to the next such heading.
    """
    others = [one for one in headings if not one.is_question]
    ends = heading_ends([one.block for one in others], len(source.lines))
    starts = {one.block.start for one in headings}
    found: list[Section] = []
    for one, end in zip(others, ends, strict=True):
        line = one.block.end
        while line < len(source.lines) and not peeled(source.lines[line]):
            line += 1
        reach = end if line in starts else one.end
        level = level_in_brackets(one.block.text)
        found.append(Section(one.title.text, one.block.level, one.block.start, reach, level))
    return found
