"""Instants and days at run time, and what an operation that fails raises."""

from __future__ import annotations

from datetime import UTC, date, datetime, timezone
from zoneinfo import ZoneInfo

from rulesets.values import Value


class Failed(Exception):  # noqa: N818 - 7.6 says "failed"; it becomes a problem, not an error
    """An operation has no value: the code of its problem."""

    def __init__(self, code: str) -> None:
        """Name the code, one of `rulesets.codes.problems`."""
        self.code = code
        super().__init__(code)


def in_zone(instant: datetime, zone: ZoneInfo) -> datetime:
    """Show an instant in a zone with a plain offset; in UTC where the offset has seconds."""
    local = instant.astimezone(zone)
    offset = local.utcoffset()
    if offset is None or offset.seconds % 60:
        return instant.astimezone(UTC)
    return local.replace(tzinfo=timezone(offset), fold=0)


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """Give the day of an instant in a zone (9.2)."""
    return instant.astimezone(zone).date()


def utc(instant: datetime) -> datetime:
    """Give an instant so that Python compares it as one (9.2)."""
    return instant.astimezone(UTC)


def in_force(values: tuple[tuple[date | None, Value], ...], today: date) -> Value:
    """1.8: the last value whose day is not after today."""
    found = None
    for since, value in values:
        if since is None or since <= today:
            found = value
    return found
