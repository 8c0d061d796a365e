"""What is said the way people say it: yes and no by a title, two bounds as one range."""

from __future__ import annotations

import pytest

from rulesets.expressions.tree import (
    Aggregate,
    And,
    Arithmetic,
    Cell,
    Compare,
    Group,
    In,
    IsMissing,
    Literal,
    MissingCell,
    Name,
    Node,
    Not,
    Or,
    Previous,
    RangeTest,
    RowField,
    ValueTest,
)
from rulesets.types import BooleanType
from rulesets.wording import cell_text, condition_text, expression_text
from rulesets.wording.folding import folded
from tests.wording_sample import KEY, cell, number, row, ruleset, table, texts

SAMPLE = ruleset()
SALES, COUNT = Name("annual_sales"), Name("order_count")
YES, NO = Literal(value=True), Literal(value=False)
FROM, BELOW = Compare(">=", SALES, number(20)), Compare("<", SALES, number(50))


def said(node: Node) -> tuple[str, str]:
    return expression_text(node, SAMPLE, "zh"), expression_text(node, SAMPLE, "en")


@pytest.mark.parametrize(
    ("wanted", "zh", "en"),
    [
        (cell(ValueTest(YES)), "重点客户", "key account"),
        (cell(ValueTest(NO)), "并非重点客户", "not key account"),
        (cell(ValueTest(YES), negated=True), "并非重点客户", "not key account"),
        (cell(ValueTest(NO), negated=True), "重点客户", "key account"),
        (cell(ValueTest(YES), ValueTest(NO)), "重点客户为“是”或“否”", "key account is yes or no"),
        (MissingCell(), "是否重点客户不详", "it is not known whether key account"),
        (MissingCell(negated=True), "是否重点客户已知", "it is known whether key account"),
    ],
)
def test_a_cell_of_yes_or_no_reads(wanted: Cell, zh: str, en: str) -> None:
    for language, text in (("zh", zh), ("en", en)):
        assert cell_text(KEY, wanted, BooleanType(), SAMPLE, language) == text


@pytest.mark.parametrize(
    ("node", "zh", "en"),
    [
        (Compare("=", KEY, NO), "并非重点客户", "not key account"),
        (Compare("!=", KEY, NO), "重点客户", "key account"),
        (In(KEY, (ValueTest(NO),)), "并非重点客户", "not key account"),
        (Not(KEY), "并非重点客户", "not key account"),
        (IsMissing(KEY), "是否重点客户不详", "it is not known whether key account"),
        (
            Or((Not(KEY), IsMissing(COUNT))),
            "并非重点客户 或 订单数不详",
            "(not key account) or order count is not known",
        ),
        # A title that is said of the last time, or of another value, states nothing by itself.
        (
            Compare("=", Previous("review"), YES),
            "上次的人工复核为“是”",
            "previous review by hand is yes",
        ),
        (
            Compare("=", KEY, Name("review")),
            "重点客户等于人工复核",
            "key account equals review by hand",
        ),
    ],
)
def test_an_expression_of_yes_or_no_reads(node: Node, zh: str, en: str) -> None:
    assert said(node) == (zh, en)


def test_the_head_of_a_table_asks_for_yes_or_no() -> None:
    block = table(
        "first", (("key_account", BooleanType()),), ("grade",), (row(1, (cell(ValueTest(YES)),)),)
    )
    assert texts(block, "zh")[0].startswith("按是否重点客户决定客户等级：")
    assert texts(block, "en")[0].startswith("Customer grade by whether key account: ")


def test_two_bounds_of_one_subject_are_a_range() -> None:
    spans = In(SALES, (RangeTest(number(20), number(50), low_included=True, high_included=False),))
    assert folded((FROM, BELOW)) == [spans]
    assert folded((BELOW, KEY, FROM)) == [BELOW, KEY, FROM]
    assert folded((FROM, Compare("<", COUNT, number(50)))) == [
        FROM,
        Compare("<", COUNT, number(50)),
    ]
    assert folded((FROM, Compare(">", SALES, number(30)))) == [
        FROM,
        Compare(">", SALES, number(30)),
    ]
    for condition in (Group("all", (FROM, BELOW)), Group("all", (BELOW, FROM)), And((FROM, BELOW))):
        assert condition_text(condition, SAMPLE, "zh") == "年采购额不低于 20 元而低于 50 元"
        text = condition_text(condition, SAMPLE, "en")
        assert text == "annual purchases is at least 20 CNY and below 50 CNY"
    assert said(Or((FROM, BELOW)))[1] == (
        "annual purchases is at least 20 CNY or annual purchases is below 50 CNY"
    )


@pytest.mark.parametrize(
    ("op", "zh", "en"),
    [
        (">=", "年采购额不为负", "annual purchases is not negative"),
        ("<", "年采购额为负", "annual purchases is negative"),
        (">", "年采购额超过 0 元", "annual purchases is above 0 CNY"),
        ("<=", "年采购额不超过 0 元", "annual purchases is at most 0 CNY"),
    ],
)
def test_a_bound_of_zero_reads_as_a_sign(op: str, zh: str, en: str) -> None:
    assert said(Compare(op, SALES, number(0))) == (zh, en)
    spans = RangeTest(number(0), number(2), low_included=True, high_included=True)
    assert said(In(SALES, (spans,)))[1] == "annual purchases is at least 0 CNY and at most 2 CNY"


def test_totals_that_are_divided_stand_without_brackets_where_nothing_is_misread() -> None:
    orders, amount = Name("orders"), RowField("amount")
    total = Aggregate("sum", orders, None, amount)
    urgent = Aggregate("sum", orders, RowField("urgent"), amount)
    assert said(Arithmetic("/", urgent, total)) == (
        "订单（其中加急）的金额之和 ÷ 订单的金额之和",
        "(the sum of amount over orders where urgent) ÷ the sum of amount over orders",
    )
    # Beside + it might be the sum of both.
    assert said(Arithmetic("+", SALES, total))[0] == "年采购额 +（订单的金额之和）"
