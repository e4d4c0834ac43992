"""Questions in several files: a folder with a task, its solution and its hints in a file each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from app.interchange.document import Finding, Piece, QuestionDocument
from app.interchange.formats.hints import split_hints
from app.interchange.formats.markdown.parts import items_of
from app.interchange.formats.text import decode
from app.interchange.sources import SourceFile, is_markdown

_ASKING = frozenset((
    "description", "problem", "question", "statement", "task", "prompt", "challenge",
    "instructions", "readme",
))  # fmt: skip
_PARTS = {
    "solution": "answer", "solutions": "answer", "answer": "answer", "answers": "answer",
    "editorial": "answer", "explanation": "answer", "hint": "hints", "hints": "hints",
}  # fmt: skip
_FEWEST = 2  # folders that are made so


class SplitQuestions:
    """The folders of an import that hold nothing but one question each, in several files."""

    def __init__(self, files: Sequence[SourceFile]) -> None:
        folders: dict[PurePosixPath, list[SourceFile]] = {}
        for file in files:
            if is_markdown(file.name):
                folders.setdefault(PurePosixPath(file.name).parent, []).append(file)
        split = [found for one in folders.values() if (found := _split(one)) is not None]
        self._parts = {asking.name: parts for asking, parts in split if len(split) >= _FEWEST}
        self._owners = {
            part.name: name for name, parts in self._parts.items() for part in parts.values()
        }

    def owner_of(self, file: SourceFile) -> str | None:
        """The file that asks the question of which a file is a part, if it is one."""
        return self._owners.get(file.name)

    def asks(self, file: SourceFile) -> bool:
        """Whether other files hold the parts of what a file asks."""
        return file.name in self._parts

    def completed(self, file: SourceFile, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """The pieces of a file with the parts of its question; where it holds no single one, what
        is left over is told."""
        found = list(pieces)
        documents = [one for one in found if isinstance(one, QuestionDocument)]
        parts = self._parts[file.name]
        for one in found:
            alone = isinstance(one, QuestionDocument) and len(documents) == 1
            yield _with_parts(one, parts) if alone and isinstance(one, QuestionDocument) else one
        if len(documents) != 1:
            names = ", ".join(PurePosixPath(part.name).name for part in parts.values())
            message = f"{names} beside it belong to no single question and were left out"
            yield Finding("split-question", message, 1, 1)


def _split(files: Sequence[SourceFile]) -> tuple[SourceFile, Mapping[str, SourceFile]] | None:
    """The file of a folder that asks and the others by the parts they hold; None for others."""
    asking = [one for one in files if _stem(one) in _ASKING]
    parts = {_PARTS[stem]: one for one in files if (stem := _stem(one)) in _PARTS}
    if len(asking) != 1 or not parts or len(parts) + 1 != len(files):
        return None
    return asking[0], parts


def _stem(file: SourceFile) -> str:
    return PurePosixPath(file.name).stem.casefold()


def _with_parts(document: QuestionDocument, parts: Mapping[str, SourceFile]) -> QuestionDocument:
    answer = _text(parts["answer"]) if "answer" in parts else ""
    hints = _text(parts["hints"]) if "hints" in parts else ""
    if answer and document.answer and not document.body:
        document = replace(document, body=document.answer)  # what stood there is the task
    return replace(
        document,
        answer=answer or document.answer,
        hints=document.hints or (items_of(hints) or split_hints(hints) if hints else ()),
    )


def _text(file: SourceFile) -> str:
    """The text of a file without the heading that names it."""
    text = decode(file.load()).text.strip()
    first, _, rest = text.partition("\n")
    return rest.strip() if first.startswith("# ") else text
