"""What the operator sets, read from the environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

DATABASE_URL = "FENJI_DATABASE_URL"
DEFAULT_DATABASE_URL = "sqlite:///var/fenji.db"
"""A file below the folder in which Fenji is started; only its owner may read it."""

Clock = Callable[[], datetime]
"""Gives the present as an aware datetime. Only service asks it, once for each use case."""


@dataclass(frozen=True)
class Settings:
    """All settings of a house."""

    database_url: str = DEFAULT_DATABASE_URL


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read the settings; what is not set, or empty, has its default.

    Example:
        >>> settings_from({}).database_url
        'sqlite:///var/fenji.db'
        >>> settings_from({"FENJI_DATABASE_URL": "postgresql:///fenji"}).database_url
        'postgresql:///fenji'
    """
    return Settings(database_url=environment.get(DATABASE_URL, "").strip() or DEFAULT_DATABASE_URL)


def system_clock() -> datetime:
    """Ask the machine what time it is."""
    return datetime.now(UTC)
