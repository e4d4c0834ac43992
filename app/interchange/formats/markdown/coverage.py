"""Coverage: a finding for every written line of a file that no question holds."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from app.interchange.document import Finding, QuestionDocument
from app.interchange.formats.markdown.anchors import Section
from app.interchange.formats.markdown.noise import peeled
from app.interchange.formats.markdown.source import Source

_ENDS = re.compile(r"</[a-z][a-z0-9]{0,15}>", re.IGNORECASE)
_LIST_TAGS = ("<li", "</li", "<ul", "</ul", "<ol", "</ol", "<p>", "</p", "<dt", "<dd", "<h")


class Coverage:
    """The lines of a file that its questions hold, noted as they are found."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._taken = bytearray(len(source.lines))
        self._holding = bytearray(len(source.lines) + 1)

    def take(self, document: QuestionDocument) -> None:
        """Note the lines of a question."""
        _mark(self._taken, document.line_start - 1, document.line_end)
        self._holding[document.line_start - 1] = 1

    def uncovered(
        self, sections: Sequence[Section], told: Iterable[Finding], noise: Sequence[int]
    ) -> list[Finding]:
        """Findings for the lines in no document and in none of the findings already `told`.

        The lines below one heading make one finding. A heading above questions is told as such.
        """
        source = self._source
        for finding in told:
            _mark(self._taken, finding.line_start - 1, finding.line_end)
        starts = [0, *(section.start for section in sections), len(source.lines)]
        return [
            _finding(source, section, first, last, self._holding, noise)
            for section, (start, end) in zip([None, *sections], pairwise(starts), strict=True)
            for first, last in _runs(source, self._taken, start, end)
        ]


def _in_html(source: Source, first: int, last: int) -> bool:
    """Whether more than half of the written lines begin with a tag, as lists in HTML do."""
    written = [line for line in source.lines[first : last + 1] if line.strip()]
    tagged = sum(line.lstrip().lower().startswith(_LIST_TAGS) for line in written)
    return tagged > 3 and tagged * 2 > len(written)


def _saying(line: str) -> str:
    """What a line says besides rules, line breaks and the ends of elements."""
    return peeled(_ENDS.sub("", line))


def _mark(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\1" * (min(end, len(taken)) - start)


def _runs(source: Source, taken: bytearray, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Runs of written lines that nothing has taken; blank lines neither begin nor end one."""
    first = last = -1
    for line in range(start, end):
        if taken[line]:
            if first >= 0:
                yield first, last
            first = -1
        elif not source.is_blank(line):
            first, last = (line, line) if first < 0 else (first, line)
    if first >= 0:
        yield first, last


def _finding(
    source: Source,
    section: Section | None,
    first: int,
    last: int,
    holding: bytearray,
    noise: Sequence[int],
) -> Finding:
    if all(noise[line] or not _saying(source.lines[line]) for line in range(first, last + 1)):
        reason = "links, rules and comments between questions"
        return Finding("decoration", reason, first + 1, last + 1)

    if _in_html(source, first, last):
        reason = "written in HTML, in lists or paragraphs that are read for no question"
        return Finding("html-not-read", reason, first + 1, last + 1, "warning")
    if section is None:
        reason = "text before the first heading, in no shape that asks a question"
        return Finding("not-a-question", reason, first + 1, last + 1)
    name = section.title or "(untitled)"
    underlined = last == first + 1 and not source.lines[last].strip(" =-")
    if first == section.start and (first == last or underlined):
        below = holding.count(1, section.start, section.end)
        if below:
            questions = f"{below} question" if below == 1 else f"{below} questions"
            return Finding("section", f'heading "{name}" groups {questions}', first + 1, last + 1)
    reason = f'text under "{name}" asks no question in a shape this file uses'
    return Finding("not-a-question", reason, first + 1, last + 1)
