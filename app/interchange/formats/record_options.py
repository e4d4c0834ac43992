"""The options of a record: lists, mappings, numbered columns, and the key that says which is right."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.interchange.document import OptionDocument
from app.interchange.formats.columns import normal
from app.interchange.formats.conventions import columns_of, flagged
from app.interchange.formats.values import first_text, joined_text, key_texts, texts_of
from app.interchange.formats.written_options import boxed, lettered_in, starred, written_list

_SEPARATORS = re.compile(r"[;|\n]")
_PARTS = re.compile(r"[;|,\n]")
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
    if _is_choice_of(values.get("answer"), values.get("correct")):
        values, answer = {**values, "options": values["answer"], "answer": None}, ""
    explanation = joined_text(values.get("explanation"))
    texts, flags = _option_texts(values)
    wrong = [
        text
        for name in sorted(values)
        if name.split(":")[0] == "wrong"
        for text in _apart(values[name])
    ]
    right, ticks = _keys(values)
    if wrong and (right or answer):
        # in alphabetical order: a file that lists the correct one first would give it away
        known = [(text, True) for text in right or [answer]] + [(text, False) for text in wrong]
        pairs = sorted(known, key=lambda pair: pair[0].casefold())
        texts, flags = [text for text, _ in pairs], [flag for _, flag in pairs]
    if len(texts) == 1:  # there is nothing to choose: it is what is expected
        expected = right or [answer]
        if not any(expected) or any(_flags(texts, expected, from_zero=from_zero)):
            answer = texts[0]
        texts = []
    if not texts:
        alone = "" if values.get("options") is None else joined_text(values["options"])
        said = answer or "\n".join(right) or alone
        return (), "\n\n".join(filter(None, (said, explanation, _reasons(values, []))))
    if len(ticks) == len(texts):
        flags = ticks
    if not any(flags) and not right:
        texts, flags = boxed(texts)
        if not any(flags) and not answer:
            texts, flags = starred(texts)
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
    parts = (told, explanation, _reasons(values, texts))
    return options, "\n\n".join(dict.fromkeys(filter(None, parts)))


def _is_choice_of(answers: object, key: object) -> bool:
    """Whether a list that is called the answer holds all that can be answered: the key is in it."""
    if not isinstance(answers, list) or len(answers) < 2 or not isinstance(key, str):
        return False
    return key.strip() in [first_text(answer) for answer in answers]


def _option_texts(values: Mapping[str, object]) -> tuple[list[str], list[bool]]:
    """Options from a list, a mapping of letters, a list of mappings, or numbered columns."""
    raw = values.get("options")
    if isinstance(raw, str) and (written := written_list(raw)) is not None:
        raw = written
    if isinstance(raw, Mapping):
        raw = columns_of(raw) or flagged(raw) or list(raw.values())
    if isinstance(raw, str):
        raw = lettered_in(raw) or raw
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
            text, flag = joined_text(item) if isinstance(item, bool) else first_text(item), False
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


def _apart(wrong: object) -> Sequence[str]:
    """The wrong answers of a value: those of a list, of lines, or with semicolons between them."""
    if isinstance(wrong, str) and "\n" not in wrong:
        parts = [part.strip() for part in re.split(r"[;|]", wrong)]
        if len(parts) > 1 and all(parts):
            return parts
    return texts_of(wrong)


def _reasons(values: Mapping[str, object], texts: Sequence[str]) -> str:
    """What is said of each option, why it is right or wrong, behind its text."""
    cells = _cells(values)
    numbered = dict(cells) if len(cells) == len(texts) else dict(enumerate(texts, 1))
    told = [
        (numbered.get(number, ""), text)
        for name, value in values.items()
        if name.startswith("reason:")
        and (text := joined_text(value))
        and (number := int(name.partition(":")[2]))
    ]
    raw = values.get("options")
    for item in (raw if isinstance(raw, list | tuple) else ()) if texts else ():
        if isinstance(item, Mapping):
            said = {normal(str(key)): value for key, value in item.items()}
            option = next((first_text(said[key]) for key in _OPTION_TEXT if key in said), None)
            why = [joined_text(said[key]) for key in _OPTION_REASON if key in said]
            told += [(option or "", one) for one in why if one]
    return "\n".join(f"{option}: {text}" if option else text for option, text in told)


def _parts_of(keys: Iterable[str]) -> Iterator[str]:
    """The texts that keys name with commas or the like between them."""
    for key in keys:
        yield from filter(None, map(str.strip, _PARTS.split(key)))


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
_OPTION_REASON = (
    "explanation", "feedback", "rationale", "reason", "why", "comment", "justification",
)  # fmt: skip
_OPTION_NAME = ("id", "key", "letter", "identifier", "label", "option id", "value")
_JOINED = re.compile(r"\b(?:and|und|et|y|e|i|и|og|och|en|ve)\b(?=\s)")
_CALLED = re.compile(r"\b(?:option|choice|answer|opt|op|ans)[\s_-]?(?=[a-j0-9]\b)")
_INDEX = re.compile(r"\bind(?:ex|exes|ices)\b")
_LONGEST_KEY = 40  # characters of "option 1, option 3"
_OPTION_FLAG = (
    "correct", "is correct", "right", "is right", "is answer", "is true", "is correct answer",
    "correct answer",
)  # fmt: skip
_TICKS = ("x", "✓", "✔", "✅", "☑", "yes", "y", "true", "1", "correct", "right", "•")
_NOTHING = ("-", "--", "–", "—", "n/a", "N/A", "NA", "null", "None", "none")  # in a cell left empty
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
        for mark in re.findall(r"[a-z0-9]+", _JOINED.sub(" ", _CALLED.sub("", text)))
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
