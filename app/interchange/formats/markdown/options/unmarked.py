"""Options that neither letters nor boxes mark: their place or their key says what they are."""

import re
from collections.abc import Iterator, Sequence

from app.interchange.document import OptionDocument
from app.interchange.formats.markdown.labels import label_at, part_named
from app.interchange.formats.markdown.options.lettered import LETTER
from app.interchange.formats.markdown.options.option_list import (
    Options,
    has_box,
    has_letter,
    item_text,
    marked,
    names,
    without_letter,
)
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.source import Place, Source

_PLACE = re.compile(r"[0-9]{1,3}")
_COUNTED = re.compile(r"(?P<number>\d)[.)]\s{1,4}(?P<text>\S.*)")
_MOST_NUMBERED = 9  # numbered options; a longer list has steps


def in_headings(blocks: Sequence[Block]) -> Iterator[Options]:
    """Headings one right below the other that carry on A, B, C."""
    run: list[tuple[Block, str]] = []
    for block in (*blocks, None):
        match = LETTER.match(block.text) if block is not None and block.kind == "heading" else None
        if block is not None and match and match["letter"].upper() == chr(65 + len(run)):
            run.append((block, without_letter(block.text, match).strip()))
            continue
        if len(run) > 1:
            first, last = run[0][0], run[-1][0]
            options = marked([text for _, text in run])
            yield Options(Place(first.start), Place(last.end), names(len(run)), options)
        run = []


def named_below(source: Source, block: Block, below: Block) -> Iterator[Options]:
    """Plain items of which the line of code right below the list repeats one: the answer."""
    key = source.lines[below.start + 1].strip().casefold()
    if not all(item.end - item.start == 1 for item in block.children):
        return
    texts = [item_text(source, item, item.end).strip() for item in block.children]
    flags = [text.casefold() == key for text in texts]
    if sum(flags) == 1:
        options = tuple(OptionDocument(*pair) for pair in zip(texts, flags, strict=True))
        yield Options(Place(block.start), Place(below.end), names(len(texts)), options)


def announces_options(above: Block) -> bool:
    """Whether a heading or a line only says that options follow."""
    if above.kind not in ("heading", "paragraph") or "\n" in above.text:
        return False
    label = label_at(above.text)
    only = label is not None and label.part == "options" and label.end == len(above.text)
    return only or part_named(above.text) == "options"


def announced(source: Source, block: Block) -> Iterator[Options]:
    """Plain items below the label of options."""
    if has_box(source, block.children[0]) or has_letter(source, block.children[0], 0):
        return
    options = marked([item_text(source, item, item.end) for item in block.children])
    if len(options) <= _MOST_NUMBERED and all(option.text for option in options):
        yield Options(Place(block.start), Place(block.end), names(len(options)), options)


def announced_code(source: Source, block: Block) -> Iterator[Options]:
    """Numbered lines that are set in below the label of options, which CommonMark takes for code."""
    lines = [line.strip() for line in source.lines[block.start : block.end] if line.strip()]
    items = [_COUNTED.fullmatch(line) for line in lines]
    texts = [item["text"] for item in items if item]
    numbers = [int(item["number"]) for item in items if item]
    if 1 < len(lines) <= _MOST_NUMBERED and numbers == list(range(1, len(lines) + 1)):
        options = marked(texts)
        yield Options(Place(block.start), Place(block.end), names(len(texts)), options)


def numbered_below(source: Source, block: Block, below: Block) -> Iterator[Options]:
    """Numbered items of which the label right below the list names one by its number."""
    first = below.text.partition("\n")[0]
    label = label_at(first)
    said = (label.rest or first[label.end :]).strip(" .()*_`") if label else ""
    if label is None or label.part != "answer" or _PLACE.fullmatch(said) is None:
        return
    texts = [item_text(source, item, item.end).strip() for item in block.children]
    if 0 < int(said) <= len(texts) <= _MOST_NUMBERED and all(texts):
        options = tuple(OptionDocument(text, n == int(said)) for n, text in enumerate(texts, 1))
        yield Options(Place(block.start), Place(block.end), names(len(texts)), options)
