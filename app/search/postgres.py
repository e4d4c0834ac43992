"""The index on Postgres: two columns of tokens, each with an inverted index (GIN)."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session

from app.core.clock import UtcDateTime
from app.core.prepared import Prepared
from app.search.documents import Audience
from app.search.index import Tokens, Wanted

_COLUMNS = {Audience.PUBLIC: "public", Audience.STAFF: "staff"}
_REPLACE = {
    audience: text(
        f"INSERT INTO search_tokens(number, {name}) VALUES (:number, array_to_tsvector(CAST(:tokens AS text[]))) "
        f"ON CONFLICT (number) DO UPDATE SET {name} = excluded.{name}"
    )
    for audience, name in _COLUMNS.items()
}
_EACH = (
    "(SELECT pair ->> 0 AS key, pair ->> 1 AS value "
    "FROM json_array_elements(CAST(:pairs AS json)) AS listed(pair)) AS pairs"
)
_ADD = {
    audience: text(
        f"INSERT INTO search_tokens(number, {name}) "
        f"SELECT CAST(key AS bigint), array_to_tsvector(string_to_array(value, ' ')) FROM {_EACH} "
        f"ON CONFLICT (number) DO UPDATE SET {name} = excluded.{name}"
    )
    for audience, name in _COLUMNS.items()
}
_DELETE = text("DELETE FROM search_tokens WHERE number = :number")
_ROW_COST = 3.0
"""What fetching a row that the inverted index names costs, in rows read off in order."""


class PostgresIndex:
    """Postgres has no order in an inverted index, so it fetches all that pass before it sorts.
    When very many pass, the rows are read in order instead until the page is full."""

    among = "= ANY(CAST(:numbers AS bigint[]))"
    among_texts = "= ANY(CAST(:texts AS text[]))"
    each = _EACH

    def listed(self, values: Sequence[int] | Sequence[str]) -> list[int] | list[str]:
        """An array."""
        return list(values)  # type: ignore[return-value]  # of one kind, whichever it is

    def replace(
        self, session: Session, audience: Audience, number: int, old: Tokens, new: Tokens
    ) -> None:
        """Give a document new tokens in place of those it had; no tokens, no document."""
        if old == new:
            return
        if not new and audience is Audience.STAFF:
            session.execute(_DELETE, {"number": number})
        else:
            session.execute(_REPLACE[audience], {"number": number, "tokens": sorted(new)})

    def add(
        self, session: Session, audience: Audience, documents: Sequence[tuple[int, Tokens]]
    ) -> None:
        """Take many documents that are not there yet."""
        pairs = [(number, " ".join(tokens)) for number, tokens in documents if tokens]
        if pairs:
            session.execute(_ADD[audience], {"pairs": json.dumps(pairs)})

    def match(self, session: Session, audience: Audience, wanted: Wanted, limit: int) -> list[int]:
        """The numbers of the first documents that are wanted, ascending."""
        passing = max(1.0, wanted.least * 0.2, wanted.total * wanted.share)
        if limit / max(wanted.share, 1e-9) < passing * _ROW_COST:
            return self._walk(session, audience, wanted, limit)
        return self._fetch(session, audience, wanted, limit)

    def _fetch(self, session: Session, audience: Audience, wanted: Wanted, limit: int) -> list[int]:
        statement = _fetching(audience, changed=wanted.since is not None)
        return statement.column(session, _values(wanted) | {"limit": limit})

    def _walk(self, session: Session, audience: Audience, wanted: Wanted, limit: int) -> list[int]:
        """Read the rows in order, as many at first as are expected to be enough. Left to plan
        this alone, Postgres would read all rows and sort."""
        until = wanted.after + int(limit / wanted.share * 1.3) + limit
        values = _values(wanted) | {"until": until, "limit": limit}
        statement = _walking(audience, changed=wanted.since is not None)
        found = statement.column(session, values)
        if len(found) < limit:
            # Fewer than expected: what is left is fetched.
            rest = replace(wanted, after=until)
            found += self._fetch(session, audience, rest, limit - len(found))
        return found

    def clear(self, session: Session) -> None:
        """Forget all documents."""
        session.execute(text("DELETE FROM search_tokens"))


@lru_cache
def _fetching(audience: Audience, *, changed: bool) -> Prepared:
    # Materialised, so that the planner does not walk in order after all.
    return _prepared(
        f"WITH found AS MATERIALIZED ({_select(f't.{_COLUMNS[audience]}', changed=changed)}) "
        "SELECT number FROM found ORDER BY number LIMIT :limit",
        changed=changed,
    )


@lru_cache
def _walking(audience: Audience, *, changed: bool) -> Prepared:
    # Within a function the column is not offered to its inverted index.
    select = _select(f"coalesce(t.{_COLUMNS[audience]}, '')", changed=changed)
    return _prepared(
        f"{select} AND t.number <= :until ORDER BY t.number LIMIT :limit", changed=changed
    )


def _select(column: str, *, changed: bool) -> str:
    since = ""
    if changed:
        since = "JOIN search_documents d ON d.number = t.number AND d.updated_at >= :since "
    return (
        f"SELECT t.number FROM search_tokens t {since}"
        f"WHERE t.number > :after AND {column} @@ CAST(:expression AS tsquery)"
    )


def _prepared(written: str, *, changed: bool) -> Prepared:
    statement = text(written)
    if changed:
        statement = statement.bindparams(bindparam("since", required=True, type_=UtcDateTime))
    return Prepared(statement)


def _values(wanted: Wanted) -> dict[str, Any]:
    values: dict[str, Any] = {"expression": expression(wanted), "after": wanted.after}
    if wanted.since is not None:
        values["since"] = wanted.since
    return values


def expression(wanted: Wanted) -> str:
    """The choices in the language of `tsquery`, every token in quotes. A token holds letters,
    digits and our marks, never a quote."""
    return " & ".join(
        "(" + " | ".join("(" + " & ".join(f"'{t}'" for t in way) + ")" for way in choice) + ")"
        for choice in wanted.choices
    )
