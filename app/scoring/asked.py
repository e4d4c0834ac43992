"""How many things a question asks for, when it asks for some out of more."""

import re

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_VERB = r"(?:name|list|state|give|mention|identify|describe|provide|explain)"
# "the two phases" means all there are; "two challenges" or "at least two" means a choice.
_COUNT = re.compile(
    rf"\bat\s+least\s+(\d{{1,2}}|{'|'.join(_NUMBERS)})\b"
    rf"|\b{_VERB}(?:\s+and\s+{_VERB})?\s+(\d{{1,2}}|{'|'.join(_NUMBERS)})\b",
    re.IGNORECASE,
)
_LEAST_SHARE = 3


def points_wanted(question: str, points: int) -> int:
    """How many of so many key points make a full answer; all of them unless a number is asked.

    A thing asked for may take several points to say, so it is never fewer than a third.
    """
    match = _COUNT.search(question)
    if match is None:
        return points
    written = (match[1] or match[2]).lower()
    number = _NUMBERS.get(written) or int(written)
    if number < min(_NUMBERS.values()):
        return points
    return min(points, max(number, -(-points // _LEAST_SHARE)))
