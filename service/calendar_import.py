"""Importing calendars from the libraries that know public holidays.

The libraries are sources, not parts: what they say is written to a file, read by people, committed,
and frozen into each published version, so an upgrade of a library changes no decision.

    python -m service.calendar_import cn 2004 2026 > rulesets/calendars/cn.json
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from rulesets.calendar import Calendar, CalendarFault, MakeUpDay, Opening, to_json
from rulesets.types import Both

OFFICE_HOURS: tuple[Opening, ...] = (Opening(9 * 60, 17 * 60),)
"""From Monday to Friday, everywhere and without a break: one simple choice, said in each file."""

_NOTE = {
    "zh": "工作时间统一取星期一至星期五 9:00–17:00，不扣除午休；补班日按星期一的时间。",
    "en": "Hours are Monday to Friday 09:00–17:00 everywhere, without a midday break; "
    "a make-up day has Monday's hours.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Whose holidays are imported; `subdivision` where a country as a whole has too few of them."""

    title: Both
    zone: str
    library: str = "holidays"
    subdivision: str | None = None


PLACES: Mapping[str, Place] = {
    "cn": Place(Both("中国（含调休）", "China"), "Asia/Shanghai", library="chinesecalendar"),
    "de": Place(Both("德国（全国性假日）", "Germany (nationwide holidays)"), "Europe/Berlin"),
    "fr": Place(Both("法国", "France"), "Europe/Paris"),
    # Easter Monday and the August bank holiday are not kept in all of the United Kingdom.
    "gb": Place(
        Both("英国（英格兰和威尔士）", "United Kingdom (England and Wales)"),
        "Europe/London",
        subdivision="ENG",
    ),
    "jp": Place(Both("日本", "Japan"), "Asia/Tokyo"),
    "us": Place(Both("美国（联邦假日）", "United States (federal holidays)"), "America/New_York"),
}


def import_calendar(
    country: str, years: range, hours: tuple[Opening, ...] = OFFICE_HOURS
) -> Calendar:
    """Make version 1 of a country's calendar from the library that knows it best.

    Args:
        country: A key of `PLACES`.
        years: The years to take, at least one.
        hours: The openings of Monday to Friday.

    Raises:
        CalendarFault: When the country, or one of the years, is unknown to the library.
        ModuleNotFoundError: When the libraries (the extra `calendars`) are not installed.

    Example:
        >>> import_calendar("atlantis", range(2025, 2026))
        Traceback (most recent call last):
        rulesets.calendar.CalendarFault: country: expected one of cn, de, …, found `atlantis`
    """
    place = PLACES.get(country)
    if place is None:
        raise _refused(("国家", "country"), ", ".join(PLACES), country)
    if not years:
        raise _refused(("年份", "years"), "first ≤ last", f"{years.start}–{years.stop - 1}")
    days = _chinese_days(years) if country == "cn" else _library_days(country, place, years)
    return Calendar(
        id=country,
        version=1,
        title_zh=place.title.zh,
        title_en=place.title.en,
        zone=place.zone,
        weekly=(hours,) * 5 + ((), ()),
        holidays=days.holidays,
        make_up_days=tuple(MakeUpDay(day) for day in sorted(days.made_up)),
        first_year=years[0],
        last_year=years[-1],
    )


def file_text(calendar: Calendar) -> str:
    """Write the file of an imported calendar: its source, a note on its hours, and its data."""
    library = PLACES[calendar.id].library
    document: dict[str, object] = {
        "source": {"library": library, "version": version(library)},
        "note": _NOTE,
        "calendar": to_json(calendar),
    }
    if library == "chinesecalendar":
        document["names"] = _chinese_names(range(calendar.first_year, calendar.last_year + 1))
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file of one country's calendar to the standard output."""
    parser = argparse.ArgumentParser(
        prog="python -m service.calendar_import",
        description="Import a calendar and write its file to the standard output.",
    )
    parser.add_argument("country", metavar="CODE", help=", ".join(PLACES))
    parser.add_argument("first", metavar="FIRST", type=int, help="the first year")
    parser.add_argument("last", metavar="LAST", type=int, help="the last year")
    given = parser.parse_args(arguments)
    try:
        calendar = import_calendar(given.country, range(given.first, given.last + 1))
    except CalendarFault as fault:
        parser.error(str(fault))
    except ModuleNotFoundError as missing:
        parser.error(f"`{missing.name}` is not installed; install fenji with its extra `calendars`")
    # The bytes, so that a file made on any machine is UTF-8 with plain line ends.
    sys.stdout.buffer.write(file_text(calendar).encode())
    return 0


_FESTIVALS: Mapping[str, str] = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利 70 周年",
}


def _chinese_names(years: range) -> list[dict[str, object]]:
    """Tell of which festival each holiday and make-up day is; this decides nothing."""
    # Imported late: an optional extra, never needed in a decision.
    from chinese_calendar import constants  # noqa: PLC0415

    of = {**constants.holidays, **constants.workdays}
    return [
        {
            "zh": zh,
            "en": en,
            "days": [day.isoformat() for day in sorted(of) if of[day] == en and day.year in years],
        }
        for en, zh in _FESTIVALS.items()
    ]


@dataclass(frozen=True, slots=True)
class _Days:
    holidays: frozenset[date]
    made_up: frozenset[date] = frozenset()


def _chinese_days(years: range) -> _Days:
    # Imported late: an optional extra, never needed in a decision.
    from chinese_calendar import constants  # noqa: PLC0415

    known = range(min(constants.holidays).year, max(constants.holidays).year + 1)
    _require_known(years, known)
    return _Days(
        frozenset(day for day in constants.holidays if day.year in years),
        frozenset(day for day in constants.workdays if day.year in years),
    )


def _library_days(country: str, place: Place, years: range) -> _Days:
    # Imported late: an optional extra, never needed in a decision.
    from holidays import country_holidays  # noqa: PLC0415

    blank = country_holidays(country.upper(), subdiv=place.subdivision)
    _require_known(years, range(blank.start_year, blank.end_year + 1))
    # One year more on each side: a holiday on 1 January may be kept on 31 December.
    around = range(years[0] - 1, years[-1] + 2)
    found = country_holidays(country.upper(), subdiv=place.subdivision, years=around)
    return _Days(frozenset(day for day in found if day.year in years))


def _require_known(years: range, known: range) -> None:
    if years[0] not in known or years[-1] not in known:
        raise _refused(("年份", "years"), f"{known[0]}–{known[-1]}", f"{years[0]}–{years[-1]}")


def _refused(what: tuple[str, str], wanted: str, found: str) -> CalendarFault:
    return CalendarFault(
        (
            Both(
                f"{what[0]}：应为 {wanted}，实为 `{found}`",
                f"{what[1]}: expected {wanted}, found `{found}`",
            ),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
