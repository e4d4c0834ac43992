"""The index on Postgres: two columns of tokens, each with an inverted index (GIN)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

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
_DELETE = text("DELETE FROM search_tokens WHERE number = :number")
_ROW_COST = 3.0
"""What fetching a row that the inverted index names costs, in rows read off in order."""


class PostgresIndex:
    """Postgres has no order in an inverted index, so it fetches all that pass before it sorts.
    When very many pass, the rows are read in order instead until the page is full."""

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
        rows = [
            {"number": number, "tokens": list(tokens)} for number, tokens in documents if tokens
        ]
        if rows:
            session.execute(_REPLACE[audience], rows)

    def match(self, session: Session, audience: Audience, wanted: Wanted, limit: int) -> list[int]:
        """The numbers of the first documents that are wanted, ascending."""
        name = _COLUMNS[audience]
        passing = max(1.0, wanted.least * 0.2, wanted.total * wanted.share)
        in_order = limit / max(wanted.share, 1e-9) < passing * _ROW_COST
        # Joined to nothing, the column is not offered to its inverted index.
        column = f"(t.{name} || '')" if in_order else f"t.{name}"
        values: dict[str, Any] = {"expression": expression(wanted), "after": wanted.after}
        since = ""
        if wanted.since is not None:
            since = "JOIN search_documents d ON d.number = t.number AND d.updated_at >= :since "
            values["since"] = wanted.since
        found = f"SELECT t.number FROM search_tokens t {since}WHERE t.number > :after AND {column} @@ CAST(:expression AS tsquery)"
        if in_order:
            statement = f"{found} ORDER BY t.number LIMIT :limit"
        else:
            # Materialised, so that the planner does not walk in order after all.
            statement = (
                f"WITH found AS MATERIALIZED ({found}) "
                "SELECT number FROM found ORDER BY number LIMIT :limit"
            )
        return list(session.execute(text(statement), values | {"limit": limit}).scalars())

    def clear(self, session: Session) -> None:
        """Forget all documents."""
        session.execute(text("DELETE FROM search_tokens"))


def expression(wanted: Wanted) -> str:
    """The choices in the language of `tsquery`, every token in quotes. A token holds letters,
    digits and our marks, never a quote."""
    return " & ".join(
        "(" + " | ".join("(" + " & ".join(f"'{t}'" for t in way) + ")" for way in choice) + ")"
        for choice in wanted.choices
    )
