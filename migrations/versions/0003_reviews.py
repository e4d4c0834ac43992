"""Scores that are owed, reviews of answers by people, and curves fitted on them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def sorted_text(length: int) -> Any:
    """Text that both databases order by code point."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Add them. Interviews and scores that are there were made by the only scorer there was."""
    op.add_column(
        "interviews",
        sa.Column("scorer", sa.String(length=50), nullable=False, server_default="keypoints"),
    )
    op.add_column(
        "scores", sa.Column("is_current", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.create_table(
        "scorings",
        sa.Column("answer_id", sa.String(length=36), nullable=False),
        sa.Column("scorer", sa.String(length=50), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('pending', 'scoring_failed')", name=op.f("ck_scorings_state")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_scorings_attempts")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name="fk_scorings_answer_id_answers", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("answer_id", name="pk_scorings"),
    )
    op.create_index("ix_scorings_next_attempt_at", "scorings", ["next_attempt_at"])
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("answer_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("reviewed_by", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("score >= 0 AND score <= 100", name=op.f("ck_reviews_score")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name="fk_reviews_answer_id_answers", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.UniqueConstraint("answer_id", "number", name="uq_reviews_answer_id_number"),
    )
    op.create_index("ix_reviews_created_at", "reviews", ["created_at"])
    op.create_table(
        "calibrations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("scorer", sa.String(length=50), nullable=False),
        sa.Column("scorer_version", sa.String(length=50), nullable=False),
        sa.Column("name", sorted_text(50), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_calibrations"),
        sa.UniqueConstraint("scorer", "name", name="uq_calibrations_scorer_name"),
    )


def downgrade() -> None:
    """Drop them. Of several scores of an answer the current one stays."""
    op.drop_table("calibrations")
    op.drop_table("reviews")
    op.drop_table("scorings")
    scores = sa.table("scores", sa.column("is_current", sa.Boolean()))
    op.execute(scores.delete().where(sa.not_(scores.c.is_current)))
    op.drop_column("scores", "is_current")
    op.drop_column("interviews", "scorer")
