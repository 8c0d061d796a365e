"""Moments as people choose them: a day and a time on the clocks of a zone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from rulesets.errors import CallerError, Fault

_SHOWN = 40


def read_clock_time(typed: str, zone: str) -> datetime:
    """Read what a field for day and time holds, on the clocks of a zone.

    An hour that the clocks show twice is the first one of the two.

    Raises:
        CallerError: `no-such-clock-time`.

    Example:
        >>> read_clock_time("2026-12-01T00:00", "Asia/Shanghai").isoformat()
        '2026-11-30T16:00:00+00:00'
        >>> read_clock_time("2026-03-29T02:30", "Europe/Berlin")
        Traceback (most recent call last):
        rulesets.errors.CallerError: no-such-clock-time: …
    """
    clocks = ZoneInfo(zone)
    try:
        moment = datetime.fromisoformat(typed.strip().replace(" ", "T"))
        if moment.tzinfo is None:
            there = moment.replace(tzinfo=clocks).astimezone(UTC)
            if there.astimezone(clocks).replace(tzinfo=None) == moment:
                return there
    except (ValueError, OverflowError):
        pass
    words = {"zone": zone, "found": typed[:_SHOWN]}
    raise CallerError((Fault("no-such-clock-time", words=words),))


def read_effect(when: str, typed: str, zone: str) -> datetime | None:
    """Read from when a version is to decide: `now`, which is None, or `at` what is typed.

    A moment that is typed beside `now` was meant: nothing is in effect at once by mistake.

    Raises:
        CallerError: `moment-not-chosen`, `no-such-clock-time`.

    Example:
        >>> read_effect("now", "", "UTC")
        >>> read_effect("now", "2026-12-01T00:00", "UTC")
        Traceback (most recent call last):
        rulesets.errors.CallerError: moment-not-chosen: …
    """
    if when == "at":
        return read_clock_time(typed, zone)
    if when == "now" and not typed.strip():
        return None
    raise CallerError((Fault("moment-not-chosen"),))


def clock_time(moment: datetime, zone: str) -> str:
    """Write a moment as a field for day and time has it.

    Example:
        >>> clock_time(datetime(2026, 11, 30, 16, tzinfo=UTC), "Asia/Shanghai")
        '2026-12-01T00:00'
    """
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
