"""The days of a calendar as a person sees them: worked or not, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from rulesets.calendar import Calendar
from rulesets.types import Both
from service.calendars import festivals, packaged_calendars

DayKind = Literal["working", "day off", "holiday", "make-up", "not known"]
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class CalendarDay:
    """A day of a calendar.

    Attributes:
        kind: `make-up` is worked in place of another day; `not known` lies beyond the calendar.
        minutes: how much working time of the day lies between the two moments asked for.
        festival: why it is a holiday or a make-up day; empty where that is not known.
    """

    day: date
    kind: DayKind
    minutes: int = 0
    festival: Both = Both()

    @property
    def is_worked(self) -> bool:
        """Whether the day has working time."""
        return self.kind in {"working", "make-up"}


def calendars_known() -> Mapping[str, Both]:
    """Give the titles of the calendars that come with Fenji, by id.

    Example:
        >>> calendars_known()["cn"].zh
        '中国（含调休）'
    """
    known = packaged_calendars().values()
    return {each.id: Both(each.title_zh, each.title_en) for each in known}


def days_of(
    calendar: Calendar | None, first: date, last: date, begin: datetime, end: datetime
) -> tuple[CalendarDay, ...]:
    """Tell the days from one to another, both included; without a calendar all are worked.

    Args:
        calendar: whose days are told.
        first: the first day.
        last: the last day.
        begin: from when working time is counted, in the zone of the calendar.
        end: until when.

    Example:
        >>> from zoneinfo import ZoneInfo
        >>> from service.calendars import packaged_calendars
        >>> at = datetime(2025, 9, 30, 16, tzinfo=ZoneInfo("Asia/Shanghai"))
        >>> cn = packaged_calendars()["cn"]
        >>> days = days_of(cn, at.date(), date(2025, 10, 1), at, at + timedelta(days=1))
        >>> [(each.kind, each.minutes) for each in days]
        [('working', 60), ('holiday', 0)]
    """
    count = (last - first).days + 1
    days = (first + timedelta(days=offset) for offset in range(count))
    return tuple(_day(calendar, day, begin, end) for day in days)


def _day(calendar: Calendar | None, day: date, begin: datetime, end: datetime) -> CalendarDay:
    if calendar is None:
        return CalendarDay(day, "working")
    if not calendar.first_year <= day.year <= calendar.last_year:
        return CalendarDay(day, "not known")
    festival = festivals().get(calendar.id, {}).get(day, Both())
    if day in calendar.holidays:
        return CalendarDay(day, "holiday", festival=festival)
    openings = calendar.openings(day)
    if not openings:
        return CalendarDay(day, "day off")
    made_up = any(each.day == day for each in calendar.make_up_days)
    low, high = begin.replace(tzinfo=None), end.replace(tzinfo=None)
    midnight = datetime.combine(day, time.min)
    spans = (
        min(midnight + each.end * _MINUTE, high) - max(midnight + each.start * _MINUTE, low)
        for each in openings
    )
    minutes = sum(max(span // _MINUTE, 0) for span in spans)
    return CalendarDay(day, "make-up" if made_up else "working", minutes, festival)
