"""The options of a record: lists, mappings, numbered columns, and the key that says which is right."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.interchange.document import OptionDocument
from app.interchange.formats.columns import normal
from app.interchange.formats.conventions import columns_of, flagged
from app.interchange.formats.values import first_text, joined_text, key_texts, texts_of

_SEPARATORS = re.compile(r"[;|\n]")
_PARTS = re.compile(r"[;|,\n]")
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\"", re.DOTALL)
_PRINTED = re.compile(rf"\[\s*+(?:(?:{_QUOTED.pattern})[\s,]*+)++\]", re.DOTALL)
_BOX = re.compile(r"(?:[-*+]\s+)?\[([ xX✓✔])\]\s+(?=\S)")
_LETTERED = re.compile(r"\s*(?:\(?([A-Ja-j])[.):]\s+)")


def options_and_answer(
    given: Mapping[str, object], *, from_zero: bool = False
) -> tuple[tuple[OptionDocument, ...], str]:
    """The options of a record and its answer. `from_zero` is how its key counts, if it does."""
    values = given
    answer = joined_text(values.get("answer"))
    if isinstance(values.get("options"), str) and not answer and not values.get("correct"):
        # a column of "answers" that are prose, not a list to choose from
        values = {**values, "options": None}
        answer = joined_text(given.get("options"))
    explanation = joined_text(values.get("explanation"))
    texts, flags = _option_texts(values)
    wrong = [
        text
        for name in sorted(values)
        if name.split(":")[0] == "wrong"
        for text in texts_of(values[name])
    ]
    right, ticks = _keys(values)
    if wrong and (right or answer):
        # in alphabetical order: a file that lists the correct one first would give it away
        known = [(text, True) for text in right or [answer]] + [(text, False) for text in wrong]
        pairs = sorted(known, key=lambda pair: pair[0].casefold())
        texts, flags = [text for text, _ in pairs], [flag for _, flag in pairs]
    if len(texts) == 1:  # there is nothing to choose: it is what is expected
        said = right or [answer]
        if not any(said) or any(_flags(texts, said, from_zero=from_zero)):
            answer = texts[0]
        texts = []
    if not texts:
        return (), "\n\n".join(filter(None, (answer or "\n".join(right), explanation)))
    if len(ticks) == len(texts):
        flags = ticks
    if not any(flags) and not right:
        texts, flags = _boxed(texts)
        if not any(flags) and not answer:
            texts, flags = _starred(texts)
    if not any(flags):
        wanted = right or ([answer] if answer else [])
        flags = _named(values.get("options"), wanted, len(texts))
        if (
            from_zero
            and not any(flags)
            and isinstance(values.get("correct", values.get("answer")), int)
        ):
            flags = _counted(wanted, len(texts))
        flags = flags if any(flags) else _flags(texts, wanted, from_zero=from_zero)
        if any(flags) and not right:
            answer = ""
    options = tuple(OptionDocument(text, flag) for text, flag in zip(texts, flags, strict=True))
    told = answer or explanation or "\n".join(one.text for one in options if one.correct)
    return options, "\n\n".join(dict.fromkeys(filter(None, (told, explanation))))


def _option_texts(values: Mapping[str, object]) -> tuple[list[str], list[bool]]:
    """Options from a list, a mapping of letters, a list of mappings, or numbered columns."""
    raw = values.get("options")
    if isinstance(raw, str) and (written := _written_list(raw)) is not None:
        raw = written
    if isinstance(raw, Mapping):
        raw = columns_of(raw) or flagged(raw) or list(raw.values())
    if isinstance(raw, str):
        parts = [part for part in _SEPARATORS.split(raw) if part.strip()]
        raw = parts if len(parts) > 1 else [part.strip() for part in raw.split(",")]
    texts: list[str] = []
    flags: list[bool] = []
    for item in raw if isinstance(raw, list | tuple) else ():
        if isinstance(item, Mapping):
            item = {normal(str(key)): value for key, value in item.items()}
            text = next((first_text(item[key]) for key in _OPTION_TEXT if key in item), None)
            flag = any(_is_true(item.get(key)) for key in _OPTION_FLAG)
        else:
            text, flag = first_text(item), False
        if text:
            lettered = _LETTERED.match(text)
            texts.append(text[lettered.end() :] if lettered else text)
            flags.append(flag)
    cells = [text for _, text in _cells(values)]
    if sum(cell in _NOTHING for cell in cells) > 1:
        cells = [cell for cell in cells if cell not in _NOTHING]
    texts += cells
    flags += [False] * len(cells)
    return texts, flags


def _parts_of(keys: Iterable[str]) -> Iterator[str]:
    """The texts that keys name with commas or the like between them."""
    for key in keys:
        yield from filter(None, map(str.strip, _PARTS.split(key)))


def _boxed(texts: Sequence[str]) -> tuple[list[str], list[bool]]:
    """Options that all have a box before them, as in a list of tasks; else without flags."""
    boxes = [_BOX.match(text) for text in texts]
    if None in boxes:
        return [*texts], []
    found = [(box, text) for box, text in zip(boxes, texts, strict=True) if box]
    return [text[box.end() :] for box, text in found], [box[1] != " " for box, _ in found]


def _starred(texts: Sequence[str]) -> tuple[list[str], list[bool]]:
    """Options of which some, but not all, have a mark before or behind that says they are right;
    no flags where there is no such mark."""
    bare = list(map(_without_star, texts))
    flags = [one != text for one, text in zip(bare, texts, strict=True)]
    return (bare, flags) if any(flags) and not all(flags) else ([*texts], [])


def _without_star(text: str) -> str:
    """ "*Paris", "✓ Paris" and "Paris (correct)" without what says that they are right."""
    bare = text.strip()
    if bare.startswith("*") and not bare.startswith("**"):
        bare = bare[1:].strip()
    elif bare.startswith(_MARKS) or bare.endswith(_MARKS):
        bare = bare.strip(_AROUND)
    elif bare.casefold().endswith(_CORRECT):
        bare = bare[: -len(_CORRECT)].rstrip()
    return bare or text


def _written_list(text: str) -> object:
    """A list or mapping that a cell holds as JSON, or a list as Python prints it; None for none."""
    bare = text.strip()
    if bare[:1] not in ("[", "{") or len(bare) > _LONGEST_LIST:
        return None
    try:
        found: object = json.loads(bare)
    except (ValueError, RecursionError):
        return [_bare(one) for one in _QUOTED.findall(bare)] if _PRINTED.fullmatch(bare) else None
    items = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return found if items and all(isinstance(one, str | int | float) for one in items) else None


def _bare(quoted: str) -> str:
    return re.sub(r"\\(['\"\\])", r"\1", quoted[1:-1]).replace("\\n", "\n")


def _keys(values: Mapping[str, object]) -> tuple[list[str], list[bool]]:
    """What the keys of a choice say, and the ticks where a column for each option has one."""
    key = values.get("correct")
    if isinstance(key, list) and len(key) > 1 and all(isinstance(one, bool) for one in key):
        return [], key
    right = key_texts(key)
    numbered = [
        (number, first_text(value) or "")
        for name, value in values.items()
        if name.startswith("correct:") and (number := int(name.partition(":")[2]))
    ]
    said = [text for _, text in sorted(numbered)]
    cells = _cells(values)
    alone = said[0].casefold() if len(said) == 1 else ""  # which may name an option
    is_key = alone.isdigit() or any(text.casefold() == alone for _, text in cells)
    if cells and not is_key and all(text.casefold() in (*_TICKS, *_NOT_TRUE) for text in said):
        ticked = {number for number, text in numbered if text.casefold() in _TICKS}
        return right, [number in ticked for number, _ in cells]
    return right + [text for text in said if text], []


def _cells(values: Mapping[str, object]) -> list[tuple[int, str]]:
    """The columns that hold an option each, by number, which is not their place where one of
    them is empty."""
    found = [
        (int(name.partition(":")[2]), text)
        for name, value in values.items()
        if name.startswith("option:") and (text := first_text(value))
    ]
    return sorted(found)


def _counted(keys: Sequence[str], count: int) -> list[bool]:
    """Which of so many options keys name that count from 0."""
    known = set(keys)
    return [str(index) in known for index in range(count)]


_OPTION_TEXT = (
    "text", "option text", "answer text", "choice text", "option", "choice", "answer", "value",
    "content", "label", "title", "body", "description", "name",
)  # fmt: skip
_OPTION_NAME = ("id", "key", "letter", "identifier", "label", "option id", "value")
_CALLED = re.compile(r"\b(?:option|choice|answer|opt|ans)[\s_-]?(?=[a-j0-9]\b)")
_INDEX = re.compile(r"\bind(?:ex|exes|ices)\b")
_LONGEST_KEY = 40  # characters of "option 1, option 3"
_OPTION_FLAG = (
    "correct", "is correct", "right", "is right", "is answer", "is true", "is correct answer",
    "correct answer",
)  # fmt: skip
_TICKS = ("x", "✓", "✔", "✅", "☑", "yes", "y", "true", "1", "correct", "right", "•")
_NOTHING = ("-", "--", "–", "—", "n/a", "N/A", "NA", "null", "None", "none")  # in a cell left empty
_MARKS = ("✓", "✔", "✅", "☑", "✔\ufe0f", "☑\ufe0f", "✅\ufe0f")
_AROUND = "✓✔✅☑\ufe0f \t\n"
_CORRECT = "(correct)"
_LONGEST_LIST = 20_000  # characters in a cell
_NOT_TRUE = ("", "0", "false", "no", "n", "f", "none", "null", "wrong", "incorrect")


def counts_from_zero(values: Mapping[str, object]) -> bool:
    """Whether the key of a record is the number 0, which is no text of its options."""
    key = first_text(values.get("correct")) or first_text(values.get("answer"))
    texts, _ = _option_texts(values) if key == "0" else ([], [])
    return bool(texts) and "0" not in texts


def is_index(fields: Mapping[str, str]) -> bool:
    """Whether the key of a choice is called an index, as programs do that count from 0."""
    return any(field == "correct" and _INDEX.search(normal(name)) for name, field in fields.items())


def _is_true(value: object) -> bool:
    """Whether a flag is set; data files write `"false"` too."""
    return str(value).strip().casefold() not in _NOT_TRUE


def _named(options: object, wanted: Sequence[str], count: int) -> list[bool]:
    """Which options a key names by the names that they have beside their texts."""
    if isinstance(options, Mapping):
        names = [[str(key)] for key in options]
    elif isinstance(options, list | tuple) and all(isinstance(one, Mapping) for one in options):
        names = [
            [str(value) for key, value in one.items() if normal(str(key)) in _OPTION_NAME]
            for one in options
        ]
    else:
        return []
    known = {text.strip().casefold() for text in wanted}
    flags = [any(name.strip().casefold() in known for name in one) for one in names]
    return flags if len(flags) == count else []


def _flags(texts: Sequence[str], right: Sequence[str], *, from_zero: bool) -> list[bool]:
    """Which options a key names: by their text, else by letter, else by number.

    Numbers count from 1, or from 0 where a 0 is among them or the file counts so.
    """
    wanted = dict.fromkeys(text.strip().casefold() for text in right)
    known = [text.strip().casefold() for text in texts]
    for said in (wanted, dict.fromkeys(_parts_of(wanted))):
        if not wanted or (
            any(flags := [text in said for text in known]) and said.keys() <= {*known}
        ):
            return [text in said for text in known]
    letters = _letters(len(texts))
    if len(wanted) > 1 and wanted.keys() <= {*letters}:
        return [letter in wanted for letter in letters]  # though "c" is an option too
    if any(flags := [text in wanted for text in known]):
        return flags
    marks = {
        mark
        for text in wanted
        for mark in re.findall(r"[a-z0-9]+", _CALLED.sub("", text))
        if len(text) <= _LONGEST_KEY
    }
    if marks and all(len(mark) == 1 and mark.isalpha() for mark in marks):
        return [mark in marks for mark in letters]
    if marks and all(mark.isdigit() for mark in marks):
        numbers = {int(mark) for mark in marks}
        base = 0 if 0 in numbers or (from_zero and max(numbers) < len(texts)) else 1
        return [index + base in numbers for index in range(len(texts))]
    lettered = {match[1].casefold() for text in right if (match := _LETTERED.match(text))}
    return [mark in lettered for mark in letters]


def _letters(count: int) -> list[str]:
    """The letters of so many options; those behind z have none."""
    return [chr(97 + index) if index < 26 else "" for index in range(count)]
