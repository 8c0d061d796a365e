"""Working time: pure functions over a calendar, the clock is never asked.

Openings are given on the local wall clock and become instants: an opening begins (ends) at the
first instant at which the local clock shows its start (end) or later. So an hour that a change of
clocks skips is not worked, an hour that it repeats inside an opening is worked twice, and openings
that do not overlap on the wall do not overlap as instants. Minutes are counted as they elapse.

Answers are datetimes in the calendar's zone. Python compares and subtracts two datetimes of one
zone by their wall clocks; who compares answers turns them into UTC first.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from rulesets.calendar import Calendar, CalendarYearUnknown

__all__ = [
    "CalendarYearUnknown",
    "add_working_days",
    "deadline_working_days",
    "deadline_working_minutes",
    "first_instant",
    "is_working_day",
    "next_opening",
    "working_days_between",
]

_MICROSECOND = timedelta(microseconds=1)
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
_MINUTE_MICROSECONDS = 60_000_000


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Tell whether a day has any working time.

    Raises:
        CalendarYearUnknown: When the day lies outside the calendar's years.

    Example:
        >>> is_working_day(_example(), date(2025, 9, 28))
        True
        >>> is_working_day(_example(), date(2025, 10, 1))
        False
    """
    return calendar.is_working_day(day)


def working_days_between(calendar: Calendar, a: date, b: date) -> int:
    """Count the working days after `a` up to and including `b`; negative when `b` comes first.

    Raises:
        CalendarYearUnknown: When either date lies outside the calendar's years, also when
            they are equal.

    Example:
        >>> working_days_between(_example(), date(2025, 9, 30), date(2025, 10, 11))
        3
        >>> working_days_between(_example(), date(2025, 10, 11), date(2025, 9, 30))
        -3
        >>> working_days_between(_example(), date(2025, 12, 31), date(2026, 1, 1))
        Traceback (most recent call last):
        rulesets.calendar.CalendarYearUnknown: calendar `cn` has no data for the year 2026
    """
    calendar.require(a)
    calendar.require(b)
    days = calendar.working_days
    return bisect_right(days, b) - bisect_right(days, a)


def add_working_days(calendar: Calendar, day: date, n: int) -> date:
    """Return the n-th working day after a day, or before it when `n` is negative; for 0 the day.

    Raises:
        CalendarYearUnknown: When the day or the answer lies outside the calendar's years.

    Example:
        >>> add_working_days(_example(), date(2025, 9, 30), 3)
        datetime.date(2025, 10, 11)
        >>> add_working_days(_example(), date(2025, 12, 31), 1)
        Traceback (most recent call last):
        rulesets.calendar.CalendarYearUnknown: calendar `cn` has no data for the year 2026
    """
    calendar.require(day)
    if n == 0:
        return day
    days = calendar.working_days
    index = bisect_right(days, day) + n - 1 if n > 0 else bisect_left(days, day) + n
    if index < 0:
        raise CalendarYearUnknown(calendar.id, calendar.first_year - 1)
    if index >= len(days):
        raise CalendarYearUnknown(calendar.id, calendar.last_year + 1)
    return days[index]


def next_opening(calendar: Calendar, instant: datetime) -> datetime:
    """Return the instant itself within working time, else the next beginning of an opening.

    A closing instant is outside working time.

    Raises:
        ValueError: When the instant has no offset.
        CalendarYearUnknown: When no working time is left in the calendar's years.

    Example:
        >>> shanghai = ZoneInfo("Asia/Shanghai")
        >>> next_opening(_example(), datetime(2025, 9, 30, 17, 0, tzinfo=shanghai)).isoformat()
        '2025-10-09T09:00:00+08:00'
        >>> next_opening(_example(), datetime(2025, 9, 30, 17, 0))
        Traceback (most recent call last):
        ValueError: expected an instant with an offset, found `2025-09-30T17:00:00`
    """
    return next(_working_time(calendar, instant)).begin.astimezone(calendar.zone_rules)


def deadline_working_days(calendar: Calendar, start: datetime, n: int) -> datetime:
    """Return the close of the n-th working day after the day on which work starts.

    A start outside working time moves to the next opening first. With `n` 0 it is the close of the
    day of that start.

    Args:
        calendar: Whose working days are counted.
        start: An instant.
        n: Working days, 0 or more.

    Raises:
        ValueError: When `n` is negative, or the start has no offset.
        CalendarYearUnknown: When the deadline would lie outside the calendar's years.

    Example:
        >>> saturday = datetime(2025, 9, 27, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
        >>> deadline_working_days(_example(), saturday, 2).isoformat()
        '2025-09-30T17:00:00+08:00'
    """
    _require_not_negative(n)
    started = next(_working_time(calendar, start))
    day = add_working_days(calendar, started.day, n)
    zone = calendar.zone_rules
    return _reached(zone, day, calendar.openings(day)[-1].end).astimezone(zone)


def deadline_working_minutes(calendar: Calendar, start: datetime, minutes: int) -> datetime:
    """Return the instant at which so many minutes of working time have elapsed since the start.

    A start outside working time moves to the next opening first; with 0 minutes that is the answer.
    A deadline that falls on a closing time is that closing time, not the next opening.

    Args:
        calendar: Whose working time is counted.
        start: An instant.
        minutes: Minutes of working time, 0 or more.

    Raises:
        ValueError: When `minutes` is negative, or the start has no offset.
        CalendarYearUnknown: When the deadline would lie outside the calendar's years.

    Example:
        >>> start = datetime(2025, 9, 30, 16, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
        >>> deadline_working_minutes(_example(), start, 60).isoformat()
        '2025-09-30T17:00:00+08:00'
        >>> deadline_working_minutes(_example(), start, 61).isoformat()
        '2025-10-09T09:01:00+08:00'
    """
    _require_not_negative(minutes)
    left = minutes * _MINUTE_MICROSECONDS
    stretches = _working_time(calendar, start)
    stretch = next(stretches)
    while left > stretch.length:
        left -= stretch.length
        stretch = next(stretches)
    return (stretch.begin + left * _MICROSECOND).astimezone(calendar.zone_rules)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Unbroken working time in UTC, and the local day whose opening it is."""

    day: date
    begin: datetime
    end: datetime

    @property
    def length(self) -> int:
        """Microseconds, so that the seconds of a start are kept exactly."""
        return (self.end - self.begin) // _MICROSECOND


def _working_time(calendar: Calendar, start: datetime) -> Iterator[_Stretch]:
    """Yield the working time from an instant on, without end: it stops by `CalendarYearUnknown`."""
    zone = calendar.zone_rules
    instant, day = _located(calendar, start, zone)
    while True:
        for opening in calendar.openings(day):
            begin = max(instant, _reached(zone, day, opening.start))
            end = _reached(zone, day, opening.end)
            if begin < end:
                yield _Stretch(day, begin, end)
        day += _DAY


def _located(calendar: Calendar, instant: datetime, zone: ZoneInfo) -> tuple[datetime, date]:
    """Return the instant in UTC, where differences are what elapses, and its local day."""
    if instant.utcoffset() is None:
        message = f"expected an instant with an offset, found `{instant.isoformat()}`"
        raise ValueError(message)
    try:
        in_utc = instant.astimezone(UTC)
        return in_utc, in_utc.astimezone(zone).date()
    except OverflowError:  # the first or last hours that a datetime can hold
        raise CalendarYearUnknown(calendar.id, instant.year) from None


# Deadlines of one day ask for the same few openings again and again; most of a walk is spent here.
@lru_cache(maxsize=4096)
def first_instant(zone: ZoneInfo, wall: datetime) -> datetime:
    """Return, in UTC, the first instant at which the local clock shows a wall time or later.

    Raises:
        OverflowError: When the instant lies beyond what a datetime can hold.

    Example:
        >>> berlin = ZoneInfo("Europe/Berlin")
        >>> first_instant(berlin, datetime(2026, 3, 29, 2, 30)).isoformat()
        '2026-03-29T01:00:00+00:00'
        >>> first_instant(berlin, datetime(2026, 10, 25, 2, 30)).isoformat()
        '2026-10-25T00:30:00+00:00'
    """
    here = wall.replace(tzinfo=zone, fold=0)
    instant = here.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None, fold=0) == here.replace(tzinfo=None):
        return instant
    # The clock skips this time. With fold=1 it is read by the later offset, which puts it before
    # the change of clocks; as read above it lies at the change or after it.
    return _change_of_clocks(zone, here.replace(fold=1).astimezone(UTC), instant)


def _reached(zone: ZoneInfo, day: date, minute: int) -> datetime:
    # 1440 is the next day's midnight.
    return first_instant(zone, datetime.combine(day, time.min) + timedelta(minutes=minute))


def _change_of_clocks(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Search the second at which the offset changes; zoneinfo does not tell it."""
    old = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2 // _SECOND * _SECOND
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def _require_not_negative(number: int) -> None:
    if number < 0:
        message = f"expected a number of 0 or more, found `{number}`"
        raise ValueError(message)


def _example() -> Calendar:
    """Return the weeks around China's National Day of 2025, for the examples above."""
    from rulesets.calendar import MakeUpDay, Opening  # noqa: PLC0415 - only the examples need them

    office = (Opening(9 * 60, 17 * 60),)
    return Calendar(
        id="cn",
        version=1,
        title_zh="中国",
        title_en="China",
        zone="Asia/Shanghai",
        weekly=(office,) * 5 + ((), ()),
        holidays=frozenset(date(2025, 10, day) for day in range(1, 9)),
        make_up_days=(MakeUpDay(date(2025, 9, 28)), MakeUpDay(date(2025, 10, 11))),
        first_year=2025,
        last_year=2025,
    )
