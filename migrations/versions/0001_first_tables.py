"""The first tables: access, the bank, draws, interviews, imports, retries."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def sorted_text(length: int) -> Any:
    """Text that both databases order by code point."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, and the bank's one row of state."""
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("prefix", sa.String(length=16), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("prefix", name="uq_api_keys_prefix"),
    )
    state = op.create_table(
        "bank_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bank_state"),
    )
    op.create_table(
        "categories",
        sa.Column("path", sorted_text(200), nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_categories"),
    )
    op.create_table(
        "draws",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("algorithm", sa.String(length=50), nullable=False),
        sa.Column("bank_digest", sa.String(length=64), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("shortages", sa.JSON(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("created_by", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draws"),
    )
    op.create_table(
        "idempotent_replies",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name="pk_idempotent_replies"),
    )
    op.create_index(
        "ix_idempotent_replies_created_at", "idempotent_replies", ["created_at"], unique=False
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(length=50), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
    )
    op.create_index("ix_imports_digest", "imports", ["digest"], unique=False)
    op.create_table(
        "interviews",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("feedback", sa.String(length=16), nullable=False),
        sa.Column("draw_id", sa.String(length=36), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("time_limit_seconds", sa.Integer(), nullable=True),
        sa.Column("time_factor", sa.Float(), nullable=False),
        sa.Column("created_by", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "feedback IN ('immediate', 'end', 'never')", name=op.f("ck_interviews_feedback")
        ),
        sa.CheckConstraint("mode IN ('practice', 'exam')", name=op.f("ck_interviews_mode")),
        sa.CheckConstraint(
            "state IN ('in_progress', 'completed', 'expired')", name=op.f("ck_interviews_state")
        ),
        sa.CheckConstraint("time_factor >= 1", name=op.f("ck_interviews_time_factor")),
        sa.CheckConstraint("time_limit_seconds > 0", name=op.f("ck_interviews_time_limit_seconds")),
        sa.ForeignKeyConstraint(["draw_id"], ["draws.id"], name="fk_interviews_draw_id_draws"),
        sa.PrimaryKeyConstraint("id", name="pk_interviews"),
    )
    op.create_index("ix_interviews_draw_id", "interviews", ["draw_id"], unique=False)
    op.create_table(
        "questions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("slug", sorted_text(200), nullable=False),
        sa.Column("title_start", sorted_text(200), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("visibility", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("difficulty", sa.String(length=16), nullable=True),
        sa.Column("category", sorted_text(200), nullable=True),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("expected_seconds", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("source_name", sa.String(length=200), nullable=True),
        sa.Column("source_url", sa.String(length=2000), nullable=True),
        sa.Column("source_license", sa.String(length=200), nullable=True),
        sa.Column("source_line", sa.Integer(), nullable=True),
        sa.Column("source_identity", sa.String(length=64), nullable=True),
        sa.Column("source_hash", sa.String(length=64), nullable=True),
        sa.Column("exact_key", sa.String(length=64), nullable=False),
        sa.Column("merged_into", sa.String(length=36), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "difficulty IN ('easy', 'medium', 'hard')", name=op.f("ck_questions_difficulty")
        ),
        sa.CheckConstraint("kind IN ('open', 'choice')", name=op.f("ck_questions_kind")),
        sa.CheckConstraint(
            "status IN ('draft', 'published', 'retired')", name=op.f("ck_questions_status")
        ),
        sa.CheckConstraint(
            "visibility IN ('public', 'internal')", name=op.f("ck_questions_visibility")
        ),
        sa.CheckConstraint("expected_seconds > 0", name=op.f("ck_questions_expected_seconds")),
        sa.ForeignKeyConstraint(
            ["category"],
            ["categories.path"],
            name="fk_questions_category_categories",
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["questions.id"], name="fk_questions_merged_into_questions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sa.UniqueConstraint("number", name="uq_questions_number"),
        sa.UniqueConstraint("slug", name="uq_questions_slug"),
        sa.UniqueConstraint("source_identity", name="uq_questions_source_identity"),
    )
    op.create_index("ix_questions_exact_key", "questions", ["exact_key"])
    op.create_index("ix_questions_merged_into", "questions", ["merged_into"])
    passing = ["status", "visibility", "kind"]
    for name, columns in {
        "category": ["category", "number", *passing],
        "difficulty": ["difficulty", "number", *passing],
        "category_difficulty": ["category", "difficulty", "number", *passing],
        "title_start": ["title_start", "number"],
        "created_at": ["created_at", "number"],
        "updated_at": ["updated_at", "number"],
    }.items():
        op.create_index(f"ix_questions_{name}", "questions", columns)
    op.create_table(
        "question_tags",
        sa.Column("tag", sorted_text(100), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["number"],
            ["questions.number"],
            name="fk_question_tags_number_questions",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tag", "number", name="pk_question_tags"),
    )
    op.create_index("ix_question_tags_number", "question_tags", ["number"], unique=False)
    op.create_table(
        "question_terms",
        sa.Column("term", sorted_text(100), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["number"],
            ["questions.number"],
            name="fk_question_terms_number_questions",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("term", "number", name="pk_question_terms"),
    )
    op.create_index("ix_question_terms_number", "question_terms", ["number"])
    op.create_table(
        "question_versions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("question_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sorted_text(1000), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("hints", sa.JSON(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("key_points", sa.JSON(), nullable=False),
        sa.Column("key_points_derived", sa.Boolean(), nullable=False),
        sa.Column("follow_ups", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name="fk_question_versions_question_id_questions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_question_versions"),
        sa.UniqueConstraint(
            "question_id", "number", name="uq_question_versions_question_id_number"
        ),
    )
    op.create_table(
        "draw_items",
        sa.Column("draw_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slot", sa.String(length=200), nullable=True),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["draws.id"], name="fk_draw_items_draw_id_draws", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["question_versions.id"],
            name="fk_draw_items_version_id_question_versions",
        ),
        sa.PrimaryKeyConstraint("draw_id", "position", name="pk_draw_items"),
    )
    op.create_index("ix_draw_items_version_id", "draw_items", ["version_id"], unique=False)
    op.create_table(
        "turns",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("interview_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("hints_revealed", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'answered', 'skipped')", name=op.f("ck_turns_state")
        ),
        sa.CheckConstraint("hints_revealed >= 0", name=op.f("ck_turns_hints_revealed")),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interviews.id"],
            name="fk_turns_interview_id_interviews",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["question_versions.id"], name="fk_turns_version_id_question_versions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_turns"),
        sa.UniqueConstraint("interview_id", "position", name="uq_turns_interview_id_position"),
    )
    op.create_index("ix_turns_version_id", "turns", ["version_id"], unique=False)
    op.create_table(
        "answers",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("turn_id", sa.String(length=36), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("choices", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["turns.id"], name="fk_answers_turn_id_turns", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
        sa.UniqueConstraint("turn_id", name="uq_answers_turn_id"),
    )
    op.create_table(
        "scores",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("answer_id", sa.String(length=36), nullable=False),
        sa.Column("scorer", sa.String(length=50), nullable=False),
        sa.Column("scorer_version", sa.String(length=50), nullable=False),
        sa.Column("total", sa.Float(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.id"], name="fk_scores_answer_id_answers", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scores"),
        sa.UniqueConstraint(
            "answer_id",
            "scorer",
            "scorer_version",
            name="uq_scores_answer_id_scorer_scorer_version",
        ),
    )
    op.bulk_insert(state, [{"id": 1, "revision": 0, "digest": "0" * 32, "next_number": 1}])


def downgrade() -> None:
    """Drop all of them."""
    op.drop_table("scores")
    op.drop_table("answers")
    op.drop_table("turns")
    op.drop_table("draw_items")
    op.drop_table("question_versions")
    op.drop_table("question_terms")
    op.drop_table("question_tags")
    op.drop_table("questions")
    op.drop_table("interviews")
    op.drop_table("imports")
    op.drop_table("idempotent_replies")
    op.drop_table("draws")
    op.drop_table("categories")
    op.drop_table("bank_state")
    op.drop_table("api_keys")
