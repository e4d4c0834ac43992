"""Lists in a text without marks of their own, which a key or an item in bold makes options."""

import re
from collections.abc import Sequence

from app.interchange.document import OptionDocument
from app.interchange.formats.markdown.labels import letters_in
from app.interchange.formats.markdown.options.option_list import marked
from app.interchange.formats.markdown.parts import ITEM, items_of

MOST = 8  # options that a list without marks may have
_FEWEST_IN_BOLD = 3
_NUMBER = re.compile(
    r"(?:the )?(?:correct |right )?(?:answer|option|choice)?(?: is)?\s?[:：]?\s?[(*_`]{0,3}(?P<number>[1-9])[)*_`.]{0,4}",
    re.IGNORECASE,
)
# "The correct answers are **2. A lock.** and **3. A key.**"
_TOLD = re.compile(
    r"(?:the )?(?:correct |right |best )?(?:answers?|options?|choices?) (?:is|are)[:：]?\s",
    re.IGNORECASE,
)
_BOLD = re.compile(r"\*\*(?P<said>[1-9][.):]\s[^*\n]{1,400})\*\*")
# "Choose the correct answer.", which stands between the options and the answer
_CHOOSING = re.compile(
    r"[*_(]{0,3}(?:please )?(?:choose|select|pick|mark|tick)\b[^\n]{0,60}\b(?:answers?|options?|choices?|one|two|three)\b[^\n]{0,30}",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?(?:p|b|strong|div|span|br ?/?)>", re.IGNORECASE)
_REPEATED = re.compile(r"\W{0,3}(?P<number>[1-9])[.):]\s{1,3}(?P<text>.{1,400})")


def last_list(text: str) -> tuple[str, tuple[str, ...]]:
    """The text above the list that a text ends with, and the items of that list."""
    lines = text.split("\n")
    if len(lines) > 1 and _CHOOSING.fullmatch(lines[-1].strip()):
        above, found = last_list("\n".join(lines[:-1]).rstrip("\n"))
        return f"{above}\n\n{lines[-1]}".strip("\n"), found
    start = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        if begun := ITEM.match(lines[index]):
            if start < len(lines) and begun.group()[0].isdigit() != lines[start][0].isdigit():
                break  # another list stands right above
            start = index
        elif lines[index].strip() and not lines[index].startswith((" ", "\t")):
            break
    items = items_of("\n".join(lines[start:])) if start < len(lines) else None
    return "\n".join(lines[:start]).strip("\n"), items or ()


def first_list(text: str) -> tuple[tuple[str, ...], str]:
    """The items of the list that a text begins with, and the text below it."""
    lines = text.split("\n")
    end = 0
    while end < len(lines) and (
        ITEM.match(lines[end]) or not lines[end].strip() or lines[end].startswith((" ", "\t"))
    ):
        end += 1
    return items_of("\n".join(lines[:end]).strip("\n")) or (), "\n".join(lines[end:]).strip("\n")


def chosen_by(answer: str, items: Sequence[str]) -> tuple[OptionDocument, ...]:
    """The items as options, where an answer does little else than name some of them by letter,
    by number or by what they say; else none.
    """
    if not 1 < len(items) <= MOST:
        return ()
    first = _TAG.sub("", answer.partition("\n")[0]).strip()
    if told := _TOLD.match(first):
        first = first[told.end() :]
    places = [ord(letter) - 65 for letter in letters_in(first)]
    if not places and (number := _NUMBER.fullmatch(first)):
        places = [int(number["number"]) - 1]
    if not places:
        said = [match["said"] for match in _BOLD.finditer(first)] or [first]
        repeated = [place for one in said if (place := _repeated(one, items)) is not None]
        places = repeated if len(repeated) == len(said) else []
    if not places:
        places = [index for index, item in enumerate(items) if _said(item) == _said(first)]
    if not 0 < len(places) < len(items) or max(places) >= len(items):
        return ()
    return tuple(OptionDocument(item, index in places) for index, item in enumerate(items))


def _repeated(text: str, items: Sequence[str]) -> int | None:
    """The place of the item that a text names by its number and says over again."""
    match = _REPEATED.fullmatch(text)
    place = int(match["number"]) - 1 if match else len(items)
    same = match and place < len(items) and _said(items[place]) == _said(match["text"])
    return place if same else None


def one_in_bold(text: str) -> bool:
    """Whether a text begins with a list of which one item is in bold from end to end."""
    items, _ = first_list(text) if "**" in text else ((), "")
    bold = [option.correct for option in marked(items)] if items else []
    return _FEWEST_IN_BOLD <= len(bold) <= MOST and sum(bold) == 1


def _said(text: str) -> str:
    return text.strip(" *_`.").casefold()
