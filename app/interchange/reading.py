"""From files to documents: which format reads a file, and everything in it that is no question."""

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from app.interchange.content import Carried
from app.interchange.document import Finding, Piece, QuestionDocument
from app.interchange.formats import Format, format_named, guess, pieces_in, pieces_of
from app.interchange.formats.errors import UnknownFormat, UnreadableFile
from app.interchange.formats.markdown import Markdown
from app.interchange.formats.profile import Profile
from app.interchange.formats.sidecars import read_with_sidecar
from app.interchange.formats.spool import Spool
from app.interchange.formats.text import decode
from app.interchange.report import Action, ImportItem, shown
from app.interchange.siblings import Siblings, asked_by_name
from app.interchange.sources import LeftOut, SourceFile, Sources
from app.interchange.split_questions import SplitQuestions

MOST_QUESTIONS = 1_000_000
"""Of one import, which takes up to half a gigabyte for so many."""
_TOO_MANY = f"more than {MOST_QUESTIONS:,} questions in one import: send them in parts"
_FEW = 8  # questions in the answer to another one
_MOST_FINDINGS = 200_000
"""Of one file, which are held in memory: two for each of as many rows as a large bank has."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """What became of one file: its format, its documents, and what was left out of it. `doubts`
    are findings about whole documents, by the lines where these stand; `slugs` are those that its
    documents ask for, `carried` the fields that it speaks of. `is_in_order` says that no document
    begins above the one before it. Whoever takes it closes it."""

    file: SourceFile
    digest: str
    format: str
    documents: Spool[QuestionDocument]
    slugs: frozenset[str]
    carried: frozenset[str]
    is_in_order: bool
    left_out: tuple[ImportItem, ...]
    doubts: dict[tuple[int, int], tuple[str, ...]]

    def close(self) -> None:
        """Let go of the documents."""
        self.documents.close()


def read_all(
    sources: Sources, *, format_name: str | None, profile: Profile
) -> Iterator[FileRead | ImportItem]:
    """Read file after file, none before it is asked for; then tell what is not read.

    Raises:
        UnknownFormat: there is no format of this name.
    """
    pinned = format_named(format_name) if format_name else None
    beside: set[int] = set()
    siblings, split = Siblings(sources.files), SplitQuestions(sources.files)
    left = MOST_QUESTIONS
    for file in sources.files:
        if id(file.load) in beside:
            yield _skipped(LeftOut(file.name, "read as the side-car of a file beside it"))
            continue
        if pinned is None and (owner := split.owner_of(file)):
            yield _skipped(LeftOut(file.name, f"read as a part of the question in {owner}"))
            continue
        read, used_sidecar = _read_file(file, pinned, profile, left, siblings, split)
        if _is_unlike_its_name(read, profile, siblings, split):
            # its own heading asks nothing, but its name does, or those of the files beside it
            whole = replace(profile, shape="file")
            read, used_sidecar = _read_file(
                file, pinned, whole, left, siblings, split, asked_by_name(file)
            )
        if isinstance(read, FileRead):
            left -= len(read.documents)
        if used_sidecar:
            beside.add(id(file.sidecar))
        yield read
    yield from map(_skipped, sources.left_out)


def _without_entries(
    file: SourceFile, pieces: Iterable[Piece], siblings: Siblings
) -> Iterator[Piece]:
    """The pieces of a Markdown file, where a line that is nothing but a link to another file of
    the import is no question of its own."""
    lines: list[str] | None = None
    for piece in pieces:
        if isinstance(piece, QuestionDocument) and not (
            piece.answer or piece.options or piece.body
        ):
            lines = decode(file.load()).text.split("\n") if lines is None else lines
            line = lines[piece.line_start - 1] if piece.line_start <= len(lines) else ""
            if linked := siblings.index_entry(file, line):
                message = f"only a link to {linked}, which is read too"
                piece = Finding("index", message, piece.line_start, piece.line_end)
        yield piece


def _with_answers(file: SourceFile, pieces: Iterable[Piece], siblings: Siblings) -> Iterator[Piece]:
    """The pieces of a Markdown file, where an answer that is nothing but the name of another file
    of the import is what that says."""
    for piece in pieces:
        if isinstance(piece, QuestionDocument) and piece.answer.endswith((".md", ".mdx")):
            named = siblings.beside(file, piece.answer)
            if named is not None:
                piece = replace(piece, answer=decode(named.load()).text.strip())
        yield piece


def _is_unlike_its_name(
    read: FileRead | ImportItem, profile: Profile, siblings: Siblings, split: SplitQuestions
) -> bool:
    """Whether Markdown whose shape nobody has named holds one question, as the files beside it
    do, though none was found in it, or only ones in the text below its name."""
    if not isinstance(read, FileRead) or read.format != "markdown" or profile.shape is not None:
        return False
    if not read.documents:
        return split.asks(read.file) or siblings.hold_a_question_each(read.file)
    if read.file.sidecar is not None or len(read.documents) > _FEW:
        return False
    below = all(one.line_start > 1 and not one.options for one in read.documents)
    return below and siblings.are_called_questions(read.file)


def _read_file(
    file: SourceFile,
    pinned: Format | None,
    profile: Profile,
    left: int,
    siblings: Siblings,
    split: SplitQuestions,
    asked: str = "",
) -> tuple[FileRead | ImportItem, bool]:
    if not left:
        return _unread(file, _TOO_MANY), False
    try:
        data = _loaded(file)
        if not data.strip():
            return _unread(file, "the file is empty", failed=file.is_named), False
        digest = hashlib.sha256(data).hexdigest()
        if file.sidecar is not None and pinned is None:
            sidecar = file.sidecar()
            reading = read_with_sidecar(data, sidecar, profile=profile, is_first=file.is_first)
            if reading is not None:
                digest = hashlib.sha256(data + sidecar).hexdigest()
                pieces = pieces_in(reading)
                if split.asks(file):
                    pieces = split.completed(file, pieces)
                return _sorted_out(file, digest, "markdown", pieces, profile, left), True
        file_format = pinned or guess(file.name, file.media_type, data)
        pieces = (
            pieces_in(Markdown().read_beside(data, {"question": asked}, profile=profile))
            if asked
            else pieces_of(file_format, data, profile)
        )
        if file_format.name == "markdown":
            if not siblings.is_single:
                pieces = _without_entries(file, pieces, siblings)
            pieces = _with_answers(file, pieces, siblings)
            if pinned is None and split.asks(file):
                pieces = split.completed(file, pieces)
        return _sorted_out(file, digest, file_format.name, pieces, profile, left), False
    except UnknownFormat as error:
        return _unread(file, str(error), failed=file.is_named), False
    except UnreadableFile as error:
        return _unread(file, str(error), line=error.line), False


def _loaded(file: SourceFile) -> bytes:
    """The bytes of a file. Raises `UnreadableFile` where the system does not give them."""
    try:
        return file.load()
    except OSError as error:
        raise UnreadableFile(f"it cannot be read: {error.strerror or error}") from None


def _sorted_out(
    file: SourceFile,
    digest: str,
    format_name: str,
    pieces: Iterable[Piece],
    profile: Profile,
    left: int,
) -> FileRead:
    """Findings about a whole document are its warnings; all others are parts left out, as are
    questions of sections that the profile skips. Raises `UnreadableFile` for more questions than
    are `left` to an import."""
    carried = Carried()
    slugs: set[str] = set()
    findings: list[Finding] = []
    spans = array("Q")

    def unless_skipped(piece: Piece) -> Piece:
        if isinstance(piece, Finding) or not profile.section(piece.section).skip:
            return piece
        message = f"of the section {' / '.join(piece.section)!r}, which the profile skips"
        return Finding("skipped", message, piece.line_start, piece.line_end)

    def documents() -> Iterator[QuestionDocument]:
        for piece in map(unless_skipped, pieces):
            if isinstance(piece, Finding):
                if len(findings) == _MOST_FINDINGS:
                    raise UnreadableFile(f"more than {_MOST_FINDINGS:,} parts are no questions")
                findings.append(piece)
                continue
            if len(spans) == left:
                raise UnreadableFile(_TOO_MANY)
            carried.see(piece)
            spans.append(_span(piece))
            if piece.slug is not None:
                slugs.add(piece.slug)
            yield piece

    kept = Spool(documents())
    warned = {_span(finding) for finding in findings if finding.severity == "warning"}
    counted = Counter(span for span in spans if span in warned)
    doubts: dict[tuple[int, int], tuple[str, ...]] = {}
    left_out = []
    for finding in findings:
        span = (finding.line_start, finding.line_end)
        if finding.severity == "warning" and counted[_span(finding)] == 1:
            doubts[span] = (*doubts.get(span, ()), shown(finding.message))
        else:
            left_out.append(_left_out(file, finding))
    if not kept and not left_out:
        left_out.append(_unread(file, "there is no question in it", failed=False))
    return FileRead(
        file=file,
        digest=digest,
        format=format_name,
        documents=kept,
        slugs=frozenset(slugs),
        carried=carried.fields,
        is_in_order=all(one >> 32 <= next_one >> 32 for one, next_one in pairwise(spans)),
        left_out=tuple(left_out),
        doubts=doubts,
    )


def _span(of: Piece) -> int:
    """The lines of a part of a file as one number: there may be very many."""
    return of.line_start << 32 | of.line_end


def _left_out(file: SourceFile, finding: Finding) -> ImportItem:
    failed = finding.severity == "error"
    message = shown(finding.message)
    return ImportItem(
        action=Action.FAILED if failed else Action.SKIPPED,
        file=file.name,
        line_start=finding.line_start,
        line_end=finding.line_end,
        reason=None if failed else message,
        errors=(message,) if failed else (),
    )


def _unread(
    file: SourceFile,
    reason: str,
    *,
    line: int | None = None,
    failed: bool = True,
) -> ImportItem:
    item = ImportItem(Action.SKIPPED, file.name, line or 1, line or 1, reason=shown(reason))
    if not failed:
        return item
    return replace(item, action=Action.FAILED, reason=None, errors=(shown(reason),))


def _skipped(left: LeftOut) -> ImportItem:
    return ImportItem(Action.SKIPPED, left.name, 1, 1, reason=left.reason)
