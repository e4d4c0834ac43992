"""Whether a quote stands in the answer, and where."""

import re

from app.scoring.text import has_words
from app.scoring.values import Evidence

LONGEST = 300
_SPACE = re.compile(r"\s+")


def find_quote(quote: str | None, answer: str) -> Evidence | None:
    """The place of a quote: the same characters, but for how much white space is between them.

    None if the answer does not hold it, or it holds no word. Of a quote of more than 300
    characters the beginning is shown.
    """
    if quote is None or not has_words(quote):
        return None
    start = answer.find(quote)
    end = start + len(quote)
    if start < 0:
        pieces = [re.escape(piece) for piece in _SPACE.split(quote.strip())]
        match = re.search(r"\s+".join(pieces), answer)
        if match is None:
            return None
        start, end = match.span()
    end = min(end, start + LONGEST)
    return Evidence(start, end, answer[start:end])
