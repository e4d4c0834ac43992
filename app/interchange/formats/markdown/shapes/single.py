"""One question to a file: its headings say which part of it stands below them."""

import re
from collections.abc import Mapping

from app.interchange.formats.evidence import announces, asks, is_boilerplate
from app.interchange.formats.markdown.anchors import Anchor
from app.interchange.formats.markdown.labels import part_named
from app.interchange.formats.markdown.outline import Block
from app.interchange.formats.markdown.shapes.prompts import prompt_below
from app.interchange.formats.markdown.source import Place, Source
from app.interchange.formats.titles import Title, is_lone_label, read_title

_FEWEST = 3
# The parts of a task: what to do, what shows it, and how it is solved
_TASK_PART = re.compile(
    r"(?P<task>instructions?|(?:problem |task |challenge |question )?(?:description|statement)|problem|task|challenge|the (?:problem|challenge|task)|prompt"
    r"|题目描述|问题描述|题目|描述|問題|問題文|問題文|문제(?: 설명)?|описание|задача|enunciado|descripci[oó]n|descri[cç][aã]o|énoncé|aufgabe)"
    r"|(?P<shown>(?:sample |test )?(?:examples?|cases?|inputs?|outputs?)(?: \d{1,2})?|(?:input|output)(?: and output)?(?: format)?|constraints?|limitations?|requirements?"
    r"|assumptions?|edge cases|(?:function )?signature|starter code|expected (?:output|result|behaviou?r)|acceptance criteria|示例|输入|输出|限制|入力|出力|例|제한 ?사항|입출력 예|ejemplos?|exemplos?|exemples?|beispiele?|примеры?)"
    r"|(?P<solved>(?:possible |my |the |best )?solutions?(?: \d{1,2})?|approach(?:es)?|answers?|complexity(?: analysis)?|time complexity|space complexity|implementation|code|解法|题解|思路|解答|풀이|решение|soluci[oó]n|solu[cç][aã]o)"
    r"|(?P<aside>hints?|notes?|tips?|follow[- ]?ups?|bonus(?: points)?|resources?|references?|links?|tags|topics|difficulty|companies|related (?:topics|problems|challenges)|explanation|提示|进阶|注意)",
    re.IGNORECASE,
)


def single_question(source: Source, front: Mapping[str, object]) -> Anchor | None:
    """The file as one question, where one heading says "Question" and one behind it "Answer".

    It is called what the first heading says or what front matter does, and else what it asks.
    """
    headings = [block for block in source.blocks if block.kind == "heading"]
    if is_task(headings):
        title = read_title(headings[0].text)
        body = Place(headings[0].end)
        return Anchor("file", headings[0].start, Place(len(source.lines)), title, body)
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


def is_task(headings: list[Block]) -> bool:
    """Whether headings are those of one task: its name, below it what is to be done, and examples
    or the like, perhaps with a solution.
    """
    if len(headings) < _FEWEST or headings[0].level != 1 or is_boilerplate(headings[0].text):
        return False
    parts = [_TASK_PART.fullmatch(_words(one.text)) for one in headings[1:] if one.level == 2]
    found = [part for part in parts if part]
    return (
        len(found) == len(parts)
        and all(one.level > 1 for one in headings[1:])
        and any(part["task"] for part in found)
        and any(part["shown"] or part["solved"] for part in found)
    )


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() or c in "'-" else " " for c in text).split())


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
