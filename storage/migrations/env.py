"""Run the steps on the connection that `storage.migrating` opened; there is no other way in."""

from __future__ import annotations

from alembic import context

from storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # The caller's transaction spans all steps: an upgrade happens whole or not at all.
    transactional_ddl=False,
)
context.run_migrations()
