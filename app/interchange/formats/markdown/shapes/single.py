"""One question to a file: its headings say which part of it stands below them."""

from collections.abc import Mapping

from app.interchange.formats.evidence import announces, asks, is_boilerplate
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.labels import part_named
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.shapes.prompts import prompt_below
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.titles import Title, is_lone_label, read_title


def single_question(source: Source, front: Mapping[str, object]) -> Anchor | None:
    """The file as one question, where one heading says "Question" and one behind it "Answer".

    It is called what the first heading says or what front matter does, and else what it asks.
    """
    headings = [block for block in source.blocks if block.kind == "heading"]
    prompts = [one for one in headings if is_lone_label(one.text) or part_named(one.text) == "body"]
    if len(prompts) != 1:
        return None
    prompt = prompts[0]
    above = [one for one in headings if one.start < prompt.start]
    behind = [one for one in headings if one.start > prompt.start]
    if (
        len(above) > 1
        or any(one.level >= prompt.level for one in above)
        or any(one.level < prompt.level or _calls_itself_one(one) for one in behind)
        or not any(part_named(one.text) == "answer" for one in behind if one.level == prompt.level)
    ):
        return None
    title, start, body = _named(above, front)
    if not title.text:
        start = prompt.start
        title, body = prompt_below(source, prompt)
        if announces(title.text) and not asks(title):
            return None  # "100 interview questions about locks", asked of a chat program
    return Anchor("file", start, Place(len(source.lines)), title, body) if title.text else None


def _named(above: list[Block], front: Mapping[str, object]) -> tuple[Title, int, Place]:
    if above:
        title = read_title(above[0].text)
        if title.text and not is_boilerplate(title.text):
            return title, above[0].start, Place(above[0].end)
    named = front.get("question") or front.get("title")
    return read_title(named) if isinstance(named, str) else Title(""), 0, Place(0)


def _calls_itself_one(heading: Block) -> bool:
    """Whether a heading begins a question of its own ("Question 2: What is it?")."""
    title = read_title(heading.text)
    return title.labelled and bool(title.text or title.number)
