"""What makes two questions two, however alike their words: numbers, code, negations, opposites."""

import re
from itertools import combinations, product

from app.search.likeness_facts import TitleFacts
from app.search.likeness_words import DIRECTIONS, ONE_WAY, opposite, stem

_DIRECTION_KEYS = frozenset(stem(word) for word in DIRECTIONS)
_ONE_WAY_KEYS = frozenset(stem(word) for word in ONE_WAY)
_COMMUTATIVE = frozenset(("+", "*", "=", "==", "&", "|", "||", "&&"))
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_LEXEME = re.compile(r"\w+|[^\w\s;]")


def vetoed(a: TitleFacts, b: TitleFacts, shared: frozenset[str]) -> bool:
    """Whether two titles differ in something that words in common cannot make up for.

    `shared` holds the keys that were found to mean the same in both (acronyms and their words,
    compounds written in one and in two), as they are named on either side.
    """
    return (
        numbers_differ(a, b)
        or a.negations != b.negations
        or _code_differs(a, b, shared)
        or _opposed(a, b)
        or _swapped(a, b)
        or _crossed(a, b)
        or _doubled(a) != _doubled(b)
        or _joined_otherwise(a, b)
    )


def numbers_differ(a: TitleFacts, b: TitleFacts) -> bool:
    """Numbers or operators differ; a bare wish for so many ("name 3 ...") may be missing."""
    if sorted(a.operators) != sorted(b.operators):
        return True
    ordered = bool(a.operators) and not _COMMUTATIVE.issuperset(a.operators)
    if ordered and (a.numbers, a.operators) != (b.numbers, b.operators):
        return True
    if sorted(a.numbers + a.counts) == sorted(b.numbers + b.counts):
        return False
    return sorted(a.numbers) != sorted(b.numbers) or bool(a.counts and b.counts)


def _code_differs(a: TitleFacts, b: TitleFacts, shared: frozenset[str]) -> bool:
    """An identifier of one is not in the other: any that can be nothing else, or one of each."""
    only_a = a.code - frozenset(b.order) - b.tail - shared - a.topics
    only_b = b.code - frozenset(a.order) - a.tail - shared - b.topics
    later_a = a.later_code - frozenset(b.order) - b.tail - b.later_code
    later_b = b.later_code - frozenset(a.order) - a.tail - a.later_code
    if later_a and later_b:
        return True
    return bool((only_a and only_b) or only_a & a.strict or only_b & b.strict)


def _opposed(a: TitleFacts, b: TitleFacts) -> bool:
    only_a, only_b = a.spellings - b.spellings, b.spellings - a.spellings
    return any(opposite(first, second) for first, second in product(only_a, only_b))


def _swapped(a: TitleFacts, b: TitleFacts) -> bool:
    """The same two things stand on other sides of a word such as "over" or "into"."""
    for word in _DIRECTION_KEYS.intersection(a.order, b.order):
        before_a, after_a = _sides(a, word)
        before_b, after_b = _sides(b, word)
        there = (before_a - after_a) & (after_b - before_b)
        back = (after_a - before_a) & (before_b - after_b)
        if (there and back) or (a.head == b.head and word in _ONE_WAY_KEYS and (there or back)):
            return True
    return False


def _sides(facts: TitleFacts, word: str) -> tuple[frozenset[str], frozenset[str]]:
    at = len(facts.order) - 1 - facts.order[::-1].index(word)
    before, after = frozenset(facts.order[:at]), frozenset(facts.order[at + 1 :])
    return before & facts.head, after & facts.head


def _crossed(a: TitleFacts, b: TitleFacts) -> bool:
    """Two opposites stand in both, each before what the other stands before in the other."""
    both = sorted(frozenset(a.order) & frozenset(b.order))
    for first, second in combinations(both, 2):
        if opposite(first, second):
            next_a = [_follower(a, first), _follower(a, second)]
            next_b = [_follower(b, second), _follower(b, first)]
            if next_a == next_b and next_a[0] != next_a[1]:
                return True
    return False


def _follower(facts: TitleFacts, key: str) -> str:
    rest = facts.order[facts.order.index(key) + 1 :]
    return next((other for other in rest if other in facts.head), "")


def _doubled(facts: TitleFacts) -> frozenset[str]:
    """Keys of the subject that stand twice in a row: a "long long" is no "long"."""
    pairs = zip(facts.order, facts.order[1:], strict=False)
    return frozenset(one for one, other in pairs if one == other and one in facts.head)


def _joined_otherwise(a: TitleFacts, b: TitleFacts) -> bool:
    """All words are the same but for one "and" that is an "or"."""
    if a.head != b.head:
        return False
    return {frozenset(("and", "or")) & frozenset(facts.order) for facts in (a, b)} == {
        frozenset(("and",)),
        frozenset(("or",)),
    }


def code_and_prose(body: str) -> tuple[tuple[str, ...], str]:
    """The lexemes of a body's fences, and the body without its fences.

    Layout, kinds of quotes and semicolons make no difference to the lexemes. Comments do: what
    opens one in one language divides in another.
    """
    code: list[str] = []
    prose: list[str] = []
    mark = ""
    # By lines, not by one expression over the whole: a body of 64,000 back-ticks stays cheap.
    for line in body.splitlines():
        fence = _FENCE.match(line)
        if not mark:
            mark = fence[1] if fence else ""
            if not fence:
                prose.append(line)
        elif fence and fence[1].startswith(mark) and not line.strip(" \t`~"):
            mark = ""
        else:
            code.append(line)
    plain = "\n".join(code).replace('"', "'").replace("`", "'")
    return tuple(_LEXEME.findall(plain)), "\n".join(prose)
