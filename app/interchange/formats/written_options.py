"""Options as texts write them: lists in a cell, letters before each, and marks on the right one."""

import json
import re
from collections.abc import Sequence

_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\"", re.DOTALL)
_PRINTED = re.compile(rf"\[\s*+(?:(?:{_QUOTED.pattern})[\s,]*+)++\]", re.DOTALL)
_BOX = re.compile(r"(?:[-*+]\s+)?\[([ xX✓✔])\]\s+(?=\S)")
_NEXT_LETTER = re.compile(r"(?:^|(?<=[\s;,|]))\(?[A-Ha-h][.):](?=\s|[^\s.]{2})\s*")
_MARKS = ("✓", "✔", "✅", "☑", "✔\ufe0f", "☑\ufe0f", "✅\ufe0f")
_AROUND = "✓✔✅☑\ufe0f \t\n"
_CORRECT = "(correct)"
_LONGEST_LIST = 20_000  # characters in a cell


def lettered_in(text: str) -> list[str]:
    """The options of a text that counts them by letter from A on ("A. Iron B. Oak")."""
    found = [(match.start(), match.end()) for match in _NEXT_LETTER.finditer(text)]
    letters = [text[start:end].strip(" \n(.):").upper() for start, end in found]
    if len(found) < 2 or letters != [chr(65 + n) for n in range(len(found))] or found[0][0]:
        return []
    ends = [start for start, _ in found[1:]] + [len(text)]
    parts = [text[end:stop].strip(" \n;,|") for (_, end), stop in zip(found, ends, strict=True)]
    return parts if all(parts) else []


def boxed(texts: Sequence[str]) -> tuple[list[str], list[bool]]:
    """Options that all have a box before them, as in a list of tasks; else without flags."""
    boxes = [_BOX.match(text) for text in texts]
    if None in boxes:
        return [*texts], []
    found = [(box, text) for box, text in zip(boxes, texts, strict=True) if box]
    return [text[box.end() :] for box, text in found], [box[1] != " " for box, _ in found]


def starred(texts: Sequence[str]) -> tuple[list[str], list[bool]]:
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


def written_list(text: str) -> object:
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
