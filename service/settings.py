"""What the operator sets, read from the environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

DATABASE_URL = "FENJI_DATABASE_URL"
SECRET_KEY = "FENJI_SECRET_KEY"  # noqa: S105 - the name of the setting, not a secret
SECRET_KEY_FILE = "FENJI_SECRET_KEY_FILE"  # noqa: S105 - as above
TWIN = "FENJI_TWIN"
PRODUCTION = "FENJI_PRODUCTION"
DEFAULT_DATABASE_URL = "sqlite:///var/fenji.db"
"""A file below the folder in which Fenji is started; only its owner may read it."""

DEFAULT_SECRET_KEY_FILE = "var/secret-key"  # noqa: S105 - the name of a file
"""Made at the first run; only its owner may read it."""

Clock = Callable[[], datetime]
"""Gives the present as an aware datetime. Only service asks it, once for each use case."""


@dataclass(frozen=True)
class Settings:
    """All settings of a house.

    `secret_key` signs sessions and forms; where it is empty, that of `secret_key_file` does.
    `twin` says which decisions are inferred twice, as `service.twin.policy_from` reads it.
    `is_production`: no secret key is made, the operator gives one.
    """

    database_url: str = DEFAULT_DATABASE_URL
    secret_key: str = field(default="", repr=False)
    secret_key_file: str = DEFAULT_SECRET_KEY_FILE
    twin: str = "always"
    is_production: bool = False


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read the settings; what is not set, or empty, has its default.

    Example:
        >>> settings_from({}).database_url
        'sqlite:///var/fenji.db'
        >>> settings_from({"FENJI_DATABASE_URL": "postgresql:///fenji"}).database_url
        'postgresql:///fenji'
    """

    def given(name: str, otherwise: str) -> str:
        return environment.get(name, "").strip() or otherwise

    return Settings(
        database_url=given(DATABASE_URL, DEFAULT_DATABASE_URL),
        secret_key=given(SECRET_KEY, ""),
        secret_key_file=given(SECRET_KEY_FILE, DEFAULT_SECRET_KEY_FILE),
        twin=given(TWIN, "always"),
        is_production=given(PRODUCTION, "off") == "on",
    )


def system_clock() -> datetime:
    """Ask the machine what time it is."""
    return datetime.now(UTC)
