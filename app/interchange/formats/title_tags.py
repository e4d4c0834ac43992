"""Tags behind titles: what banks write there of a question's subject, its level and who asked it."""

import re

from app.interchange.formats.levels import Difficulty, level_of_word

# "什么是锁？【网络】【热度: 420】"
_HEAVY = re.compile(r"(?<=\S)\s{0,3}(?:【[^【】\n]{1,60}】\s{0,3}){1,8}$")
_ONE = re.compile(r"【\s?([^【】\n]{1,60}?)\s?】")
# "What is a lock? [Amazon, Google]", behind a sentence or a bold text
_SQUARE = re.compile(r"(?<=[?？.!*_])\s{1,3}\[(?P<said>[^\W\d_a-z][^\[\]\n]{1,60})\]$")
# "What is a lock? *(Asked in Amazon)*"
_ASKED = re.compile(
    r"(?<=\S)\s{1,3}[*_]{0,2}[(\[](?P<said>(?:(?:very |most )?(?:frequently|repeatedly|often|commonly) )?asked\b[^()\[\]\n]{0,80})[)\]][*_]{0,2}$",
    re.IGNORECASE,
)
REMARK = re.compile(r"[*_]{0,2}[(\[][^()\[\]\n]{1,80}[)\]][*_]{0,2}")


def without_tags(text: str) -> tuple[str, tuple[str, ...], Difficulty | None]:
    """Take tags in brackets off the end of a title: the rest, the tags, and the level that one
    of them states, which is then no tag.
    """
    said: list[str] = []
    if text.endswith("】") and (heavy := _HEAVY.search(text)):
        said, text = _ONE.findall(heavy.group()), text[: heavy.start()].rstrip()
    elif text[-3:].rstrip("*_").endswith((")", "]")):
        for pattern in (_ASKED, _SQUARE):
            if match := pattern.search(text):
                said, text = [match["said"].strip()], text[: match.start()].rstrip()
                break
    levels: dict[str, Difficulty | None] = {one: level_of_word(one) for one in said}
    level = next((one for one in levels.values() if one), None)
    return text, tuple(one for one in said if levels[one] is None), level
