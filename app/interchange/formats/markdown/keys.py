"""Keys: answers that stand together below the questions, each by the number of its question."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from app.interchange.document import Finding
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.details import Details
from app.interchange.formats.markdown.labels import label_at
from app.interchange.formats.markdown.marks import Marks
from app.interchange.formats.markdown.noise import peeled
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.titles import read_title

_NAMES = re.compile(
    r"(?:(?:show|view|see|reveal|check|click to (?:see|view|show|reveal)|ver(?: las| as)?|mostrar(?: las)?|voir(?: les)?|afficher les|anzeigen|показать) )?"
    r"(?:(?:the|correct|right|quiz|test|exam|mcqs?|suggested|model|sample|self[- ]check|review) ){0,2}"
    r"(?:answers|answers? (?:keys?|sheet|guide)|keys?|solutions|solution key|respuestas|soluciones|clave de respuestas"
    r"|réponses|corrigé|antworten|lösungen|risposte|soluzioni|respostas|gabarito|ответы|ключ|答案|参考答案|정답|해답|解答|正解|відповіді|odpowiedzi|klucz odpowiedzi"
    r"|jawaban|kunci jawaban|cevaplar|cevap anahtarı|đáp án|antwoorden|الإجابات)"
    r"(?: (?:and|with|to|for|of|explanations?|rationales?|solutions?|the|all|above|quiz|test|section"
    r"|part|set|questions?|chapter|module|\d{1,3}|[a-z])){0,5}",
    re.IGNORECASE,
)
_NAMING = re.compile(
    r"answers|keys?\b|solutions|key|sheet|guide|respuestas|soluciones|réponses|corrigé|antworten|lösungen"
    r"|risposte|soluzioni|respostas|gabarito|ответы|ключ|答案|정답|해답|解答|正解|відповіді|odpowiedz"
    r"|jawaban|cevap|đáp án|antwoorden|الإجابات",
    re.IGNORECASE,
)
_LONGEST_NAME = 120
_ENTRY = re.compile(
    r"\s{0,12}(?:[-*+]\s{1,4})?(?:\*\*|__)?(?:(?:Q(?:uestion)?|A(?:ns(?:wer)?)?)\s{0,2}\.?\s{0,2})?(?P<number>\d{1,4})"
    r"(?:\*\*|__)?\s{0,2}(?:[.):：=]|[-–—→]+>?)\s{0,4}(?:\*\*|__)?\s{0,4}(?=\S)",
    re.IGNORECASE,
)
_LETTERS = re.compile(
    r"(?P<number>\d{1,3})\s{0,2}[.):=–—-]{0,2}\s{0,2}[(*]{0,3}(?P<letter>[A-Ja-j])[)*]{0,3}"
    r"(?:[\s,;|·•]{1,8}|$)"
)
_OWN_NUMBER = re.compile(r"\s{0,12}(?:>\s)?(?:[-*+]\s{1,4})?(?:\*\*)?(\d{1,4})[.)]")
_SEVERAL = 2
_MOST = 0.8


@dataclass(frozen=True, slots=True)
class Key:
    """The lines of a key from its heading on, and its answers by number, in their order."""

    start: int
    end: int
    entries: tuple[tuple[int, str], ...]


def taken_apart(
    source: Source,
    details: Sequence[Details],
    anchors: Sequence[Anchor],
    marks: Marks,
) -> tuple[list[Anchor], dict[int, str], list[Finding]]:
    """The questions outside keys, the answers that keys hold by the first line of their
    question, and a finding that tells of each key. A key is for questions that have no answers of their own.
    """
    kept: list[Anchor | None] = list(anchors)
    starts = [anchor.start for anchor in anchors]
    found: dict[int, str] = {}
    told: list[Finding] = []
    above = 0
    for key in sorted(_keys(source, details), key=lambda one: one.start):
        first, last = bisect_left(starts, above), bisect_left(starts, key.start)
        asked = anchors[first:last]
        matched = _matched(source, key, asked)
        counted = [_number(source, one) for one in asked] == [number for number, _ in key.entries]
        open_ones = sum(_is_open(source, one, marks, key.start, texts=not counted) for one in asked)
        if not matched or open_ones * 2 <= len(asked):
            continue
        above = key.end
        found |= matched
        for index in range(first, last):
            if (one := kept[index]) is not None and one.end > key.start:
                kept[index] = replace(one, stop=min(one.stop, Place(key.start)), tail=None)
        inside = bisect_left(starts, key.end)
        kept[last:inside] = [None] * (inside - last)
        message = f"the answers of {len(matched)} questions above, which have them now"
        told.append(Finding("answer-key", message, key.start + 1, key.end))
    return [one for one in kept if one is not None], found, told


def _is_open(source: Source, anchor: Anchor, marks: Marks, before: int, *, texts: bool) -> bool:
    """Whether a question has no answer of its own: neither the label of one stands below it,
    nor, where `texts` may be answers, other text than options and code.
    """
    end = min(anchor.stop, Place(before))
    if any(mark.part == "answer" for mark in marks.between(anchor.body, end)):
        return False
    if not texts or marks.options_between(anchor.body, end):
        return True
    written = range(anchor.body.line, end.line)
    return all(source.code[line] or not peeled(source.lines[line]) for line in written)


def _matched(source: Source, key: Key, asked: Sequence[Anchor]) -> Mapping[int, str]:
    """The answers by the first line of their question; none where the numbers do not agree."""
    numbers = [_number(source, one) for one in asked]
    listed = [number for number, _ in key.entries]
    if len(asked) == len(listed) and (numbers == listed or not any(numbers)):
        pairs = zip(asked, key.entries, strict=True)
        return {one.start: text for one, (_, text) in pairs}
    known = {number: one.start for number, one in zip(numbers, asked, strict=True) if number}
    if len(known) < len(asked) or len(set(listed)) < len(listed):
        return {}
    found = {known[number]: text for number, text in key.entries if number in known}
    return found if len(found) >= len(listed) * _MOST else {}


def _number(source: Source, anchor: Anchor) -> int | None:
    line = source.lines[anchor.start]
    own = anchor.title.number or read_title(line.lstrip("# >")).number or ""
    if match := None if own else _OWN_NUMBER.match(line):
        own = match[1]
    return int(own) if own.isdigit() else None


def _keys(source: Source, details: Sequence[Details]) -> Iterator[Key]:
    blocks = source.blocks
    named = [index for index, block in enumerate(blocks) if _names_key(block)]
    for index, following in pairwise((*named, len(blocks))):
        end = _end(blocks, index, following)
        yield from _key(source, blocks[index].start, blocks[index].end, end)
    for block in blocks:
        if block.kind == "paragraph" and len(letters := _behind_name(block.text)) >= _SEVERAL:
            yield Key(block.start, block.end, tuple(letters))
    for one in details:
        if _is_name(one.summary):
            last = min(one.end.line + 1, len(source.lines))
            yield from _key(source, one.start.line, one.body.line, last)


def _names_key(block: Block) -> bool:
    if block.kind == "heading":
        return _is_name(block.text)
    # A line of its own, bold or not; of several lines the first would be told apart by guessing.
    return block.kind == "paragraph" and "\n" not in block.text and _is_name(block.text)


def _behind_name(text: str) -> list[tuple[int, str]]:
    """The letters of a key that stand behind its name: "Answers: 1. B, 2. C"."""
    name, _, rest = text.partition(":")
    return _letters(rest.strip(" *_.\n")) if rest and _is_name(name) else []


def _letters(text: str) -> list[tuple[int, str]]:
    """Letters by their numbers, where a text holds nothing else."""
    found = list(_LETTERS.finditer(text))
    if sum(len(match.group()) for match in found) < len(text):
        return []
    return [(int(match["number"]), match["letter"]) for match in found]


def _is_name(text: str) -> bool:
    if len(text) > _LONGEST_NAME or _NAMING.search(text) is None:
        return False
    words = re.sub(r"[^\w\s-]|_", " ", read_title(text).text)
    return _NAMES.fullmatch(" ".join(words.split())) is not None


def _end(blocks: Sequence[Block], index: int, following: int) -> int:
    """Where the text below a heading ends, or below a bold line: up to the next heading or the
    next name of a key, which is the block `following`.
    """
    level = blocks[index].level
    last = len(blocks) if level else following
    for one in islice(blocks, index + 1, last):
        if one.kind == "heading" and one.level <= (level or 6):
            return one.start
    return blocks[last].start if last < len(blocks) else blocks[-1].end


def _key(source: Source, start: int, body: int, end: int) -> Iterator[Key]:
    entries = list(_entries(source, list(source.within(body, end)), end))
    asking = sum(text.rstrip(" *_").endswith("?") for _, text in entries)
    if len(entries) >= _SEVERAL and asking * 2 < len(entries):
        while end > start and source.is_blank(end - 1):
            end -= 1
        yield Key(start, end, tuple(entries))


def _entries(source: Source, blocks: Sequence[Block], end: int) -> Iterator[tuple[int, str]]:
    headings = [one for one in blocks if one.kind == "heading"]
    if sum(_heading_number(one) is not None for one in headings) >= _SEVERAL:
        for heading, stop in pairwise([*(one for one in headings), None]):
            if heading is not None and (number := _heading_number(heading)) is not None:
                place = Place(stop.start if stop else end)
                yield number, _below(source, heading, place)
        return
    beginning = list(_beginning(source, blocks))
    for block, following in pairwise([*beginning, None]):
        if block is None:
            continue
        if block.kind in ("numbers", "bullets"):
            for item in block.children:
                yield from _in_item(source, item)
        elif block.kind == "paragraph":
            yield from _in_lines(source, block, following.start if following else end)
        elif block.kind == "table":
            yield from _in_rows(source, block)


def _beginning(source: Source, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks at which entries begin or end; the others go on with the entry above. Where
    paragraphs begin several, a list does only if it counts on.
    """
    said = {block.start: _numbers(source, block) for block in blocks if block.kind == "paragraph"}
    several = sum(map(bool, said.values())) >= _SEVERAL
    last = 0
    for block in blocks:
        numbers = said.get(block.start, [])
        if block.kind in ("fence", "code") or (several and block.start in said and not numbers):
            continue
        if several and block.kind in ("numbers", "bullets", "table", "quote"):
            first = _ENTRY.match(source.lines[block.start])
            if first is None or int(first["number"]) != last + 1:
                continue
        last = numbers[-1] if numbers else last
        yield block


def _numbers(source: Source, block: Block) -> list[int]:
    """The numbers of the entries that the lines of a paragraph begin."""
    matches = map(_ENTRY.match, source.lines[block.start : block.end])
    return [int(match["number"]) for match in matches if match]


def _heading_number(heading: Block) -> int | None:
    number = read_title(heading.text).number or ""
    return int(number) if number.isdigit() else None


def _below(source: Source, heading: Block, stop: Place) -> str:
    """What a heading of a key says, unless it says the question over again, and its text."""
    title = read_title(heading.text).text
    text = _told(source.slice(Place(heading.end), stop))
    return "\n\n".join(filter(None, ("" if title.endswith("?") else title, text)))


def _in_item(source: Source, item: Block) -> Iterator[tuple[int, str]]:
    match = _ENTRY.match(source.lines[item.start])
    if match:
        indent = source.item_indent(item)
        place = Place(item.start, match.end())
        text = source.slice(place, Place(item.end), indent=indent, item_end=item.end)
        yield int(match["number"]), _told(text, closing="**" in match.group())


def _in_lines(source: Source, block: Block, end: int) -> Iterator[tuple[int, str]]:
    """Entries a line each, the last of them up to the line `end`, or letters by their numbers
    on one line: "1. B, 2. C".
    """
    text = " ".join(line.strip() for line in source.lines[block.start : block.end])
    if letters := _letters(text):
        yield from letters
        return
    starts = [
        (line, match)
        for line in range(block.start, block.end)
        if (match := _ENTRY.match(source.lines[line]))
    ]
    for index, (line, match) in enumerate(starts):
        stop = starts[index + 1][0] if index + 1 < len(starts) else end
        text = source.slice(Place(line, match.end()), Place(stop))
        yield int(match["number"]), _told(text, closing="**" in match.group())


def _in_rows(source: Source, block: Block) -> Iterator[tuple[int, str]]:
    for line in source.lines[block.start : block.end]:
        cells = [cell.strip(" *") for cell in line.strip().strip("|").split("|")]
        first = cells[0].lstrip("Qq#. ")
        if len(cells) > 1 and first.isdigit():
            yield int(first), "\n\n".join(filter(None, cells[1:]))


def _told(text: str, *, closing: bool = False) -> str:
    """An entry without the label of an answer, and the emphasis that its number opened."""
    if closing and text.count("**") % 2:
        text = text.replace("**", "", 1)
    label = label_at(text.partition("\n")[0])
    if label is not None and label.part == "answer":
        # "**A**" alone is the letter
        text = "\n".join(filter(None, (label.rest, text[label.end :].strip("\n")))) or text
    return peeled(text.strip())
