"""Bold titles: lines that are bold from end to end or begin so, with a name, number or label."""

import re
from collections.abc import Sequence

from app.interchange.formats.evidence import asks, is_boilerplate, tells
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.titles import Title, is_lone_label, read_title

_MARKS = (("****", "****"), ("**", "**"), ("__", "__"), ("<b>", "</b>"), ("<strong>", "</strong>"))
_DIVIDING = " .:：-–—"
_ENDING = ("?", "？", ":", "：", ".", "!")
_GOING_ON = re.compile(r"[,;]|\s{1,3}[^\W\d_A-Z]")  # "**When it is late**, it is late"
_CODE = re.compile(r"[A-ZА-Я]{1,2}\d{1,3}(?:[-.][A-Z]?\d{1,3})?[.):]?")  # "**D8.** What is it?"
_LEVELLED = 0.9
_COUNTED = 0.6
_NUMBERED = 0.35
_FEW = 5
_ADDRESS = re.compile(r"(?:[-*+] )?<?https?://[^\s<>]{1,400}>?(?:<br ?/?>)?")
_AMONG = 3  # bold lines to one that might ask


def bold_end(text: str) -> int:
    """Where the bold text that a line begins with ends, or 0. The rest of the line may follow."""
    for opening, closing in _MARKS:
        if text.startswith(opening):
            end = text.find(closing, len(opening))
            return end + len(closing) if end > len(opening) else 0
    return 0


def past_bold(source: Source, line: int, text: str, end: int) -> Place:
    """Where the text after a bold lead of `end` characters begins: past what divides the two."""
    column = max(source.lines[line].find(text[:end]), 0) + end
    rest = source.lines[line][column:]
    return Place(line, column + len(rest) - len(rest.lstrip(_DIVIDING)))


def in_bold(source: Source, line: int, stop: Place) -> Anchor:
    """The anchor of a line that begins in bold; what follows is its level mark or its text."""
    text = source.lines[line].strip()
    end = bold_end(text)
    lead, whole = read_title(text[:end]), read_title(text)
    rest = text[end:].strip(_DIVIDING)
    after, below = past_bold(source, line, text, end), Place(line + 1)
    named = any(map(str.isalpha, lead.text)) and not (
        _CODE.fullmatch(lead.text) or is_lone_label(text[:end])
    )
    if whole.labelled:
        # where only the label is bold ("**Q:** What is it?") the title is the whole line
        title, body = (lead, after) if rest and named else (whole, below)
        return Anchor("labels", line, stop, title, body)
    if not named:
        # "**3.** What is it?", where only the number is bold
        evidence = max(asks(whole), _COUNTED if whole.number else 0.0)
        return Anchor("numbered-bold", line, stop, whole, below, evidence=evidence)
    if lead.number and rest and not asks(lead) and not whole.difficulty:
        # "**3) Mean.** Compute the mean of ...", a name and what it asks
        title, body = (whole, below) if tells(rest) else (lead, after)
        return Anchor("numbered-bold", line, stop, title, body, evidence=_COUNTED)
    parted = "**" in rest and text.endswith("?")  # "**Is** a lock **a door**?"
    alone = not any(map(str.isalnum, rest)) or whole.difficulty or parted
    title, body = (whole, below) if alone else (lead, after)
    goes_on = not alone and not lead.text.endswith(_ENDING) and _GOING_ON.match(text, end)
    told = lead.text.endswith((":", "：")) and not asks(title)  # "**Strength:** 70 % 🟢"
    evidence = 0.0 if goes_on or (told and rest) else _evidence(title)
    return Anchor("bold", line, stop, title, body, evidence=evidence)


def _evidence(title: Title) -> float:
    """A level says that a bold line is a question; a number says little more than its place."""
    if is_boilerplate(title.text):
        return 0.0
    if title.difficulty:
        return _LEVELLED
    counted = title.number and not title.text.endswith((":", "："))
    return max(asks(title), _NUMBERED if counted else 0.0)


def without_names(anchors: Sequence[Anchor], source: Source) -> list[Anchor]:
    """The questions of a file without bold lines that only might ask ("Iron vs wood") where none
    asks beyond doubt: those with only addresses below, and a few among many that do not ask,
    name what stands below them.
    """
    bold = [one for one in anchors if one.shape == "bold"]
    sure = any(one.title.number or one.title.difficulty or asks(one.title) == 1 for one in bold)
    if not bold or sure:
        return list(anchors)
    lines = sum(one.kind == "paragraph" and bold_end(one.text) > 0 for one in source.blocks)
    few = len(bold) <= _FEW and lines >= _AMONG * len(bold)
    return [
        one for one in anchors if one.shape != "bold" or not (few or _only_leads_away(one, source))
    ]


def _only_leads_away(anchor: Anchor, source: Source) -> bool:
    """Whether the line below a bold one is an address, and stands there for its text."""
    line = anchor.start + 1
    while line < anchor.end and source.is_blank(line):
        line += 1
    return line < anchor.end and is_address(source.lines[line])


def is_address(line: str) -> bool:
    """Whether a line is nothing but the address of a page."""
    return _ADDRESS.fullmatch(line.strip()) is not None
