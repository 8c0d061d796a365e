"""The built-in functions of section 18, by key. None of their arguments is missing (7.1)."""

from __future__ import annotations

import calendar as months
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from engine.calendars import add_working_days, is_working_day, working_days_between
from engine.evaluation.logic import member
from engine.evaluation.moment import Failed, Moment, day_of, in_zone
from rulesets.types import NumberType, RoundingMode
from rulesets.values import ARITHMETIC, Value, decimal_text, modulo, rounded

Function = Callable[..., Value]
"""Takes the moment, then the arguments."""

MOST_DIGITS_WRITTEN = 34
MICROSECONDS_PER_HOUR = 3_600_000_000
_NUMBER = re.compile(r"[+-]?(?P<whole>[0-9]+)(?:\.(?P<decimals>[0-9]+))?")


def whole(number: Decimal) -> int:
    """18.17: a number without decimals, else `not-whole`."""
    if number != number.to_integral_value():
        raise Failed("not-whole")
    return int(number)


# ------------------------------------------------------------------------------------------ numbers


def _round(mode: RoundingMode) -> Function:
    """18.3: by a mode of 6.2."""

    def function(_: Moment, number: Decimal, scale: Decimal) -> Value:
        return rounded(number, NumberType(scale=int(scale), rounding=mode))

    return function


def _text(moment: Moment, value: Any) -> Value:
    """18.9."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, datetime):
        return in_zone(value, moment.zone).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(_: Moment, text: str) -> Value:
    """18.10: at most 34 digits, as in 3.3."""
    found = _NUMBER.fullmatch(text)
    if not found or len(found["whole"] + (found["decimals"] or "")) > MOST_DIGITS_WRITTEN:
        raise Failed("not-a-number")
    return Decimal(text)


# -------------------------------------------------------------------------------------------- texts


def composed(text: str) -> str:
    """8.1: texts are compared in NFC, which joining and change of case can leave."""
    return unicodedata.normalize("NFC", text)


def _substring(_: Moment, text: str, start: Decimal, length: Decimal | None = None) -> Value:
    """18.8: from 1 at the front, from −1 at the end; a start outside gives the empty text."""
    first = int(start) - 1 if start > 0 else len(text) + int(start)
    if not 0 <= first < len(text):
        return ""
    return text[first:] if length is None else text[first : first + int(length)]


# --------------------------------------------------------------------------------------------- time


def _date(_: Moment, year: Decimal, month: Decimal, day: Decimal) -> Value:
    """18.12."""
    try:
        return date(whole(year), whole(month), whole(day))
    except (Failed, ValueError, OverflowError):
        raise Failed("not-a-date") from None


def _add_days(_: Moment, day: date, number: Decimal) -> Value:
    """18.17, 9.7."""
    try:
        return day + timedelta(days=whole(number))
    except OverflowError:
        raise Failed("date-out-of-range") from None


def _add_months(_: Moment, day: date, number: Decimal) -> Value:
    """18.17, 9.7."""
    return add_months(day, whole(number))


def _add_years(_: Moment, day: date, number: Decimal) -> Value:
    """18.17: twelve months each."""
    return add_months(day, 12 * whole(number))


def add_months(day: date, number: int) -> date:
    """9.5: the same day of month, or the last of a shorter month; 9.7."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    if not date.min.year <= year <= date.max.year:
        raise Failed("date-out-of-range")
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def months_between(first: date, second: date) -> int:
    """9.4: the largest n with add months(first, n) <= second; negative the other way round."""
    if second < first:
        return -months_between(second, first)
    number = (second.year - first.year) * 12 + second.month - first.month
    return number if add_months(first, number) <= second else number - 1


def _months_between(_: Moment, first: date, second: date) -> Value:
    """18.15."""
    return Decimal(months_between(first, second))


def _years_between(_: Moment, first: date, second: date) -> Value:
    """18.15: twelve months each; negative the other way round."""
    years = abs(months_between(first, second)) // 12
    return Decimal(-years if second < first else years)


def _hours_between(_: Moment, first: datetime, second: datetime) -> Value:
    """18.16."""
    elapsed = (second - first) // timedelta(microseconds=1)
    return ARITHMETIC.divide(Decimal(elapsed), Decimal(MICROSECONDS_PER_HOUR))


def _end_of_month(_: Moment, day: date) -> Value:
    """18.18."""
    return day.replace(day=months.monthrange(day.year, day.month)[1])


def _working_days_between(moment: Moment, first: date, second: date, calendar: str) -> Value:
    """18.19, 9.6."""
    return Decimal(working_days_between(moment.calendar(calendar), first, second))


def _add_working_days(moment: Moment, day: date, number: Decimal, calendar: str) -> Value:
    """18.20."""
    return add_working_days(moment.calendar(calendar), day, whole(number))


def _is_working_day(moment: Moment, day: date, calendar: str) -> Value:
    """18.21."""
    return is_working_day(moment.calendar(calendar), day)


FUNCTIONS: Mapping[str, Function] = {
    "abs": lambda _, number: number.copy_abs(),
    "floor": lambda _, number: number.to_integral_value(ROUND_FLOOR),
    "ceiling": lambda _, number: number.to_integral_value(ROUND_CEILING),
    "round": _round("half-up"),
    "round even": _round("half-even"),
    "round up": _round("up"),
    "round down": _round("down"),
    "minimum": lambda _, *numbers: min(numbers),
    "maximum": lambda _, *numbers: max(numbers),
    "modulo": lambda _, number, divisor: modulo(number, divisor),
    "length": lambda _, text: Decimal(len(text)),
    "upper": lambda _, text: composed(text.upper()),
    "lower": lambda _, text: composed(text.lower()),
    "trim": lambda _, text: text.strip(),
    "substring": _substring,
    "text": _text,
    "number": _number,
    "today": lambda moment: moment.today,
    "as_of": lambda moment: moment.as_of,
    "date": _date,
    "date of": lambda moment, instant: day_of(instant, moment.zone),
    "days between": lambda _, first, second: Decimal((second - first).days),
    "months between": _months_between,
    "years between": _years_between,
    "hours between": _hours_between,
    "add days": _add_days,
    "add months": _add_months,
    "add years": _add_years,
    "start of month": lambda _, day: day.replace(day=1),
    "end of month": _end_of_month,
    "working days between": _working_days_between,
    "add working days": _add_working_days,
    "is working day": _is_working_day,
    "list contains": lambda _, items, value: member(value, items),
}
"""All but `coalesce` (18.22), which takes missing values and stands with the expressions."""
