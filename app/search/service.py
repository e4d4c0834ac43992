"""The verbs of search: putting a question into the index, and finding some."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import bindparam, delete, select, update
from sqlmodel import Session

from app.search import counts, vocabulary
from app.search.adding import INTO_DOCUMENTS, adding, batch_of, row_of
from app.search.aliases import load_aliases
from app.search.candidates import ENOUGH, collect
from app.search.concepts import load_concepts
from app.search.documents import (
    ALL,
    HEAD_MARK,
    NO_TOKENS,
    Audience,
    Entry,
    SearchDocument,
    entry_of,
)
from app.search.guesses import with_guesses
from app.search.index import index_of
from app.search.matching import Matcher, Narrowing
from app.search.query import Group, parse
from app.search.ranking import Ranking, repeated
from app.search.related import load_related
from app.search.resolving import Words, resolve
from app.search.tables import COUNTS, DOCUMENTS, TERMS, TYPOS

_D = DOCUMENTS.c
_ENTRY = tuple(
    _D[name] for name in ("number", "is_open", "title", "head", "body", "hidden", "facts")
)
_ENTRIES = select(*_ENTRY).where(_D.number.in_(bindparam("numbers", expanding=True)))
_UPDATE = (
    update(DOCUMENTS)
    .where(_D.number == bindparam("of_number"))
    .values({name: bindparam(name) for name in (*(one.name for one in _ENTRY), "updated_at")})
)
_BULK = 1000
_FEW = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A question that was found, by its number."""

    number: int
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first; `groups` are the wanted words as they were understood.
    `truncated` says that more match than are ranked, `fuzzy` that mistyped words were mended."""

    hits: tuple[Hit, ...]
    groups: tuple[Group, ...]
    fuzzy: bool
    truncated: bool


def index_question(session: Session, document: SearchDocument) -> None:
    """Put a question as it now is into the index, in place of what the index had of it. Has to
    be called in the transaction of every change of a question."""
    index_questions(session, [document])


def index_questions(session: Session, documents: Sequence[SearchDocument]) -> None:
    """The same for some hundred questions, each once."""
    before = _entries(session, [one.number for one in documents])
    read = [(entry_of(one), one.updated_at) for one in documents]
    new = [row_of(entry, at) for entry, at in read if entry.number not in before]
    INTO_DOCUMENTS.run(session, new)
    changed = [
        row_of(entry, at) | {"of_number": entry.number}
        for entry, at in read
        if entry.number in before
    ]
    if changed:
        session.connection().execute(_UPDATE, changed)
    _change(session, [(entry.number, before.get(entry.number), entry) for entry, _ in read])


def remove_question(session: Session, number: int) -> None:
    """Take a question out of the index; one that is not there is no error."""
    old = _entries(session, [number]).get(number)
    if old is not None:
        session.execute(delete(DOCUMENTS).where(_D.number == number))
        _change(session, [(number, old, None)])


def _entries(session: Session, numbers: Sequence[int]) -> dict[int, Entry]:
    rows = session.execute(_ENTRIES, {"numbers": numbers}).all()
    return {row.number: Entry(**row._mapping) for row in rows}


def _change(session: Session, changed: Sequence[tuple[int, Entry | None, Entry | None]]) -> None:
    """Write what follows from the entries that questions had and have."""
    index = index_of(session)
    changes: dict[Audience, dict[str, int]] = {}
    read = [
        (number, old.tokens() if old else NO_TOKENS, new.tokens() if new else NO_TOKENS)
        for number, old, new in changed
    ]
    for audience in Audience:
        tokens = [(number, old[audience], new[audience]) for number, old, new in read]
        index.replace(session, audience, tokens)
        summed: Counter[str] = Counter()
        for _, before, after in tokens:
            summed.update(after - before)
            summed.subtract(before - after)
        changes[audience] = _counted(summed)
    vocabulary.change(session, changes)
    vocabulary.learn(session, {word for *_, new in changed if new for word in new.written})
    facts: Counter[str] = Counter(new.facts for *_, new in changed if new)
    facts.subtract(old.facts for _, old, _ in changed if old)
    counts.add(session, facts)


def _counted(changes: Mapping[str, int]) -> dict[str, int]:
    """What the vocabulary counts: terms and facts, not the marked terms of heads."""
    return {token: n for token, n in changes.items() if n and token[0] != HEAD_MARK}


def index_new(session: Session, documents: Iterable[SearchDocument]) -> None:
    """Put many questions into the index that are not in it, at a fraction of the cost."""
    waiting = iter(documents)
    with adding(session) as added:
        while batch := list(islice(waiting, _BULK)):
            added.add(batch_of((entry_of(one), one.updated_at) for one in batch))


def clear(session: Session) -> None:
    """Empty the index, to fill it anew."""
    index_of(session).clear(session)
    for table in (DOCUMENTS, TERMS, TYPOS, COUNTS):
        session.execute(delete(table))


def find(
    session: Session,
    typed: str,
    audience: Audience,
    narrowing: Narrowing,
    aliases_file: Path | None = None,
) -> Found:
    """The best matches of what was typed, among the documents that pass.

    At most `candidates.MOST` are ranked: with very common words alone, the first in the order
    of the bank.
    """
    aliases = load_aliases(aliases_file)
    query = parse(typed, aliases)
    if not query.groups:
        return Found((), (), fuzzy=False, truncated=False)
    matcher = Matcher(session, audience, narrowing)
    found = _find(matcher, resolve(session, audience, query, mend=False), loose=False)
    if len(found.hits) >= ENOUGH:
        return found
    query = with_guesses(parse(typed, aliases, load_related(), load_concepts()))
    words = resolve(session, audience, query, mend=False)
    found = _find(matcher, words)
    if len(found.hits) < _FEW or words.doubtful:
        words = resolve(session, audience, query, mend=True)
        mended = _find(matcher, words) if words.fuzzy else found
        if mended.hits:
            return mended
    return found


def _find(matcher: Matcher, words: Words, *, loose: bool = True) -> Found:
    numbers, truncated = collect(matcher, words, loose=loose)
    query = words.widened
    ranking = Ranking(query.groups, words.known, words.known.get(ALL, 0), query.beginning)
    hits = []
    seen = set()
    for document in matcher.load(numbers):
        score = ranking.score(document.fields)
        if score:
            same = (document.fields["title"], document.fields["body"])
            hits.append(Hit(document.number, repeated(score) if same in seen else score))
            seen.add(same)
    hits.sort(key=lambda hit: (-hit.score, hit.number))
    if hits:
        worst = hits[0].score * 0.2
        hits = [hit for hit in hits if hit.score >= worst]
    return Found(tuple(hits), query.groups, words.fuzzy, truncated)


def listed(
    session: Session, audience: Audience, narrowing: Narrowing, limit: int, after: int = 0
) -> list[int]:
    """The numbers of the first documents above `after` that pass, whatever their words."""
    return Matcher(session, audience, narrowing).first(limit, after)
