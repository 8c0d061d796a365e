"""Canonical text and text for people (clause 3.8)."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from rulesets.expressions.parser import parse_cell, parse_expression
from rulesets.expressions.printer import Naming, print_cell, print_node
from rulesets.expressions.tree import Literal, LiteralValue
from tests.generators.expressions import REGIONS, SCOPE

CHINESE = Naming(
    "zh",
    names={"annual_sales": "年采购额", "region": "地区", "orders": "订单", "grade": "客户等级"},
    functions={"terms": "账期"},
    fields={"orders": {"amount": "金额"}},
    parts={"days": "天数"},
    codes={"east": "华东"},
    code_lists={"region": {"east": "华东", "shanghai": "上海"}},
)
ENGLISH = Naming("en", names={"annual_sales": "Annual purchases"})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1E+5"), "100000"),
        (Decimal("2.50"), "2.5"),
        (Decimal("0E-7"), "0"),
        (True, "true"),
        ('a"b\\c\n\t', '"a\\"b\\\\c\\n\\t"'),
        ("\x00\u200b“好”", '"\\u0000\\u200b“好”"'),
        (date(26, 1, 2), 'date("0026-01-02")'),
        (datetime(2026, 3, 1, 1, tzinfo=UTC), 'datetime("2026-03-01T01:00:00Z")'),
        (
            datetime(2026, 3, 1, 9, tzinfo=timezone(timedelta(hours=8))),
            'datetime("2026-03-01T01:00:00Z")',
        ),
    ],
)
def test_literals(value: LiteralValue, text: str) -> None:
    assert print_node(Literal(value)) == text


@pytest.mark.parametrize(
    "text",
    [
        "x + x1 * days",
        "(x + x1) * days",
        "x - (x1 - days)",
        "-(2 ** 2)",
        "(-2).year",
        "--x",
        "2 ** -3",
        "really = (x > 1)",
        "x > 1 = really",
        "not(x > 1 and x1 > 2) or really",
        "(really or x > 1) and x1 > 2",
        "(really and x > 1) and x1 > 2",
        "(if really then x else x1) + 1",
        "if really then x else if x > 1 then x1 else 2",
        "x in [1 .. 3)",
        "x in (1 .. 3)",
        "x in (> 5, [1, 2], (really or really))",
        "x in list",
        "(not(really)) is missing",
        "(days) between (if really then 1 else 2) and 3",
        "sum(orders where amount > 1, amount * 2)",
        "count(list)",
        "terms(grade).days",
    ],
)
def test_only_the_brackets_that_are_needed(text: str) -> None:
    assert print_node(parse_expression(text, SCOPE)) == text
    assert print_node(parse_expression(f"(({text}))", SCOPE)) == text


@pytest.mark.parametrize(
    ("canonical", "chinese"),
    [
        (
            "annual_sales >= 500000 and not(region is missing)",
            "年采购额 >= 500000 且 非(地区 缺失)",
        ),
        ('region in ("east", "shanghai") or x > 1', "地区 属于 (华东, 上海) 或 x > 1"),
        (
            "if annual_sales between 1 and 2 then true else false",
            "如果 年采购额 介于 1 和 2 则 真 否则 假",
        ),
        ("sum(orders where amount > 1, amount)", "求和(订单 其中 金额 > 1, 金额)"),
        ("terms(grade).days", "账期(客户等级).天数"),
        ('previous(grade) = "east"', '上次(客户等级) = "east"'),
        ("days between(today, date(2026, 1, 2))", "相隔天数(今天, 日期(2026, 1, 2))"),
        ('"east"', "华东"),
        ("0.0000000000000000000000000000000001", "0.0000000000000000000000000000000001"),
    ],
)
def test_titles_for_people(canonical: str, chinese: str) -> None:
    node = parse_expression(canonical, SCOPE)
    assert print_node(node, CHINESE) == chinese
    assert parse_expression(chinese, SCOPE.for_column(REGIONS)) == node


def test_people_see_the_offset_that_was_typed() -> None:
    typed = 'datetime("2026-03-01T09:00:00+08:00")'
    assert print_node(parse_expression(typed, SCOPE), ENGLISH) == typed
    assert (
        print_node(parse_expression("annual_sales > 1", SCOPE), ENGLISH) == "Annual purchases > 1"
    )


@pytest.mark.parametrize(
    ("canonical", "chinese"),
    [
        ("-", "-"),
        ("is missing", "缺失"),
        ("is present", "存在"),
        ('not("east", within "east")', "非(华东, 位于 华东)"),
        ("[1 .. annual_sales)", "[1 .. 年采购额)"),
    ],
)
def test_cells_for_people(canonical: str, chinese: str) -> None:
    assert print_cell(parse_cell(canonical, SCOPE)) == canonical
    assert print_cell(parse_cell(canonical, SCOPE), CHINESE) == chinese
