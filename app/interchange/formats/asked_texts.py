"""Texts in data that ask by themselves: in lists, and as the keys of their answers."""

import re
from collections.abc import Mapping, Sequence

from app.interchange.formats.evidence import asks, orders
from app.interchange.formats.mapping import mapped
from app.interchange.formats.profile import Profile
from app.interchange.formats.titles import read_title

_TASK = 0.5
_SAMPLE = 20  # texts that are looked at before all are
_ASKING = 0.9
_ANSWERING = frozenset(("answer", "correct"))
_CODE = re.compile(r"[A-Za-z]{0,3}[\W_]?\d{1,6}|[a-z]{2}(?:[-_][A-Za-z]{2})?")  # "q12", "en"


def ask(texts: Sequence[object]) -> bool:
    """Whether texts are questions, most of them beyond doubt."""
    if not texts or not all(isinstance(text, str) for text in texts):
        return False
    return sum(asks(read_title(str(text))) >= _ASKING for text in texts) * 2 > len(texts)


def are_tasks(texts: Sequence[object]) -> bool:
    """Whether texts ask or tell somebody to do something, one of them beyond doubt ("Design a
    cache", "How would you build a chat?")."""
    if not all(isinstance(text, str) for text in texts):
        return False
    for some in (texts[:_SAMPLE], texts):
        sure = [max(asks(read_title(str(text))), orders(str(text)) * _TASK) for text in some]
        if sum(one >= _TASK for one in sure) * 5 < len(sure) * 4:
            return False
    return max(sure) >= _ASKING


def answered_by_key(
    value: Mapping[str, object], profile: Profile
) -> dict[str, Mapping[str, object]]:
    """The questions of a mapping whose keys are asked, and whose values all answer them and hold
    no question of their own ("lock: {answer: iron, wrong: [oak]}"); none where it is another."""
    held = {key: item for key, item in value.items() if isinstance(item, Mapping)}
    if len(held) < 2 or len(held) != len(value):
        return {}
    for item in held.values():
        fields = {*mapped(map(str, item), profile.columns).values()}
        if not fields & _ANSWERING or fields & {"question", "title", "body"}:
            return {}
    return held if not any(map(_CODE.fullmatch, held)) else {}
