"""Changes of drafts are known by what the page that sent them called them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft_changes", sa.Column("post", sa.String(64)))
    op.create_index("ix_draft_changes_draft_post", "draft_changes", ["draft", "post"])
