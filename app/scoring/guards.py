"""What makes an answer suspicious or hard to judge, and how far its score may then go."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.scoring.clauses import Clause
from app.scoring.copying import in_runs
from app.scoring.coverage import Coverage
from app.scoring.facts import differs
from app.scoring.function_words import ARTICLES, AUXILIARIES, CONJUNCTIONS, PREPOSITIONS, PRONOUNS
from app.scoring.instructions import instructs
from app.scoring.language import language_of
from app.scoring.matching import AnswerWords
from app.scoring.names import misnames
from app.scoring.preparation import PreparedReference
from app.scoring.relations import contradicted, denies, opposes, read_clauses, swaps
from app.scoring.strangers import mostly_strange, stands_in, strange_names
from app.scoring.support import misdescribes
from app.scoring.text import Sentence, Word

NOTHING_CAP = 0.0
HINT_CAP = 15.0
LIST_CAP = 40.0
# Who says most of a hint in a sentence of his own adds some words to it.
_HINT_SHARE, _REWORDED_SHARE = 0.65, 0.55
_WHOLE_HINT = 0.7
_QUESTION_SHARE = 0.6
_LIST_WORDS = 10
# Numbers and letters of a formula or a series are no terms.
_LONGEST_SIGN = 2
_GRAMMAR_SHARE = 0.1
# Terms with the same two words between all of them ("and", or "the … of the …") are a list too.
_SAME_GRAMMAR = 0.8
_GRAMMAR_WORDS = 10
# What notes have for "is", "and" and "then".
_SIGN = re.compile("[=+&>\u2192]")
_GRAMMAR_SIGN = re.compile(r"\s?(?:=|\+|&|->|=>|\u2192)\s?")
# Of graded answers in public sets, none of ten words has half of them alone between commas.
_ALONE_SHARE = 0.5
# Of such rows, of a fifth grammar and less, no graded answer of the public sets has any.
_ROW_WORDS, _ROW_GRAMMAR = 20, 0.2
_BETWEEN_TERMS = re.compile(r"[,;|/\n\u2022]")
_BROKEN_SHARE = 0.12
_FEWEST_BROKEN = 2
_REPEATED_SENTENCES = 4
_MOST_WORDS = 1500

# What hardly ever stands after these words in a sentence. "A" is left out, as it may be the name
# of something, and so are prepositions that also end verbs ("turned on is").
_FINITE = frozenset(("is", "are", "was", "were", "has", "have", "does", "do", "can", "will", "be"))
_AFTER_ARTICLE = (
    ARTICLES
    | AUXILIARIES
    | CONJUNCTIONS
    | (PREPOSITIONS - {"above", "below", "inside"})
    | (PRONOUNS - {"all", "both", "each", "few", "many", "most", "one", "ones", "other", "others"})
) - {"how", "why"}
_BROKEN_ORDER = {
    **dict.fromkeys(("the", "an"), _AFTER_ARTICLE),
    **dict.fromkeys(("of", "from", "with", "for", "into", "at", "between", "via", "per"), _FINITE),
    **dict.fromkeys(("they", "we"), ARTICLES | frozenset(("of", "from", "with", "for", "into"))),
    **dict.fromkeys(("is", "are", "was", "were"), _FINITE - {"have", "do"}),
}
_NO_SENTENCES = frozenset(("other_language", "keyword_list", "shuffled", "question_repeated"))


@dataclass(frozen=True, slots=True)
class Caution:
    """A flag for the reviewer and the highest total (0 to 100) that goes with it."""

    flag: str
    cap: float = 100.0


def cautions(
    prepared: PreparedReference,
    answer: AnswerWords,
    coverages: tuple[Coverage, ...],
    text: str,
) -> tuple[Caution, ...]:
    """All that speaks against taking the score as it is.

    Statements taken word for word from the reference are left out of every judgement, so that
    adding one of its bullets to an answer does not lower the score.
    """
    everything = [word for sentence in answer.sentences for word in sentence.words]
    if not everything:
        return (Caution("empty", NOTHING_CAP),)
    own = [word for part in answer.own for word in part]
    found = []
    if _repeats_question(everything, answer.sentences, prepared):
        found.append(Caution("question_repeated", NOTHING_CAP))
    elif _copies_hint(own, prepared, len(everything)):
        found.append(Caution("hint_copied", HINT_CAP))
    if _instructs(answer, prepared, text):
        found.append(Caution("instructions", HINT_CAP))
    if prepared.english and language_of(own) == "other":
        found.append(Caution("other_language"))
    elif (
        (4 * len(own) >= len(everything) and _is_keyword_list(own, text))
        or _enumerates(answer.sentences, prepared, text)
        or _strings_together(answer.sentences, prepared, text)
    ):
        found.append(Caution("keyword_list", LIST_CAP))
    elif _is_shuffled(answer.own, text):
        found.append(Caution("shuffled", LIST_CAP))
    if _is_padded(answer.sentences, len(everything)):
        found.append(Caution("padding"))
    # What makes no sentences states nothing either.
    if not any(caution.flag in _NO_SENTENCES for caution in found):
        found.extend(Caution(flag) for flag in _against(prepared, answer, everything, text))
    return tuple(found)


def _against(
    prepared: PreparedReference, answer: AnswerWords, everything: list[Word], text: str
) -> list[str]:
    """The flags of an answer whose statements stand against the reference."""
    said = read_clauses(
        [words for words, own in zip(answer.read, answer.own, strict=True) if own], text
    )
    against = contradicted(prepared.relations, said)
    near = dict(prepared.near)
    verdicts = {
        "negated": denies(against, len(said)),
        "opposite": opposes(against, len(said)),
        "swapped": swaps(prepared.relations, near, said),
        "misdescribed": misdescribes(prepared.relations.described, near, prepared.question, said),
        "different_number": differs(prepared.facts, said, everything, text) > 0,
        "different_name": _misnames(prepared, answer, said, text),
    }
    return [flag for flag, holds in verdicts.items() if holds]


def _misnames(
    prepared: PreparedReference, answer: AnswerWords, said: list[list[Clause]], text: str
) -> bool:
    """Whether a name stands where the reference has another, or where it has none."""
    if misnames(prepared.names, prepared.wanted, prepared.question, answer.read, text):
        return True
    known = prepared.wanted | prepared.question | prepared.hints
    strange = [strange_names(sentence, known, text) for sentence in said]
    return any(strange) and (
        stands_in(prepared.relations.owners, strange, said)
        or mostly_strange(known, strange, said, text)
    )


def _repeats_question(
    words: list[Word], sentences: tuple[Sentence, ...], prepared: PreparedReference
) -> bool:
    """No word beyond the question, and most of its words or whole pieces of it."""
    stems = {word.stem for word in words if word.content}
    if not stems <= prepared.question:
        return False
    if len(stems) >= _QUESTION_SHARE * len(prepared.question):
        return True
    copied = sum(sum(in_runs(sentence, prepared.question_runs)) for sentence in sentences)
    return 2 * copied > len(words)


def _copies_hint(own: list[Word], prepared: PreparedReference, total: int) -> bool:
    content = [word for word in own if word.content]
    if not prepared.hints or len(own) * 2 < total or not content:
        return False
    known = sum(word.stem in prepared.hints or word.stem in prepared.question for word in content)
    said = prepared.hints.intersection(word.stem for word in content)
    whole = len(said) >= _WHOLE_HINT * len(prepared.hints)
    return known >= (_REWORDED_SHARE if whole else _HINT_SHARE) * len(content)


def _instructs(answer: AnswerWords, prepared: PreparedReference, text: str) -> bool:
    """Whether a sentence that was not copied speaks to whoever grades."""
    uncopied = [part for part, own in zip(answer.sentences, answer.own, strict=True) if own]
    return instructs(text, uncopied, prepared.wanted | prepared.question)


def _is_keyword_list(own: list[Word], text: str) -> bool:
    """Hardly any grammar between the terms, or always the same; in notes signs stand for it."""
    spoken = [word for word in own if not word.content or len(word.stem) > _LONGEST_SIGN]
    if len(spoken) < _LIST_WORDS:
        return False
    grammar = Counter(word.folded for word in spoken if not word.content)
    if _SIGN.search(text):
        grammar.update(
            sign[0]
            for first, second in pairwise(own)
            if (sign := _GRAMMAR_SIGN.fullmatch(text, first.end, second.start))
        )
    count = grammar.total()
    same = sum(times for _, times in grammar.most_common(2))
    return count < _GRAMMAR_SHARE * len(spoken) or (
        count >= _GRAMMAR_WORDS and same > _SAME_GRAMMAR * count
    )


def _enumerates(sentences: tuple[Sentence, ...], prepared: PreparedReference, text: str) -> bool:
    """Whether most words stand alone between commas; whole statements of the reference may.

    These may be the reference's words in its own order, so it does not matter what was copied.
    """
    alone = total = 0
    for sentence in sentences:
        said = sentence.words
        if tuple(word.stem for word in said) in prepared.statements:
            continue
        parted = [
            (gap := text[first.end : second.start]) != " "
            and _BETWEEN_TERMS.search(gap) is not None
            for first, second in pairwise(said)
        ]
        alone += sum(
            before and after and len(word.stem) > _LONGEST_SIGN and not word.stem.isdigit()
            for word, before, after in zip(said, [True, *parted], [*parted, True], strict=True)
        )
        total += len(said)
    return total >= _LIST_WORDS and alone >= _ALONE_SHARE * total


def _strings_together(
    sentences: tuple[Sentence, ...], prepared: PreparedReference, text: str
) -> bool:
    """Whether most words stand in long rows with neither grammar nor any sign between them."""
    strung = total = 0
    for sentence in sentences:
        if tuple(word.stem for word in sentence.words) in prepared.statements:
            continue
        total += len(sentence.words)
        strung += sum(
            len(row)
            for row in (_rows(sentence.words, text) if len(sentence.words) >= _ROW_WORDS else ())
            if len(row) >= _ROW_WORDS
            and sum(not word.content for word in row) < _ROW_GRAMMAR * len(row)
        )
    return strung > 0 and strung >= _ALONE_SHARE * total


def _rows(words: Sequence[Word], text: str) -> list[list[Word]]:
    """The words of a sentence in runs that have only space between them."""
    rows: list[list[Word]] = []
    end = -1
    for word in words:
        if end < 0 or not text[end : word.start].isspace():
            rows.append([])
        rows[-1].append(word)
        end = word.end
    return rows


def _is_shuffled(own_parts: tuple[tuple[Word, ...], ...], text: str) -> bool:
    """Too many neighbours among the grammatical words that no sentence has.

    A word in capitals ("the IS") may be a name and makes no such pair.
    """
    pairs = broken = 0
    for part in own_parts:
        for first, second in pairwise(part):
            if never_next := _BROKEN_ORDER.get(first.folded):
                pairs += 1
                if second.folded in never_next:
                    broken += not text[second.start : second.end].isupper()
    return broken >= _FEWEST_BROKEN and broken >= _BROKEN_SHARE * pairs


def _is_padded(sentences: tuple[Sentence, ...], total: int) -> bool:
    """Far longer than an interview answer, or the same sentences again and again."""
    different = len({tuple(word.stem for word in sentence.words) for sentence in sentences})
    repeated = len(sentences) >= _REPEATED_SENTENCES and different * 2 <= len(sentences)
    return total > _MOST_WORDS or repeated
