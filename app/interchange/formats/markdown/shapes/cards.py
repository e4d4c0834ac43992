"""Cards: questions of note-taking programs, parted from their answers by `::` or a line with `?`."""

import re
from collections.abc import Iterator, Sequence

from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.titles import Title, read_title

_ON_ONE_LINE = re.compile(
    r"[ \t]*(?:[-*+][ \t]+)?(?P<front>[^\n|`:]{1,300}?(?:`[^`\n]{1,120}`[^\n|`:]{0,200}?){0,6})[ \t]*:{2,3}(?!:)[ \t]*(?=\S)"
)
_PARTING = ("?", "??")
_TAGGED = re.compile(r"(?:^|\s)#(?:flash)?cards?\b|<!--SR:", re.IGNORECASE)
_SEVERAL = 3
_MOST_LINES = 12  # of the front of a card
_FENCES = ("```", "~~~")


def find_cards(source: Source) -> list[Anchor]:
    """The cards of a source in order; none where only code or prose happens to look like one."""
    lines = source.lines
    parted = [
        n
        for n, line in enumerate(lines)
        if "?" in line and line.strip() in _PARTING and not source.code[n]
    ]
    told = [n for n, line in enumerate(lines) if "::" in line and not source.code[n]]
    if not parted and not told:
        return []
    cards = [card for card in (_on_one_line(source, line) for line in told) if card]
    tagged = any(map(_TAGGED.search, lines))
    if not tagged and sum(_is_set_apart(source, card) for card in cards) < _SEVERAL:
        cards = []
    if tagged or len(parted) >= _SEVERAL:
        cards += [card for line in parted if (card := _above(source, line))]
    return sorted(cards, key=lambda card: card.start)


def _on_one_line(source: Source, line: int) -> Anchor | None:
    match = _ON_ONE_LINE.match(source.lines[line])
    title = read_title(match["front"]) if match else Title("")
    if match is None or len(title.text.split()) < 2:
        return None
    return _card(line, title, Place(line, match.end()))


def _is_set_apart(source: Source, card: Anchor) -> bool:
    """Whether the front of a card asks, or the colons stand apart: names in code have them too."""
    line, column = source.lines[card.start], card.body.column
    return (
        card.title.text.endswith(("?", "？")) or " :: " in line[:column] or " ::: " in line[:column]
    )


def _above(source: Source, parting: int) -> Anchor | None:
    """The card whose front ends above a line that only parts it from its back."""
    last = parting - 1
    while last >= 0 and source.is_blank(last):
        last -= 1
    first = last
    while first > 0 and parting - first < _MOST_LINES and _goes_on(source.lines, first):
        first -= 1
    if last < 0 or source.lines[last].lstrip().startswith(("#", "<!--")):
        return None
    code = next(
        (n for n in range(first, last) if source.lines[n].lstrip().startswith(_FENCES)), last + 1
    )
    title = read_title(" ".join(line.strip() for line in source.lines[first:code]))
    shown = source.slice(Place(code), Place(last + 1))
    return _card(first, title, Place(parting + 1), shown) if title.text else None


def _goes_on(lines: Sequence[str], line: int) -> bool:
    """Whether the line above one belongs to the same front."""
    above = lines[line - 1].strip()
    return bool(above) and not above.startswith(("#", "<!--", "---")) and above not in _PARTING


def _card(line: int, title: Title, body: Place, shown: str = "") -> Anchor:
    return Anchor("cards", line, body, title, body, shown=shown)


def between(cards: Sequence[Anchor], start: int, end: int) -> Iterator[Anchor]:
    """The cards that begin between two lines, which reach to the second at the most."""
    for card in cards:
        if start <= card.start < end:
            yield Anchor("cards", card.start, Place(end), card.title, card.body, shown=card.shown)
