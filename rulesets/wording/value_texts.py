"""Values as people read them: separators, 万 and 亿, units, titles of codes, dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from rulesets.types import Both, CodeList, ListType, NumberType, TextType, Type
from rulesets.values import Value, decimal_text, digits
from rulesets.wording.hidden import WITHHELD, Hidden
from rulesets.wording.joining import listed
from rulesets.wording.units import CALENDAR_YEAR, with_unit

MISSING = Both("不详", "not known")
YES, NO = Both("是", "yes"), Both("否", "no")
_NOTHING_IN_LIST = Both("（空）", "(none)")
_WAN, _YI = Decimal(10_000), Decimal(100_000_000)
# `1,234.5 万` is no shorter to read than its digits; `123.4 万` is.
_MOST_SHORT_DIGITS = 4
_MOST_SHORT_DECIMALS = 2
_GROUP = 3
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def value_text(
    value: Value | Hidden,
    of_type: Type | None,
    language: str,
    *,
    unit: bool = True,
    short: bool = True,
) -> str:
    """Say a value as a person reads it.

    Args:
        value: The value; None is missing, `Hidden` is withheld.
        of_type: Its type, for units and titles of codes; None when it is not known.
        language: `zh` or `en`.
        unit: Whether a number's unit is shown.
        short: Whether round amounts are shortened by 万 and 亿 in Chinese.

    Example:
        >>> from rulesets.types import NumberType
        >>> value_text(Decimal(2860000), NumberType(unit="CNY"), "zh")
        '286 万元'
        >>> value_text(Decimal(2860000), NumberType(unit="CNY"), "en")
        '2,860,000 CNY'
    """
    if isinstance(value, Hidden):
        return WITHHELD.in_language(language)
    if value is None:
        return MISSING.in_language(language)
    if isinstance(value, bool):
        return (YES if value else NO).in_language(language)
    if isinstance(value, Decimal):
        return _number(value, of_type, language, unit=unit, short=short)
    if isinstance(value, str):
        codes = of_type.one_of if isinstance(of_type, TextType) else None
        return code_title(value, codes, language)
    if isinstance(value, date):
        return moment_text(value, language)
    return _many(value, of_type, language, unit=unit, short=short)


def value_texts(value: Value, of_type: Type | None) -> Both:
    """Say a value in both languages at once, as `value_text` does without shortening.

    Example:
        >>> from rulesets.types import NumberType
        >>> value_texts(Decimal(2860000), NumberType(unit="CNY"))
        Both(zh='2,860,000 元', en='2,860,000 CNY')
    """
    if not isinstance(value, Decimal):
        return Both(
            value_text(value, of_type, "zh", short=False),
            value_text(value, of_type, "en", short=False),
        )
    word = of_type.unit if isinstance(of_type, NumberType) else ""
    number = decimal_text(value) if word == CALENDAR_YEAR else number_text(value)
    if not word:
        return Both(number, number)
    return Both(with_unit(number, value, word, "zh"), with_unit(number, value, word, "en"))


def _number(value: Decimal, of_type: Type | None, language: str, *, unit: bool, short: bool) -> str:
    word = of_type.unit if isinstance(of_type, NumberType) and unit else ""
    if word == CALENDAR_YEAR:
        return with_unit(decimal_text(value), value, word, language)
    shortened = short and language == "zh" and word != "%"
    return with_unit(number_text(value, short=shortened), value, word, language)


def _many(
    value: tuple[Value, ...] | Mapping[str, Value],
    of_type: Type | None,
    language: str,
    *,
    unit: bool,
    short: bool,
) -> str:
    rows = (value,) if isinstance(value, Mapping) else value
    if any(isinstance(row, Mapping) for row in rows):
        return with_unit(number_text(Decimal(len(rows))), Decimal(len(rows)), "rows", language)
    if not rows:
        return _NOTHING_IN_LIST.in_language(language)
    item = of_type.item if isinstance(of_type, ListType) else None
    return listed(
        [value_text(each, item, language, unit=unit, short=short) for each in rows], language
    )


def number_text(value: Decimal, *, short: bool = False) -> str:
    """Write a number exactly, with separators; `short` by 万 or 亿 when that is exact and short.

    Example:
        >>> number_text(Decimal("2860123.50")), number_text(Decimal(5000000), short=True)
        ('2,860,123.5', '500 万')
        >>> number_text(Decimal(2860123), short=True), number_text(Decimal(150000000), short=True)
        ('2,860,123', '1.5 亿')
    """
    for size, sign in ((_YI, "亿"), (_WAN, "万")):
        if short and abs(value) >= size and value == value.to_integral_value():
            amount = value / size
            decimals = len(decimal_text(amount).partition(".")[2])
            if digits(amount) <= _MOST_SHORT_DIGITS and decimals <= _MOST_SHORT_DECIMALS:
                return f"{_separated(amount)} {sign}"
    return _separated(value)


def _separated(value: Decimal) -> str:
    whole, point, rest = decimal_text(value).partition(".")
    sign = "-" if whole.startswith("-") else ""
    figures = whole.removeprefix("-")
    if len(figures) <= _GROUP:
        return sign + figures + point + rest
    groups = [figures[max(0, end - 3) : end] for end in range(len(figures), 0, -3)]
    return sign + ",".join(reversed(groups)) + point + rest


def code_title(value: str, codes: CodeList | None, language: str) -> str:
    """Give the title of a code; of a free text, or a value without a title, the text itself."""
    code = codes.by_value.get(value) if codes else None
    return value if code is None else code.title.in_language(language) or value


def moment_text(value: date, language: str) -> str:
    """Say a day, or a moment with its offset.

    Example:
        >>> moment_text(date(2026, 3, 6), "zh"), moment_text(date(2026, 3, 6), "en")
        ('2026 年 3 月 6 日', '6 Mar 2026')
        >>> moment_text(datetime.fromisoformat("2026-03-06T17:00:00+08:00"), "en")
        '6 Mar 2026 17:00 (UTC+08:00)'
    """
    if language == "zh":
        day = f"{value.year} 年 {value.month} 月 {value.day} 日"
    else:
        day = f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    if not isinstance(value, datetime):
        return day
    clock = f"{value.hour:02}:{value.minute:02}"
    if value.second or value.microsecond:
        parts = f"{value.second:02}.{value.microsecond:06}".rstrip("0")
        clock += ":" + (parts.removesuffix(".") if value.microsecond else f"{value.second:02}")
    offset = _offset(value.utcoffset())
    if not offset:
        return f"{day} {clock}"
    return f"{day} {clock}（{offset}）" if language == "zh" else f"{day} {clock} ({offset})"


def _offset(ahead: timedelta | None) -> str:
    if ahead is None:
        return ""
    minutes = round(ahead.total_seconds() / 60)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"
