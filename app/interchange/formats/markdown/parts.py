"""The parts of one question's text: what is body, hint, answer, options and so on."""

import re
from dataclasses import dataclass, field

from app.interchange.formats.levels import level_of_word
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.callouts import plain
from app.interchange.formats.markdown.labels import Part
from app.interchange.formats.markdown.marks import Mark, Marks
from app.interchange.formats.markdown.noise import peeled
from app.interchange.formats.markdown.options.option_list import Options
from app.interchange.formats.markdown.source import Place, Source

ITEM = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s{1,4}(?:\[ ?[xXyY]? ?\]\s)?")
_LETTERED = re.compile(r"\s{0,8}(?:[-*+]\s{1,4})?(?:\*\*)?\(([A-Ja-j])\)\s")
_SHORT_LIST = 120  # characters of a line of tags


@dataclass(slots=True)
class Parts:
    """The verbatim texts of one question. `before` is what stands under no label,
    `after_options` what does so below the options.
    """

    before: list[str] = field(default_factory=list)
    after_options: list[str] = field(default_factory=list)
    texts: dict[Part, list[str]] = field(default_factory=dict)
    options: Options | None = None
    last_line: int = 0

    def text(self, part: Part) -> str:
        """All that was found under a label, in order, with an empty line between."""
        return "\n\n".join(text for text in self.texts.get(part, ()) if text)

    def take(self, part: Part, line: re.Pattern[str]) -> None:
        """Take out a first line under no label that matches whole: its group is a part."""
        first, _, rest = self.before[0].partition("\n") if self.before else ("", "", "")
        if match := line.fullmatch(first.strip()):
            self.before[0] = rest.strip("\n")
            self.texts[part] = [match[1]]

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
    if options is not None and options.only_ticked:
        above = source.slice(anchor.body, options.start)
        options = None if peeled(above) and not is_code(peeled(above)) else options
    if options is not None and _is_answered_one_by_one(source, options, answer, anchor.stop):
        options = None
    cutter = _Cutter(source, anchor, options, noise)
    cutter.is_answered = options is not None or any(mark.part == "answer" for mark in found)
    for mark in found:
        if options is None or not options.start <= mark.start < options.end:
            cutter.cut(mark)
    cutter.finish()
    parts = cutter.parts
    last = min(anchor.end, len(source.lines)) - 1
    while last > anchor.start and (noise[last] or _says_nothing(source, last)):
        last -= 1
    parts.last_line = last
    return parts


def _is_answered_one_by_one(source: Source, run: Options, start: Place, stop: Place) -> bool:
    """Whether what one line letters is asked part by part, and offers nothing: "(a) a lock;
    (b) a key", of which the answer begins with as many items by the same letters.
    """
    if run.end.line - run.start.line > 1 or start == stop:
        return False
    said: list[str] = []
    for line in source.lines[start.line : stop.line]:
        if match := _LETTERED.match(line):
            said.append(match[1].upper())
        elif said and line.strip():
            break
    return tuple(said) == run.letters


def is_code(text: str) -> bool:
    """Whether a text is one code fence and nothing else."""
    lines = text.split("\n")
    fence = lines[0][:3]
    return (
        fence in ("```", "~~~")
        and len(lines) > 1
        and lines[-1].startswith(fence)
        and not any(line.startswith(fence) for line in lines[1:-1])
    )


def items_of(text: str) -> tuple[str, ...] | None:
    """The items of a text that is one flat list, without their markers. None for other texts."""
    items: list[str] = []
    fenced = False
    for line in text.split("\n"):
        marker = None if fenced else ITEM.match(line)
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if marker:
            items.append(line[marker.end() :])
        elif not items or (line and not line.startswith((" ", "\t")) and not fenced):
            return None
        else:
            items[-1] += "\n" + line
    kept = tuple(item.strip() for item in items if item.strip())
    return kept or None


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
        if anchor.shown:
            self.parts.texts["body"] = [anchor.shown]
        self.place = anchor.body
        self.current: Part | None = None
        self.led = False
        self.is_answered = False
        self.spoken: Place | None = None
        self.folds: list[Mark] = []

    def cut(self, mark: Mark) -> None:
        """End the current part at a mark, if the mark means something where it stands."""
        self._leave_folds(mark.start)
        if mark.start < self.place or not self._means_something(mark):
            return
        self.take(mark.start)
        previous = self.current
        if mark.part == "links":
            # further reading goes with the answer, under its own heading
            self.current = "answer"
            return
        self.current = "answer" if mark.part == "explanation" else mark.part
        self.led = mark.leads
        self.place = mark.content
        self.parts.texts.setdefault(self.current, []).extend([mark.rest] if mark.rest else [])
        if mark.kind == "fold":
            self.folds.append(mark)
        elif mark.end is not None:
            self.take(mark.end)
            self.place = max(self.place, mark.after or mark.end)
            self.current = previous

    def finish(self) -> None:
        """Take what is left."""
        self._leave_folds(self.anchor.stop)
        self.take(self.anchor.stop)

    def _leave_folds(self, until: Place) -> None:
        """End the folded parts that end before a place. Text after an answer is still answer."""
        while self.folds and (end := self.folds[-1].end) is not None and end <= until:
            self.take(end)
            fold = self.folds.pop()
            self.place = max(self.place, fold.after or end)
            self.current = "answer" if fold.part == "answer" else None

    def take(self, until: Place) -> None:
        """Give the text up to a place to the current part; options are a part of their own."""
        for start, end in self._around_options(until):
            style = self.folds[-1].style if self.folds else self.anchor.style
            text = peeled(plain(self._slice(start, end), style))
            if text:
                self._texts(start).append(text)
        self.place = max(self.place, until)

    def _slice(self, start: Place, end: Place) -> str:
        anchor = self.anchor
        return self.source.slice(
            start, end, indent=anchor.indent, item_end=anchor.item_end, dropped=self.noise
        )

    def _texts(self, start: Place) -> list[str]:
        if self.current in (None, "options"):
            options = self.parts.options
            past = options is not None and start >= options.end
            return self.parts.after_options if past else self.parts.before
        return self.parts.texts.setdefault(self.current, [])

    def _around_options(self, until: Place) -> list[tuple[Place, Place]]:
        options = self.parts.options
        if options is None or options.end <= self.place or options.start >= until:
            return [(self.place, until)]
        return [(self.place, options.start), (min(options.end, until), until)]

    def _means_something(self, mark: Mark) -> bool:
        if not mark.named:
            return self.current is None and not self._text_so_far(mark.start)
        if mark.part == "body" and mark.kind != "heading" and not self.is_answered:
            # without an answer behind it, a label such as "Task:" is in the midst of prose
            return not self._text_so_far(mark.start)
        if mark.part == "explanation" and self.parts.options is None:
            return self.current in (None, "hint") and not self._text_so_far(mark.start)
        if self.current == "answer":
            if mark.part in ("answer", "explanation"):
                return not self._text_so_far(mark.start)
            if mark.part == "level":
                return mark.kind == "line" and self._is_level(mark)
            if mark.part == "tags":
                return mark.kind == "line" and self._is_short(mark)
            listed = mark.kind == "item" and not (mark.leads and self.led)
            return mark.part in ("hint", "follow", "points") and not listed
        if self.current == "hint":
            if mark.part == "links":
                return mark.kind == "heading"
            return mark.part == "answer" or mark.kind in ("heading", "line", "fold")
        if self.anchor.shape == "details" and mark.part == "answer" and mark.kind == "line":
            # what a question folds away is its answer; a label in the midst of it is prose
            return self.parts.options is not None or not self._text_so_far(mark.start)
        return mark.part != "links" or (self.current == "follow" and mark.kind == "heading")

    def _text_so_far(self, until: Place) -> bool:
        """Whether the current part has said anything before a place."""
        taken = self.parts.before if self.current is None else self.parts.texts.get(self.current)
        if taken or self.spoken == self.place:
            return True
        if peeled(self._slice(self.place, until)):
            # What follows takes nothing back: a long text is not read again for each mark in it.
            self.spoken = self.place
        return self.spoken == self.place

    def _is_short(self, mark: Mark) -> bool:
        """Whether a labelled line in an answer holds a list of words and is no sentence."""
        text = self.source.slice(mark.content, mark.end or mark.content)
        return 0 < len(text) <= _SHORT_LIST and not text.endswith((".", ":", ";"))

    def _is_level(self, mark: Mark) -> bool:
        text = self.source.slice(mark.content, mark.end or mark.content)
        return level_of_word(text) is not None or text.strip().isdigit()
