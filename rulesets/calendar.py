"""Calendars: which minutes of which days are working time, as data.

A calendar is frozen into every published version that uses it and covered by that version's
identity, so it holds plain values only. `engine.calendars` walks it; nothing here asks the clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from rulesets.calendar_reader import Reader
from rulesets.types import Both
from rulesets.zones import Zone, installed_zone, is_zone

DAY_MINUTES = 24 * 60
WEEK_DAYS = 7
# Bounds that no real calendar meets: they keep the table of working days small whatever is typed.
EARLIEST_YEAR = 1900
LATEST_YEAR = 2999
MOST_YEARS = 200

# Names that some machines resolve, each its own way: no place on earth is meant by them.
_MACHINE_ZONES = frozenset({"localtime", "posixrules", "Factory"})

_KEYS = (
    "id",
    "version",
    "title",
    "zone",
    "first_year",
    "last_year",
    "weekly",
    "holidays",
    "make_up_days",
)


class CalendarFault(Exception):  # noqa: N818 - "fault" is the project's word for what is wrong
    """The data of a calendar is inconsistent; `messages` says all that is wrong.

    Example:
        >>> str(CalendarFault((Both("缺少名称", "the title is missing"),)))
        'the title is missing'
    """

    def __init__(self, messages: tuple[Both, ...]) -> None:
        """Keep the messages; the text of the exception is English, for logs."""
        self.messages = messages
        super().__init__("; ".join(message.in_language("en") for message in messages))


class CalendarYearUnknown(Exception):  # noqa: N818 - named as its problem, `calendar-year-unknown`
    """A day outside the years of a calendar was needed; whether it is a working day is unknown."""

    def __init__(self, calendar: str, year: int) -> None:
        """Keep the calendar's id and the year that it does not know."""
        self.calendar = calendar
        self.year = year
        super().__init__(f"calendar `{calendar}` has no data for the year {year}")


@dataclass(frozen=True, slots=True)
class Opening:
    """A stretch of working time in a day: minutes since local midnight, `end` excluded.

    Example:
        >>> Opening(9 * 60, 17 * 60)
        Opening(start=540, end=1020)
        >>> Opening(600, 600)
        Traceback (most recent call last):
        rulesets.calendar.CalendarFault: expected minutes 0 ≤ start < end ≤ 1440, found …
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse an empty or reversed stretch, and minutes outside the day."""
        if not 0 <= self.start < self.end <= DAY_MINUTES:
            rule, found = f"0 ≤ start < end ≤ {DAY_MINUTES}", (self.start, self.end)
            raise CalendarFault(
                (
                    Both(
                        f"应为分钟数 {rule}，实为 `{found[0]}` 至 `{found[1]}`",
                        f"expected minutes {rule}, found `{found[0]}` to `{found[1]}`",
                    ),
                )
            )


@dataclass(frozen=True, slots=True, order=True)
class MakeUpDay:
    """A day worked in place of another (调休), with the hours of `weekday`, 0 for Monday to 6."""

    day: date
    weekday: int = 0


@dataclass(frozen=True)
class Calendar:
    """The working time of one place, for the whole years `first_year` to `last_year`.

    Args:
        id: Its name in rulesets.
        version: 1 or more; a changed calendar is a new version.
        title_zh: Its title in Chinese; one of the two titles may be empty.
        title_en: Its title in English.
        zone: An IANA zone; the minutes of openings are its wall clock.
        weekly: The openings of Monday to Sunday, seven entries, each in order of time.
        holidays: Days without any working time; a holiday may lie on a day off.
        make_up_days: Days with the hours of another weekday; kept in order of date.
        first_year: The first year whose holidays are known.
        last_year: The last one.
        frozen: The rules of its zone as a published version keeps them; None: those installed.

    Raises:
        CalendarFault: When the data contradicts itself; all that is wrong is said at once.

    Example:
        >>> office = (Opening(540, 1020),)
        >>> calendar = Calendar(
        ...     "cn", 1, "中国", "China", "Asia/Shanghai", (office,) * 5 + ((), ()),
        ...     holidays=frozenset({date(2025, 10, 1)}),
        ...     make_up_days=(MakeUpDay(date(2025, 9, 28)),), first_year=2025, last_year=2025,
        ... )
        >>> calendar.is_working_day(date(2025, 10, 1)), calendar.openings(date(2025, 9, 28))
        (False, (Opening(start=540, end=1020),))
        >>> calendar.openings(date(2026, 1, 5))
        Traceback (most recent call last):
        rulesets.calendar.CalendarYearUnknown: calendar `cn` has no data for the year 2026
    """

    id: str
    version: int
    title_zh: str
    title_en: str
    zone: str
    weekly: tuple[tuple[Opening, ...], ...]
    holidays: frozenset[date]
    make_up_days: tuple[MakeUpDay, ...]
    first_year: int
    last_year: int
    frozen: Zone | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse inconsistent data, and bring the make-up days into their one order."""
        faults = tuple(_faults(self))
        if faults:
            raise CalendarFault(faults)
        # Two calendars that say the same compare equal, and have the same identity.
        object.__setattr__(self, "make_up_days", tuple(sorted(self.make_up_days)))

    def openings(self, day: date) -> tuple[Opening, ...]:
        """Return the working time of a day in order of time; nothing on a day off.

        Raises:
            CalendarYearUnknown: When the day lies outside the calendar's years.
        """
        self.require(day)
        return self._openings(day)

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day has any working time.

        Raises:
            CalendarYearUnknown: When the day lies outside the calendar's years.
        """
        return bool(self.openings(day))

    def require(self, day: date) -> None:
        """Refuse a day outside the calendar's years.

        Raises:
            CalendarYearUnknown: When the day lies outside them.
        """
        if not self.first_year <= day.year <= self.last_year:
            raise CalendarYearUnknown(self.id, day.year)

    @cached_property
    def working_days(self) -> tuple[date, ...]:
        """All working days of the calendar's years in order, made once: walks search in them."""
        first = date(self.first_year, 1, 1)
        count = (date(self.last_year, 12, 31) - first).days + 1
        days = (first + timedelta(days=offset) for offset in range(count))
        return tuple(day for day in days if self._openings(day))

    def _openings(self, day: date) -> tuple[Opening, ...]:
        if day in self.holidays:
            return ()
        return self.weekly[self._replaced_weekdays.get(day, day.weekday())]

    @property
    def zone_rules(self) -> ZoneInfo:
        """The zone's rules: when its clocks change."""
        return (self.frozen or installed_zone(self.zone)).rules

    @cached_property
    def _replaced_weekdays(self) -> dict[date, int]:
        return {made_up.day: made_up.weekday for made_up in self.make_up_days}


def _faults(calendar: Calendar) -> Iterator[Both]:
    if not calendar.id:
        yield Both("缺少标识", "the id is missing")
    if not (calendar.title_zh or calendar.title_en):
        yield Both("缺少名称", "the title is missing")
    if calendar.version < 1:
        yield _expected("版本", "version", ("1 或更大", "1 or more"), calendar.version)
    if not _is_zone(calendar):
        wanted = ("IANA 时区，例如 Asia/Shanghai", "an IANA zone such as Asia/Shanghai")
        yield _expected("时区", "zone", wanted, calendar.zone)
    yield from _week_faults(calendar)
    yield from _year_faults(calendar)
    yield from _day_faults(calendar)


def _week_faults(calendar: Calendar) -> Iterator[Both]:
    if len(calendar.weekly) != WEEK_DAYS:
        wanted = ("七天，自星期一起", "seven days from Monday")
        yield _expected("每周", "week", wanted, len(calendar.weekly))
    if not any(calendar.weekly):
        yield Both("每周没有任何工作时间", "the week has no working time at all")
    for weekday, openings in enumerate(calendar.weekly):
        for one, other in pairwise(openings):
            if other.start < one.end:
                yield Both(
                    f"每周第 {weekday + 1} 天：时段 {_span(other)} 与 {_span(one)} 重叠或在其之前",
                    f"day {weekday + 1} of the week: "
                    f"opening {_span(other)} overlaps or precedes {_span(one)}",
                )


def _year_faults(calendar: Calendar) -> Iterator[Both]:
    first, last = calendar.first_year, calendar.last_year
    if not EARLIEST_YEAR <= first <= last <= LATEST_YEAR:
        years = f"{EARLIEST_YEAR} ≤ first_year ≤ last_year ≤ {LATEST_YEAR}"
        yield _expected("年份", "years", (years, years), f"{first}–{last}")
    elif last - first >= MOST_YEARS:
        wanted = (f"至多 {MOST_YEARS} 年", f"at most {MOST_YEARS} of them")
        yield _expected("年份", "years", wanted, last - first + 1)


def _day_faults(calendar: Calendar) -> Iterator[Both]:
    years = range(calendar.first_year, calendar.last_year + 1)
    for day in sorted(calendar.holidays):
        if day.year not in years:
            yield Both(f"假日 `{day}` 不在日历的年份内", f"holiday `{day}` is outside the years")
    seen: set[date] = set()
    for made_up in sorted(calendar.make_up_days):
        day, weekday = made_up.day, made_up.weekday
        zh, en = f"补班日 `{day}`", f"make-up day `{day}`"
        if day.year not in years:
            yield Both(f"{zh}不在日历的年份内", f"{en} is outside the years")
        if day in calendar.holidays:
            yield Both(f"{zh}同时是假日", f"{en} is a holiday too")
        if day in seen:
            yield Both(f"{zh}出现了两次", f"{en} is given twice")
        seen.add(day)
        if not 0 <= weekday < WEEK_DAYS:
            yield _expected(zh, en, ("星期 0 至 6", "a weekday 0 to 6"), weekday)
        elif weekday < len(calendar.weekly) and not calendar.weekly[weekday]:
            wanted = ("有工作时间的星期", "a weekday with working time")
            yield _expected(zh, en, wanted, weekday)


def _expected(zh: str, en: str, wanted: tuple[str, str], found: str | int) -> Both:
    return Both(
        f"{zh}：应为{wanted[0]}，实为 `{found}`", f"{en}: expected {wanted[1]}, found `{found}`"
    )


def _span(opening: Opening) -> str:
    return f"{opening.start}–{opening.end}"


def _is_zone(calendar: Calendar) -> bool:
    # A version that was published keeps its zone even where the zone has gone since.
    if calendar.frozen is not None:
        return calendar.frozen.name == calendar.zone
    return calendar.zone not in _MACHINE_ZONES and is_zone(calendar.zone)


def to_json(calendar: Calendar) -> dict[str, object]:
    """Write a calendar as plain JSON values, in one canonical order.

    This is what is frozen into a published version. Equal calendars give equal documents.

    Example:
        >>> office = (Opening(540, 1020),)
        >>> week = (office,) * 5 + ((), ())
        >>> off = frozenset({date(2025, 1, 1)})
        >>> plain = Calendar("x", 1, "", "X", "UTC", week, off, (), 2025, 2025)
        >>> to_json(plain)["holidays"], to_json(plain)["weekly"][0]
        (['2025-01-01'], [{'start': 540, 'end': 1020}])
        >>> from_json(to_json(plain)) == plain
        True
    """
    return {
        "id": calendar.id,
        "version": calendar.version,
        "title": {"zh": calendar.title_zh, "en": calendar.title_en},
        "zone": calendar.zone,
        "first_year": calendar.first_year,
        "last_year": calendar.last_year,
        "weekly": [
            [{"start": each.start, "end": each.end} for each in openings]
            for openings in calendar.weekly
        ],
        "holidays": [day.isoformat() for day in sorted(calendar.holidays)],
        "make_up_days": [
            {"date": each.day.isoformat(), "weekday": each.weekday}
            for each in calendar.make_up_days
        ],
    }


def from_json(document: object, kept: Mapping[str, Zone] | None = None) -> Calendar:
    """Read what `to_json` wrote; nothing converts by itself, and no key is optional.

    Args:
        document: plain JSON values.
        kept: the zones that a published version keeps, by name.

    Raises:
        CalendarFault: When the document has another shape, or its calendar contradicts itself.

    Example:
        >>> from_json({"id": 5})
        Traceback (most recent call last):
        rulesets.calendar.CalendarFault: /version: the key is missing; ...
    """
    reader = Reader()
    member = reader.members(document, "", *_KEYS)
    title = reader.members(member["title"], "/title", "zh", "en")
    zh, en = (reader.text(title[language], f"/title/{language}") for language in ("zh", "en"))
    key, zone = (reader.text(member[name], f"/{name}") for name in ("id", "zone"))
    numbers = ("version", "first_year", "last_year")
    version, first, last = (reader.whole(member[name], f"/{name}") for name in numbers)
    holidays = reader.days(member["holidays"], "/holidays")
    made_up = reader.items(member["make_up_days"], "/make_up_days")
    make_up_days = tuple(_make_up_day(reader, item, place) for place, item in made_up)
    weekly = tuple(
        tuple(
            each
            for place, item in reader.items(day, path)
            for each in _opening(reader, item, place)
        )
        for path, day in reader.items(member["weekly"], "/weekly")
    )
    if reader.faults:
        raise CalendarFault(tuple(reader.faults))
    frozen = (kept or {}).get(zone)
    return Calendar(key, version, zh, en, zone, weekly, holidays, make_up_days, first, last, frozen)


def _make_up_day(reader: Reader, item: object, place: str) -> MakeUpDay:
    member = reader.members(item, place, "date", "weekday")
    day = reader.day(member["date"], f"{place}/date")
    return MakeUpDay(day, reader.whole(member["weekday"], f"{place}/weekday"))


def _opening(reader: Reader, item: object, place: str) -> Iterator[Opening]:
    """Yield the opening, or nothing after noting why there is none."""
    before = len(reader.faults)
    member = reader.members(item, place, "start", "end")
    start, end = (reader.whole(member[name], f"{place}/{name}") for name in ("start", "end"))
    if len(reader.faults) > before:
        return
    try:
        opening = Opening(start, end)
    except CalendarFault as fault:
        reader.faults.extend(
            Both(f"{place}：{each.zh}", f"{place}: {each.en}") for each in fault.messages
        )
    else:
        yield opening
