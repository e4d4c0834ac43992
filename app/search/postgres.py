"""The index on Postgres: two columns of tokens, each with an inverted index (GIN)."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from app.search.documents import Audience
from app.search.index import Change, Tokens, Wanted

_COLUMNS = {Audience.PUBLIC: "public", Audience.STAFF: "staff"}
_EACH = (
    "(SELECT pair ->> 0 AS key, pair ->> 1 AS value "
    "FROM json_array_elements(CAST(:pairs AS json)) AS listed(pair)) AS pairs"
)
_PUT = {
    audience: text(
        f"INSERT INTO search_tokens(number, {name}) "
        f"SELECT CAST(key AS bigint), array_to_tsvector(string_to_array(value, ' ')) FROM {_EACH} "
        f"ON CONFLICT (number) DO UPDATE SET {name} = excluded.{name}"
    )
    for audience, name in _COLUMNS.items()
}
_DELETE = text("DELETE FROM search_tokens WHERE number = ANY(CAST(:numbers AS bigint[]))")
_ROW_COST = 3.0
"""What fetching a row that the inverted index names costs, in rows read off in order."""


class PostgresIndex:
    """Postgres has no order in an inverted index, so it fetches all that pass before it sorts.
    When very many pass, the rows are read in order instead until the page is full."""

    among = "= ANY(CAST(:numbers AS bigint[]))"
    each = _EACH

    def listed(self, numbers: Sequence[int]) -> list[int]:
        """Numbers as `among` takes them: an array."""
        return list(numbers)

    def replace(self, session: Session, audience: Audience, changes: Sequence[Change]) -> None:
        """Give documents new tokens in place of those they had; no tokens, no document."""
        differing = [(number, new) for number, old, new in changes if old != new]
        gone = [number for number, new in differing if not new and audience is Audience.STAFF]
        if gone:
            session.execute(_DELETE, {"numbers": gone})
        kept = [one for one in differing if one[1] or audience is not Audience.STAFF]
        _put(session, audience, kept)

    def add(
        self, session: Session, audience: Audience, documents: Sequence[tuple[int, Tokens]]
    ) -> None:
        """Take many documents that are not there yet."""
        _put(session, audience, [one for one in documents if one[1]])

    def match(self, session: Session, audience: Audience, wanted: Wanted, limit: int) -> list[int]:
        """The numbers of the first documents that are wanted, ascending."""
        passing = max(1.0, wanted.least * 0.2, wanted.total * wanted.share)
        if limit / max(wanted.share, 1e-9) < passing * _ROW_COST:
            return self._walk(session, audience, wanted, limit)
        return self._fetch(session, audience, wanted, limit)

    def _fetch(self, session: Session, audience: Audience, wanted: Wanted, limit: int) -> list[int]:
        # Materialised, so that the planner does not walk in order after all.
        statement = (
            f"WITH found AS MATERIALIZED ({_select(audience, wanted, walked=False)}) "
            "SELECT number FROM found ORDER BY number LIMIT :limit"
        )
        values = _values(wanted) | {"limit": limit}
        return list(session.execute(text(statement), values).scalars())

    def _walk(self, session: Session, audience: Audience, wanted: Wanted, limit: int) -> list[int]:
        """Read the rows in order, as many at first as are expected to be enough. Left to plan
        this alone, Postgres would read all rows and sort."""
        select = _select(audience, wanted, walked=True)
        statement = text(f"{select} AND t.number <= :until ORDER BY t.number LIMIT :limit")
        until = wanted.after + int(limit / wanted.share * 1.3) + limit
        values = _values(wanted) | {"until": until, "limit": limit}
        found = list(session.execute(statement, values).scalars())
        if len(found) < limit:
            # Fewer than expected: what is left is fetched.
            rest = replace(wanted, after=until)
            found += self._fetch(session, audience, rest, limit - len(found))
        return found

    def clear(self, session: Session) -> None:
        """Forget all documents."""
        session.execute(text("DELETE FROM search_tokens"))


def _put(session: Session, audience: Audience, documents: Sequence[tuple[int, Tokens]]) -> None:
    pairs = [(number, " ".join(tokens)) for number, tokens in documents]
    if pairs:
        session.execute(_PUT[audience], {"pairs": json.dumps(pairs)})


def _select(audience: Audience, wanted: Wanted, *, walked: bool) -> str:
    column = f"t.{_COLUMNS[audience]}"
    if walked:
        # Within a function the column is not offered to its inverted index.
        column = f"coalesce({column}, '')"
    since = ""
    if wanted.since is not None:
        since = "JOIN search_documents d ON d.number = t.number AND d.updated_at >= :since "
    return (
        f"SELECT t.number FROM search_tokens t {since}"
        f"WHERE t.number > :after AND {column} @@ CAST(:expression AS tsquery)"
    )


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
