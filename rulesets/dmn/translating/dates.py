"""FEEL's functions of dates, instants and durations."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from rulesets.dmn.feel.tree import String
from rulesets.dmn.translating import literals
from rulesets.dmn.translating.calling import Calling
from rulesets.dmn.translating.said import BROKEN, DATE, NULL, NUMBER, TEXT, Said
from rulesets.expressions.tree import Arithmetic, Call, Compare, If, Literal, Node, Part
from rulesets.types import DateTimeType, DateType, NumberType, Type

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def date(calling: Calling) -> Said:
    """Say `date("2026-03-01")`, `date(2026, 3, 1)`; of a date it is the date itself."""
    scope = calling.scope
    if "from" not in calling.given:
        return _date_of_parts(calling)
    written = calling.given["from"]
    if isinstance(written, String):
        found = literals.day(written.value)
        zh, en = "不存在或不在公元 1 到 9999 年的日期", "date that is none, or of no year 1 to 9999"
        return found or scope.refuse(
            f"{zh} `{written.value}`", f"{en}: `{written.value}`", written.at
        )
    of = calling.value("from")
    if of.broken or of.null or isinstance(of.kind, DateType):
        return of
    if isinstance(of.kind, DateTimeType):
        zh, en = "时刻按其自身时差的日期", "day of a date and time by its own offset"
        return scope.refuse(zh, en, calling.at)
    return calling.refuse()


def _date_of_parts(calling: Calling) -> Said:
    parts = [calling.value(each) for each in ("year", "month", "day")]
    if any(each.broken for each in parts):
        return BROKEN
    if any(not each.null and not isinstance(each.kind, NumberType) for each in parts):
        return calling.refuse()
    if any(each.null for each in parts):
        return NULL
    return Said(Call("date", tuple(each.node for each in parts)), DATE)


def date_and_time(calling: Calling) -> Said:
    """Say `date and time("2026-03-01T09:00:00+08:00")`: only of a text that is written out."""
    written = calling.given["from"]
    if not isinstance(written, String):
        return calling.refuse()
    found = literals.instant(written.value)
    zh, en = "没有时差或不存在的时刻", "date and time that has no offset, or is none"
    return found or calling.scope.refuse(
        f"{zh} `{written.value}`", f"{en}: `{written.value}`", written.at
    )


def duration(calling: Calling) -> Said:
    """Say `duration("P3D")`: only of a text that is written out."""
    written = calling.given["from"]
    if not isinstance(written, String):
        return calling.refuse()
    found = literals.duration(written.value)
    zh, en = "不是整天或整月的时长", "duration that is not of whole days, nor of months"
    return found or calling.scope.refuse(
        f"{zh} `{written.value}`", f"{en}: `{written.value}`", written.at
    )


def _named_part(part: str, names: tuple[str, ...]) -> Callable[[Calling], Said]:
    """Say a part of a date in words: `if d.month = 1 then "January" else …`."""

    def say(calling: Calling) -> Said:
        of = _day(calling)
        if of.broken or of.null:
            return of
        node: Node = Literal(names[-1])
        for number, name in reversed(tuple(enumerate(names[:-1], start=1))):
            is_it = Compare("=", Part(of.node, part), Literal(Decimal(number)))
            node = If(is_it, Literal(name), node)
        return Said(node, TEXT, of.total)

    return say


def _day(calling: Calling) -> Said:
    of = calling.value("date")
    if of.broken or of.null or isinstance(of.kind, DateType):
        return of
    return calling.refuse()


def day_of_year(calling: Calling) -> Said:
    """Say how many days there were in the year, this one too."""
    of = _day(calling)
    if of.broken or of.null:
        return of
    one = Literal(Decimal(1))
    first = Call("date", (Part(of.node, "year"), one, one))
    return Said(Arithmetic("+", Call("days between", (first, of.node)), one), NUMBER)


def _moment(key: str, kind: Type) -> Callable[[Calling], Said]:
    def say(_: Calling) -> Said:
        return Said(Call(key, ()), kind, total=True)

    return say


DAY_OF_WEEK: Final = _named_part("weekday", _DAYS)
MONTH_OF_YEAR: Final = _named_part("month", _MONTHS)
TODAY: Final = _moment("today", DATE)
NOW: Final = _moment("as_of", DateTimeType())
