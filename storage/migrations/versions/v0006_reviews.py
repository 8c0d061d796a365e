"""What was submitted for approval, and what was decided on it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.String(27)


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("draft", sa.String(26)),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("title_zh", sa.Text, nullable=False),
        sa.Column("title_en", sa.Text, nullable=False),
        sa.Column("base_version", sa.Integer),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("authors", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("identity", sa.String(64), nullable=False),
        sa.Column("certification", sa.Text, nullable=False),
        sa.Column("submitted_by", sa.String(26), nullable=False),
        sa.Column("submitted_by_name", sa.Text, nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.ForeignKeyConstraint(["draft"], ["drafts.id"], name="fk_reviews_draft"),
    )
    op.create_index("ix_reviews_draft", "reviews", ["draft"])
    op.create_index("ix_reviews_document", "reviews", ["document"])
    op.create_table(
        "review_ends",
        sa.Column("review", sa.String(26), nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("by", sa.String(26), nullable=False),
        sa.Column("by_name", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("version", sa.Integer),
        sa.Column("effective_from", INSTANT),
        sa.PrimaryKeyConstraint("review", name="pk_review_ends"),
        sa.ForeignKeyConstraint(["review"], ["reviews.id"], name="fk_review_ends_review"),
    )
    for table in ("reviews", "review_ends"):
        _forbid_change(table)


def _forbid_change(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are immutable'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION fenji_immutable()"
    )
