"""The tables of the database, as the newest migration leaves them.

Instants are texts in UTC of one width, so that both databases keep, compare and sort them alike and
to the microsecond. Documents are texts too: what was written is read back byte by byte, and a
database never takes a number of theirs through its own types.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

IMMUTABLE = (
    *("vocabularies", "ruleset_versions", "decisions", "disagreements", "certifications"),
    *("draft_changes", "reviews", "review_ends"),
)
"""Tables whose rows are never changed nor removed; triggers of the database hold it."""

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as text: `2026-03-01T01:30:00.000000Z`.

    Example:
        >>> from sqlalchemy.dialects.sqlite.base import SQLiteDialect
        >>> moment = datetime(2026, 3, 1, 1, 30, tzinfo=UTC)
        >>> Instant().process_bind_param(moment, SQLiteDialect())
        '2026-03-01T01:30:00.000000Z'
    """

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write an instant in UTC; a naive one is refused, because nobody knows when it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"an instant needs an offset: {value}"
            raise ValueError(message)
        in_utc = value.astimezone(UTC).replace(tzinfo=None)
        return in_utc.isoformat(timespec="microseconds") + "Z"

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read it back, aware and in UTC."""
        return None if value is None else datetime.fromisoformat(value)


VOCABULARIES = Table(
    "vocabularies",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("identity", String(64), nullable=False),
    Column("frozen", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("published_by", Text, nullable=False),
)

RULESET_VERSIONS = Table(
    "ruleset_versions",
    METADATA,
    Column("ruleset", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("identity", String(64), nullable=False, index=True),
    Column("frozen", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("effective_from", Instant, nullable=False),
    Column("published_by", Text, nullable=False),
    Index("ix_ruleset_versions_in_force", "ruleset", "effective_from", "number"),
)

CERTIFICATIONS = Table(
    "certifications",
    METADATA,
    Column("ruleset", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("identity", String(64), nullable=False),
    Column("certification", Text, nullable=False),
    ForeignKeyConstraint(
        ["ruleset", "number"], ["ruleset_versions.ruleset", "ruleset_versions.number"]
    ),
)

API_KEYS = Table(
    "api_keys",
    METADATA,
    Column("id", String(26), primary_key=True),
    Column("name", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("rate_per_minute", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("id", String(26), primary_key=True),
    Column("ruleset", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("identity", String(64), nullable=False),
    Column("subject", Text, nullable=False),
    Column("as_of", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False, index=True),
    Column("api_key", String(26), ForeignKey("api_keys.id")),
    Column("engine", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("twin", Text, nullable=False, server_default="none"),
    # The steps that both engines worked out, apart by blanks.
    Column("twice", Text, nullable=False, server_default=""),
    ForeignKeyConstraint(
        ["ruleset", "version"], ["ruleset_versions.ruleset", "ruleset_versions.number"]
    ),
    Index("ix_decisions_subject", "subject", "id"),
    Index("ix_decisions_ruleset", "ruleset", "id"),
)

DECISION_PERSONAL = Table(
    "decision_personal",
    METADATA,
    Column("decision", String(26), ForeignKey("decisions.id"), primary_key=True),
    Column("personal", Text, nullable=False),
)

IDEMPOTENCY = Table(
    "idempotency",
    METADATA,
    Column("api_key", String(26), ForeignKey("api_keys.id"), nullable=False),
    Column("ruleset", String(64), nullable=False),
    Column("key", String(200), nullable=False),
    Column("body_hash", String(64), nullable=False),
    # Deferred: the key is claimed first, and only who got it writes the decision.
    Column(
        "decision",
        String(26),
        ForeignKey("decisions.id", deferrable=True, initially="DEFERRED"),
        nullable=False,
        index=True,
    ),
    UniqueConstraint("api_key", "ruleset", "key"),
)

DISAGREEMENTS = Table(
    "disagreements",
    METADATA,
    Column("id", String(26), primary_key=True),
    Column("at", Instant, nullable=False),
    # No foreign key: a ruleset that is not published may be tried too.
    Column("ruleset", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("identity", String(64), nullable=False),
    Column("subject", Text, nullable=False),
    Column("as_of", Instant, nullable=False),
    Column("engine", Text, nullable=False),
    Column("twin", Text, nullable=False),
    Column("record", Text, nullable=False),
)

DISAGREEMENT_PERSONAL = Table(
    "disagreement_personal",
    METADATA,
    Column("disagreement", String(26), ForeignKey("disagreements.id"), primary_key=True),
    Column("personal", Text, nullable=False),
)

PEOPLE = Table(
    "people",
    METADATA,
    Column("id", String(26), primary_key=True),
    Column("name", Text, nullable=False),
    # The name by which it is found and told from others, whatever its case and composition.
    Column("folded", Text, nullable=False, unique=True),
    Column("password", Text, nullable=False),
    # Apart by blanks.
    Column("roles", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("is_demo", Boolean, nullable=False),
    Column("language", Text, nullable=False),
    Column("theme", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("disabled_at", Instant),
)

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("id", String(26), primary_key=True),
    # Of the token, which only the browser has.
    Column("hash", String(64), nullable=False, unique=True),
    Column("person", String(26), ForeignKey("people.id"), nullable=False, index=True),
    Column("address", Text, nullable=False),
    Column("agent", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ended_at", Instant),
)

SIGN_INS = Table(
    "sign_ins",
    METADATA,
    Column("id", String(26), primary_key=True),
    # Of what was typed: some type their password there.
    Column("name_hash", String(64), nullable=False),
    Column("address", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Index("ix_sign_ins_name_hash_at", "name_hash", "at"),
    Index("ix_sign_ins_address_at", "address", "at"),
)
"""Attempts that failed; those of a name go when one succeeds."""

DRAFTS = Table(
    "drafts",
    METADATA,
    Column("id", String(26), primary_key=True),
    # `ruleset` or `vocabulary`.
    Column("kind", Text, nullable=False),
    Column("document", String(64), nullable=False, index=True),
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    # The published version it began as; none where it began as something else.
    Column("base_version", Integer),
    # The YAML it began as, for its comments.
    Column("source", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("opened_by", String(26), nullable=False),
    Column("opened_by_name", Text, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("touched_by_name", Text, nullable=False),
    Column("touched_at", Instant, nullable=False),
    Index("ix_drafts_state_touched_at", "state", "touched_at"),
)

DRAFT_CHANGES = Table(
    "draft_changes",
    METADATA,
    Column("draft", String(26), ForeignKey("drafts.id"), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("by", String(26), nullable=False),
    # As the person was called then.
    Column("by_name", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("edits", Text, nullable=False),
    Column("inverse", Text, nullable=False),
    Column("said", Text, nullable=False),
    # The revision that this change takes back, or does again.
    Column("undoes", Integer),
    Column("redoes", Integer),
    # What the page called it, by which it is known when it is sent again.
    Column("post", String(64)),
    Index("ix_draft_changes_draft_post", "draft", "post"),
)

REVIEWS = Table(
    "reviews",
    METADATA,
    Column("id", String(26), primary_key=True),
    # None where an old version was published anew.
    Column("draft", String(26), ForeignKey("drafts.id"), index=True),
    Column("kind", Text, nullable=False),
    Column("document", String(64), nullable=False, index=True),
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("base_version", Integer),
    Column("revision", Integer, nullable=False),
    # Who changed the draft, as JSON: ids of accounts and the names of the time.
    Column("authors", Text, nullable=False),
    Column("reason", Text, nullable=False),
    # What was submitted: a draft that is sent back changes again.
    Column("content", Text, nullable=False),
    # Of the content that is certified; empty for a vocabulary.
    Column("identity", String(64), nullable=False),
    Column("certification", Text, nullable=False),
    Column("submitted_by", String(26), nullable=False),
    Column("submitted_by_name", Text, nullable=False),
    Column("submitted_at", Instant, nullable=False),
)

REVIEW_ENDS = Table(
    "review_ends",
    METADATA,
    # One for each review, which is why of two approvers one alone publishes.
    Column("review", String(26), ForeignKey("reviews.id"), primary_key=True),
    # `approved`, `sent back`, `withdrawn` or `rolled back`.
    Column("act", Text, nullable=False),
    Column("by", String(26), nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("comment", Text, nullable=False),
    # What was published.
    Column("version", Integer),
    Column("effective_from", Instant),
)
