"""Hints one by one: a sentence that lists several things becomes several hints, losing nothing."""

_OPENING, _CLOSING = "([{", ")]}"
_FEWEST = 3  # parts; "when it restarts, read the logs" is one hint with a comma
_LONGEST = 12  # words; a longer part is a sentence, and what stands around it belongs to it


def split_hints(text: str) -> tuple[str, ...]:
    """Split one hint text into the hints to reveal one at a time.

    A single-line list such as "RBAC (roles, bindings), quotas." gives its parts, the final full
    stop staying with none: `", ".join(hints) + "."` is the source again. Anything else, prose
    above all, is returned whole. An empty text has no hints.
    """
    text = text.strip()
    if not text:
        return ()
    if "\n" in text:
        return (text,)
    body = text.removesuffix(".")
    parts = _top_level_parts(body)
    if parts is None or len(parts) < _FEWEST or not all(map(_is_term, parts)):
        return (text,)
    return tuple(parts)


def _top_level_parts(text: str) -> list[str] | None:
    """Split at the commas outside brackets and code. None where brackets do not match."""
    parts: list[str] = []
    depth, start, in_code = 0, 0, False
    for index, character in enumerate(text):
        if character == "`":
            in_code = not in_code
        elif in_code:
            continue
        elif character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth -= 1
            if depth < 0:
                return None
        elif character == "," and depth == 0 and text[index + 1 : index + 2] == " ":
            parts.append(text[start:index])
            start = index + 2
    return None if depth or in_code else [*parts, text[start:]]


def _is_term(part: str) -> bool:
    """Whether a part can stand alone: short, closed, and not the end of "this, that and more"."""
    if not part or part != part.strip() or part[-1] in ".!?:;" or ". " in part.replace("vs. ", ""):
        return False
    words = part.split()
    return len(words) <= _LONGEST and words[0].casefold() not in _JOINING


_JOINING = frozenset((
        "and", "or", "but", "so", "because", "which", "who", "whose", "that", "while", "whereas",
        "if", "then", "not", "than", "as", "where", "when", "although", "though", "however",
        "therefore", "thus", "instead", "etc", "etc.", "e.g.", "i.e.", "since", "unless",
        "rather", "respectively", "too",
))  # fmt: skip
