"""Units in both languages: `3 天`, `3 days`, `1 day`; an unknown unit is its own word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from rulesets.wording.joining import glue


@dataclass(frozen=True)
class Unit:
    """A unit: in Chinese, in English for one, and in English for many."""

    zh: str
    one: str
    many: str


CALENDAR_YEAR = "calendar year"
"""The unit of `date.year`: its numbers are written without separators."""

_UNITS: Mapping[str, Unit] = {
    "CNY": Unit("元", "CNY", "CNY"),
    "USD": Unit("美元", "USD", "USD"),
    "EUR": Unit("欧元", "EUR", "EUR"),
    "GBP": Unit("英镑", "GBP", "GBP"),
    "JPY": Unit("日元", "JPY", "JPY"),
    "HKD": Unit("港元", "HKD", "HKD"),
    "TWD": Unit("新台币", "TWD", "TWD"),
    "KRW": Unit("韩元", "KRW", "KRW"),
    "SGD": Unit("新加坡元", "SGD", "SGD"),
    "AUD": Unit("澳元", "AUD", "AUD"),
    "CAD": Unit("加元", "CAD", "CAD"),
    "CHF": Unit("瑞士法郎", "CHF", "CHF"),
    "minutes": Unit("分钟", "minute", "minutes"),
    "hours": Unit("小时", "hour", "hours"),
    "days": Unit("天", "day", "days"),
    "weeks": Unit("周", "week", "weeks"),
    CALENDAR_YEAR: Unit("年", "", ""),
    "months": Unit("个月", "month", "months"),
    "quarters": Unit("个季度", "quarter", "quarters"),
    "years": Unit("年", "year", "years"),
    "working days": Unit("个工作日", "working day", "working days"),
    "working hours": Unit("个工作小时", "working hour", "working hours"),
    "points": Unit("分", "point", "points"),
    "times": Unit("次", "time", "times"),
    "orders": Unit("单", "order", "orders"),
    "pieces": Unit("件", "piece", "pieces"),
    "people": Unit("人", "person", "people"),
    "customers": Unit("位客户", "customer", "customers"),
    "complaints": Unit("件投诉", "complaint", "complaints"),
    "rows": Unit("行", "row", "rows"),
    "tons": Unit("吨", "ton", "tons"),
    "kg": Unit("千克", "kg", "kg"),
    "km": Unit("公里", "km", "km"),
}


def _keys() -> Mapping[str, str]:
    keys = {each: each for each in _UNITS}
    for key, unit in _UNITS.items():
        if key != CALENDAR_YEAR:
            for word in (unit.zh, unit.one, unit.many):
                keys.setdefault(word, key)
    return keys


_KEYS = _keys()


def unit_key(word: str) -> str:
    """Give the word by which documents name a unit; an unknown one is its own.

    Example:
        >>> unit_key("元"), unit_key("day"), unit_key("pallets")
        ('CNY', 'days', 'pallets')
    """
    return _KEYS.get(word, word)


def unit_word(unit: str, language: str, amount: Decimal | None = None) -> str:
    """Give the word of a unit; of an amount of one, the English singular.

    Example:
        >>> unit_word("CNY", "zh"), unit_word("天", "en"), unit_word("days", "en", Decimal(1))
        ('元', 'days', 'day')
        >>> unit_word("pallets", "zh")
        'pallets'
    """
    known = _UNITS.get(unit_key(unit))
    if known is None:
        return unit
    if language == "zh":
        return known.zh
    return known.one if amount is not None and abs(amount) == 1 else known.many


def with_unit(number: str, amount: Decimal | None, unit: str, language: str) -> str:
    """Put the unit of an amount, or of an expression without one, behind its text.

    Example:
        >>> with_unit("100 万", Decimal(1000000), "CNY", "zh")
        '100 万元'
        >>> with_unit("12", Decimal(12), "%", "en")
        '12%'
        >>> with_unit("1", Decimal(1), "days", "en")
        '1 day'
    """
    if unit == "%":
        return f"{number}%"
    word = unit_word(unit, language, amount)
    if not word:
        return number
    return glue(number, word) if number.endswith(("万", "亿")) else f"{number} {word}"
