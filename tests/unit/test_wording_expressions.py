"""Expressions in words, in both languages."""

from __future__ import annotations

import typing
from datetime import date
from decimal import Decimal

import pytest

from rulesets.expressions import tree
from rulesets.expressions.tree import (
    Aggregate,
    And,
    Arithmetic,
    Between,
    Call,
    Compare,
    If,
    In,
    IsMissing,
    ListOf,
    Literal,
    Name,
    Negate,
    Node,
    Not,
    Null,
    Or,
    Part,
    Previous,
    RowField,
    TextOperation,
    ValueTest,
)
from rulesets.wording import expression_text
from rulesets.wording.expressions import SAYERS
from tests.wording_sample import number, ruleset

SAMPLE = ruleset()
SALES, COUNT, YEARS = Name("annual_sales"), Name("order_count"), Name("years")
REGION_NAME, COMPANY, KEY = Name("region"), Name("company"), Name("key_account")
REGISTERED, RECEIVED, TODAY = Name("registered"), Name("received_at"), Call("today", ())
EAST, SOUTH = Literal("east"), Literal("south")
LARGE = Compare(">", RowField("amount"), number(100))

NODES: list[tuple[Node, str, str]] = [
    (Arithmetic("*", SALES, number("0.12")), "年采购额 × 12%", "annual purchases × 12%"),
    (Arithmetic("/", SALES, number(12)), "年采购额 ÷ 12", "annual purchases ÷ 12"),
    (
        Arithmetic("*", Arithmetic("+", SALES, number(10000)), number(3)),
        "（年采购额 + 1 万元）× 3",
        "(annual purchases + 10,000 CNY) × 3",
    ),
    (
        Arithmetic("-", SALES, Arithmetic("-", SALES, number(-5))),
        "年采购额 -（年采购额 -（-5 元））",
        "annual purchases - (annual purchases - (-5 CNY))",
    ),
    # -2 ** 2 is 4 here (4.1): without the bracket a person reads -4.
    (Arithmetic("**", Negate(COUNT), number(2)), "（-订单数）^ 2", "(-order count) ^ 2"),
    (
        Arithmetic("**", Arithmetic("**", COUNT, number(3)), number(2)),
        "（订单数 ^ 3）^ 2",
        "(order count ^ 3) ^ 2",
    ),
    (Compare("=", REGION_NAME, EAST), "地区是华东", "region is East"),
    (Compare("!=", REGION_NAME, EAST), "地区不是华东", "region is not East"),
    (Compare("=", COUNT, number(3)), "订单数为 3", "order count is 3"),
    (
        Compare(">", SALES, Name("high_value")),
        "年采购额超过高价值起点",
        "annual purchases is above the high value from",
    ),
    (
        Compare("=", SALES, Name("high_value")),
        "年采购额等于高价值起点",
        "annual purchases equals the high value from",
    ),
    (
        Compare("!=", SALES, Name("high_value")),
        "年采购额不等于高价值起点",
        "annual purchases differs from the high value from",
    ),
    (
        Compare("<=", number(1000000), SALES),
        "100 万元不超过年采购额",
        "1,000,000 CNY is at most annual purchases",
    ),
    (Compare(">", Name("grade"), Literal("B")), "客户等级高于 B", "customer grade is above B"),
    (
        Compare(">=", REGISTERED, Literal(date(2026, 3, 6))),
        "注册日不早于 2026 年 3 月 6 日",
        "registered on is no earlier than 6 Mar 2026",
    ),
    (
        Compare(">", Arithmetic("-", TODAY, REGISTERED), number(30)),
        "今天 - 注册日超过 30 天",
        "today - registered on is above 30 days",
    ),
    (
        Compare("=", Part(REGISTERED, "year"), number(2026)),
        "注册日的年份为 2026 年",
        "the year of registered on is 2026",
    ),
    (
        Between(YEARS, number(1), number(3)),
        "合作年限不低于 1 年而不超过 3 年",
        "years of cooperation is at least 1 year and at most 3 years",
    ),
    (
        In(REGION_NAME, (ValueTest(EAST), ValueTest(SOUTH), ValueTest(Literal("north")))),
        "地区是华东、华南或华北",
        "region is East, South or North",
    ),
    (IsMissing(REGION_NAME), "地区不详", "region is not known"),
    (IsMissing(REGION_NAME, negated=True), "地区已知", "region is known"),
    (
        TextOperation("contains", COMPANY, Literal("机电")),
        "公司名称包含“机电”",
        "company name contains “机电”",
    ),
    (
        TextOperation("starts with", COMPANY, Literal("A")),
        "公司名称以“A”开头",
        "company name starts with “A”",
    ),
    (
        TextOperation("ends with", COMPANY, Literal("A")),
        "公司名称以“A”结尾",
        "company name ends with “A”",
    ),
    (
        TextOperation("contains any of", COMPANY, ListOf((Literal("a"), Literal("b")))),
        "公司名称包含“a”、“b”中的任何一个",
        "company name contains any of “a”, “b”",
    ),
    (TextOperation("within", REGION_NAME, EAST), "地区属于华东（含下级）", "region is within East"),
    (
        And((KEY, Or((Compare("=", COUNT, number(3)), IsMissing(COUNT))))),
        "重点客户 且（订单数为 3 或 订单数不详）",
        "key account and (order count is 3 or order count is not known)",
    ),
    (
        Or((KEY, And((KEY, KEY)))),
        "重点客户 或（重点客户 且 重点客户）",
        "key account or (key account and key account)",
    ),
    (Not(KEY), "并非重点客户", "not key account"),
    (
        If(KEY, number(3), number(5)),
        "如果重点客户，则 3，否则 5",
        "3 if key account, otherwise 5",
    ),
    (
        Arithmetic("+", SALES, If(KEY, number(3), number(5))),
        "年采购额 +（如果重点客户，则 3 元，否则 5 元）",
        "annual purchases + (3 CNY if key account, otherwise 5 CNY)",
    ),
    (
        Call("clv", (SALES, number(12))),
        "客户终身价值（年采购额、12）",
        "customer lifetime value (annual purchases, 12)",
    ),
    (
        Part(Call("terms", (Literal("A"),)), "days"),
        "等级条款中 A 对应的天数",
        "the days in the grade terms for A",
    ),
    (Previous("grade"), "上次的客户等级", "previous customer grade"),
    (
        Compare("<", Previous("grade"), Literal("B")),
        "上次的客户等级低于 B",
        "previous customer grade is below B",
    ),
    (
        Aggregate("count", Name("orders"), LARGE, None),
        "订单（其中金额超过 100 元）的行数",
        "the number of orders where amount is above 100 CNY",
    ),
    (
        Aggregate("sum", Name("orders"), None, RowField("amount")),
        "订单的金额之和",
        "the sum of amount over orders",
    ),
    (
        Compare(
            ">",
            Aggregate("average", Name("orders"), RowField("urgent"), RowField("amount")),
            number(20000),
        ),
        "订单（其中加急）的金额平均值超过 2 万元",
        "the average of amount over orders where urgent is above 20,000 CNY",
    ),
    (
        Aggregate("any", Name("orders"), None, LARGE),
        "订单中至少有一行满足：金额超过 100 元",
        "at least one row of orders fits: amount is above 100 CNY",
    ),
    (
        Aggregate("all", Name("orders"), None, LARGE),
        "订单中每一行都满足：金额超过 100 元",
        "every row of orders fits: amount is above 100 CNY",
    ),
    (Aggregate("count", Name("tags"), None, None), "标签的项数", "the number of items in tags"),
    (Literal(value=True), "“是”", "yes"),
    (Literal("x"), "“x”", "“x”"),
    (ListOf(()), "空列表", "an empty list"),
    (Null(), "空值", "nothing"),
    (
        If(Compare(">", COUNT, number(5)), SALES, Null()),
        "如果订单数超过 5，则年采购额，否则为空",
        "annual purchases if order count is above 5, otherwise nothing",
    ),
    (
        If(Compare(">", COUNT, number(5)), Null(), SALES),
        "如果订单数超过 5，则为空，否则年采购额",
        "nothing if order count is above 5, otherwise annual purchases",
    ),
    (Name("untitled"), "untitled", "untitled"),
]


@pytest.mark.parametrize(("node", "zh", "en"), NODES)
def test_an_expression_reads(node: Node, zh: str, en: str) -> None:
    assert (expression_text(node, SAMPLE, "zh"), expression_text(node, SAMPLE, "en")) == (zh, en)


def test_every_class_of_node_has_words_and_an_example_here() -> None:
    classes = set(typing.get_args(tree.Node))
    assert set(SAYERS) == classes
    shown = {type(node) for node, _, _ in NODES} | {type(LARGE.left)}
    assert classes - shown <= {Negate}  # shown inside a power above


def test_a_factor_reads_as_a_share_only_between_nought_and_one() -> None:
    factors = ["0.5", "1", "1.2", "-0.5", "0.00001"]
    said = [
        expression_text(Arithmetic("*", COUNT, Literal(Decimal(factor))), SAMPLE, "en")
        for factor in factors
    ]
    assert said == [f"order count × {each}" for each in ("50%", "1", "1.2", "(-0.5)", "0.00001")]
