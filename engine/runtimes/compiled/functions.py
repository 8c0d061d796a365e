"""The built-in functions of section 18; none of their arguments is missing (7.1)."""

from __future__ import annotations

import calendar as months
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.calendars import add_working_days, is_working_day, working_days_between
from engine.runtimes.compiled.logic import member
from engine.runtimes.compiled.moments import Failed, day_of, in_zone
from rulesets.calendar import Calendar
from rulesets.types import NumberType, RoundingMode
from rulesets.values import ARITHMETIC, Value, decimal_text, modulo, rounder

MOST_DIGITS_WRITTEN = 34
_HOUR = Decimal(3_600_000_000)
_MICROSECOND = timedelta(microseconds=1)
_NUMBER = re.compile(r"[+-]?([0-9]+)(?:\.([0-9]+))?")


@dataclass(frozen=True)
class Builtin:
    """How a function is called.

    Attributes:
        call: takes the arguments.
        kind: of its value; empty: that of its first argument.
        fails: it can raise one of the failures.
        zoned: it takes the zone of the block's ruleset before the arguments.
    """

    call: Callable[..., Value]
    kind: str = "number"
    fails: bool = False
    zoned: bool = False


def whole(number: Decimal) -> int:
    """18.17: a number without decimals, else `not-whole`."""
    if number != number.to_integral_value():
        raise Failed("not-whole")
    return int(number)


def composed(text: str) -> str:
    """8.1: in NFC."""
    return unicodedata.normalize("NFC", text)


def _rounding(mode: RoundingMode) -> Callable[..., Value]:
    scales = range(-18, 13)
    ways = {scale: rounder(NumberType(scale=scale, rounding=mode)) for scale in scales}
    return lambda number, scale: ways[int(scale)](number)


def _text(zone: ZoneInfo, value: Any) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, datetime):
        return in_zone(value, zone).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(text: str) -> Value:
    found = _NUMBER.fullmatch(text)
    if found is None or sum(map(len, found.groups(""))) > MOST_DIGITS_WRITTEN:
        raise Failed("not-a-number")
    return Decimal(text)


def _substring(text: str, start: Decimal, length: Decimal | None = None) -> Value:
    first = int(start) - 1 if start > 0 else len(text) + int(start)
    if not 0 <= first < len(text):
        return ""
    return text[first:] if length is None else text[first : first + int(length)]


def _date(year: Decimal, month: Decimal, day: Decimal) -> Value:
    try:
        return date(whole(year), whole(month), whole(day))
    except (Failed, ValueError, OverflowError):
        raise Failed("not-a-date") from None


def _add_days(day: date, number: Decimal) -> Value:
    try:
        return day + timedelta(days=whole(number))
    except OverflowError:
        raise Failed("date-out-of-range") from None


def add_months(day: date, number: int) -> date:
    """9.5, 9.7: the same day of month, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    if not date.min.year <= year <= date.max.year:
        raise Failed("date-out-of-range")
    if day.day > 28:  # noqa: PLR2004 - every month has 28 days
        return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
    return date(year, month + 1, day.day)


def months_between(first: date, second: date) -> int:
    """9.4: the largest n with add months(first, n) <= second; negative the other way round."""
    if second < first:
        return -months_between(second, first)
    number = (second.year - first.year) * 12 + second.month - first.month
    if second.day >= first.day:
        return number
    return number if add_months(first, number) <= second else number - 1


def _years_between(first: date, second: date) -> Value:
    years = abs(months_between(first, second)) // 12
    return Decimal(-years if second < first else years)


def _hours_between(first: datetime, second: datetime) -> Value:
    return ARITHMETIC.divide(Decimal((second - first) // _MICROSECOND), _HOUR)


def _end_of_month(day: date) -> Value:
    return day.replace(day=months.monthrange(day.year, day.month)[1])


def _working_days_between(first: date, second: date, calendar: Calendar) -> Value:
    return Decimal(working_days_between(calendar, first, second))


def _add_working_days(day: date, number: Decimal, calendar: Calendar) -> Value:
    return add_working_days(calendar, day, whole(number))


def _is_working_day(day: date, calendar: Calendar) -> Value:
    return is_working_day(calendar, day)


CALENDARS: Mapping[str, int] = {
    "working days between": 2,
    "add working days": 2,
    "is working day": 1,
}
"""The argument that is a calendar, by function."""

FUNCTIONS: Mapping[str, Builtin] = {
    "abs": Builtin(Decimal.copy_abs),
    "floor": Builtin(lambda number: number.to_integral_value(ROUND_FLOOR)),
    "ceiling": Builtin(lambda number: number.to_integral_value(ROUND_CEILING)),
    "round": Builtin(_rounding("half-up")),
    "round even": Builtin(_rounding("half-even")),
    "round up": Builtin(_rounding("up")),
    "round down": Builtin(_rounding("down")),
    "minimum": Builtin(min),
    "maximum": Builtin(max),
    "modulo": Builtin(modulo, fails=True),
    "length": Builtin(lambda text: Decimal(len(text))),
    "upper": Builtin(lambda text: composed(text.upper()), "text"),
    "lower": Builtin(lambda text: composed(text.lower()), "text"),
    "trim": Builtin(str.strip, "text"),
    "substring": Builtin(_substring, "text"),
    "text": Builtin(_text, "text", zoned=True),
    "number": Builtin(_number, fails=True),
    "date": Builtin(_date, "date", fails=True),
    "date of": Builtin(lambda zone, instant: day_of(instant, zone), "date", zoned=True),
    "days between": Builtin(lambda first, second: Decimal((second - first).days)),
    "months between": Builtin(lambda first, second: Decimal(months_between(first, second))),
    "years between": Builtin(_years_between),
    "hours between": Builtin(_hours_between),
    "add days": Builtin(_add_days, "date", fails=True),
    "add months": Builtin(lambda day, n: add_months(day, whole(n)), "date", fails=True),
    "add years": Builtin(lambda day, n: add_months(day, 12 * whole(n)), "date", fails=True),
    "start of month": Builtin(lambda day: day.replace(day=1), "date"),
    "end of month": Builtin(_end_of_month, "date"),
    "working days between": Builtin(_working_days_between, fails=True),
    "add working days": Builtin(_add_working_days, "date", fails=True),
    "is working day": Builtin(_is_working_day, "boolean", fails=True),
    "list contains": Builtin(lambda items, value: member(value, items), "boolean"),
}
"""All but `coalesce`, `today` and `as_of`, which have source of their own."""
