"""Values as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from rulesets.types import BooleanType, DateType, ListType, NumberType, TextType, Type
from rulesets.values import Value
from rulesets.wording import Hidden, value_text
from tests.wording_sample import CNY, DAYS, ORDERS, REGION

PERCENT = NumberType(unit="%")


@pytest.mark.parametrize(
    ("value", "of_type", "zh", "en"),
    [
        (Decimal(5000000), CNY, "500 万元", "5,000,000 CNY"),
        (Decimal(2860000), CNY, "286 万元", "2,860,000 CNY"),
        (Decimal(2860123), CNY, "2,860,123 元", "2,860,123 CNY"),
        (Decimal("2860000.50"), CNY, "2,860,000.5 元", "2,860,000.5 CNY"),
        (Decimal(9999), CNY, "9,999 元", "9,999 CNY"),
        (Decimal(10000), CNY, "1 万元", "10,000 CNY"),
        (Decimal(-15000), CNY, "-1.5 万元", "-15,000 CNY"),
        (Decimal(12345000), CNY, "12,345,000 元", "12,345,000 CNY"),
        (Decimal(120000000), CNY, "1.2 亿元", "120,000,000 CNY"),
        (Decimal("1E+8"), NumberType(), "1 亿", "100,000,000"),
        (Decimal("12.0"), PERCENT, "12%", "12%"),
        (Decimal(20000), PERCENT, "20,000%", "20,000%"),
        (Decimal(3), DAYS, "3 天", "3 days"),
        (Decimal(1), DAYS, "1 天", "1 day"),
        (Decimal(0), DAYS, "0 天", "0 days"),
        (Decimal(3), NumberType(unit="天"), "3 天", "3 days"),
        (Decimal(1), NumberType(unit="working days"), "1 个工作日", "1 working day"),
        (Decimal(6), NumberType(unit="months"), "6 个月", "6 months"),
        (Decimal(4), NumberType(unit="pallets"), "4 pallets", "4 pallets"),
        (Decimal("-0.00"), None, "0", "0"),
        (Decimal("0.001"), None, "0.001", "0.001"),
        ("east", REGION, "华东", "East"),
        ("nowhere", REGION, "nowhere", "nowhere"),
        ("east", TextType(), "east", "east"),
        (True, BooleanType(), "是", "yes"),
        (False, BooleanType(), "否", "no"),
        (date(2026, 3, 6), DateType(), "2026 年 3 月 6 日", "6 Mar 2026"),
        (None, CNY, "不详", "not known"),
        (Hidden(), CNY, "（已隐去）", "(withheld)"),
        (("east", "south"), ListType(REGION), "华东、华南", "East, South"),
        ((Decimal(1), Decimal(2)), ListType(DAYS), "1 天、2 天", "1 day, 2 days"),
        ((), ListType(REGION), "（空）", "(none)"),
        (({"amount": Decimal(1)}, {"amount": None}), ORDERS, "2 行", "2 rows"),
    ],
)
def test_a_value_is_said_in_both_languages(
    value: Value | Hidden, of_type: Type | None, zh: str, en: str
) -> None:
    assert (value_text(value, of_type, "zh"), value_text(value, of_type, "en")) == (zh, en)


def test_a_moment_shows_its_offset_and_only_the_seconds_it_has() -> None:
    close = datetime(2026, 3, 6, 17, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert value_text(close, None, "zh") == "2026 年 3 月 6 日 17:00（UTC+08:00）"
    assert value_text(close, None, "en") == "6 Mar 2026 17:00 (UTC+08:00)"
    exact = datetime(2026, 3, 6, 9, 5, 7, 120000, tzinfo=UTC)
    assert value_text(exact, None, "en") == "6 Mar 2026 09:05:07.12 (UTC)"
    west = datetime.fromisoformat("2026-03-06T09:05:30-03:30")
    assert value_text(west, None, "en") == "6 Mar 2026 09:05:30 (UTC-03:30)"


def test_units_and_short_forms_can_be_left_out() -> None:
    assert value_text(Decimal(2860000), CNY, "zh", unit=False) == "286 万"
    assert value_text(Decimal(2860000), CNY, "zh", short=False) == "2,860,000 元"


def test_a_value_of_another_kind_than_its_type_is_still_said() -> None:
    assert value_text(Decimal(5), REGION, "zh") == "5"
    assert value_text("x", CNY, "en") == "x"
    assert value_text(True, CNY, "en") == "yes"
