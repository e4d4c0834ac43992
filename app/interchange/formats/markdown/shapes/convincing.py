"""Which candidates of one shape together look like questions."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from app.interchange.formats.markdown.anchors import Anchor, taken_in

_ASKING = 0.9
_ASKED = 0.5
_SEVERAL = 3


def convincing(found: Sequence[Anchor], least: float, usual: float) -> list[Anchor]:
    """The candidates of one shape that together look like questions.

    Lists are weighed one by one, with how much the shape asks in this file (`usual`) where one
    of them asks itself, but lists of a single item together: an answer that is not indented
    ends the list, and the next question begins another.
    """
    groups: dict[int, list[Anchor]] = defaultdict(list)
    for anchor in _with_steps(found):
        groups[anchor.run if anchor.run >= 0 else anchor.group].append(anchor)
    single = [anchors[0] for group, anchors in groups.items() if group >= 0 and len(anchors) == 1]
    kept = [
        anchor
        for group, anchors in groups.items()
        if group < 0 or len(anchors) > 1
        if _share(anchors, usual if group >= 0 else 0.0) >= least
        for anchor in _in_sequence(anchors)
    ]
    if single and _share(single) >= least:
        kept += single
    return sorted((one for one in kept if one.title.text), key=lambda anchor: anchor.start)


def _with_steps(found: Sequence[Anchor]) -> Iterator[Anchor]:
    """The candidates without the items of lists whose questions are answered by a label, but
    which are neither answered nor ask: they are steps of the answer above.
    """
    answered = Counter(anchor.group for anchor in found if anchor.answered)

    def is_step(anchor: Anchor) -> bool:
        among = anchor.group >= 0 and answered[anchor.group] >= _SEVERAL
        return among and not anchor.answered and anchor.evidence < _ASKED

    return taken_in(found, is_step)


def _in_sequence(anchors: Sequence[Anchor]) -> Iterator[Anchor]:
    """The anchors without bold lines that only a number speaks for, unless it is the next one,
    or the first and the next one counts on.
    """
    last = ""
    for anchor, following in zip_longest(anchors, anchors[1:]):
        number = anchor.title.number or ""
        begins = not last and following and _follows(number, following.title.number or "")
        counts = _follows(last, number) or (begins and following.evidence >= _ASKED)
        if anchor.shape == "bold" and anchor.evidence < _ASKED and not counts:
            continue
        last = number or last
        yield anchor


def _follows(last: str, number: str) -> bool:
    return number.isdigit() and int(number) == (int(last) if last.isdigit() else 0) + 1


def _share(anchors: Sequence[Anchor], usual: float = 0.0) -> float:
    own = sum(anchor.evidence for anchor in anchors) / len(anchors)
    asks_itself = any(anchor.evidence >= _ASKING or anchor.answered for anchor in anchors)
    return max(own, (own + usual) / 2) if asks_itself else own
