"""Bring a database to the newest shape, and tell which shape it has."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from rulesets.errors import Fault, OperatorError
from storage.database import Transaction

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x66656E6A69
"""The number of PostgreSQL's advisory lock that lets one process migrate at a time."""


def migrate(transaction: Transaction, last: str = "head") -> None:
    """Run every step that is still to run, up to the last one, within the caller's transaction.

    Raises:
        OperatorError: `database-not-migrated`, the database was made by a newer Fenji.
    """
    if transaction.dialect.name == "postgresql":
        transaction.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
    found = _found(transaction)
    if found == newest():
        return
    if found and found not in _known():
        raise _other(found)
    config = _config()
    config.attributes["connection"] = transaction
    command.upgrade(config, last)


def require_newest(transaction: Transaction) -> None:
    """Refuse a database of another shape than this Fenji's.

    Raises:
        OperatorError: `database-not-migrated`.
    """
    found = _found(transaction)
    if found != newest():
        raise _other(found)


@cache
def newest() -> str:
    """Name the last step there is; the steps are read once, they come with Fenji.

    Example:
        >>> newest() >= "0001"
        True
    """
    return _script().get_current_head() or ""


def _known() -> set[str]:
    return {step.revision for step in _script().walk_revisions()}


def _found(transaction: Transaction) -> str:
    return MigrationContext.configure(transaction).get_current_revision() or ""


def _other(found: str) -> OperatorError:
    words = {"expected": newest(), "found": found or "0000"}
    return OperatorError((Fault("database-not-migrated", words=words),))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config


def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
