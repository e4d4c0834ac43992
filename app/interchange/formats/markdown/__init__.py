"""Markdown banks: questions found by the shape of the file, their texts sliced verbatim."""

from app.interchange.document import Finding, QuestionDocument, Reading
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.coverage import uncovered
from app.interchange.formats.markdown.details import find_details
from app.interchange.formats.markdown.evidence import asks
from app.interchange.formats.markdown.marks import Marks
from app.interchange.formats.markdown.metadata import FrontMatter, comment_pairs, front_matter
from app.interchange.formats.markdown.noise import noise_lines
from app.interchange.formats.markdown.options import find_options
from app.interchange.formats.markdown.outline import outline
from app.interchange.formats.markdown.parts import parts_of
from app.interchange.formats.markdown.questions import document_of, habits_of, level_text
from app.interchange.formats.markdown.shapes import Shapes
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.markdown.titles import read_title
from app.interchange.formats.profile import Profile
from app.interchange.formats.text import decode


class Markdown:
    """Questions in Markdown, in any of the shapes that docs/formats.md describes."""

    name = "markdown"
    suffixes = (".md", ".markdown", ".mdown", ".mkd", ".mdx")
    media_types = ("text/markdown", "text/x-markdown")

    def recognises(self, data: bytes) -> bool:
        """Whether the file begins as Markdown often does; any text might be Markdown."""
        start = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
        return start.startswith((b"#", b"- ", b"* ", b"---\n", b"1. ", b"<details")) or (
            b"\n#" in start
        )

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Find the questions. Raises `UnreadableFile` for bytes that are no text."""
        decoded = decode(data)
        findings: list[Finding] = []
        if decoded.guessed:
            message = f"the file names no encoding; read as {decoded.encoding}"
            findings.append(Finding("encoding-guessed", message, 1, 1, "warning"))
        lines = decoded.text.split("\n")
        front = front_matter(lines)
        findings += front.findings
        text = "\n" * front.lines + "\n".join(lines[front.lines :]) if front.lines else decoded.text
        source = Source(text, outline(text))
        return _read(source, front, profile, findings)


def _read(source: Source, front: FrontMatter, profile: Profile, findings: list[Finding]) -> Reading:
    details = find_details(source)
    noise = noise_lines(source)
    marks = Marks(source, details, find_options(source))
    anchors, sections = Shapes(source, details, marks.answer_lines(), profile.shape).find()
    if whole := _whole_file(source, front, anchors, profile):
        anchors, sections = [whole], []
    anchors = [one for one in anchors if not profile.section(one.section).skip]
    parts = [parts_of(source, anchor, marks, noise) for anchor in anchors]
    pairs = [
        comment_pairs("\n".join(source.lines[anchor.start : anchor.end])) for anchor in anchors
    ]
    habits = habits_of(parts, [level_text(*one) for one in zip(parts, pairs, strict=True)])
    documents: list[QuestionDocument] = []
    for anchor, part, pair in zip(anchors, parts, pairs, strict=True):
        document, doubts = document_of(anchor, part, pair, front.values, habits, profile)
        documents.append(document)
        findings += doubts
    told = [finding for finding in findings if finding.code == "front-matter"]
    findings += uncovered(source, documents, sections, told, noise)
    return Reading(tuple(documents), tuple(sorted(findings, key=lambda one: one.line_start)))


def _whole_file(
    source: Source, front: FrontMatter, anchors: list[Anchor], profile: Profile
) -> Anchor | None:
    """The file as one question: its front matter asks, and the text below is the answer."""
    asked = front.values.get("question") or front.values.get("title")
    if not isinstance(asked, str) or profile.shape not in (None, "file"):
        return None
    title = read_title(asked)
    sure = any(anchor.title.labelled for anchor in anchors)
    levelled = not anchors and ("difficulty" in front.values or "level" in front.values)
    if not title.text or sure or (asks(title) < 0.5 and not levelled and profile.shape != "file"):
        return None
    end = Place(len(source.lines))
    return Anchor("file", min(front.lines, len(source.lines) - 1), end, title, Place(front.lines))
