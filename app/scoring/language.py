"""A rough look at the language of a text, enough to say that an English scorer cannot judge it."""

from collections.abc import Sequence
from typing import Literal

from app.scoring.function_words import FOREIGN_WORDS
from app.scoring.text import Word

Language = Literal["english", "other", "unknown"]

_FEWEST_WORDS = 8
_FOREIGN_SHARE = 0.12
_OTHER_SCRIPT_SHARE = 0.5


def language_of(words: Sequence[Word]) -> Language:
    """`other` for a script other than Latin or many foreign function words.

    `unknown` for fewer than eight words, and when neither language shows.
    """
    if len(words) < _FEWEST_WORDS:
        return "unknown"
    written = [word.folded for word in words]
    foreign_script = [word for word in written if not word.isascii() and not _is_latin(word)]
    if len(foreign_script) >= _OTHER_SCRIPT_SHARE * len(words):
        return "other"
    grammar = [word.content for word in words].count(False)
    foreign = len([word for word in written if word in FOREIGN_WORDS])
    if foreign >= _FOREIGN_SHARE * len(words) and foreign > grammar:
        return "other"
    return "english" if grammar > foreign else "unknown"


def _is_latin(word: str) -> bool:
    return all(character < "\u0370" or "\u1e00" <= character < "\u1f00" for character in word)
