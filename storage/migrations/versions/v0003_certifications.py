"""What engines inferred alike before a version was published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Versions published before have none.
    op.create_table(
        "certifications",
        sa.Column("ruleset", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("identity", sa.String(64), nullable=False),
        sa.Column("certification", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("ruleset", "number", name="pk_certifications"),
        sa.ForeignKeyConstraint(
            ["ruleset", "number"],
            ["ruleset_versions.ruleset", "ruleset_versions.number"],
            name="fk_certifications_ruleset",
        ),
    )
    _forbid_change("certifications")


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
