"""Cuts text into the word pieces of an uncased BERT vocabulary."""

import unicodedata
from functools import lru_cache

UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"
_LONGEST_WORD = 100
_CACHED_WORDS = 8192


class WordPieces:
    """A vocabulary and how words fall into it: the longest known piece first."""

    def __init__(self, pieces: list[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self._unknown = self._numbers[UNKNOWN]
        self.start, self.end = self._numbers[START], self._numbers[END]
        self._of_word = lru_cache(_CACHED_WORDS)(self._cut)

    def numbers(self, text: str, most: int) -> list[int]:
        """The pieces of a text, at most so many of the first, between the marks of its ends."""
        found = [self.start]
        for word in _words(text):
            found.extend(self._of_word(word))
            if len(found) > most:
                break
        return [*found[: most + 1], self.end]

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST_WORD:
            return (self._unknown,)
        found: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else f"##{word[start:end]}"
                number = self._numbers.get(piece)
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return (self._unknown,)
        return tuple(found)


def _words(text: str) -> list[str]:
    """Lower-case words without accents; each mark and each ideograph stands alone."""
    spaced = []
    for character in unicodedata.normalize("NFD", text.lower()):
        category = unicodedata.category(character)
        if category == "Mn":
            continue
        if category in ("Cc", "Cf", "Co", "Cn", "Cs") and character not in "\t\n\r":
            continue
        if _stands_alone(character, category):
            spaced.append(f" {character} ")
        else:
            spaced.append(character)
    return "".join(spaced).split()


def _stands_alone(character: str, category: str) -> bool:
    if category.startswith("P"):
        return True
    code = ord(character)
    # ASCII symbols like $ and ` count as marks too; of ideographs BERT knows these blocks.
    return (code < 128 and category.startswith("S")) or (
        0x3400 <= code <= 0x4DBF
        or 0x4E00 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x2CEAF
        or 0x2F800 <= code <= 0x2FA1F
    )
