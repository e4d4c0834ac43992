"""How well-known data sets and exports nest what a question has, made a plain mapping of names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from app.interchange.formats.columns import normal

_DEEPEST = 4  # mappings around what is meant
_WRAPPED = ("data", "attributes")
_NAMES = ("name", "title", "label", "text", "value", "slug")
_ASKED = ("text", "stem", "question", "prompt", "content", "value", "en")
_ASIDE = ("metadata", "meta", "properties")  # where what a record is about may stand apart
_RIGHT = frozenset(("correct", "right", "true"))
_WRONG = frozenset(("wrong", "incorrect", "false", "distractors"))
_BEST = ("perfect", "ideal", "best", "excellent", "model", "great", "good")
_QUALITIES = frozenset((*_RIGHT, *_WRONG, *_BEST, "average", "ok", "okay", "fair", "poor", "bad"))
_USERS = frozenset(("user", "human", "interviewer", "prompter"))
_REPLIES = frozenset(("assistant", "gpt", "bot", "model", "chatgpt", "candidate"))
_LINKED = re.compile(r"(?<=\S) \(https?://[^\s()]{1,500}\)(?=,|$)")
_FLAGS = ("correct", "is correct", "right", "is right", "is answer")
_TARGETS = ("ideal", "expected", "expected output", "completion", "target", "answer", "output")
_TRUTHS = frozenset(("true", "false"))


def plain(values: Mapping[str, object]) -> Mapping[str, object]:
    """A mapping as its own names say it: wrappers of databases are taken off, a question that is
    a mapping lies open, and names that mean a question only together get those of a question.

    Known are the exports of MongoDB and Strapi, schema.org's FAQ pages, data sets to tune
    language models with (`instruction`, `input`, `output`), keys of choices as a flag for each
    option, and answers by how good they are. Anything else is given as it is.
    """
    for _ in range(_DEEPEST):
        if not isinstance(nested := values.get("question"), Mapping):
            break
        values = {**_opened(nested), **{k: v for k, v in values.items() if k != "question"}}
    for name in _ASIDE:
        if isinstance(nested := values.get(name), Mapping):
            values = {**nested, **{k: v for k, v in values.items() if k != name}}
    changed: dict[str, object] = {}
    for name, value in values.items():
        if not isinstance(value, dict | list) or not value:
            continue
        if isinstance(value, dict) and (found := _of_mapping(name, value)) is not None:
            changed.update(found)
        elif isinstance(value, list) and isinstance(value[0], dict) and "answer_start" in value[0]:
            changed["accepted_answer"] = value[0].get("text")
    if "instruction" in values and "output" in values:
        changed |= {"instruction": None, "input": None, "output": None}
        changed |= {"question": values["instruction"], "context": values.get("input")}
        changed |= {"answer": values["output"]}
    if told := _prompted(values):
        changed |= told
    if not changed:
        return values
    merged = {**values, **changed}
    if "accepted_answer" in changed:
        merged.pop("answers", None)
    return {name: value for name, value in merged.items() if value is not None}


def dialogue(values: Mapping[str, object]) -> list[tuple[str, str]]:
    """What was asked and answered in a conversation (`messages` of a `role` and a `content`);
    nothing where a mapping holds none."""
    turns = values.get("messages") or values.get("conversations") or values.get("conversation")
    if not isinstance(turns, list) or not all(isinstance(turn, Mapping) for turn in turns):
        return []
    said = [
        (str(turn.get("role") or turn.get("from")), turn.get("content") or turn.get("value"))
        for turn in turns
    ]
    return [
        (asked, replied)
        for (one, asked), (other, replied) in pairwise(said)
        if one.casefold() in _USERS and other.casefold() in _REPLIES
        and isinstance(asked, str) and isinstance(replied, str)
    ]  # fmt: skip


def name_in(value: object) -> object:
    """The name of what a record refers to: `{"data": {"attributes": {"name": "CSS"}}}` is CSS."""
    if value is None or isinstance(value, str):
        return value
    for _ in range(_DEEPEST):
        if not isinstance(value, Mapping):
            break
        known = {normal(str(name)): one for name, one in value.items()}
        inner = next((known[name] for name in (*_NAMES, *_WRAPPED) if known.get(name)), None)
        value = inner
    if isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
        return [name_in(one) if isinstance(one, Mapping) else one for one in value]
    return value


def without_links(value: object) -> object:
    """What a record refers to without the address behind its name, as Notion exports it."""
    return _LINKED.sub("", value) if isinstance(value, str) else value


def columns_of(options: Mapping[str, object]) -> Sequence[Mapping[str, object]] | None:
    """Options told column by column (`{"text": [...], "label": [...]}`), one by one; else None."""
    lists = [one for one in options.values() if isinstance(one, list)]
    if len(lists) < 2 or len(lists) != len(options) or len(set(map(len, lists))) != 1:
        return None
    return [dict(zip(options, row, strict=True)) for row in zip(*lists, strict=True)]


def flagged(options: Mapping[str, object]) -> list[Mapping[str, object]] | None:
    """Options that are the names of flags (`{"Soba": true, "Udon": false}`), or of mappings that
    hold one, as mappings of their text and flag; else None."""
    flags = [
        next((flag for name, flag in one.items() if normal(str(name)) in _FLAGS), None)
        if isinstance(one, Mapping)
        else one
        for one in options.values()
    ]
    if len(flags) < 2 or True not in flags or not all(isinstance(flag, bool) for flag in flags):
        return None
    return [{"text": text, "correct": flag} for text, flag in zip(options, flags, strict=True)]


def _opened(nested: Mapping[str, object]) -> dict[str, object]:
    """A question that is a mapping, with its text under `question`."""
    asked = next((name for name in _ASKED if isinstance(nested.get(name), str)), None)
    if asked is None:
        return dict(nested)
    return {("question" if name == asked else name): value for name, value in nested.items()}


def _of_mapping(name: str, value: Mapping[str, object]) -> dict[str, object] | None:
    """What a mapping below a name means, by the names to put it under; None for itself."""
    names = [str(one) for one in value]
    if len(names) == 1 and names[0].startswith("$"):  # {"$oid": "64b7..."}
        return {name: value[names[0]]}
    field = normal(name)
    if field.startswith("correct"):
        flags = {str(one): str(flag).casefold() for one, flag in value.items()}
        if len(flags) > 1 and _TRUTHS.issuperset(flags.values()):
            right = [one for one, flag in flags.items() if flag == "true"]
            bare = [one.removesuffix("_correct") for one in right]
            return {name: None, "correct_answer": bare}
    if field in ("answers", "answer", "responses"):
        return _graded(name, value)
    if field in ("items", "choices", "options", "answers") and (told := flagged(value)):
        return {name: None, "options": told}
    if (told := _labelled(value)) is not None:
        return {name: None, "options": told}
    if any(one.startswith("@") for one in names):  # schema.org
        said = {one: item for one, item in value.items() if not str(one).startswith("@")}
        return {name: said}
    return None


def _graded(name: str, value: Mapping[str, object]) -> dict[str, object] | None:
    """Answers by how good they are: a choice where they are right or wrong, else the best."""
    known = {normal(str(one)): item for one, item in value.items()}
    if len(known) < 2 or not _QUALITIES.issuperset(known):
        return None
    right = next((known[one] for one in known if one in _RIGHT), None)
    if right is not None and any(one in _WRONG for one in known):
        wrong = [item for one, item in known.items() if one in _WRONG]
        return {name: None, "correct_answer": right, "wrong_answers": list(_flat(wrong))}
    best = next((one for one in _BEST if one in known), None)
    if best is None:
        return None
    others = {f"{name}: {one}": item for one, item in known.items() if one != best}
    return {name: None, "answer": known[best], **others}


def _labelled(value: Mapping[str, object]) -> list[Mapping[str, object]] | None:
    """Choices beside labels of which each is 0 or 1, one by one; None for anything else."""
    texts, labels = value.get("choices"), value.get("labels")
    if not isinstance(texts, list) or not isinstance(labels, list) or len(texts) != len(labels):
        return None
    if 1 not in labels or not all(label in (0, 1) for label in labels):
        return None
    return [
        {"text": text, "correct": bool(label)} for text, label in zip(texts, labels, strict=True)
    ]


def _prompted(values: Mapping[str, object]) -> dict[str, object] | None:
    """What a list of turns asks last where what is to be answered stands beside it, as tests of
    language models have it (`input`, `ideal`); None for anything else."""
    target = next((name for name in _TARGETS if values.get(name)), None)
    for name in ("input", "messages", "prompt"):
        turns = values.get(name)
        if target is None or not isinstance(turns, list) or not turns:
            continue
        last = turns[-1]
        if isinstance(last, Mapping) and str(last.get("role")).casefold() in _USERS:
            return {
                name: None,
                target: None,
                "question": last.get("content"),
                "answer": values[target],
            }
    return None


def _flat(items: list[object]) -> Iterator[object]:
    for item in items:
        if isinstance(item, list):
            yield from item
        else:
            yield item
