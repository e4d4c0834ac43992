"""Noise: what stands around questions without belonging to one, so that no text ends with it."""

import re

from app.interchange.formats.markdown.callouts import transparent
from app.interchange.formats.markdown.source import Source, walk

_TO_TOP = re.compile(
    r"[\W_]{0,12}(?:<[^<>]{0,80}>\W{0,4})?\[?[^\[\]\n]{0,30}(?:\btop\b|⬆|↥|↑|🔝|table of contents|\btoc\b)"
    r"[^\[\]\n]{0,30}\]?\(#[^()\n]{0,100}\)[\W_]{0,12}(?:</[a-z]{1,8}>\W{0,4})?"
    r"(?:(?:&nbsp;|[\s/|·•-]){1,30}\[[^\[\]\n]{1,40}\]\([^()\s]{1,200}\))?\s*",
    re.IGNORECASE,
)
_TO_TOP_HTML = re.compile(
    r"\W{0,8}(?:<[^<>]{1,80}>\s{0,3}){1,4}[^<>\n]{0,30}(?:\btop\b|⬆|↥|↑|🔝)[^<>\n]{0,30}(?:</[a-z]{1,8}>\s{0,3}){1,4}\W{0,8}",
    re.IGNORECASE,
)
# "[← Previous](a.md) | [Next →](b.md)"
_LINK = r"[*_]{0,2}(?:←|→|↑|<<?|>>?|«|»|⬅️?|➡️?)?\s{0,2}\[[^\[\]\n]{1,120}\]\([^()\s]{1,200}\)\s{0,2}(?:←|→|↑|<<?|>>?|«|»|⬅️?|➡️?)?[*_]{0,2}"
_LEAFING = re.compile(
    rf"(?=[^\n]{{0,300}}(?:\[[^\[\]]{{0,20}}\b(?:previous|prev|next|back|home|up|anterior|siguiente|назад|далее)\b|[←→↑«»⬅➡]))"
    rf"{_LINK}(?:[\s|·•/-]{{1,9}}{_LINK}){{0,5}}",
    re.IGNORECASE,
)
_SPACER = re.compile(
    r"(?:<br\s{0,2}/?>|<a\s[^<>]{0,120}>\s{0,2}</a>|&nbsp;|<hr\s{0,2}/?>|\s){1,20}"
)
# A line that leads away to the rest of the questions, as banks of vendors end.
_PROMOTING = re.compile(
    r"[^\n]{0,20}\b(?:explore|find|view|see|get|read|check|visit)\b[^\n\[]{0,40}\ball\b[^\n\[]{0,30}"
    r"\b(?:answers|questions)\b[^\n\[]{0,40}\[[^\[\]\n]{1,120}\]\(https?://[^()\s]{1,300}\)\W{0,12}",
    re.IGNORECASE,
)
_FENCES = ("```", "~~~")  # outside code: of one that was laid bare
_SHORT = 6  # lines of a block of HTML that only leads back to the top
_LEADING = re.compile(r"(?:<br\s{0,2}/?>|\s){1,20}", re.IGNORECASE)
_TRAILING = re.compile(r"(?:<br\s{0,2}/?>|\s)$", re.IGNORECASE)
_LONGEST_BREAK = 8  # characters
_MOST_AROUND = 30  # rules and tags
_WRAPPERS = ("p", "b", "strong", "div", "blockquote", "i", "pre")


def noise_lines(source: Source) -> bytearray:
    """A mark for each line that is a link back to the top, a comment or empty HTML."""
    marks = bytearray(len(source.lines) + 1)
    for block in walk(source.blocks):
        if block.kind == "html" and source.lines[block.start].lstrip().startswith("<!--"):
            last = next(
                (n for n in range(block.start, block.end) if "-->" in source.lines[n]),
                block.end - 1,
            )
            if source.lines[last].rstrip().endswith("-->"):
                marks[block.start : last + 1] = b"\1" * (last + 1 - block.start)
        elif block.kind == "html" and block.end - block.start <= _SHORT:
            text = " ".join(" ".join(source.lines[block.start : block.end]).split())
            if is_noise(text):
                marks[block.start : block.end] = b"\1" * (block.end - block.start)
    for number in transparent(source.lines):
        marks[number] = 1
    for number, line in enumerate(source.lines):
        if source.code[number]:
            continue
        if "](http" in line and _PROMOTING.fullmatch(line.strip()):
            _mark_promotion(source, number, marks)
        elif is_noise(line) or line.startswith(_FENCES):
            marks[number] = 1
    return marks


def _mark_promotion(source: Source, line: int, marks: bytearray) -> None:
    """Mark a line that leads away, and the pictures in HTML below it."""
    marks[line] = 1
    line += 1
    while line < len(source.lines) and source.lines[line].strip()[:1] in ("", "<"):
        marks[line] = bool(source.lines[line].strip())
        line += 1


def is_noise(line: str) -> bool:
    """Whether one line outside code only leads elsewhere or makes room."""
    text = line.strip()
    if not text or len(text) > 300:
        return False
    if "(#" in text and _TO_TOP.fullmatch(text):
        return True
    if "](" in text and _LEAFING.fullmatch(text):
        return True
    return text[0] in "<&*" and bool(_TO_TOP_HTML.fullmatch(text) or _SPACER.fullmatch(text))


def peeled(text: str) -> str:
    """A text without the rules, line breaks and wrapping tags at its ends, of which it may have
    very many: only the outermost are looked for."""
    for _ in range(_MOST_AROUND):
        before = text
        text = text.strip("\n").rstrip()
        if match := _LEADING.match(text):
            text = text[match.end() :] if "<" in match.group() else text
        end = len(text)
        while match := _TRAILING.search(text, max(end - _LONGEST_BREAK, 0), end):
            end = match.start()
        text = text[:end]
        first, _, rest = text.partition("\n")
        if _is_rule(first):
            text = rest
        rest, _, last = text.rpartition("\n")
        if _is_rule(last) and (not rest or not rest.rpartition("\n")[2].strip()):
            text = rest
        text = _unwrapped(text)
        if text == before:
            break
    return text


def _is_rule(line: str) -> bool:
    bare = line.replace(" ", "")
    return len(bare) >= 3 and bare[0] in "-*_" and set(bare) == {bare[0]}


def _unwrapped(text: str) -> str:
    for tag in _WRAPPERS:
        opening, closing = f"<{tag}>", f"</{tag}>"
        starts, ends = text.startswith(opening), text.endswith(closing)
        if not (starts or ends):
            continue
        opened, closed = text.count(opening), text.count(closing)
        if starts and ends and opened == closed and _closes_last(text, opening, closing):
            return text[len(opening) : -len(closing)].strip("\n")
        if starts and opened > closed:
            return text[len(opening) :].lstrip("\n")
        if ends and closed > opened:
            return text[: -len(closing)].rstrip()
    return text


def _closes_last(text: str, opening: str, closing: str) -> bool:
    """Whether the tag that a text begins with is closed by the one it ends with."""
    inner = text[len(opening) : -len(closing)]
    first_close, first_open = inner.find(closing), inner.find(opening)
    return first_close < 0 or 0 <= first_open < first_close
