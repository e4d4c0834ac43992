"""Bold lines within answers: steps that count on their own, and names among titles that ask."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import and_

from app.interchange.formats.evidence import asks
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.shapes.counting import count_of
from app.interchange.formats.markdown.source import Source

_SEVERAL = 5  # titles that ask, from which a habit can be told
_MOST = 0.8
_SURE = 0.9
_FEW = 0.1
_MARKS = ("?", "？")
_COLONS = (":", "：")
_CLAUSE = re.compile(r"(?:if|when|where|while|which|who)\b", re.IGNORECASE)


def steps_in_bold(source: Source, bold: Sequence[Anchor]) -> set[int]:
    """The lines of a file's bold candidates that are parts of what another bold line asks.

    Where most titles have text below, what stands right below one instead is a part, with those
    that follow it and ask no more than it does. Where most titles that ask are numbered, a part has no number between two numbers that
    follow one another, or counts anew without asking. Where most have none, a part counts. Where
    most end with a question mark, a part is what ends with a colon or begins as a clause does.
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
            one.start for one in bold[1:] if not one.title.difficulty and _leads_on(one.title.text)
        )
    parts.update(_right_below(source, bold))
    return parts


def _leads_on(text: str) -> bool:
    """Whether a title ends with a colon, or begins as a clause does ("When it is late")."""
    return text.endswith(_COLONS) or ("?" not in text and _CLAUSE.match(text) is not None)


def _right_below(source: Source, bold: Sequence[Anchor]) -> Iterator[int]:
    """The lines that hardly ask from one on that stands right below a title that asks, as its
    text, up to the next title that asks.
    """
    sure = [asks(one.title) >= _SURE or bool(one.title.difficulty) for one in bold]
    bare = [_is_bare(source, *pair) for pair in pairwise(bold)]
    if sum(map(and_, sure, bare)) > sum(sure) * (1 - _MOST):
        return
    inside = False
    for place, one in enumerate(bold):
        inside = not sure[place] and (inside or (place > 0 and sure[place - 1] and bare[place - 1]))
        if inside:
            yield one.start


def _is_bare(source: Source, above: Anchor, below: Anchor) -> bool:
    """Whether nothing is written between two lines."""
    lines = range(max(above.body.line, above.start + 1), below.start)
    return not above.body.column and all(map(source.is_blank, lines))


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
