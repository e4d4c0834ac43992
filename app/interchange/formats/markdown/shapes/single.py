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

_SURE = 0.9
_PARTS = 5  # headings of a file that asks one question and answers it at length
_FEW = 4  # one in four, or fewer
# The parts of a task: what to do, what shows it, and how it is solved
_TASK_PART = re.compile(
    r"(?P<task>instructions?|(?:problem |task |challenge |question )?(?:description|statement)|problem|task|challenge|the (?:problem|challenge|task)|prompt|проблема|挑战"
    r"|题目描述|问题描述|题目|描述|問題|問題文|問題文|문제(?: 설명)?|описание|задача|enunciado|descripci[oó]n|descri[cç][aã]o|énoncé|aufgabe)"
    r"|(?P<shown>(?:sample |test )?(?:examples?|cases?|inputs?|outputs?)(?: \d{1,2})?|(?:input|output)(?: and output)?(?: format)?|constraints?|limitations?|requirements?"
    r"|assumptions?|edge cases|(?:function )?signature|starter code|expected (?:output|result|behaviou?r)|acceptance criteria|示例|输入|输出|限制|入力|出力|例|제한 ?사항|입출력 예|ejemplos?|exemplos?|exemples?|beispiele?|примеры?)"
    r"|(?P<solved>(?:possible |my |the |best )?solutions?(?: \d{1,2})?|approach(?:es)?|answers?|complexity(?: analysis)?|time complexity|space complexity|implementation|code|解法|题解|思路|解答|풀이|решение|soluci[oó]n|solu[cç][aã]o)"
    r"|(?P<aside>hints?|notes?|tips?|follow[- ]?ups?|bonus(?: points)?|resources?|references?|links?|tags|topics|difficulty|companies|(?:nice|good|recommended) to (?:solve|know|do|read) (?:before|first)|prerequisites?|background|related (?:topics|problems|challenges)|explanation|further reading|参考(?:资料|链接)?|что почитать|ссылки|提示|进阶|注意)",
    re.IGNORECASE,
)


def single_question(source: Source, front: Mapping[str, object]) -> Anchor | None:
    """The file as one question, where one heading says "Question" and one behind it "Answer".

    It is called what the first heading says or what front matter does, and else what it asks.
    """
    headings = [block for block in source.blocks if block.kind == "heading"]
    if (task := _task(source, headings, front)) is not None:
        return task
    if _answers_several_times(headings):
        first = headings[0]
        return Anchor(
            "file", first.start, Place(len(source.lines)), read_title(first.text), Place(first.end)
        )
    prompts = [one for one in headings if _asks_below(one.text)]
    if len(prompts) != 1:
        return None
    prompt = prompts[0]
    above = [one for one in headings if one.start < prompt.start]
    behind = [one for one in headings if one.start > prompt.start]
    if (
        len(above) > 1
        or any(one.level >= prompt.level for one in above)
        or any(one.level < prompt.level or _calls_itself_one(one) for one in behind)
        or not any(
            part_named(one.text) in ("answer", "options")
            for one in behind
            if one.level == prompt.level
        )
    ):
        return None
    title, start, body = _named(above, front)
    if not title.text:
        start = prompt.start
        title, body = prompt_below(source, prompt)
        if announces(title.text) and not asks(title):
            return None  # "100 interview questions about locks", asked of a chat program
    return Anchor("file", start, Place(len(source.lines)), title, body) if title.text else None


def _task(source: Source, headings: list[Block], front: Mapping[str, object]) -> Anchor | None:
    """The file as one task: its name, below it what is to be done, and examples, a solution or the
    like. Front matter may name it instead of a heading.
    """
    named = front.get("title")
    if headings and headings[0].level == 1 and not _TASK_PART.fullmatch(_words(headings[0].text)):
        title, start, below = read_title(headings[0].text), headings[0].start, headings[0].end
        headings = headings[1:]
    elif isinstance(named, str) and headings:
        title, start, below = read_title(named), 0, 0
    else:
        return None
    level = min((one.level for one in headings), default=0)
    parts = [_TASK_PART.fullmatch(_words(one.text)) for one in headings if one.level == level]
    found = [part for part in parts if part]
    if (
        len(found) < len(parts)
        or not any(part["task"] for part in found)
        or not any(part["shown"] or part["solved"] for part in found)
        or not title.text
        or is_boilerplate(title.text)
    ):
        return None
    return Anchor("file", start, Place(len(source.lines)), title, Place(below))


def _answers_several_times(headings: list[Block]) -> bool:
    """Whether the first heading of a file asks and the others are parts of what answers it: the
    next one says so ("Short answer"), as does a later one in other words ("Answer in a minute"),
    and few of the rest ask.
    """
    if len(headings) < _PARTS or asks(read_title(headings[0].text)) < _SURE:
        return False
    first, *others = headings
    parts = [part_named(one.text.partition("(")[0]) for one in others]
    answers = [
        _words(one.text) for one, part in zip(others, parts, strict=True) if part == "answer"
    ]
    asking = sum(asks(read_title(one.text)) >= _SURE for one in others)
    return (
        parts[0] == "answer"
        and len(set(answers)) == len(answers) > 1
        and asking * _FEW <= len(others)
        and all(one.level >= first.level and not _calls_itself_one(one) for one in others)
    )


def _asks_below(text: str) -> bool:
    """Whether a heading says that the question stands below it, and not only what is to be done."""
    told = _words(text).casefold() in ("instructions", "description")
    return is_lone_label(text) or (part_named(text) == "body" and not told)


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
