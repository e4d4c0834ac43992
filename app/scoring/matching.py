"""Where in an answer the words of a reference stand, exactly or nearly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.scoring.clauses import parts_of
from app.scoring.copying import is_copied, own_words
from app.scoring.preparation import PreparedReference, may_be_misspelt
from app.scoring.text import Sentence, Word

EXACT = 1.0
NEAR_SPELLING = 0.9
_MOST_PARTED = 40

# For a stem of the reference: how well each sentence (by number) of the answer has it, 0 to 1.
Places = dict[int, float]


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """An answer's sentences, their words with equivalents from the lexicon, and where each stands.

    `own` are the words of each sentence that were not copied from the reference, `copied` the
    numbers of those that have hardly any. `parts` are the pieces of the other sentences,
    where these have several, with the number of the sentence.
    `places` and `compounds` map a stem, and two words written as one, to numbers of sentences and,
    counted on from these, of parts.
    """

    sentences: tuple[Sentence, ...]
    read: tuple[tuple[Word, ...], ...]
    own: tuple[tuple[Word, ...], ...]
    copied: frozenset[int]
    parts: tuple[tuple[int, tuple[Word, ...]], ...]
    places: dict[str, list[int]]
    compounds: dict[str, list[int]]


def index_answer(
    sentences: tuple[Sentence, ...], prepared: PreparedReference, text: str
) -> AnswerWords:
    """Notes where each stem stands, and each pair that the reference writes as one word."""
    places: dict[str, list[int]] = {}
    compounds: dict[str, list[int]] = {}
    read = []
    own = tuple(own_words(sentence, prepared) for sentence in sentences)
    copied = frozenset(
        number
        for number, sentence in enumerate(sentences)
        if is_copied(sentence, own[number], prepared)
    )
    for number, sentence in enumerate(sentences):
        _note_compounds(compounds, sentence.words, number, prepared)
        words = sentence.words
        if number not in copied:
            # What was copied says what it says there, and nothing in other words.
            words = (*words, *prepared.phrases.equivalents(words))
        _note(places, words, number)
        read.append(words)
    parts = tuple(
        (number, part)
        for number, words in enumerate(read[:_MOST_PARTED])
        if number not in copied
        for part in parts_of(words, text)
    )
    for number, (_, part) in enumerate(parts, start=len(sentences)):
        _note_compounds(compounds, part, number, prepared)
        _note(places, part, number)
    return AnswerWords(sentences, tuple(read), own, copied, parts, places, compounds)


def _note_compounds(
    compounds: dict[str, list[int]],
    words: Sequence[Word],
    number: int,
    prepared: PreparedReference,
) -> None:
    previous = ""
    for word in words:
        if previous and previous + word.stem in prepared.wanted:
            numbers = compounds.setdefault(previous + word.stem, [])
            if number not in numbers[-1:]:
                numbers.append(number)
        previous = word.folded


def match_terms(prepared: PreparedReference, answer: AnswerWords) -> dict[str, Places]:
    """For every stem of the reference that the answer has in some form, where and how well."""
    said = answer.places.keys()
    found = {stem: dict.fromkeys(answer.places[stem], EXACT) for stem in said & prepared.wanted}
    for stem, numbers in answer.compounds.items():
        _raise(found, stem, numbers, EXACT)
    for written in said & prepared.joined.keys():
        for stem in prepared.wanted.intersection(prepared.joined[written]):
            _raise(found, stem, answer.places[written], EXACT)
    for written in said - prepared.wanted:
        for stem in _respelt(written, prepared):
            _raise(found, stem, answer.places[written], NEAR_SPELLING)
    for stem, near in prepared.near:
        if not near.keys().isdisjoint(said):
            for written in near.keys() & said:
                # What was copied says nothing in other words.
                if numbers := [at for at in answer.places[written] if at not in answer.copied]:
                    _raise(found, stem, numbers, near[written])
    return found


def _respelt(written: str, prepared: PreparedReference) -> list[str]:
    """The stems of the reference that are one letter away from another word of the answer."""
    if not may_be_misspelt(written):
        return []
    size = len(written)
    return [
        stem
        for length in (size - 1, size, size + 1)
        for stem in prepared.spellings.get((written[0], length), ())
        if slip_apart(written, stem)
    ]


def slip_apart(first: str, second: str) -> bool:
    """Whether one letter, left out of either or of the longer, makes two different words equal.

    So a letter may be wrong, missing, too many or at another place.
    """
    if len(first) > len(second):
        first, second = second, first
    start = 0
    while start < len(first) and first[start] == second[start]:
        start += 1
    if len(first) < len(second):
        return first[start:] == second[start + 1 :]
    end = len(first)
    while first[end - 1] == second[end - 1]:
        end -= 1
    return (
        end - start == 1
        or first[start + 1 : end] == second[start : end - 1]
        or first[start : end - 1] == second[start + 1 : end]
    )


def _note(places: dict[str, list[int]], words: Sequence[Word], number: int) -> None:
    for stem in dict.fromkeys([word.stem for word in words]):
        places.setdefault(stem, []).append(number)


def _raise(found: dict[str, Places], stem: str, numbers: Iterable[int], degree: float) -> None:
    places = found.setdefault(stem, {})
    for number in numbers:
        if places.get(number, 0.0) < degree:
            places[number] = degree
