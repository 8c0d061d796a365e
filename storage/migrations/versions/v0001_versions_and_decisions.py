"""Versions, decisions, what is personal in them, idempotency keys and API keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.String(27)
IMMUTABLE = ("vocabularies", "ruleset_versions", "decisions")


def upgrade() -> None:
    op.create_table(
        "vocabularies",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        *_document_columns(),
        sa.PrimaryKeyConstraint("id", "number", name="pk_vocabularies"),
    )
    op.create_table(
        "ruleset_versions",
        sa.Column("ruleset", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        *_document_columns(),
        sa.Column("effective_from", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("ruleset", "number", name="pk_ruleset_versions"),
    )
    op.create_index("ix_ruleset_versions_identity", "ruleset_versions", ["identity"])
    op.create_index(
        "ix_ruleset_versions_in_force", "ruleset_versions", ["ruleset", "effective_from", "number"]
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("rate_per_minute", sa.Integer, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
    )
    _create_decisions()
    for table in IMMUTABLE:
        _forbid_change(table)


def _document_columns() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("identity", sa.String(64), nullable=False),
        sa.Column("frozen", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("title_zh", sa.Text, nullable=False),
        sa.Column("title_en", sa.Text, nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("published_by", sa.Text, nullable=False),
    )


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("ruleset", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("identity", sa.String(64), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("as_of", INSTANT, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("api_key", sa.String(26)),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.ForeignKeyConstraint(["api_key"], ["api_keys.id"], name="fk_decisions_api_key"),
        sa.ForeignKeyConstraint(
            ["ruleset", "version"],
            ["ruleset_versions.ruleset", "ruleset_versions.number"],
            name="fk_decisions_ruleset",
        ),
    )
    op.create_index("ix_decisions_recorded_at", "decisions", ["recorded_at"])
    op.create_index("ix_decisions_subject", "decisions", ["subject", "id"])
    op.create_index("ix_decisions_ruleset", "decisions", ["ruleset", "id"])
    op.create_table(
        "decision_personal",
        sa.Column("decision", sa.String(26), nullable=False),
        sa.Column("personal", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("decision", name="pk_decision_personal"),
        sa.ForeignKeyConstraint(
            ["decision"], ["decisions.id"], name="fk_decision_personal_decision"
        ),
    )
    op.create_table(
        "idempotency",
        sa.Column("api_key", sa.String(26), nullable=False),
        sa.Column("ruleset", sa.String(64), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("decision", sa.String(26), nullable=False),
        sa.UniqueConstraint("api_key", "ruleset", "key", name="uq_idempotency_api_key_ruleset_key"),
        sa.ForeignKeyConstraint(["api_key"], ["api_keys.id"], name="fk_idempotency_api_key"),
        sa.ForeignKeyConstraint(
            ["decision"],
            ["decisions.id"],
            name="fk_idempotency_decision",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index("ix_idempotency_decision", "idempotency", ["decision"])


def _forbid_change(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are immutable'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION fenji_immutable() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% are immutable', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION fenji_immutable()"
    )
