"""The index on Postgres in two tables, so that a search by the public reads none of what is
staff's; and the index filled, on both databases, where a bank has none."""

from alembic import op
from sqlalchemy import text
from sqlmodel import Session

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NAMES = ("public", "staff")


def upgrade() -> None:
    """Part the table. An index is made from the questions, so no copy of them is kept here:
    whatever reads texts in the version that migrates also fills it."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        for name in _NAMES:
            _part(name)
        op.drop_table("search_tokens")
    is_filled = bind.execute(text("SELECT EXISTS (SELECT 1 FROM search_documents)")).scalar()
    if not is_filled:
        from app.questions.indexing import rebuild

        with Session(bind, join_transaction_mode="rollback_only") as session:
            rebuild(session)
            session.flush()


def _part(name: str) -> None:
    # Rewritten rows stay on their page.
    op.execute(
        f"CREATE TABLE search_{name} (number bigint CONSTRAINT pk_search_{name} PRIMARY KEY, "
        "tokens tsvector NOT NULL) WITH (fillfactor = 90)"
    )
    op.execute(
        f"INSERT INTO search_{name} SELECT number, {name} FROM search_tokens "  # noqa: S608 – our own names
        f"WHERE {name} <> '' ORDER BY number"
    )
    # Searches never have a long list of recent changes to look through.
    op.execute(
        f"CREATE INDEX ix_search_{name}_tokens ON search_{name} USING gin (tokens) "
        "WITH (gin_pending_list_limit = 256)"
    )


def downgrade() -> None:
    """One table again."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        "CREATE TABLE search_tokens (number bigint CONSTRAINT pk_search_tokens PRIMARY KEY, "
        "public tsvector, staff tsvector) WITH (fillfactor = 90)"
    )
    op.execute(
        "INSERT INTO search_tokens SELECT number, p.tokens, s.tokens "
        "FROM search_staff s LEFT JOIN search_public p USING (number) ORDER BY number"
    )
    for name in _NAMES:
        op.execute(
            f"CREATE INDEX ix_search_tokens_{name} ON search_tokens USING gin ({name}) "
            "WITH (gin_pending_list_limit = 256)"
        )
        op.drop_table(f"search_{name}")
