"""The index on SQLite: two FTS5 tables without content, which keep tokens and nothing else."""

from collections.abc import Sequence
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import bindparam, text
from sqlmodel import Session

from app.core.clock import UtcDateTime
from app.core.prepared import Command, Prepared
from app.search.documents import Audience
from app.search.index import Change, Wanted

_TABLES = {Audience.PUBLIC: "search_public", Audience.STAFF: "search_staff"}
_ADD = {
    audience: Command(text(f"INSERT INTO {name}(rowid, tokens) VALUES (:number, :tokens)"))
    for audience, name in _TABLES.items()
}
# A table without content is told what it forgets.
_DELETE = {
    audience: Command(
        text(f"INSERT INTO {name}({name}, rowid, tokens) VALUES ('delete', :number, :tokens)")
    )
    for audience, name in _TABLES.items()
}
# One text of all numbers: a row for each would cost more than finding it.
_MATCH = {
    audience: Prepared(
        text(
            f"SELECT json_group_array(rowid) FROM (SELECT rowid FROM {name} "
            f"WHERE {name} MATCH :expression AND rowid > :after ORDER BY rowid LIMIT :limit)"
        )
    )
    for audience, name in _TABLES.items()
}
_MATCH_SINCE = {
    audience: Prepared(
        text(
            f"SELECT json_group_array(number) FROM (SELECT d.number FROM {name} f "
            "CROSS JOIN search_documents d ON d.number = f.rowid "
            f"WHERE {name} MATCH :expression AND f.rowid > :after AND d.updated_at >= :since "
            "ORDER BY f.rowid LIMIT :limit)"
        ).bindparams(bindparam("since", required=True, type_=UtcDateTime))
    )
    for audience, name in _TABLES.items()
}


class SqliteIndex:
    """FTS5 walks the tokens' lists side by side in the order of numbers, skips as far as the
    rarest allows, and stops when the page is full."""

    among = "IN (SELECT value FROM json_each(:numbers))"
    among_texts = "IN (SELECT value FROM json_each(:texts))"
    each = (
        "(SELECT json_extract(value, '$[0]') AS key, json_extract(value, '$[1]') AS value "
        "FROM json_each(:pairs))"
    )

    def listed(self, values: Sequence[int] | Sequence[str]) -> str:
        """A list in JSON."""
        return to_json(list(values)).decode()

    def replace(self, session: Session, audience: Audience, changes: Sequence[Change]) -> None:
        """Give documents new tokens in place of those they had; no tokens, no document."""
        differing = [one for one in changes if one[1] != one[2]]
        gone = [{"number": number, "tokens": " ".join(old)} for number, old, _ in differing if old]
        _DELETE[audience].run(session, gone)
        self.add(session, audience, [(n, " ".join(new)) for n, _, new in differing if new])

    def add(
        self, session: Session, audience: Audience, documents: Sequence[tuple[int, str]]
    ) -> None:
        """Take many documents that are not there yet."""
        rows = [{"number": number, "tokens": tokens} for number, tokens in documents]
        _ADD[audience].run(session, rows)

    def match(self, session: Session, audience: Audience, wanted: Wanted, limit: int) -> list[int]:
        """The numbers of the first documents that are wanted, ascending."""
        values: dict[str, Any] = {"expression": expression(wanted), "after": wanted.after}
        statement = _MATCH[audience]
        if wanted.since is not None:
            statement = _MATCH_SINCE[audience]
            values["since"] = wanted.since
        (found,) = statement.column(session, values | {"limit": limit})
        return list(from_json(found))

    def clear(self, session: Session) -> None:
        """Forget all documents."""
        for name in _TABLES.values():
            session.execute(text(f"INSERT INTO {name}({name}) VALUES ('delete-all')"))


def expression(wanted: Wanted) -> str:
    """The choices in FTS5's language, every token in quotes."""
    return " AND ".join(
        "(" + " OR ".join("(" + " AND ".join(f'"{t}"' for t in way) + ")" for way in choice) + ")"
        for choice in wanted.choices
    )
