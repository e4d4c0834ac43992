"""Markdown: one file, or an archive with a file for each question."""

from collections.abc import Iterable, Iterator

from app.interchange.document import QuestionDocument
from app.interchange.formats.whole_markdown import laid_out
from app.interchange.writers.pieces import zipped

_TITLE = b"# Interview questions\n"


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
    """A file with front matter for each question, named after its slug."""

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
            yield f"{document.slug}.md", laid_out(document, alone=True).encode()
