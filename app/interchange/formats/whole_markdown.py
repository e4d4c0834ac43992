"""Whole records as Markdown: how exports lay a question out, and how that is read to the letter.

Headings that end in a comment such as `<!--qbank:answer-->` begin the parts; the comments show
nowhere. A part is the text between such headings without the blank line on either side, so it
may hold headings, rules and code of its own. A text that would hide the next heading, or hold
what lines do not keep, is a JSON string in a fence instead.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt

from app.interchange.document import Finding, QuestionDocument, Reading
from app.interchange.formats.whole_record import MARK, PUBLIC, VERSION, members_of, read_whole

_HEADING = re.compile(r"#{1,3} (?P<words>.*) <!--qbank:(?P<part>[a-z-]+)(?P<json> json)?-->")
_BEGINNINGS = {"question": VERSION, PUBLIC: PUBLIC}
_PARTS = {
    "body": ("body", "Question"),
    "options": ("options", "Options"),
    "hint": ("hints", "Hint"),
    "answer": ("answer", "Answer"),
    "key-points": ("key_points", "Key points"),
    "follow-ups": ("follow_ups", "Follow-up questions"),
}
_NAMES = {
    "id", "slug", "title", "kind", "category", "tags", "difficulty", "expected_seconds", "status",
    "visibility", "digest",
}  # fmt: skip
_SOURCE = ("name", "url", "license", "line")
_PLAIN_VALUE = re.compile(r"[A-Za-z](?:(?!--|: | #)[\w ./+#:@-])*(?<![ :])")
_JSON_WORDS = ("null", "true", "false", "NaN", "Infinity")
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\ufeff]")
_OPENING = re.compile(r"```|~~~|<|\$\$")
# What ends a comment, and what YAML does not take as it is.
_ESCAPED = re.compile("[>\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_ITEM = re.compile(r"- (?:\[(?P<box>[ x])\] |<!--(?P<about>\{[^>]*\})--> )?(?P<text>.*)")
_PARSER = MarkdownIt("commonmark")


def is_whole(text: str) -> bool:
    """Whether a text is Markdown as exports write it."""
    if "<!--qbank:" not in text:
        return False
    return any(_beginning(line) for line in text.split("\n"))


def laid_out(document: QuestionDocument, *, alone: bool) -> str:
    """A question as text: one of many in a file, or `alone` in a file with front matter."""
    members = members_of(document)
    level = "#" if alone else "##"
    title = str(members["title"])
    shown = " ".join(_UNSAFE.sub(" ", title).split()).replace("<!--", "<! --")
    about = [] if shown == title else [("title", title)]
    part = PUBLIC if members[MARK] == PUBLIC else "question"
    heading = f"{level} {shown} <!--qbank:{part}-->\n"
    metadata = "".join(f"{name}: {_value(value)}\n" for name, value in [*_about(members), *about])
    sections = "".join(_sections(members, f"{level}#"))
    if alone:
        return f"---\n{MARK}: {_value(members[MARK])}\n{metadata}---\n\n{heading}{sections}"
    return f"\n{heading}<!--\n{metadata}-->\n{sections}"


def _about(members: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for name, value in members.items():
        if name in _NAMES - {"title"} and value not in (None, []):
            yield name, value
    if members.get("key_points", ...) is None:
        yield "key_points", "derived"
    for name, value in (members.get("source") or {}).items():
        if value is not None:
            yield f"source_{name}", value


def _value(value: object) -> str:
    """A value on one line: as it is where that is plain, else as JSON that ends no comment."""
    if isinstance(value, str) and value not in _JSON_WORDS and _PLAIN_VALUE.fullmatch(value):
        return value
    text = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda one: f"\\u{ord(one.group()):04x}", text)


def _sections(members: Mapping[str, Any], level: str) -> Iterator[str]:
    for part, (name, words) in _PARTS.items():
        value = members.get(name)
        if not value:
            continue
        if name == "body" and _is_plain(value):
            yield f"\n{value}\n"
            continue
        for said in value if part == "hint" else [value]:
            plain = all(map(_is_plain, _texts(said)))
            mark = f"{level} {words} <!--qbank:{part}{'' if plain else ' json'}-->"
            text = _text(name, said) if plain else f"```json\n{_json(said)}\n```"
            yield f"\n{mark}\n\n{text}\n"


def _texts(said: Any) -> list[str]:
    items = said if isinstance(said, list) else [said]
    return [item["text"] if isinstance(item, dict) else item for item in items]


def _json(said: object) -> str:
    return json.dumps(said, ensure_ascii=False)


def _text(name: str, said: Any) -> str:
    if isinstance(said, str):
        return said
    return "\n".join(
        _item(name, item).replace("\n", "\n  ").replace("\n  \n", "\n\n") for item in said
    )


def _item(name: str, item: Any) -> str:
    if name == "options" and "correct" in item:
        return f"- [{'x' if item['correct'] else ' '}] {item['text']}"
    if name == "key_points":
        about = {"weight": item["weight"], "required": item["required"]}
        if about != {"weight": 1, "required": False} or item["text"].startswith(("<!--{", "[")):
            return f"- <!--{json.dumps(about)}--> {item['text']}"
        return f"- {item['text']}"
    return f"- {item['text'] if isinstance(item, dict) else item}"


def _is_plain(text: str) -> bool:
    """Whether a text keeps as lines, and leaves the heading after it a heading for everyone."""
    if _UNSAFE.search(text) or "<!--qbank:" in text:
        return False
    if not _OPENING.search(text):
        return True
    tokens = _PARSER.parse(f"{text}\n\n# next\n")
    return len(tokens) > 2 and tokens[-3].type == "heading_open" and tokens[-2].content == "next"


def read_markdown(text: str) -> Reading:
    """Read every question. What stands before the first is told."""
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if _beginning(line)]
    front = _front_matter(lines, starts[0])
    documents: list[QuestionDocument] = []
    findings: list[Finding] = []
    first = _written(lines[len(front) + 2 if front else 0 : starts[0]])
    if first and not front:
        message = "text before the first question"
        findings.append(Finding("not-a-question", message, 1, starts[0]))
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        record = _record(lines[start:end], front if start == starts[0] else [])
        begins = 1 if front and start == starts[0] else start + 1
        document, told = read_whole(record, begins, _last(lines, start, end))
        documents += [document] if document else []
        findings += told
    return Reading(tuple(documents), tuple(findings))


def _beginning(line: str) -> str | None:
    match = _HEADING.fullmatch(line)
    return match["part"] if match and match["part"] in _BEGINNINGS else None


def _front_matter(lines: Sequence[str], before: int) -> list[str]:
    if lines[0] != "---" or "---" not in lines[1:before]:
        return []
    return list(lines[1 : lines.index("---", 1)])


def _written(lines: Sequence[str]) -> bool:
    return any(line.strip() and not re.fullmatch(r"# .*", line) for line in lines)


def _last(lines: Sequence[str], start: int, end: int) -> int:
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    return end


def _record(lines: Sequence[str], front: Sequence[str]) -> dict[str, object]:
    """The members of one question, which begins with its heading."""
    match = _HEADING.fullmatch(lines[0])
    assert match is not None
    record: dict[str, object] = {
        MARK: _BEGINNINGS[match["part"]], "id": None, "slug": None, "title": match["words"],
        "body": None, "kind": None, "options": [], "hints": [], "answer": None, "key_points": [],
        "follow_ups": [], "category": None, "tags": [], "difficulty": None,
        "expected_seconds": None, "status": None, "visibility": None,
        "source": dict.fromkeys(_SOURCE),
    }  # fmt: skip
    at = 1
    if not front and lines[1:2] == ["<!--"] and "-->" in lines:
        at = lines.index("-->") + 1
        front = lines[2 : at - 1]
    for line in front:
        _take(record, line)
    parts = [(number, found) for number, line in enumerate(lines) if (found := _part(line))]
    bounds = [at, *(number for number, _ in parts), len(lines)]
    body = _between(lines, at, bounds[1])
    if body:
        record["body"] = body
    for place, (number, found) in enumerate(parts, 1):
        _take_part(record, found, _between(lines, number + 1, bounds[place + 1]))
    return record


def _part(line: str) -> re.Match[str] | None:
    match = _HEADING.fullmatch(line)
    return match if match and match["part"] not in _BEGINNINGS else None


def _take(record: dict[str, object], line: str) -> None:
    name, _, written = line.partition(": ")
    if not line.strip() or name == MARK:
        return
    value: object
    try:
        value = json.loads(written)
    except ValueError:
        value = written.strip()
    source = name.removeprefix("source_")
    if name == "key_points" and value == "derived":
        record[name] = None
    elif source != name and source in _SOURCE:
        record["source"] = {**dict(record["source"]), source: value}  # type: ignore[call-overload]
    else:
        # A name that is none of a record's is refused with the others.
        record[name.strip()] = value


def _between(lines: Sequence[str], start: int, end: int) -> str:
    """The text of a part: its lines without one blank line at either end."""
    inner = list(lines[start:end])
    if inner and not inner[0]:
        del inner[0]
    if inner and not inner[-1]:
        del inner[-1]
    return "\n".join(inner)


def _take_part(record: dict[str, object], found: re.Match[str], text: str) -> None:
    name = _PARTS[found["part"]][0] if found["part"] in _PARTS else found["part"]
    value = _from_json(text) if found["json"] else _from_text(name, text)
    if name == "hints":
        record[name] = [*list(record[name]), value]  # type: ignore[call-overload]
    else:
        record[name] = value


def _from_json(text: str) -> object:
    try:
        return json.loads(text.removeprefix("```json\n").removesuffix("\n```"))
    except ValueError:
        return None


def _from_text(name: str, text: str) -> object:
    """A part as the value of its member; what is no list where one is due stays a text, to be
    refused."""
    if name in ("body", "answer", "hints"):
        return text
    items: list[str] = []
    for line in text.split("\n"):
        if line.startswith("- "):
            items.append(line)
        elif items and (not line or line.startswith("  ")):
            items[-1] += "\n" + line[2:]
        elif line:
            return text
    return [_item_value(name, item) for item in items]


def _item_value(name: str, item: str) -> object:
    first, newline, rest = item.partition("\n")
    match = _ITEM.fullmatch(first)
    assert match is not None
    if name == "options" and match["box"]:
        return {"text": f"{match['text']}{newline}{rest}", "correct": match["box"] == "x"}
    if name == "key_points":
        if match["about"]:
            about = json.loads(match["about"])
            return {"text": f"{match['text']}{newline}{rest}", **about}
        return {"text": item[2:], "weight": 1.0, "required": False}
    return item[2:]
