"""Who inferred a decision a second time, and inferences of two engines that disagree."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.String(27)


def upgrade() -> None:
    # Decisions made before were inferred once. A constant is no change of their rows: no trigger
    # fires, and neither database writes them anew.
    op.add_column(
        "decisions", sa.Column("twin", sa.Text, nullable=False, server_default=sa.text("'none'"))
    )
    op.add_column(
        "decisions", sa.Column("twice", sa.Text, nullable=False, server_default=sa.text("''"))
    )
    op.create_table(
        "disagreements",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("ruleset", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("identity", sa.String(64), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("as_of", INSTANT, nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("twin", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_disagreements"),
    )
    op.create_table(
        "disagreement_personal",
        sa.Column("disagreement", sa.String(26), nullable=False),
        sa.Column("personal", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("disagreement", name="pk_disagreement_personal"),
        sa.ForeignKeyConstraint(
            ["disagreement"],
            ["disagreements.id"],
            name="fk_disagreement_personal_disagreement",
        ),
    )
    _forbid_change("disagreements")


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
