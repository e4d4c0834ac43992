"""Blackboard's text files of questions: no header, a type in the first cell, cells between tabs."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.interchange.document import Finding, OptionDocument, QuestionDocument, Reading
from app.interchange.formats.delimited import rows_in
from app.interchange.formats.markup import readable, title_and_body
from app.interchange.formats.profile import Profile
from app.interchange.formats.text import bounded, decode

_MOST_CELLS = 500  # of a question, which may have a hundred answers with their marks
_START = 4096
_MARKS = {"correct": True, "incorrect": False}


class _Unfit(Exception):  # noqa: N818 - named after the row
    """A row that its type does not fit, and what was expected."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What stands behind the question of a row."""

    answer: str = ""
    options: tuple[OptionDocument, ...] = ()
    kind: Literal["open", "choice", "short"] = "open"


class Blackboard:
    """A question to a line: its type (`MC`, `TF`, `ESS` ...), its text, and what its type has."""

    name = "blackboard"
    suffixes = (".txt", ".tsv", ".tab")
    media_types = ("text/plain", "text/tab-separated-values")

    def recognises(self, data: bytes) -> bool:
        """Whether the first line begins with a type of question and a tab."""
        first = data[:_START].removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0]
        name, tab, _ = first.partition(b"\t")
        return bool(tab) and name.strip(b'" ').decode("latin-1") in _READERS

    def read(self, data: bytes, *, profile: Profile) -> Reading:
        """Read every line. Raises `UnreadableFile` for bytes that are no text, or no table."""
        documents: list[QuestionDocument] = []
        findings: list[Finding] = []
        text = io.StringIO(bounded(decode(data).text))
        for start, end, row in rows_in(text, "\t", most=_MOST_CELLS, of="a question"):
            cells = _without_blanks(row)
            if not cells:
                continue
            kind = cells[0].strip().upper()
            if kind not in _READERS:
                message = f"{kind[:40]!r} is no type of question; there are: {', '.join(_READERS)}"
                findings.append(Finding("unknown-type", message, start, end, "error"))
                continue
            try:
                documents.append(_document(kind, cells[1:], (start, end), profile))
            except _Unfit as error:
                message = f"{kind}: {error}"
                findings.append(Finding("bad-question", message, start, end, "error"))
        return Reading(tuple(documents), tuple(findings))


def _without_blanks(cells: Sequence[str]) -> Sequence[str]:
    """The cells up to the last that says something."""
    last = len(cells)
    while last and not cells[last - 1].strip():
        last -= 1
    return cells[:last]


def _document(
    kind: str, cells: Sequence[str], lines: tuple[int, int], profile: Profile
) -> QuestionDocument:
    """The document of a row. Raises `_Unfit`."""
    title, body = title_and_body("", cells[0] if cells else "")
    if not title:
        raise _Unfit("no question text; expected it behind the type")
    said = _READERS[kind]([readable(cell) for cell in cells[1:]])
    document = QuestionDocument(
        title=title,
        line_start=lines[0],
        line_end=lines[1],
        body=body,
        answer=said.answer,
        options=said.options,
        kind=said.kind,
    )
    return profile.completed(document)


def _choice(cells: Sequence[str]) -> _Said:
    marks = [_MARKS.get(mark.strip().casefold()) for mark in cells[1::2]]
    if len(cells) < 4 or len(cells) % 2 or None in marks:
        raise _Unfit("expected answers, each with correct or incorrect in the cell behind it")
    options = tuple(
        OptionDocument(text, bool(mark)) for text, mark in zip(cells[::2], marks, strict=True)
    )
    return _Said("\n".join(one.text for one in options if one.correct), options, "choice")


def _truth(cells: Sequence[str]) -> _Said:
    if len(cells) != 1 or cells[0].strip().casefold() not in ("true", "false"):
        raise _Unfit("expected true or false in the third cell")
    return _Said(cells[0].strip().capitalize())


def _text(cells: Sequence[str]) -> _Said:
    return _Said("\n".join(cells))


def _accepted(cells: Sequence[str]) -> _Said:
    if not cells:
        raise _Unfit("expected the answers that are accepted behind the question")
    return _Said(
        "\n".join(cells), tuple(OptionDocument(text, correct=True) for text in cells), "short"
    )


def _gaps(cells: Sequence[str]) -> _Said:
    """Names of gaps, each with its answers behind it and an empty cell before the next."""
    gaps: list[list[str]] = [[]]
    for cell in cells:
        if cell.strip():
            gaps[-1].append(cell)
        else:
            gaps.append([])
    return _Said("\n".join(f"{gap[0]}: {', '.join(gap[1:])}" for gap in gaps if gap))


def _pairs(cells: Sequence[str]) -> _Said:
    if not cells or len(cells) % 2:
        raise _Unfit("expected pairs, each in two cells")
    return _Said("\n".join(f"{a} -> {b}" for a, b in zip(cells[::2], cells[1::2], strict=True)))


def _ordered(cells: Sequence[str]) -> _Said:
    return _Said("\n".join(f"{place}. {cell}" for place, cell in enumerate(cells, 1)))


def _number(cells: Sequence[str]) -> _Said:
    return _Said(" ± ".join(cells[:2]))


# Types by the names that Blackboard's guide "Upload questions" gives them.
_READERS: dict[str, Callable[[Sequence[str]], _Said]] = {
    "MC": _choice, "MA": _choice, "TF": _truth, "ESS": _text, "SR": _text, "FIB": _accepted,
    "FIB_PLUS": _gaps, "MAT": _pairs, "ORD": _ordered, "NUM": _number, "OP": _text,
}  # fmt: skip
