"""The tables of search, which a later migration fills from the questions that are there."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_FACTS = ("tag", "category", "difficulty", "kind", "status", "visibility")


def sorted_text(length: int) -> Any:
    """Text that both databases order by code point."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "search_documents",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        # Last, because a search by the public never reads as far as this.
        sa.Column("hidden", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_search_documents"),
    )
    op.create_table(
        "search_terms",
        sa.Column("audience", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("term", sorted_text(100), nullable=False),
        sa.Column("docs", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("audience", "term", name="pk_search_terms"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_typos",
        sa.Column("part", sorted_text(100), nullable=False),
        sa.Column("word", sorted_text(100), nullable=False),
        sa.PrimaryKeyConstraint("part", "word", name="pk_search_typos"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_counts",
        *(sa.Column(name, sorted_text(200), nullable=False) for name in _FACTS),
        sa.Column("docs", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(*_FACTS, name="pk_search_counts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_counts_category", "search_counts", ["category", "tag"])
    if op.get_bind().dialect.name == "sqlite":
        _make_sqlite_index()
    else:
        _make_postgres_index()


def _make_sqlite_index() -> None:
    for name in ("search_public", "search_staff"):
        op.execute(
            f"CREATE VIRTUAL TABLE {name} USING fts5"
            "(tokens, content='', columnsize=0, detail=none, tokenize='ascii')"
        )
        # Every write adds a small segment. Merged sixteen at a time instead of four, a write
        # touches half as many pages, and a search looks into a few segments more.
        for option, value in (("crisismerge", 64), ("automerge", 16)):
            index = sa.table(name, sa.column(name), sa.column("rank"))
            op.execute(index.insert().values({name: option, "rank": value}))


def _make_postgres_index() -> None:
    op.execute(
        "CREATE TABLE search_tokens (number bigint CONSTRAINT pk_search_tokens PRIMARY KEY, "
        "public tsvector, staff tsvector)"
    )
    # Rewritten rows stay on their page, and searches never have a long list of recent changes
    # to look through.
    op.execute("ALTER TABLE search_tokens SET (fillfactor = 90)")
    for name in ("public", "staff"):
        op.execute(
            f"CREATE INDEX ix_search_tokens_{name} ON search_tokens USING gin ({name}) "
            "WITH (gin_pending_list_limit = 256)"
        )


def downgrade() -> None:
    """Drop them; nothing is lost that could not be made again."""
    names = ["search_counts", "search_typos", "search_terms", "search_documents"]
    if op.get_bind().dialect.name == "sqlite":
        names += ["search_public", "search_staff"]
    else:
        names.append("search_tokens")
    for name in names:
        op.drop_table(name)
