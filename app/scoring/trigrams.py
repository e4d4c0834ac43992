"""The runs of three letters of a reference by number, so that a text's are bits of one integer."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, count

from app.scoring.text import Word

_LONGEST_WORD = 64
_ONE = ord("1")
_CACHED_WORDS = 8192
_CACHED_BITS = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Trigrams:
    """The trigrams of some texts, word borders included; others are left out of account.

    The second "ing" of a text is a trigram of its own. `bits` numbers the first of each, those
    before that a text has most often; `sizes` tells how many have a first, a second, and so on.
    """

    bits: dict[str, int]
    sizes: tuple[int, ...]

    def of(self, words: Iterable[Word]) -> int:
        """The trigrams of a text: of two texts both together have `|`, in common they have `&`."""
        # A bit of the n-th level tells that there are more than n of its kind.
        once, levels = 0, [0] * len(self.sizes[1:])
        for more in chain.from_iterable([_of_word(self, word.folded) for word in words]):
            again = once & more
            once |= more
            if again:
                for number, level in enumerate(levels):
                    levels[number] = level | again
                    again &= level
                    if not again:
                        break
        held, shift = once, self.sizes[0]
        for size, level in zip(self.sizes[1:], levels, strict=True):
            if level:
                held |= (level & ((1 << size) - 1)) << shift
            shift += size
        return held


def trigrams_of(texts: Iterable[Sequence[Word]]) -> tuple[Trigrams, list[int]]:
    """Numbers the trigrams of some texts, and tells which of them each text has."""
    counted = [
        Counter(chain.from_iterable([_letter_runs(word.folded) for word in words]))
        for words in texts
    ]
    known: dict[str, int] = {}
    most: dict[str, int] = {}
    for counts in counted:
        known |= counts
        for trigram in [trigram for trigram in counts if counts[trigram] > 1]:
            most[trigram] = max(counts[trigram], most.get(trigram, 0))
    often = sorted(most, key=most.__getitem__, reverse=True)
    having = Counter(most.values())
    sizes, left = [len(known)], len(most)
    for times in range(2, max(having, default=1) + 1):
        sizes.append(left)
        left -= having[times]
    bits = dict(zip(dict.fromkeys(chain(often, known)), count(), strict=False))
    starts = tuple(accumulate(sizes))
    held = []
    for counts in counted:
        digits = bytearray(b"0" * starts[-1])
        for number in map(bits.__getitem__, counts):
            digits[~number] = _ONE
        for trigram in most.keys() & counts.keys():
            for start in starts[: counts[trigram] - 1]:
                digits[~(start + bits[trigram])] = _ONE
        held.append(int(digits or b"0", 2))
    return Trigrams(bits, tuple(sizes)), held


@lru_cache(maxsize=_CACHED_BITS)
def _of_word(trigrams: Trigrams, word: str) -> tuple[int, ...]:
    """The bits of a word, one number for each time that it has the same."""
    bits = trigrams.bits
    numbers = [bits[run] for run in _letter_runs(word) if run in bits]
    different = set(numbers)
    first = 0
    for number in different:
        first |= 1 << number
    if len(different) == len(numbers):
        return (first,)
    again = [1 << number for at, number in enumerate(numbers) if number in numbers[:at]]
    return (first, *again)


@lru_cache(maxsize=_CACHED_WORDS)
def _letter_runs(word: str) -> tuple[str, ...]:
    """The trigrams of a word with a mark at either end, in order; of a long word the first 64."""
    bordered = f"^{word[:_LONGEST_WORD]}$"
    return tuple(bordered[at : at + 3] for at in range(len(bordered) - 2))
