"""The words of each index: how many questions hold a term, what a beginning may become, and
what a mistyped word may have been."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from pydantic_core import to_json
from sqlalchemy import Integer, bindparam, delete, select, text
from sqlmodel import Session

from app.core.prepared import Command, Prepared
from app.search.documents import Audience
from app.search.index import index_of
from app.search.tables import TERMS, TYPOS
from app.search.text import stem

_T, _P = TERMS.c, TYPOS.c
_FORGET = delete(TERMS).where(
    _T.audience == bindparam("audience"),
    _T.term.in_(bindparam("terms", expanding=True)),
    _T.docs <= 0,
)
_FROM_TO = Prepared(
    select(_T.term, _T.docs)
    .where(
        _T.audience == bindparam("audience"),
        _T.term >= bindparam("start"),
        _T.term < bindparam("end"),
    )
    .limit(bindparam("most", type_=Integer))
)
_BY_BEGINNING = Prepared(
    select(_P.word)
    .where(_P.part >= bindparam("start"), _P.part < bindparam("end"), _P.part == _P.word)
    .limit(bindparam("most", type_=Integer))
)
_MOST_BEGINNINGS = 20_000
_MOST_WRITTEN = 500
_COMPLETIONS = 8
_AT_ONCE = 500
_MENDINGS = 4
_AFTER_ALL = "\U0010ffff"
_SHORTEST_LEARNT = 3
_SHORTEST_MENDED = 4
_LONGEST_MENDED = 24


def change(session: Session, changes: Mapping[Audience, Mapping[str, int]]) -> None:
    """Add to the counts of terms."""
    each = index_of(session).each
    for audience in sorted(changes):
        if changes[audience]:
            # Sorted, so that two writers on Postgres take the rows' locks in one order.
            pairs = to_json(sorted(changes[audience].items())).decode()
            _changing(each).run(session, [{"audience": int(audience), "pairs": pairs}])
    for audience, changes_of in changes.items():
        gone = [term for term, docs in changes_of.items() if docs < 0]
        for at in range(0, len(gone), _AT_ONCE):
            values = {"audience": int(audience), "terms": gone[at : at + _AT_ONCE]}
            session.execute(_FORGET, values)


@lru_cache
def _changing(each: str) -> Command:
    pairs = f"SELECT CAST(:audience AS smallint), key, CAST(value AS bigint) FROM {each}"  # noqa: S608 – our own text
    return Command(
        text(
            f"INSERT INTO search_terms(audience, term, docs) {pairs} WHERE true "
            "ON CONFLICT (audience, term) DO UPDATE SET docs = search_terms.docs + excluded.docs"
        )
    )


def learn(session: Session, written: Iterable[str]) -> None:
    """Let mistyped words be mended to these (folded), as far as they are not known yet. What
    no question says any more stays: mending looks for what the asker's index holds."""
    index = index_of(session)
    words = sorted(w for w in written if _SHORTEST_LEARNT <= len(w) <= _LONGEST_MENDED)
    known = _known(session, words)
    pairs = [
        (part, word)
        for word in words
        if word not in known
        for part in sorted({word, *_shorter(word)})
    ]
    if pairs:
        _learning(index.each).run(session, [{"pairs": to_json(pairs).decode()}])


@lru_cache
def _learning(each: str) -> Command:
    pairs = f"SELECT key, value FROM {each} WHERE true"  # noqa: S608 – our own text
    return Command(text(f"INSERT INTO search_typos(part, word) {pairs} ON CONFLICT DO NOTHING"))


def _known(session: Session, words: list[str]) -> set[str]:
    if not words:
        return set()
    pairs = to_json([(word, "") for word in words]).decode()
    return set(_knowing(index_of(session).each).column(session, {"pairs": pairs}))


@lru_cache
def _knowing(each: str) -> Prepared:
    pairs = f"SELECT key FROM {each}"  # noqa: S608 – our own text
    known = f"SELECT part FROM search_typos WHERE part = word AND part IN ({pairs})"  # noqa: S608
    return Prepared(text(known))


def counts(session: Session, audience: Audience, terms: Iterable[str]) -> dict[str, int]:
    """How many questions hold each of the terms; those that none holds are left out."""
    texts = sorted(set(terms))
    if not texts:
        return {}
    index = index_of(session)
    values = {"audience": int(audience), "texts": index.listed(texts)}
    return dict(_counting(index.among_texts).all(session, values))


@lru_cache
def _counting(among: str) -> Prepared:
    return Prepared(
        text(f"SELECT term, docs FROM search_terms WHERE audience = :audience AND term {among}")  # noqa: S608 – our own text
    )


def completions(session: Session, audience: Audience, beginning: str) -> dict[str, int]:
    """The commonest terms that begin so, or whose words do."""
    if len(beginning) < 2:
        return {}
    values = {
        "audience": int(audience),
        "start": beginning,
        "end": beginning + _AFTER_ALL,
        "most": _MOST_BEGINNINGS,
    }
    found = {row.term: row.docs for row in _FROM_TO.all(session, values)}
    if len(beginning) >= _SHORTEST_LEARNT:
        # `hoisti`, which no term begins with, because `hoisting` is indexed as `hoist`.
        written = {"start": beginning, "end": beginning + _AFTER_ALL, "most": _MOST_WRITTEN}
        words = _BY_BEGINNING.column(session, written)
        found |= counts(session, audience, {stem(word) for word in words})
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return dict(best[:_COMPLETIONS])


def mendings(session: Session, audience: Audience, typed: str) -> dict[str, int]:
    """The words that `typed` (folded) is one or two slips away from, with how many questions
    hold their terms; the nearest only, the commonest first."""
    if not _SHORTEST_MENDED <= len(typed) <= _LONGEST_MENDED or not typed.isalpha():
        return {}
    allowed = 1 if len(typed) < 6 else 2
    once = _shorter(typed)
    parts = {typed, *once}
    if allowed == 2:
        parts.update(part for shorter in once for part in _shorter(shorter))
    index = index_of(session)
    values = {"texts": index.listed(sorted(parts))}
    alike = _by_parts(index.among_texts).column(session, values)
    found = _near(session, audience, alike, typed, allowed)
    if not found and allowed == 2:
        # Two letters exchanged for others leave no part in common.
        begun = {"start": typed[:2], "end": typed[:2] + _AFTER_ALL, "most": _MOST_BEGINNINGS}
        alike = _BY_BEGINNING.column(session, begun)
        found = _near(session, audience, alike, typed, allowed)
    return found


@lru_cache
def _by_parts(among: str) -> Prepared:
    return Prepared(text(f"SELECT DISTINCT word FROM search_typos WHERE part {among}"))  # noqa: S608 – our own text


def _near(
    session: Session, audience: Audience, alike: Iterable[str], typed: str, allowed: int
) -> dict[str, int]:
    slips = {
        word: distance(word, typed)
        for word in alike
        if word != typed and abs(len(word) - len(typed)) <= allowed
    }
    near = {word: stem(word) for word, number in slips.items() if number <= allowed}
    docs = counts(session, audience, near.values())
    found = sorted((slips[word], -docs[term], word) for word, term in near.items() if term in docs)
    # A further slip has to be worth it: only the nearest are offered.
    nearest = [one for one in found if one[0] == found[0][0]]
    return {word: -more for _, more, word in nearest[:_MENDINGS]}


@lru_cache(maxsize=4096)
def _shorter(word: str) -> tuple[str, ...]:
    """The word without each of its letters."""
    return tuple(word[:at] + word[at + 1 :] for at in range(len(word)))


def distance(one: str, other: str) -> int:
    """How many slips lead from one word to the other: a letter more, less or another, or two
    neighbours exchanged."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for place, facing in enumerate(other, 1):
            best = min(now[-1] + 1, last[place] + 1, last[place - 1] + (letter != facing))
            crossed = (
                row > 1 and place > 1 and letter == other[place - 2] and one[row - 2] == facing
            )
            now.append(min(best, before[place - 2] + 1) if crossed else best)
        before, last = last, now
    return last[-1]
