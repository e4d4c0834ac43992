"""The index on Postgres: two columns of tokens, each with an inverted index (GIN)."""

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import sqrt
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session

from app.core.clock import UtcDateTime
from app.core.prepared import Prepared
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
_LAST = 2**62
_LOOKS = 2
_ENTRY_COST, _FETCH_COST = 0.15, 0.5
"""What reading off an entry of the inverted index costs, and fetching a row that it names, in
rows that are read in order."""


class PostgresIndex:
    """Postgres has no order in an inverted index, so it fetches all that pass before it sorts:
    each on a page of its own where the table is wide. So it looks no further than is expected
    to be needed, and at the rest if that was not enough. When very many pass, the rows are
    read in order instead until the page is full."""

    among = "= ANY(CAST(:numbers AS bigint[]))"
    among_texts = "= ANY(CAST(:texts AS text[]))"
    each = _EACH

    def listed(self, values: Sequence[int] | Sequence[str]) -> list[int] | list[str]:
        """An array."""
        return list(values)  # type: ignore[return-value]  # of one kind, whichever it is

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
        # Words of one thing stand together far more often than chance has it.
        share = sqrt(wanted.share * wanted.least / max(1, wanted.total))
        found: list[int] = []
        after = wanted.after
        for _ in range(_LOOKS):
            missing = limit - len(found)
            rows = int(missing / max(share, 1e-9) * 1.3) + missing
            is_cheaper = rows < wanted.least * _ENTRY_COST + missing * _FETCH_COST
            span = (after, min(after + rows, _LAST))
            found += _run(
                _walking if is_cheaper else _fetching, session, audience, wanted, span, missing
            )
            if len(found) >= limit or span[1] == _LAST:
                return found
            after += rows
            # What was seen says better how often they pass.
            share = min(share, (len(found) + 1) / (after - wanted.after))
        rest = (after, _LAST)
        return found + _run(_fetching, session, audience, wanted, rest, limit - len(found))

    def clear(self, session: Session) -> None:
        """Forget all documents."""
        session.execute(text("DELETE FROM search_tokens"))


def _put(session: Session, audience: Audience, documents: Sequence[tuple[int, Tokens]]) -> None:
    pairs = [(number, " ".join(tokens)) for number, tokens in documents]
    if pairs:
        session.execute(_PUT[audience], {"pairs": json.dumps(pairs)})


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
    # Materialised, so that the planner does not walk in order after all.
    return _prepared(
        f"WITH found AS MATERIALIZED ({_select(f't.{_COLUMNS[audience]}', changed=changed)}) "
        "SELECT number FROM found ORDER BY number LIMIT :limit",
        changed=changed,
    )


@lru_cache
def _walking(audience: Audience, *, changed: bool) -> Prepared:
    # Left to plan this alone, Postgres would read all rows and sort. Within a function the
    # column is not offered to its inverted index.
    select = _select(f"coalesce(t.{_COLUMNS[audience]}, '')", changed=changed)
    return _prepared(f"{select} ORDER BY t.number LIMIT :limit", changed=changed)


def _select(column: str, *, changed: bool) -> str:
    since = ""
    if changed:
        since = "JOIN search_documents d ON d.number = t.number AND d.updated_at >= :since "
    return (
        f"SELECT t.number FROM search_tokens t {since}WHERE t.number > :after "
        f"AND t.number <= :until AND {column} @@ CAST(:expression AS tsquery)"
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
