"""Working time over calendars: cases computed by hand, and properties held against naive walks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.calendars import (
    CalendarYearUnknown,
    add_working_days,
    deadline_working_days,
    deadline_working_minutes,
    is_working_day,
    next_opening,
    working_days_between,
)
from rulesets.calendar import Calendar, MakeUpDay, Opening
from service.calendars import packaged_calendars

CN = packaged_calendars()["cn"]
DE = packaged_calendars()["de"]
US = packaged_calendars()["us"]


def week_of(*openings: Opening, zone: str, days: int = 7) -> Calendar:
    return Calendar(
        id="made",
        version=1,
        title_zh="",
        title_en="made",
        zone=zone,
        weekly=(openings,) * days + ((),) * (7 - days),
        holidays=frozenset(),
        make_up_days=(),
        first_year=2024,
        last_year=2026,
    )


def at(calendar: Calendar, text: str) -> datetime:
    """Read a wall clock of the calendar's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(calendar.zone))


# ------------------------------------------------------------------------------------ working days


@pytest.mark.parametrize(
    ("a", "b", "count"),
    [
        # National Day 2025: 28, 29, 30 September, 9, 10, 11, 13 October are worked.
        ("2025-09-26", "2025-10-13", 7),
        ("2025-10-13", "2025-09-26", -7),
        # Only the holidays themselves.
        ("2025-09-30", "2025-10-08", 0),
        # Spring Festival 2025: 26, 27 January, 5, 6, 7, 8, 10 February.
        ("2025-01-24", "2025-02-10", 7),
        # Spring Festival 2026: 14 February (Saturday), 24 to 28 (the last a Saturday).
        ("2026-02-13", "2026-02-28", 6),
        # A working day does not count itself as the first end, and does as the last.
        ("2025-06-09", "2025-06-09", 0),
        ("2025-06-09", "2025-06-10", 1),
        # Across the year: 31 December, then 4 January 2026 (Sunday, made up), 5 January.
        ("2025-12-30", "2026-01-05", 3),
    ],
)
def test_working_days_between_in_china(a: str, b: str, count: int) -> None:
    assert working_days_between(CN, date.fromisoformat(a), date.fromisoformat(b)) == count


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2025-09-27", 0, "2025-09-27"),
        ("2025-09-27", 1, "2025-09-28"),
        ("2025-09-30", 1, "2025-10-09"),
        ("2025-10-10", 1, "2025-10-11"),
        ("2025-10-12", -1, "2025-10-11"),
        ("2025-10-09", -2, "2025-09-29"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2025-12-31", 1, "2026-01-04"),
    ],
)
def test_add_working_days_in_china(day: str, n: int, expected: str) -> None:
    assert add_working_days(CN, date.fromisoformat(day), n) == date.fromisoformat(expected)


def test_make_up_days_are_worked_and_holidays_are_not() -> None:
    assert is_working_day(CN, date(2025, 9, 28))
    assert is_working_day(CN, date(2025, 10, 11))
    assert not any(is_working_day(CN, date(2025, 10, day)) for day in range(1, 9))
    assert not is_working_day(DE, date(2025, 10, 3))
    assert is_working_day(US, date(2025, 10, 3))


# --------------------------------------------------------------------------------------- deadlines


@pytest.mark.parametrize(
    ("start", "moved"),
    [
        ("2025-06-07T10:00", "2025-06-09T09:00"),  # Saturday
        ("2025-06-09T08:59:59", "2025-06-09T09:00"),  # before opening
        ("2025-06-09T09:00", "2025-06-09T09:00"),  # at opening
        ("2025-06-09T12:34:56.789", "2025-06-09T12:34:56.789"),  # within: nothing is lost
        ("2025-06-09T16:59:59", "2025-06-09T16:59:59"),
        ("2025-06-09T17:00", "2025-06-10T09:00"),  # at close
        ("2025-06-09T23:00", "2025-06-10T09:00"),  # after close
        ("2025-09-27T12:00", "2025-09-28T09:00"),  # a Saturday before a made-up Sunday
        ("2025-12-31T17:00", "2026-01-04T09:00"),  # across the year
    ],
)
def test_next_opening_in_china(start: str, moved: str) -> None:
    assert next_opening(CN, at(CN, start)).isoformat() == at(CN, moved).isoformat()
    assert deadline_working_minutes(CN, at(CN, start), 0) == at(CN, moved)


@pytest.mark.parametrize(
    ("start", "n", "deadline"),
    [
        ("2025-06-09T10:00", 0, "2025-06-09T17:00"),
        ("2025-06-09T10:00", 1, "2025-06-10T17:00"),
        # Friday at close is Monday's start: its first working day after is Tuesday.
        ("2025-06-13T17:00", 1, "2025-06-17T17:00"),
        ("2025-06-13T16:59", 1, "2025-06-16T17:00"),
        ("2025-06-14T12:00", 0, "2025-06-16T17:00"),
        ("2025-09-30T10:00", 3, "2025-10-11T17:00"),
        ("2025-12-31T18:00", 1, "2026-01-05T17:00"),
    ],
)
def test_deadline_in_working_days(start: str, n: int, deadline: str) -> None:
    assert deadline_working_days(CN, at(CN, start), n).isoformat() == at(CN, deadline).isoformat()


@pytest.mark.parametrize(
    ("start", "minutes", "deadline"),
    [
        ("2025-06-09T10:00", 1, "2025-06-09T10:01"),
        ("2025-06-09T16:00", 60, "2025-06-09T17:00"),  # the close, not the next opening
        ("2025-06-09T16:00", 61, "2025-06-10T09:01"),
        ("2025-06-09T16:59:30", 1, "2025-06-10T09:00:30"),
        ("2025-06-07T10:00", 480, "2025-06-09T17:00"),
        ("2025-09-30T16:00", 60 + 2 * 480 + 1, "2025-10-11T09:01"),
        ("2025-12-31T16:30", 60, "2026-01-04T09:30"),
    ],
)
def test_deadline_in_working_minutes(start: str, minutes: int, deadline: str) -> None:
    found = deadline_working_minutes(CN, at(CN, start), minutes)
    assert found.isoformat() == at(CN, deadline).isoformat()


def test_a_midday_break_is_not_counted() -> None:
    desk = week_of(Opening(540, 720), Opening(780, 1020), zone="Asia/Shanghai", days=5)
    noon = at(desk, "2025-06-09T12:00")
    assert next_opening(desk, noon) == at(desk, "2025-06-09T13:00")
    morning = at(desk, "2025-06-09T11:00")
    assert deadline_working_minutes(desk, morning, 60) == noon
    assert deadline_working_minutes(desk, morning, 61) == at(desk, "2025-06-09T13:01")
    assert deadline_working_days(desk, noon, 0) == at(desk, "2025-06-09T17:00")


def test_a_start_in_another_zone_is_the_same_instant() -> None:
    start = datetime(2025, 6, 9, 1, 30, tzinfo=UTC)  # 09:30 in Shanghai
    found = deadline_working_minutes(CN, start, 30)
    assert found.isoformat() == "2025-06-09T10:00:00+08:00"
    assert found.tzinfo is CN.zone_rules


# ----------------------------------------------------------------------------------- edge of years


def test_no_answer_beyond_the_last_year() -> None:
    last = at(CN, "2026-12-31T16:00")  # a Thursday
    assert deadline_working_minutes(CN, last, 60) == at(CN, "2026-12-31T17:00")
    assert deadline_working_days(CN, last, 0) == at(CN, "2026-12-31T17:00")
    with pytest.raises(CalendarYearUnknown) as minutes:
        deadline_working_minutes(CN, last, 61)
    assert (minutes.value.calendar, minutes.value.year) == ("cn", 2027)
    with pytest.raises(CalendarYearUnknown):
        deadline_working_days(CN, last, 1)
    with pytest.raises(CalendarYearUnknown):
        next_opening(CN, at(CN, "2026-12-31T17:00"))
    with pytest.raises(CalendarYearUnknown):
        add_working_days(CN, date(2026, 12, 31), 1)
    with pytest.raises(CalendarYearUnknown):
        working_days_between(CN, date(2026, 12, 31), date(2027, 1, 1))
    with pytest.raises(CalendarYearUnknown):
        is_working_day(CN, date(2027, 1, 1))


def test_no_answer_before_the_first_year() -> None:
    with pytest.raises(CalendarYearUnknown) as back:
        add_working_days(DE, date(2020, 1, 2), -1)
    assert back.value.year == 2019
    with pytest.raises(CalendarYearUnknown):
        working_days_between(DE, date(2020, 1, 2), date(2019, 12, 31))
    with pytest.raises(CalendarYearUnknown):
        next_opening(DE, at(DE, "2019-12-31T23:00"))


def test_absurd_sizes_are_beyond_the_last_year_too() -> None:
    start = at(CN, "2025-06-09T10:00")
    for absurd in (10**6, 10**30):
        with pytest.raises(CalendarYearUnknown):
            deadline_working_days(CN, start, absurd)
    with pytest.raises(CalendarYearUnknown):
        deadline_working_minutes(CN, start, 10**30)
    new_york, shanghai = ZoneInfo("America/New_York"), ZoneInfo("Asia/Shanghai")
    for end in (datetime.max.replace(tzinfo=new_york), datetime.min.replace(tzinfo=shanghai)):
        with pytest.raises(CalendarYearUnknown):
            next_opening(CN, end)
        with pytest.raises(CalendarYearUnknown):
            next_opening(US, end)


def test_what_is_no_instant_or_counts_backwards_is_refused() -> None:
    naive = at(CN, "2025-06-09T10:00").replace(tzinfo=None)
    with pytest.raises(ValueError, match="expected an instant with an offset"):
        next_opening(CN, naive)
    with pytest.raises(ValueError, match="expected a number of 0 or more, found `-1`"):
        deadline_working_days(CN, at(CN, "2025-06-09T10:00"), -1)
    with pytest.raises(ValueError, match="expected a number of 0 or more, found `-1`"):
        deadline_working_minutes(CN, at(CN, "2025-06-09T10:00"), -1)


# -------------------------------------------------------------------------------- changes of clocks


@pytest.mark.parametrize(
    ("zone", "start", "deadline"),
    [
        # A day of minutes, round the clock: spring skips an hour, autumn repeats one.
        ("Europe/Berlin", "2025-03-29T12:00", "2025-03-30T13:00:00+02:00"),
        ("Europe/Berlin", "2025-10-25T12:00", "2025-10-26T11:00:00+01:00"),
        ("America/New_York", "2025-03-08T12:00", "2025-03-09T13:00:00-04:00"),
        ("America/New_York", "2025-11-01T12:00", "2025-11-02T11:00:00-05:00"),
        # The day that begins at 01:00.
        ("America/Santiago", "2024-09-07T12:00", "2024-09-08T13:00:00-03:00"),
    ],
)
def test_minutes_elapse_through_a_change_of_clocks(zone: str, start: str, deadline: str) -> None:
    always = week_of(Opening(0, 1440), zone=zone)
    assert deadline_working_minutes(always, at(always, start), 1440).isoformat() == deadline


@pytest.mark.parametrize(
    ("opening", "start", "minutes", "deadline"),
    [
        # Office hours around the weekend of the change: the wall clock rules the opening.
        ((540, 1020), "2025-03-07T16:00", 61 + 480 * 2, "2025-03-10T09:01:00-04:00"),
        # 01:00 to 03:00 lasts one hour on 9 March, three on 2 November.
        ((60, 180), "2025-03-09T00:00", 60, "2025-03-09T03:00:00-04:00"),
        ((60, 180), "2025-03-09T00:00", 61, "2025-03-10T01:01:00-04:00"),
        ((60, 180), "2025-11-02T00:00", 90, "2025-11-02T01:30:00-05:00"),
        ((60, 180), "2025-11-02T00:00", 180, "2025-11-02T03:00:00-05:00"),
        # 02:30 does not exist on 9 March: the opening begins with 03:00.
        ((150, 240), "2025-03-09T00:00", 60, "2025-03-09T04:00:00-04:00"),
        # 02:00 to 03:00 does not exist at all that day.
        ((120, 180), "2025-03-09T00:00", 1, "2025-03-10T02:01:00-04:00"),
    ],
)
def test_openings_across_a_change_of_clocks(
    opening: tuple[int, int], start: str, minutes: int, deadline: str
) -> None:
    night = week_of(Opening(*opening), zone="America/New_York")
    assert deadline_working_minutes(night, at(night, start), minutes).isoformat() == deadline


def test_office_hours_over_the_weekend_of_the_change() -> None:
    friday = at(DE, "2025-10-24T16:00")
    assert deadline_working_minutes(DE, friday, 120).isoformat() == "2025-10-27T10:00:00+01:00"
    assert deadline_working_days(DE, friday, 1).isoformat() == "2025-10-27T17:00:00+01:00"


# -------------------------------------------------------------------------------------- properties

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Santiago", "UTC")
DAYS = st.dates(date(2024, 3, 1), date(2025, 12, 31))
STARTS = st.datetimes(datetime(2024, 3, 1), datetime(2025, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@st.composite
def openings(draw: st.DrawFn) -> tuple[Opening, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 1440), min_size=2, max_size=6)))
    return tuple(Opening(*pair) for pair in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    hours = draw(openings())
    plain = week_of(*hours, zone=draw(st.sampled_from(ZONES)), days=draw(st.integers(1, 7)))
    holidays = draw(st.frozensets(DAYS, max_size=20))
    made_up = draw(st.frozensets(DAYS, max_size=5)) - holidays
    days = tuple(MakeUpDay(day) for day in made_up)
    return Calendar(**{**vars(plain), "holidays": holidays, "make_up_days": days})


def is_open_or_closing(calendar: Calendar, instant: datetime) -> bool:
    """Tell whether the instant, or the moment just before it, is working time."""
    before = instant.astimezone(UTC) - timedelta(microseconds=1)
    return (
        next_opening(calendar, instant).astimezone(UTC) == instant.astimezone(UTC)
        or next_opening(calendar, before).astimezone(UTC) == before
    )


@given(calendars(), STARTS, st.integers(0, 5_000), st.integers(0, 2_000))
@settings(deadline=None)
def test_more_minutes_never_end_earlier(
    calendar: Calendar, start: datetime, minutes: int, more: int
) -> None:
    try:
        first = deadline_working_minutes(calendar, start, minutes)
        second = deadline_working_minutes(calendar, start, minutes + more)
    except CalendarYearUnknown:
        assume(False)
    elapsed = second.astimezone(UTC) - first.astimezone(UTC)
    assert elapsed >= timedelta(minutes=more)
    assert first.astimezone(UTC) >= start
    assert is_open_or_closing(calendar, first)


@given(calendars(), STARTS, st.integers(0, 200))
@settings(deadline=None)
def test_more_working_days_never_end_earlier(calendar: Calendar, start: datetime, n: int) -> None:
    try:
        first = deadline_working_days(calendar, start, n)
        second = deadline_working_days(calendar, start, n + 1)
    except CalendarYearUnknown:
        assume(False)
    assert start < first.astimezone(UTC) < second.astimezone(UTC)


@given(calendars(), DAYS, st.integers(0, 300))
def test_adding_working_days_is_undone_by_counting_them(
    calendar: Calendar, day: date, n: int
) -> None:
    try:
        later = add_working_days(calendar, day, n)
    except CalendarYearUnknown:
        assume(False)
    assert working_days_between(calendar, day, later) == n
    assert working_days_between(calendar, later, day) == -n
    if is_working_day(calendar, day):
        assert add_working_days(calendar, later, -n) == day


@given(calendars(), DAYS, DAYS)
def test_counting_working_days_equals_looking_at_each(calendar: Calendar, a: date, b: date) -> None:
    first, last = min(a, b), max(a, b)
    days = [first + timedelta(days=1 + offset) for offset in range((last - first).days)]
    count = sum(is_working_day(calendar, day) for day in days)
    assert working_days_between(calendar, a, b) == (count if a <= b else -count)


@given(STARTS, st.integers(1, 600), st.sampled_from([CN, DE, US]))
@settings(max_examples=30, deadline=None)
def test_minutes_equal_a_walk_from_minute_to_minute(
    start: datetime, minutes: int, calendar: Calendar
) -> None:
    instant = start.replace(second=0, microsecond=0)
    zone = ZoneInfo(calendar.zone)
    counted = 0
    while counted < minutes:
        wall = instant.astimezone(zone)
        minute = wall.hour * 60 + wall.minute
        counted += any(each.start <= minute < each.end for each in calendar.openings(wall.date()))
        instant += timedelta(minutes=1)
    start = start.replace(second=0, microsecond=0)
    assert deadline_working_minutes(calendar, start, minutes).astimezone(UTC) == instant
