"""The words of each index: how many questions hold a term, what a beginning may become, and
what a mistyped word may have been."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, text
from sqlmodel import Session

from app.search.documents import Audience
from app.search.tables import TERMS, TYPOS

_T, _P = TERMS.c, TYPOS.c
_CHANGE = text(
    "INSERT INTO search_terms(audience, term, docs) VALUES (:audience, :term, :docs) "
    "ON CONFLICT (audience, term) DO UPDATE SET docs = search_terms.docs + excluded.docs"
)
_ADD_TYPO = text(
    "INSERT INTO search_typos(part, term) VALUES (:part, :term) ON CONFLICT DO NOTHING"
)
_COUNTS = select(_T.term, _T.docs).where(
    _T.audience == bindparam("audience"), _T.term.in_(bindparam("terms", expanding=True))
)
_LEARNT = select(_P.part).where(_P.part.in_(bindparam("terms", expanding=True)), _P.part == _P.term)
_FROM_TO = (
    select(_T.term, _T.docs)
    .where(
        _T.audience == bindparam("audience"),
        _T.term >= bindparam("start"),
        _T.term < bindparam("end"),
    )
    .limit(bindparam("most"))
)
_BY_PARTS = select(_P.term).where(_P.part.in_(bindparam("parts", expanding=True))).distinct()
_MOST_BEGINNINGS = 20_000
_COMPLETIONS = 8
_AT_ONCE = 500
_MENDINGS = 4
_SHORTEST_MENDED = 4
_LONGEST_MENDED = 24


def change(
    session: Session, audience: Audience, changes: Mapping[str, int], mendable: Iterable[str] = ()
) -> None:
    """Add to the counts of terms, and make what is new of `mendable` known to mending."""
    if not changes:
        return
    # Sorted, so that two writers on Postgres take the rows' locks in one order.
    rows = [
        {"audience": int(audience), "term": term, "docs": docs}
        for term, docs in sorted(changes.items())
    ]
    session.execute(_CHANGE, rows)
    if any(docs < 0 for docs in changes.values()):
        session.execute(delete(TERMS).where(_T.audience == int(audience), _T.docs <= 0))
    learn(session, sorted(term for term in mendable if changes.get(term, 0) > 0))


def learn(session: Session, mendable: list[str]) -> None:
    """Let mistyped words be mended to these terms, as far as they are not known yet."""
    if not mendable:
        return
    found: set[str] = set()
    for at in range(0, len(mendable), _AT_ONCE):
        some = mendable[at : at + _AT_ONCE]
        found.update(session.execute(_LEARNT, {"terms": some}).scalars())
    new = set(mendable) - found
    rows = [
        {"part": part, "term": term}
        for term in sorted(new)
        if len(term) <= _LONGEST_MENDED
        for part in sorted({term, *_shorter(term)})
    ]
    if rows:
        session.execute(_ADD_TYPO, rows)


def counts(session: Session, audience: Audience, terms: Iterable[str]) -> dict[str, int]:
    """How many questions hold each of the terms; those that none holds are left out."""
    values = {"audience": int(audience), "terms": sorted(set(terms))}
    if not values["terms"]:
        return {}
    return _as_counts(session.execute(_COUNTS, values).all())


def _as_counts(rows: Iterable[Row[Any]]) -> dict[str, int]:
    return {row.term: row.docs for row in rows}


def completions(session: Session, audience: Audience, beginning: str) -> dict[str, int]:
    """The commonest terms that begin so, or that a longer form of the word was cut to."""
    if len(beginning) < 2:
        return {}
    values = {
        "audience": int(audience),
        "start": beginning,
        "end": beginning + "\U0010ffff",
        "most": _MOST_BEGINNINGS,
    }
    found = _as_counts(session.execute(_FROM_TO, values).all())
    if not found:
        cut = [beginning[:-letters] for letters in (1, 2, 3) if len(beginning) - letters >= 4]
        known = counts(session, audience, cut)
        found = {term: known[term] for term in cut[:1] if term in known} or known
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return dict(best[:_COMPLETIONS])


def mendings(session: Session, audience: Audience, typed: str) -> dict[str, int]:
    """The terms that `typed` (folded, stemmed) is one or two slips away from, nearest and
    commonest first."""
    if not _SHORTEST_MENDED <= len(typed) <= _LONGEST_MENDED or not typed.isalpha():
        return {}
    allowed = 1 if len(typed) < 6 else 2
    once = _shorter(typed)
    parts = {typed, *once}
    if allowed == 2:
        parts.update(part for shorter in once for part in _shorter(shorter))
    alike = session.execute(_BY_PARTS, {"parts": sorted(parts)}).scalars()
    found = _near(counts(session, audience, alike).items(), typed, allowed)
    if not found and allowed == 2:
        values = {
            "audience": int(audience),
            "start": typed[:2],
            "end": typed[:2] + "\U0010ffff",
            "most": _MOST_BEGINNINGS,
        }
        found = _near(session.execute(_FROM_TO, values).all(), typed, allowed)
    return {term: docs for _, _, term, docs in found[:_MENDINGS]}


def _near(
    rows: Iterable[tuple[str, int]], typed: str, allowed: int
) -> list[tuple[int, int, str, int]]:
    found = []
    for term, docs in rows:
        if term != typed and abs(len(term) - len(typed)) <= allowed:
            slips = distance(term, typed)
            if slips <= allowed:
                found.append((slips, -docs, term, docs))
    found.sort()
    # A further slip has to be worth it: only the nearest are offered.
    return [one for one in found if one[0] == found[0][0]]


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
