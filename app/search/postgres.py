"""The index on Postgres: two tables of tokens, each with an inverted index (GIN)."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import sqrt
from typing import Any

from pydantic_core import to_json
from sqlalchemy import bindparam, text
from sqlmodel import Session

from app.core.clock import UtcDateTime
from app.core.prepared import Command, Prepared
from app.search.documents import Audience
from app.search.index import Change, Wanted

_TABLES = {Audience.PUBLIC: "search_public", Audience.STAFF: "search_staff"}
_EACH = (
    "(SELECT pair ->> 0 AS key, pair ->> 1 AS value "
    "FROM json_array_elements(CAST(:pairs AS json)) AS listed(pair)) AS pairs"
)
_PUT = {
    audience: Command(
        text(
            f"INSERT INTO {name}(number, tokens) SELECT CAST(key AS bigint), "
            f"array_to_tsvector(string_to_array(value, ' ')) FROM {_EACH} "
            "ON CONFLICT (number) DO UPDATE SET tokens = excluded.tokens"
        )
    )
    for audience, name in _TABLES.items()
}
_DELETE = {
    audience: text(f"DELETE FROM {name} WHERE number = ANY(CAST(:numbers AS bigint[]))")
    for audience, name in _TABLES.items()
}
_LAST = 2**62
_LOOKS = 2
_ENTRY_COST, _FETCH_COST = 0.3, 4
"""What reading off an entry of the inverted index costs, and fetching a row that it names, which
lies on a page of its own, in rows that are read in order."""


class PostgresIndex:
    """An inverted index of Postgres has no order: it reads off all entries of its words, and
    fetches all documents that pass, before they are sorted. Where these are many, the
    documents are read in order instead, as far as is expected to be needed."""

    among = "= ANY(CAST(:numbers AS bigint[]))"
    among_texts = "= ANY(CAST(:texts AS text[]))"
    each = _EACH

    def listed(self, values: Sequence[int] | Sequence[str]) -> list[int] | list[str]:
        """An array."""
        return list(values)  # type: ignore[return-value]  # of one kind, whichever it is

    def replace(self, session: Session, audience: Audience, changes: Sequence[Change]) -> None:
        """Give documents new tokens in place of those they had; no tokens, no document."""
        differing = [(number, new) for number, old, new in changes if old != new]
        gone = [number for number, new in differing if not new]
        if gone:
            session.execute(_DELETE[audience], {"numbers": gone})
        self.add(session, audience, [(n, " ".join(new)) for n, new in differing if new])

    def add(
        self, session: Session, audience: Audience, documents: Sequence[tuple[int, str]]
    ) -> None:
        """Take many documents that are not there yet."""
        if documents:
            _PUT[audience].run(session, [{"pairs": to_json(documents).decode()}])

    def match(self, session: Session, audience: Audience, wanted: Wanted, limit: int) -> list[int]:
        """The numbers of the first documents that are wanted, ascending."""
        # Words of one thing stand together far more often than chance has it.
        share = sqrt(wanted.share * wanted.least / max(1, wanted.total))
        fetching = wanted.least * _ENTRY_COST + wanted.total * share * _FETCH_COST
        found: list[int] = []
        after = wanted.after
        for _ in range(_LOOKS):
            missing = limit - len(found)
            # So many are read to find them all, but for one time in a thousand.
            rows = int((missing + 3 * sqrt(missing)) / max(share, 1e-9))
            if rows > fetching:
                break
            until = min(after + rows, _LAST)
            found += _run(_walking, session, audience, wanted, (after, until), missing)
            if len(found) >= limit or until == _LAST:
                return found
            after = until
            # What was seen says better how often they pass.
            share = min(share, (len(found) + 1) / (after - wanted.after))
        return found + _run(
            _fetching, session, audience, wanted, (after, _LAST), limit - len(found)
        )

    def clear(self, session: Session) -> None:
        """Forget all documents."""
        for name in _TABLES.values():
            session.execute(text(f"DELETE FROM {name}"))


def _run(
    query: Callable[..., Prepared],
    session: Session,
    audience: Audience,
    wanted: Wanted,
    span: tuple[int, int],
    limit: int,
) -> list[int]:
    after, until = span
    values: dict[str, Any] = {"after": after, "until": until, "limit": limit}
    values["expression"] = expression(wanted)
    if wanted.since is not None:
        values["since"] = wanted.since
    return query(audience, changed=wanted.since is not None).column(session, values)


@lru_cache
def _fetching(audience: Audience, *, changed: bool) -> Prepared:
    # Materialised, so that the planner does not walk in order after all; the number within a
    # sum, so that it does not read off all numbers first, as it does for values that it does
    # not see.
    select = _select(audience, "t.number + 0", "t.tokens", changed=changed)
    return _prepared(
        f"WITH found AS MATERIALIZED ({select}) SELECT number FROM found "
        "ORDER BY number LIMIT :limit",
        changed=changed,
    )


@lru_cache
def _walking(audience: Audience, *, changed: bool) -> Prepared:
    # Within a function the column is not offered to its inverted index.
    select = _select(audience, "t.number", "coalesce(t.tokens, '')", changed=changed)
    return _prepared(f"{select} ORDER BY t.number LIMIT :limit", changed=changed)


def _select(audience: Audience, number: str, tokens: str, *, changed: bool) -> str:
    since = ""
    if changed:
        since = "JOIN search_documents d ON d.number = t.number AND d.updated_at >= :since "
    return (
        f"SELECT t.number FROM {_TABLES[audience]} t {since}WHERE {number} > :after "
        f"AND {number} <= :until AND {tokens} @@ CAST(:expression AS tsquery)"
    )


def _prepared(written: str, *, changed: bool) -> Prepared:
    statement = text(written)
    if changed:
        statement = statement.bindparams(bindparam("since", required=True, type_=UtcDateTime))
    return Prepared(statement)


def expression(wanted: Wanted) -> str:
    """The choices in the language of `tsquery`, every token in quotes. A token holds letters,
    digits and our marks, never a quote."""
    return " & ".join(
        "(" + " | ".join("(" + " & ".join(f"'{t}'" for t in way) + ")" for way in choice) + ")"
        for choice in wanted.choices
    )
