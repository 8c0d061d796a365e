"""Instants and days at run time, and what an operation that fails raises."""

from __future__ import annotations

from datetime import UTC, date, datetime, timezone
from zoneinfo import ZoneInfo

from rulesets.values import Value

Timed = tuple[tuple[date | None, Value], ...]
"""The values of a constant by the day from which each holds (1.8)."""


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


def in_force(values: Timed, today: date) -> Value:
    """1.8: the last value whose day is not after today."""
    found = None
    for since, value in values:
        if since is None or since <= today:
            found = value
    return found


class Moments:
    """What a version reads of the instant of a decision; the last instant's answer is kept."""

    def __init__(self, zone: ZoneInfo, timed: tuple[Timed, ...]) -> None:
        self._zone = zone
        self._timed = timed
        self._last: tuple[datetime | None, tuple[Value, ...]] = (None, ())

    def __call__(self, as_of: datetime) -> tuple[Value, ...]:
        """9.1, 1.8: the instant in the zone of the outermost ruleset, its day, and constants."""
        last = self._last  # a pair is taken and set as a whole, whatever other threads do
        if last[0] is as_of:
            return last[1]
        today = day_of(as_of, self._zone)
        found = (
            in_zone(as_of, self._zone),
            today,
            *(in_force(values, today) for values in self._timed),
        )
        self._last = (as_of, found)
        return found
