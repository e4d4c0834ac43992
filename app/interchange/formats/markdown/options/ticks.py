"""Ticks: signs and words at the ends of an option that say whether it is the correct one."""

import re

from app.interchange.formats.markdown.labels import part_named

_TICKS = ("✅", "✔️", "✔", "☑️", "☑", "✓", "👈")
_CROSSES = ("❌", "✗", "✘", "❎")
_CORRECT = frozenset((
    "right", "true", "correct one", "this one", "richtig", "korrekt", "correcto", "verdadero",
    "vrai", "juste", "exact", "certo", "certa", "correto", "giusto", "giusta", "corretto",
    "corretta", "верно", "правильно", "да", "正确", "对", "正解", "doğru", "poprawna", "benar",
))  # fmt: skip
# "<-- correct", "---> answer", "**(correct)**": a word that an arrow or brackets set apart
_SET_APART = re.compile(
    r"\s{0,4}(?:[*_]{0,2}(?:(?://|#)(?=\s)|<?[-=_–—]{1,6}>|<[-=–—]{1,6}|[←→⇐⇒⟵⟶➜◀▶➡⬅⮕👉]\ufe0f?)\s{0,4}"
    r"[*_(\[]{0,3}(?P<pointed>[^\W\d_][^\W\d_ ]{0,14}(?: [^\W\d_]{1,12})?)[)\]*_!.]{0,3}"
    r"|[*_]{0,2}[(\[](?P<enclosed>[^\W\d_]{2,15}(?: [^\W\d_]{1,12})?)[)\]!.]{1,2}[*_]{0,2})$"
)

_SETTING = frozenset("/#([<>←→⇐⇒⟵⟶➜◀▶➡⬅⮕👉")
_FAR = 60  # characters from the end


def is_ticked(text: str) -> bool:
    """Whether an option carries a tick or a word that calls it correct."""
    text = text.strip()
    return text.startswith(_TICKS) or text.endswith(_TICKS) or _set_apart(text) is not None


def unticked(text: str) -> tuple[str, bool]:
    """An option without its ticks and crosses, and whether they call it correct."""
    correct = False
    for tick in (*_TICKS, *_CROSSES):
        if text.endswith(tick) or text.startswith(tick):
            text = text.removesuffix(tick).removeprefix(tick).strip()
            correct = correct or tick in _TICKS
    if found := _set_apart(text):
        return text[: found.start()].rstrip(), True
    return text, correct


def _set_apart(text: str) -> re.Match[str] | None:
    tail = text[-_FAR:]
    if _SETTING.isdisjoint(tail) or tail[-1] in "`\"'":
        return None
    match = _SET_APART.search(text, len(text) - len(tail))
    if match is None or match.start() == 0:
        return None
    word = (match["pointed"] or match["enclosed"]).casefold()
    return match if word in _CORRECT or part_named(word) == "answer" else None
