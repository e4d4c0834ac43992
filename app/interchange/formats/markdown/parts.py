"""The parts of one question's text: what is body, hint, answer, options and so on."""

from dataclasses import dataclass, field

from app.interchange.formats.levels import level_of_word
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.labels import Part
from app.interchange.formats.markdown.marks import Mark, Marks
from app.interchange.formats.markdown.noise import peeled
from app.interchange.formats.markdown.options import Options
from app.interchange.formats.markdown.source import Place, Source


@dataclass(slots=True)
class Parts:
    """The verbatim texts of one question. `before` is what stands under no label."""

    before: list[str] = field(default_factory=list)
    texts: dict[Part, list[str]] = field(default_factory=dict)
    options: Options | None = None
    last_line: int = 0

    def text(self, part: Part) -> str:
        """All that was found under a label, in order, with an empty line between."""
        return "\n\n".join(text for text in self.texts.get(part, ()) if text)

    @property
    def unlabelled(self) -> str:
        """All that stands under no label."""
        return "\n\n".join(text for text in self.before if text)


def parts_of(source: Source, anchor: Anchor, marks: Marks, noise: bytearray) -> Parts:
    """Cut the text of an anchor at its labels and its options. `noise` marks lines to leave out."""
    found = marks.between(anchor.body, anchor.stop)
    runs = marks.options_between(anchor.body, anchor.stop)
    answer = next((mark.start for mark in found if mark.part == "answer"), anchor.stop)
    options = runs[0] if runs and runs[0].start < answer else None
    cutter = _Cutter(source, anchor, options, noise)
    for mark in found:
        if options is None or not options.start <= mark.start < options.end:
            cutter.cut(mark)
    cutter.take(anchor.stop)
    parts = cutter.parts
    last = min(anchor.end, len(source.lines)) - 1
    while last > anchor.start and (noise[last] or _says_nothing(source, last)):
        last -= 1
    parts.last_line = last
    return parts


def _says_nothing(source: Source, line: int) -> bool:
    return not source.code[line] and not peeled(source.lines[line])


class _Cutter:
    """Walks the marks of a question; what a mark does not take stays with the part before."""

    def __init__(
        self, source: Source, anchor: Anchor, options: Options | None, noise: bytearray
    ) -> None:
        self.source = source
        self.anchor = anchor
        self.noise = noise
        self.parts = Parts(options=options)
        self.place = anchor.body
        self.current: Part | None = None

    def cut(self, mark: Mark) -> None:
        """End the current part at a mark, if the mark means something where it stands."""
        if mark.start < self.place or not self._means_something(mark):
            return
        self.take(mark.start)
        if mark.part == "links":
            # further reading goes with the answer, under its own heading
            self.current = "answer"
            return
        previous = self.current
        self.current = mark.part
        self.place = mark.content
        if mark.rest:
            self.parts.texts.setdefault(mark.part, []).append(mark.rest)
        self.parts.texts.setdefault(mark.part, [])
        if mark.end is not None:
            self.take(mark.end)
            self.place = mark.after or mark.end
            if mark.kind != "fold":
                self.current = previous
            elif mark.part != "answer":
                self.current = None

    def take(self, until: Place) -> None:
        """Give the text up to a place to the current part; options are a part of their own."""
        for start, end in self._around_options(until):
            text = peeled(self.source.slice(start, end, self.anchor.indent, self.noise))
            if text:
                self._texts().append(text)
        self.place = max(self.place, until)

    def _texts(self) -> list[str]:
        if self.current in (None, "options"):
            return self.parts.before
        return self.parts.texts.setdefault(self.current, [])

    def _around_options(self, until: Place) -> list[tuple[Place, Place]]:
        options = self.parts.options
        if options is None or options.end <= self.place or options.start >= until:
            return [(self.place, until)]
        return [(self.place, options.start), (min(options.end, until), until)]

    def _means_something(self, mark: Mark) -> bool:
        if self.current == "answer":
            if mark.part == "answer":
                return not self._answer_so_far(mark.start)
            if mark.part == "level":
                return mark.kind == "line" and self._is_level(mark)
            return mark.part in ("hint", "follow", "points") and mark.kind != "item"
        if self.current == "hint":
            if mark.part == "links":
                return mark.kind == "heading"
            return mark.part == "answer" or mark.kind in ("heading", "line", "fold")
        return mark.part != "links"

    def _answer_so_far(self, until: Place) -> bool:
        if any(self.parts.texts.get("answer", ())):
            return True
        between = self.source.slice(self.place, until, self.anchor.indent, self.noise)
        return bool(peeled(between))

    def _is_level(self, mark: Mark) -> bool:
        text = self.source.slice(mark.content, mark.end or mark.content)
        return level_of_word(text) is not None or text.strip().isdigit()
