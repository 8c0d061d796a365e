"""Every function in words, in both languages."""

from __future__ import annotations

import pytest

from rulesets.expressions.functions import AGGREGATES, FUNCTIONS
from rulesets.expressions.tree import (
    Aggregate,
    Arithmetic,
    Call,
    Compare,
    Literal,
    Name,
    Node,
    RowField,
)
from rulesets.wording import expression_text, phrases
from tests.wording_sample import number, ruleset

SAMPLE = ruleset()
SALES, COUNT, YEARS = Name("annual_sales"), Name("order_count"), Name("years")
REGION_NAME, COMPANY, KEY = Name("region"), Name("company"), Name("key_account")
REGISTERED, RECEIVED, TODAY = Name("registered"), Name("received_at"), Call("today", ())
EAST, SOUTH = Literal("east"), Literal("south")
LARGE = Compare(">", RowField("amount"), number(100))

FUNCTION_TEXTS: dict[str, tuple[tuple[Node, ...], str, str]] = {
    "abs": ((COUNT,), "订单数的绝对值", "the absolute value of order count"),
    "floor": ((COUNT,), "订单数向下取整", "order count rounded down to a whole number"),
    "ceiling": ((COUNT,), "订单数向上取整", "order count rounded up to a whole number"),
    "round": ((COUNT, number(1)), "订单数四舍五入到 1 位小数", "order count rounded to 1 decimal"),
    "round even": (
        (COUNT, number(2)),
        "订单数按逢五取偶舍入到 2 位小数",
        "order count rounded half-even to 2 decimals",
    ),
    "round up": (
        (COUNT, number(2)),
        "订单数远离零舍入到 2 位小数",
        "order count rounded away from zero to 2 decimals",
    ),
    "round down": (
        (COUNT, number(2)),
        "订单数向零舍入到 2 位小数",
        "order count rounded towards zero to 2 decimals",
    ),
    "minimum": (
        (SALES, number(50000)),
        "年采购额和 5 万元中的较小者",
        "the smaller of annual purchases and 50,000 CNY",
    ),
    "maximum": (
        (SALES, number(1), number(2)),
        "年采购额、1 元和 2 元中的最大者",
        "the largest of annual purchases, 1 CNY and 2 CNY",
    ),
    "modulo": (
        (COUNT, number(3)),
        "订单数除以 3 的余数",
        "the remainder of order count divided by 3",
    ),
    "length": ((COMPANY,), "公司名称的字数", "the length of company name"),
    "upper": ((COMPANY,), "公司名称（字母按大写）", "company name (in capital letters)"),
    "lower": ((COMPANY,), "公司名称（字母按小写）", "company name (in small letters)"),
    "trim": ((COMPANY,), "公司名称去掉首尾空格", "company name without spaces at both ends"),
    "substring": (
        (COMPANY, number(3), number(2)),
        "公司名称从第 3 个字起的 2 个字",
        "2 characters of company name from character 3 on",
    ),
    "text": ((COUNT,), "订单数的文本", "order count as text"),
    "number": ((COMPANY,), "公司名称所写的数", "the number written in company name"),
    "today": ((), "今天", "today"),
    "as_of": ((), "决策时刻", "the moment of decision"),
    "date": (
        (number(2026), COUNT, number(1)),
        "2026 年“订单数”月 1 日",
        "the date of year 2026, month “order count”, day 1",
    ),
    "date of": ((RECEIVED,), "受理时间所在日期", "the date of received at"),
    "days between": (
        (REGISTERED, TODAY),
        "注册日至今天的天数",
        "the number of days from registered on to today",
    ),
    "months between": (
        (REGISTERED, TODAY),
        "注册日至今天的整月数",
        "the number of whole months from registered on to today",
    ),
    "years between": (
        (REGISTERED, TODAY),
        "注册日至今天的整年数",
        "the number of whole years from registered on to today",
    ),
    "hours between": (
        (RECEIVED, Call("as_of", ())),
        "受理时间至决策时刻的小时数",
        "the number of hours from received at to the moment of decision",
    ),
    "add days": ((TODAY, number(1)), "今天加 1 天", "today plus 1 day"),
    "add months": ((TODAY, number(3)), "今天加 3 个月", "today plus 3 months"),
    "add years": ((TODAY, COUNT), "今天加“订单数”年", "today plus “order count” years"),
    "start of month": ((TODAY,), "今天当月的第一天", "the first day of the month of today"),
    "end of month": ((TODAY,), "今天当月的最后一天", "the last day of the month of today"),
    "working days between": (
        (REGISTERED, TODAY, Literal("cn")),
        "注册日至今天的工作日数（中国工作日历）",
        "the number of working days from registered on to today (China working calendar)",
    ),
    "add working days": (
        (TODAY, number(3), Literal("cn")),
        "今天加 3 个工作日（中国工作日历）",
        "today plus 3 working days (China working calendar)",
    ),
    "is working day": (
        (TODAY, Literal("cn")),
        "今天是工作日（中国工作日历）",
        "today is a working day (China working calendar)",
    ),
    "coalesce": (
        (SALES, number(0)),
        "年采购额（不详时取 0 元）",
        "annual purchases (or 0 CNY when not known)",
    ),
    "list contains": ((Name("tags"), Literal("VIP")), "标签中有“VIP”", "tags includes “VIP”"),
}


def test_every_function_and_aggregate_has_words() -> None:
    assert set(FUNCTION_TEXTS) == set(FUNCTIONS)
    assert set(phrases.OVER_ROWS) == set(phrases.OVER_ITEMS) == set(AGGREGATES)
    assert set(phrases.OVER_ROWS_OF_TIMES) == set(AGGREGATES)


@pytest.mark.parametrize("function", sorted(FUNCTION_TEXTS))
def test_a_function_reads(function: str) -> None:
    arguments, zh, en = FUNCTION_TEXTS[function]
    node = Call(function, arguments)
    assert (expression_text(node, SAMPLE, "zh"), expression_text(node, SAMPLE, "en")) == (zh, en)


def test_an_argument_is_never_read_as_a_place_of_its_phrase() -> None:
    assert (
        expression_text(Call("upper", (Literal("{0}|{all}"),)), SAMPLE, "zh")
        == "“{0}|{all}”（字母按大写）"
    )
    assert expression_text(Call("modulo", (Literal("{1}"), number(2))), SAMPLE, "en") == (
        "the remainder of “{1}” divided by 2"
    )


BRACKETS: tuple[tuple[Node, str, str], ...] = (
    (
        Arithmetic("*", SALES, Call("coalesce", (YEARS, number(3)))),
        "年采购额 × 合作年限（不详时取 3 年）",
        "annual purchases × years of cooperation (or 3 years when not known)",
    ),
    (
        Call("coalesce", (YEARS, Call("years between", (REGISTERED, TODAY)))),
        "合作年限（不详时取注册日至今天的整年数）",
        (
            "years of cooperation (or the number of whole years from registered on to today"
            " when not known)"
        ),
    ),
    (
        Arithmetic("*", COUNT, Call("coalesce", (SALES, YEARS, number(3)))),
        "订单数 ×（年采购额、合作年限、3 元中首个已知的）",
        (
            "order count × (the first of annual purchases, years of cooperation, 3 CNY"
            " that is known)"
        ),
    ),
    (
        Aggregate("min", Name("orders"), None, RowField("day")),
        "订单中最早的下单日",
        "the earliest order day in orders",
    ),
    (
        Aggregate("max", Name("orders"), None, RowField("day")),
        "订单中最晚的下单日",
        "the latest order day in orders",
    ),
    (
        Aggregate("max", Name("orders"), None, RowField("amount")),
        "订单中最大的金额",
        "the greatest amount over orders",
    ),
    (
        Arithmetic("-", Aggregate("count", Name("orders"), None, None), number(1)),
        "订单的行数 - 1",
        "(the number of orders) - 1",
    ),
)


@pytest.mark.parametrize(("node", "zh", "en"), BRACKETS)
def test_brackets_stand_only_where_they_are_needed(node: Node, zh: str, en: str) -> None:
    assert (expression_text(node, SAMPLE, "zh"), expression_text(node, SAMPLE, "en")) == (zh, en)
