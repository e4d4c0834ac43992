"""Markdown: one file, or an archive with a file for each question."""

import re
from collections.abc import Iterable, Iterator

from app.interchange.document import QuestionDocument
from app.interchange.formats.whole_markdown import laid_out
from app.interchange.writers.pieces import zipped

_TITLE = b"# Interview questions\n"
_TAKEN = re.compile(
    r"license|licence|copying|notice|contributing|code-of-conduct|changelog|changes|security"
    r"|authors|contributors|package|package-lock|tsconfig"  # no questions, for an import
    r"|con|prn|aux|nul|com[0-9]|lpt[0-9]"  # no files, for Windows
)


class MarkdownWriter:
    """All questions in one file, each under a heading."""

    name = "markdown"
    suffix = ".md"
    media_type = "text/markdown"
    loses: tuple[str, ...] = ()

    def write(self, documents: Iterable[QuestionDocument]) -> Iterator[bytes]:
        """The file in pieces."""
        yield _TITLE
        for document in documents:
            yield laid_out(document, alone=False).encode()


class MarkdownFolderWriter:
    """A file with front matter for each question, named after its slug; with an underscore, which
    slugs have none of, where that name means something else."""

    name = "markdown-folder"
    suffix = ".zip"
    media_type = "application/zip"
    loses: tuple[str, ...] = ()

    def write(self, documents: Iterable[QuestionDocument]) -> Iterator[bytes]:
        """The folder as an archive, in pieces."""
        yield from zipped((name, [content]) for name, content in self.files(documents))

    def files(self, documents: Iterable[QuestionDocument]) -> Iterator[tuple[str, bytes]]:
        """Name and content of each file."""
        for document in documents:
            name = str(document.slug)
            end = "_" if _TAKEN.fullmatch(name) else ""
            yield f"{name}{end}.md", laid_out(document, alone=True).encode()
