"""The data of calendars: what is refused, what is frozen, where the packaged files come from."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import pytest

from rulesets.calendar import Calendar, CalendarFault, MakeUpDay, Opening, from_json, to_json
from rulesets.types import Both
from service.calendar_import import PLACES, file_text, import_calendar, main
from service.calendars import festivals, packaged_calendars

CODES = sorted(PLACES)
OFFICE = (Opening(540, 1020),)
PLAIN = Calendar(
    id="x",
    version=1,
    title_zh="例",
    title_en="example",
    zone="Asia/Shanghai",
    weekly=(OFFICE,) * 5 + ((), ()),
    holidays=frozenset({date(2025, 10, 1)}),
    make_up_days=(MakeUpDay(date(2025, 9, 28), 4),),
    first_year=2025,
    last_year=2025,
)


def messages(fault: pytest.ExceptionInfo[CalendarFault]) -> list[str]:
    assert all(message.zh for message in fault.value.messages)
    return [message.en for message in fault.value.messages]


def committed(code: str) -> str:
    return files("rulesets").joinpath("calendars", f"{code}.json").read_text(encoding="utf-8")


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(CalendarFault) as fault:
        replace(
            PLAIN,
            version=0,
            zone="Asia/Shangai",
            weekly=((Opening(540, 720), Opening(700, 1020)), *PLAIN.weekly[1:]),
            holidays=frozenset({date(2025, 9, 28), date(2024, 1, 1)}),
            make_up_days=(MakeUpDay(date(2025, 9, 28), 6), MakeUpDay(date(2026, 1, 4))),
        )
    assert messages(fault) == [
        "version: expected 1 or more, found `0`",
        "zone: expected an IANA zone such as Asia/Shanghai, found `Asia/Shangai`",
        "day 1 of the week: opening 700–1020 overlaps or precedes 540–720",
        "holiday `2024-01-01` is outside the years",
        "make-up day `2025-09-28` is a holiday too",
        "make-up day `2025-09-28`: expected a weekday with working time, found `6`",
        "make-up day `2026-01-04` is outside the years",
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": ""}, "the id is missing"),
        ({"title_zh": "", "title_en": ""}, "the title is missing"),
        ({"weekly": (OFFICE,) * 6}, "week: expected seven days from Monday, found `6`"),
        ({"weekly": ((),) * 7, "make_up_days": ()}, "the week has no working time at all"),
        ({"make_up_days": (MakeUpDay(date(2025, 9, 28)),) * 2}, "`2025-09-28` is given twice"),
        ({"make_up_days": (MakeUpDay(date(2025, 9, 28), 7),)}, "a weekday 0 to 6, found `7`"),
        ({"first_year": 2026}, "years: expected 1900 ≤ first_year ≤ last_year ≤ 2999"),
        ({"last_year": 2300}, "years: expected at most 200 of them, found `276`"),
    ],
)
def test_one_thing_wrong(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(CalendarFault) as fault:
        replace(PLAIN, **changes)
    assert message in "; ".join(messages(fault))


@pytest.mark.parametrize(
    "zone", ["", "Asia", "localtime", "right/Asia/Tokyo", "../Asia/Tokyo", "/etc/passwd", "a\0"]
)
def test_only_zones_of_iana_are_zones(zone: str) -> None:
    with pytest.raises(CalendarFault, match="expected an IANA zone"):
        replace(PLAIN, zone=zone)


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (6, 5), (0, 1441)])
def test_an_opening_lies_within_its_day(start: int, end: int) -> None:
    with pytest.raises(CalendarFault, match="expected minutes 0 ≤ start < end ≤ 1440"):
        Opening(start, end)


def test_a_make_up_day_has_the_hours_of_its_weekday() -> None:
    short_friday = (*PLAIN.weekly[:4], (Opening(540, 720),), (), ())
    assert replace(PLAIN, weekly=short_friday).openings(date(2025, 9, 28)) == (Opening(540, 720),)


def test_the_order_of_make_up_days_changes_nothing() -> None:
    days = (MakeUpDay(date(2025, 9, 28)), MakeUpDay(date(2025, 10, 11)))
    one, other = (replace(PLAIN, make_up_days=each) for each in (days, days[::-1]))
    assert one == other
    assert hash(one) == hash(other)
    assert json.dumps(to_json(one)) == json.dumps(to_json(other))


@pytest.mark.parametrize("code", CODES)
def test_json_holds_all_of_a_calendar(code: str) -> None:
    calendar = packaged_calendars()[code]
    assert from_json(json.loads(json.dumps(to_json(calendar)))) == calendar


def test_json_of_another_shape_is_refused_with_all_its_faults() -> None:
    document: dict[str, Any] = deepcopy(to_json(PLAIN))
    document |= {"version": True, "first_year": "2025", "spare": 1}
    document["title"] = "x"
    document["weekly"][0] = [{"start": 9, "end": 8}, {"start": 1.0, "end": 5}, 7]
    document["holidays"] = ["20251001", "2025-02-30", "2025-10-01", "2025-10-01"]
    document["make_up_days"] = {}
    del document["zone"]
    with pytest.raises(CalendarFault) as fault:
        from_json(document)
    assert sorted(messages(fault)) == [
        "/first_year: expected a whole number, found `2025`",
        "/holidays/0: expected a date such as 2025-10-01, found `20251001`",
        "/holidays/1: expected a date such as 2025-10-01, found `2025-02-30`",
        "/holidays/3: date `2025-10-01` is given twice",
        "/make_up_days: expected a list, found `{}`",
        "/spare: the key is unknown",
        "/title: expected an object, found `x`",
        "/version: expected a whole number, found `True`",
        "/weekly/0/0: expected minutes 0 ≤ start < end ≤ 1440, found `9` to `8`",
        "/weekly/0/1/start: expected a whole number, found `1.0`",
        "/weekly/0/2: expected an object, found `7`",
        "/zone: the key is missing",
    ]


def test_json_that_contradicts_itself_is_refused() -> None:
    document = to_json(PLAIN) | {"last_year": 2024}
    with pytest.raises(CalendarFault, match="years: expected"):
        from_json(document)
    with pytest.raises(CalendarFault, match="/: expected an object, found `None`"):
        from_json(None)


def test_china_2025_as_announced() -> None:
    china = packaged_calendars()["cn"]
    made_up = [each.day.isoformat() for each in china.make_up_days if each.day.year == 2025]
    assert made_up == ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"]
    october = sorted(day.day for day in china.holidays if (day.year, day.month) == (2025, 10))
    assert october == [1, 2, 3, 4, 5, 6, 7, 8]
    assert (china.first_year, china.last_year) == (2004, 2026)


def test_a_holiday_kept_on_the_last_day_of_the_year_before() -> None:
    # 1 January 2028 is a Saturday: the federal holiday of 2028 is kept on Friday 31 December 2027.
    assert date(2027, 12, 31) in packaged_calendars()["us"].holidays


@pytest.mark.parametrize("code", CODES)
def test_files_say_their_source_and_bear_their_id(code: str) -> None:
    document = json.loads(committed(code))
    assert set(document) - {"names"} == {"source", "note", "calendar"}
    assert document["source"]["library"] == PLACES[code].library
    assert document["calendar"]["id"] == code
    assert set(packaged_calendars()) == set(CODES)


def test_every_chinese_holiday_and_make_up_day_is_of_a_festival() -> None:
    china = packaged_calendars()["cn"]
    days = china.holidays | {made_up.day for made_up in china.make_up_days}
    assert festivals()["cn"].keys() == days
    # The State Council's notice for 2026: National Day 1 to 7 October, worked on 10 October.
    assert festivals()["cn"][date(2026, 10, 10)] == Both("国庆节", "National Day")
    assert not festivals()["us"]


@pytest.mark.parametrize("code", CODES)
def test_files_are_what_the_import_writes(
    code: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    for library in ("holidays", "chinese_calendar"):
        pytest.importorskip(library, reason=f"{library} is not installed (extra `calendars`)")
    made_with, library = json.loads(committed(code))["source"]["version"], PLACES[code].library
    if version(library) != made_with:
        pytest.skip(f"made with {library} {made_with}; {version(library)} may know other holidays")
    calendar = packaged_calendars()[code]
    years = range(calendar.first_year, calendar.last_year + 1)
    assert file_text(import_calendar(code, years)) == committed(code)
    assert main([code, str(years[0]), str(years[-1])]) == 0
    assert capsysbinary.readouterr().out.decode() == committed(code)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["cn", "2026", "2027"], "years: expected 2004–2026, found `2026–2027`"),
        (["jp", "0", "2020"], "years: expected 1949–2099, found `0–2020`"),
        (["cn", "2026", "2025"], "years: expected first ≤ last, found `2026–2025`"),
        (["sg", "2025", "2025"], "country: expected cn, de, fr, gb, jp, us, found `sg`"),
    ],
)
def test_the_import_refuses_what_its_sources_do_not_know(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for library in ("holidays", "chinese_calendar"):
        pytest.importorskip(library, reason=f"{library} is not installed (extra `calendars`)")
    with pytest.raises(SystemExit):
        main(arguments)
    assert message in capsys.readouterr().err
