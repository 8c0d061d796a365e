"""Functions: FEEL's of the same value, or what gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from rulesets.dmn.exporting.scope import Scope
from rulesets.dmn.feel.nulls import first_there, guarded
from rulesets.dmn.feel.tree import (
    Binary,
    Call,
    Feel,
    If,
    InTests,
    Name,
    Negate,
    Number,
    Path,
    RangeLiteral,
    String,
    ValueTest,
)
from rulesets.expressions.tree import Call as Node
from rulesets.types import DateTimeType

_ONE = Number(Decimal(1))
SAME: Mapping[str, str] = {
    "abs": "abs",
    "floor": "floor",
    "ceiling": "ceiling",
    "round": "round half up",
    "round even": "decimal",
    "round up": "round up",
    "round down": "round down",
    "minimum": "min",
    "maximum": "max",
    "modulo": "modulo",
    "length": "string length",
    "upper": "upper case",
    "lower": "lower case",
    "today": "today",
    "as_of": "now",
    "date": "date",
}
"""Functions of the same arguments and value."""


def called(node: Node, arguments: tuple[Feel, ...], scope: Scope) -> Feel:
    """Say a call; what FEEL has no function for is said by others, else noted."""
    key = node.function
    if key in scope.functions:
        return Call(Name(scope.functions[key]), arguments)
    if key in {"today", "as_of"}:
        scope.notes.add(
            "`today` 与 `as_of` 写作 today() 与 now()：取执行工具的时钟，而非决策的时刻",
            "`today` and `as_of` become today() and now(): the clock of the tool that runs it",
        )
    if key == "text" and isinstance(scope.type_of(node.arguments[0]), DateTimeType):
        scope.notes.add(
            "时刻的文本按其自身的时差写出，而非按规则集的时区",
            "the text of a datetime has its own offset, not that of the ruleset's time zone",
        )
    if key in SAME:
        return Call(Name(SAME[key]), arguments)
    return OTHERS[key](arguments, scope)


def duration(of: str) -> Feel:
    """Say a duration."""
    return Call(Name("duration"), (String(of),))


def _moved(unit: str) -> Callable[[tuple[Feel, ...], Scope], Feel]:
    def say(arguments: tuple[Feel, ...], _: Scope) -> Feel:
        start, by = arguments
        return Binary("+", start, Binary("*", duration(unit), by))

    return say


def _coalesced(arguments: tuple[Feel, ...], _: Scope) -> Feel:
    *firsts, found = arguments
    for each in reversed(firsts):
        found = first_there(each, found)
    return found


def _contains(arguments: tuple[Feel, ...], _: Scope) -> Feel:
    contained = Call(Name("list contains"), arguments)
    return guarded(contained, contained)


def _substring(arguments: tuple[Feel, ...], _: Scope) -> Feel:
    """Say `substring`, which is empty and not null where the text is too short."""
    text, start, *_length = arguments
    least = start.operand if isinstance(start, Negate) else start
    found = Call(Name("substring"), arguments)
    reaches = Binary(">=", Call(Name("string length"), (text,)), least)
    return guarded(text, If(reaches, found, String("")))


def _trimmed(arguments: tuple[Feel, ...], scope: Scope) -> Feel:
    scope.notes.add(
        "`trim` 写作 replace(…)：各工具的空白字符可能不同",
        "`trim` becomes replace(…), where tools may differ in what white space is",
    )
    return Call(Name("replace"), (*arguments, String(r"^\s+|\s+$"), String("")))


def _number(arguments: tuple[Feel, ...], scope: Scope) -> Feel:
    scope.notes.add(
        "`number` 写作 number(…)：各工具对数字写法的要求可能不同",
        "`number` becomes number(…), where tools may differ in what a number looks like",
    )
    return Call(Name("number"), (*arguments, String(","), String(".")))


def _day_of(arguments: tuple[Feel, ...], scope: Scope) -> Feel:
    scope.notes.add(
        "时刻的日期按其自身的时差取，而非按规则集的时区",
        "the day of a datetime is taken by its own offset, not in the ruleset's time zone",
    )
    return Call(Name("date"), arguments)


def _days_between(arguments: tuple[Feel, ...], _: Scope) -> Feel:
    first, second = arguments
    return Binary("/", Binary("-", second, first), duration("P1D"))


def _hours_between(arguments: tuple[Feel, ...], _: Scope) -> Feel:
    first, second = arguments
    return Binary("/", Binary("-", second, first), duration("PT1H"))


def _months_between(arguments: tuple[Feel, ...], _: Scope) -> Feel:
    return Binary("/", Call(Name("years and months duration"), arguments), duration("P1M"))


def _years_between(arguments: tuple[Feel, ...], _: Scope) -> Feel:
    return Path(Call(Name("years and months duration"), arguments), "years")


def first_of_month(day: Feel) -> Feel:
    """Say the first day of the month of a date."""
    back = Binary("*", duration("P1D"), Binary("-", Path(day, "day"), _ONE))
    return Binary("-", day, back)


def last_of_month(day: Feel) -> Feel:
    """Say the last day of the month of a date."""
    following = Binary("+", first_of_month(day), duration("P1M"))
    return Binary("-", following, duration("P1D"))


def _working_days_between(arguments: tuple[Feel, ...], scope: Scope) -> Feel:
    _note_calendar(scope, "日历天数", "calendar days")
    return _days_between(arguments[:2], scope)


def _working_days_added(arguments: tuple[Feel, ...], scope: Scope) -> Feel:
    _note_calendar(scope, "日历天数", "calendar days")
    return _moved("P1D")(arguments[:2], scope)


def _is_working_day(arguments: tuple[Feel, ...], scope: Scope) -> Feel:
    _note_calendar(scope, "星期一至星期五", "Monday to Friday")
    week = RangeLiteral(_ONE, Number(Decimal(5)), True, True)
    return InTests(Path(arguments[0], "weekday"), (ValueTest(week),))


def _note_calendar(scope: Scope, zh: str, en: str) -> None:
    scope.notes.add(
        f"DMN 没有日历：工作日写作{zh}", f"DMN has no calendars: working days become {en}"
    )


OTHERS: Mapping[str, Callable[[tuple[Feel, ...], Scope], Feel]] = {
    "coalesce": _coalesced,
    "list contains": _contains,
    "substring": _substring,
    "trim": _trimmed,
    "text": lambda arguments, _: Call(Name("string"), arguments),
    "number": _number,
    "date of": _day_of,
    "days between": _days_between,
    "hours between": _hours_between,
    "months between": _months_between,
    "years between": _years_between,
    "add days": _moved("P1D"),
    "add months": _moved("P1M"),
    "add years": _moved("P1Y"),
    "start of month": lambda arguments, _: first_of_month(arguments[0]),
    "end of month": lambda arguments, _: last_of_month(arguments[0]),
    "working days between": _working_days_between,
    "add working days": _working_days_added,
    "is working day": _is_working_day,
}
"""Functions that FEEL says by others, or not with the same value for all facts."""
