"""Bold lines within answers: steps that count on their own, and names among titles that ask."""

from collections.abc import Iterator, Sequence

from app.interchange.formats.evidence import asks
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.shapes.counting import count_of

_SEVERAL = 5  # titles that ask, from which a habit can be told
_MOST = 0.8
_SURE = 0.9
_FEW = 0.1
_MARKS = ("?", "？")
_COLONS = (":", "：")


def steps_in_bold(bold: Sequence[Anchor]) -> set[int]:
    """The lines of a file's bold candidates that are parts of what another bold line asks.

    Where most titles that ask are numbered, a part has no number between two numbers that
    follow one another, or counts anew without asking. Where most have none, a part counts. Where
    most end with a question mark, a part is what ends with a colon.
    """
    sure = [one for one in bold if asks(one.title) >= _SURE]
    if len(sure) < _SEVERAL:
        return set()
    parts: set[int] = set()
    numbered = sum(one.title.number is not None for one in sure)
    if numbered >= len(sure) * _MOST:
        lines = [(one.start, _number(one), asks(one.title) >= _SURE) for one in bold]
        parts.update(count_of(lines).beside)
    elif numbered <= len(sure) * _FEW:
        parts.update(_steps(bold))
    marked = sum(one.title.text.endswith(_MARKS) for one in sure)
    if marked >= len(sure) * _MOST:
        parts.update(
            one.start
            for one in bold[1:]
            if one.title.text.endswith(_COLONS) and not one.title.difficulty
        )
    return parts


def _steps(bold: Sequence[Anchor]) -> Iterator[int]:
    """The lines that count from 1 on, half of which or more do not ask."""
    run: list[Anchor] = []
    for one in (*bold, None):
        if one is not None and _number(one) == len(run) + 1:
            run.append(one)
            continue
        if len(run) > 1 and sum(asks(step.title) >= _SURE for step in run) * 2 <= len(run):
            yield from (step.start for step in run)
        run = [one] if one is not None and _number(one) == 1 else []


def _number(anchor: Anchor) -> int | None:
    number = anchor.title.number
    return int(number) if number is not None and number.isdigit() else None
