"""Markdown banks: questions found by the shape of the file, their texts sliced verbatim."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, groupby, repeat
from operator import attrgetter
from types import MappingProxyType

from app.interchange.document import Finding, Piece, Reading
from app.interchange.formats.evidence import asks, sets_a_task, tells
from app.interchange.formats.markdown.anchors import Anchor, Section
from app.interchange.formats.markdown.coverage import Coverage
from app.interchange.formats.markdown.details import find_details
from app.interchange.formats.markdown.habits import habits_of, level_text
from app.interchange.formats.markdown.keys import taken_apart
from app.interchange.formats.markdown.labels import part_named
from app.interchange.formats.markdown.marks import Marks
from app.interchange.formats.markdown.metadata import (
    MOST_LINES,
    FrontMatter,
    comment_pairs,
    front_matter,
)
from app.interchange.formats.markdown.noise import noise_lines
from app.interchange.formats.markdown.options import find_options
from app.interchange.formats.markdown.options.front_options import options_in_front
from app.interchange.formats.markdown.outline import Block, outline
from app.interchange.formats.markdown.parts import Parts, parts_of
from app.interchange.formats.markdown.questions import document_of
from app.interchange.formats.markdown.renaming import renamed
from app.interchange.formats.markdown.shapes import Shapes
from app.interchange.formats.markdown.shapes.prompts import asked_lines
from app.interchange.formats.markdown.shapes.single import single_question
from app.interchange.formats.markdown.shapes.tasks import laid_bare
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.profile import Profile
from app.interchange.formats.record_evidence import has_question
from app.interchange.formats.records import Mapper, Record, level_values, read_records
from app.interchange.formats.text import bounded, decode
from app.interchange.formats.titles import read_title
from app.interchange.formats.whole_markdown import is_whole, read_markdown

_LISTING = ("questions", "quiz", "faq", "faqs", "cards", "qa")
_ASKING = 0.5  # evidence that front matter asks
# An item that begins with a link to a file beside this one
_LINK_AWAY = re.compile(
    r"\s*(?:[-*+]|\d{1,3}[.)])\s{1,4}\[[^\[\]]{1,200}\]\((?!https?:|#)[^()]{1,300}\)"
)
_NONE: Mapping[str, str] = MappingProxyType({})


class Markdown:
    """Questions in Markdown, in any of the shapes that docs/formats.md describes."""

    name = "markdown"
    suffixes = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".txt")
    media_types = ("text/markdown", "text/x-markdown")

    def recognises(self, data: bytes) -> bool:
        """Whether the file begins as Markdown often does; any text might be Markdown."""
        start = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
        return start.startswith((b"#", b"- ", b"* ", b"---\n", b"1. ", b"<details")) or (
            b"\n#" in start
        )

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Find the questions. Raises `UnreadableFile` for bytes that are no text."""
        return Reading.of(self.stream(data, profile=profile))

    def stream(self, data: bytes, *, profile: Profile) -> Iterator[Piece]:
        """The same piece by piece, once the shape of the whole file is known."""
        return _pieces(data, {}, profile)

    def read_beside(
        self, data: bytes, beside: Mapping[str, object], *, profile: Profile
    ) -> Reading:
        """Read a file together with the keys of a side-car, which count as front matter.

        `beside` has lower-case keys; the file's own front matter comes first.
        """
        return Reading.of(_pieces(data, beside, profile))


def _pieces(data: bytes, beside: Mapping[str, object], profile: Profile) -> Iterator[Piece]:
    decoded = decode(data)
    findings: list[Finding] = []
    if decoded.guessed:
        message = f"the file names no encoding; read as {decoded.encoding}"
        findings.append(Finding("encoding-guessed", message, 1, 1, "warning"))
    if is_whole(decoded.text):
        reading = read_markdown(decoded.text)
        yield from reading.documents
        yield from reading.findings
        return
    front, source = _taken_apart(bounded(decoded.text))
    findings += front.findings
    front = replace(front, values={**beside, **front.values})
    del decoded  # it is in the source, line by line
    yield from _read(source, front, profile, findings)


def _taken_apart(text: str) -> tuple[FrontMatter, Source]:
    lines = text.split("\n", MOST_LINES)
    front = front_matter(lines)
    if front.lines:
        text = "\n" * front.lines + "\n".join(lines[front.lines :])
    del lines  # those of a large file outweigh its text
    return front, Source(text, outline(laid_bare(text)))


def _read(
    source: Source, front: FrontMatter, profile: Profile, findings: list[Finding]
) -> Iterator[Piece]:
    """The questions in order, then what else there is to tell."""
    noise = noise_lines(source)
    anchors, sections, parts, keys = _cut(source, front, profile, noise)
    pairs: list[Mapping[str, str]] = []
    for span, together in groupby(anchors, key=attrgetter("start", "end")):
        # Thousands may lie within one span of a file that has a single line.
        pairs += repeat(_pairs(source, *span), sum(1 for _ in together))
    levels = [level_text(*one) for one in zip(parts, pairs, strict=True)]
    habits = habits_of([anchor.title for anchor in anchors], parts, levels)
    listed = _listed_in_front(front, profile)
    findings += listed.findings
    rows = Mapper(profile, level_values(map(_record, filter(_is_row, anchors)), profile))
    covered = Coverage(source)
    for document in listed.documents:
        covered.take(document)
        yield document
    for waiting in (anchors, parts, pairs):
        waiting.reverse()  # each is let go of when its question is made
    while anchors:
        anchor, part, pair = anchors.pop(), parts.pop(), pairs.pop()
        if anchor.row:
            made, doubts = rows.document(_record(anchor))
        else:
            made, doubts = document_of(anchor, part, pair, front.values, habits, profile)
        findings += doubts
        if made is not None:
            covered.take(made)
            yield made
    findings += rows.unmapped()
    findings += keys
    told = [finding for finding in findings if finding.code in ("front-matter", "answer-key")]
    findings += covered.uncovered(sections, told, noise)
    yield from sorted(findings, key=lambda one: one.line_start)


def _listed_in_front(front: FrontMatter, profile: Profile) -> Reading:
    """The questions that front matter lists under a key such as `questions` or `faq`."""
    span = 1, max(front.lines, 1)
    lists = [value for key in _LISTING if isinstance(value := front.values.get(key), list)]
    entries = [item for item in chain.from_iterable(lists) if isinstance(item, dict)]
    records = [
        Record({str(name): value for name, value in item.items()}, *span)
        for item in entries
        if has_question(item, profile)
    ]
    left: list[Piece] = []
    if lost := len(entries) - len(records):
        message = f"{lost} of {len(entries)} entries that front matter lists ask no question"
        left.append(Finding("no-question", message, *span, "warning"))
    return Reading.of(chain(read_records(records, profile), left))


def _pairs(source: Source, start: int, end: int) -> Mapping[str, str]:
    lines = source.lines[start:end]
    return comment_pairs("\n".join(lines)) if any("<!--" in line for line in lines) else _NONE


def _is_row(anchor: Anchor) -> bool:
    return bool(anchor.row)


def _record(anchor: Anchor) -> Record:
    """The row of a table, whose cells are named by their columns."""
    return Record(dict(anchor.row), anchor.start + 1, anchor.start + 1, anchor.section)


def _cut(
    source: Source, front: FrontMatter, profile: Profile, noise: bytearray
) -> tuple[list[Anchor], list[Section], list[Parts], list[Finding]]:
    """Where questions begin, the sections around them, the parts of each question, and what is
    to tell of the keys that hold answers.
    """
    details = find_details(source)
    marks = Marks(source, details, find_options(source))
    shapes = Shapes(source, details, marks, profile.shape, noise)
    anchors, sections = shapes.find()
    anchors = [anchor for anchor in anchors if not _is_index(source, anchor)]
    anchors, answers, told = taken_apart(source, details, anchors, marks)
    anchors = renamed(source, anchors, marks)
    whole = single_question(source, front.values) if profile.shape in (None, "file") else None
    if whole := whole or _whole_file(
        source, front, anchors, profile, answered=bool(shapes.answers)
    ):
        anchors, sections = [whole], []
    if front.lines and len(anchors) == 1 and anchors[0].title.labelled:
        # one question to a file: the headings below it are parts of its answer
        anchors, sections = [replace(anchors[0], stop=Place(len(source.lines)), tail=None)], []
    source.drop_outline()
    parts = [
        Parts() if _is_row(anchor) else parts_of(source, anchor, marks, noise) for anchor in anchors
    ]
    for anchor, part in zip(anchors, parts, strict=True):
        if anchor.start in answers and "answer" not in part.texts:
            part.texts["answer"] = [answers[anchor.start]]
    return anchors, sections, parts, told


def _sets_out(source: Source) -> bool:
    """Whether a file begins with what is to be done."""
    first = next((one for one in source.blocks if one.kind == "paragraph"), None)
    return first is not None and (tells(first.text) or sets_a_task(first.text))


def _is_index(source: Source, anchor: Anchor) -> bool:
    """Whether a name that asks nothing has nothing below it but links to other files."""
    if anchor.title.labelled or asks(anchor.title) or anchor.row:
        return False
    lines = [line for line in source.lines[anchor.body.line : anchor.stop.line] if line.strip()]
    return bool(lines) and all(map(_LINK_AWAY.match, lines))


def _whole_file(
    source: Source,
    front: FrontMatter,
    anchors: list[Anchor],
    profile: Profile,
    *,
    answered: bool,
) -> Anchor | None:
    """The file as one question: its front matter asks, and the text below is the answer."""
    if profile.shape not in (None, "file"):
        return None
    asked = front.values.get("question") or front.values.get("title")
    offered = bool(options_in_front(front.values)[0])
    told = bool(front.values) and not front.lines and _sets_out(source)  # by a side-car
    stated = answered or offered or told or "difficulty" in front.values or "level" in front.values
    headings = [one.text for one in source.blocks if one.kind == "heading"]
    alone = offered or not anchors or _answers_once(headings, anchors)
    levelled = (stated and alone) or profile.shape == "file"
    heading = next((one for one in source.blocks if one.kind == "heading" and one.level == 1), None)
    start, body = min(front.lines, len(source.lines) - 1), Place(front.lines)
    pinned = profile.shape == "file"
    cut_up = isinstance(asked, str) and bool(headings) and all(map(part_named, headings))
    if asked is None and heading is not None and levelled and (front.values or pinned):
        # metadata about a file that only its own first heading names
        asked, start, body = heading.text, heading.start, Place(heading.end)
    elif heading is not None and _says_the_same(source, heading, asked, named_by_file=pinned):
        body = Place(heading.end)
    first = source.blocks[0] if source.blocks else None
    if (
        asked is None
        and first is not None
        and first.kind == "paragraph"
        and front.lines
        and levelled
    ):
        # metadata about a question that nothing names: it begins with what it asks
        title, body = asked_lines(source, first.start, first.end, ())
        if title.text and ("answer" in front.values or tells(first.text)):
            return Anchor("file", first.start, Place(len(source.lines)), title, body)
    if not isinstance(asked, str) or (
        any(anchor.title.labelled for anchor in anchors) and not cut_up
    ):
        return None
    title = read_title(asked)
    if not title.text or (asks(title) < _ASKING and not levelled and not cut_up):
        return None
    return Anchor("file", start, Place(len(source.lines)), title, body)


def _says_the_same(source: Source, heading: Block, asked: object, *, named_by_file: bool) -> bool:
    """Whether a file begins with a heading that says over again what the question is called."""
    if heading.start != source.blocks[0].start or not isinstance(asked, str):
        return False
    return named_by_file or read_title(heading.text).text == read_title(asked).text


def _answers_once(headings: list[str], anchors: list[Anchor]) -> bool:
    """Whether no heading asks and one answers, or one in each of two languages: what asks in
    the answer and behind it is not another question.
    """
    answers = [text for text in headings if part_named(text) == "answer"]
    asking = any(one.shape == "headings" or one.title.labelled for one in anchors)
    return not asking and 0 < len(answers) < 3 and len(set(answers)) == len(answers)
