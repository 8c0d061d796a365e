"""Reasons with the values met, and problems, in both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rulesets import model
from rulesets.checked import (
    CheckedBand,
    CheckedFormula,
    CheckedRule,
    CheckedScorecard,
    CheckedScoreInput,
    Outputs,
)
from rulesets.expressions import tree, walk
from rulesets.expressions.tree import (
    AnyCell,
    Arithmetic,
    Compare,
    CompareTest,
    Group,
    Literal,
    MissingCell,
    Name,
    RangeTest,
    ValueTest,
)
from rulesets.types import Both
from rulesets.values import Value
from rulesets.wording import Hidden, problem_text, reason_text
from rulesets.wording.conditions import leaves
from tests.wording_sample import CNY, DAYS, REGION, VALUE, number, row, rules, ruleset, table

EAST, SOUTH, KEY = Literal("east"), Literal("south"), Name("key_account")
SALES = Decimal(2860000)
Met = tuple[tuple[str, Value | Hidden], ...]


def cell(*tests: tree.Test, negated: bool = False) -> tree.TestsCell:
    return tree.TestsCell(tests, negated)


TABLE = ruleset(
    table(
        "first",
        (("annual_sales", CNY), ("overdue_days", DAYS), ("region", REGION)),
        ("percent_off",),
        (
            row(
                1,
                (
                    cell(CompareTest(">=", number(1000000))),
                    cell(ValueTest(number(0))),
                    cell(ValueTest(EAST), ValueTest(SOUTH)),
                ),
                ("percent_off", Arithmetic("/", Name("annual_sales"), Name("order_count"))),
            ),
            row(
                2,
                (
                    cell(
                        RangeTest(
                            number(1000000), number(5000000), low_included=True, high_included=False
                        )
                    ),
                    MissingCell(),
                    cell(ValueTest(EAST), ValueTest(SOUTH), negated=True),
                ),
                ("percent_off", number(1)),
            ),
            row(
                3,
                (cell(CompareTest(">=", Name("high_value"))), AnyCell(), cell(ValueTest(EAST))),
                ("percent_off", number(2)),
            ),
        ),
    )
)


@pytest.mark.parametrize(
    ("rule", "place", "met", "zh", "en"),
    [
        (
            "r1",
            0,
            SALES,
            "年采购额 2,860,000 元 ≥ 100 万元",
            "Annual purchases 2,860,000 CNY ≥ 1,000,000 CNY",
        ),
        (
            "r1",
            0,
            Hidden(),
            "年采购额（已隐去）≥ 100 万元",
            "Annual purchases (withheld) ≥ 1,000,000 CNY",
        ),
        ("r1", 1, Decimal(0), "逾期天数 0 天", "Overdue days 0 days"),
        ("r1", 1, Hidden(), "逾期天数（已隐去）= 0 天", "Overdue days (withheld) = 0 days"),
        ("r1", 2, "east", "地区 华东 属于 华东、华南", "Region East in East, South"),
        (
            "r2",
            0,
            SALES,
            "年采购额 2,860,000 元 属于 [100 万元 .. 500 万元)",
            "Annual purchases 2,860,000 CNY in [1,000,000 CNY .. 5,000,000 CNY)",
        ),
        ("r2", 1, None, "逾期天数 不详", "Overdue days not known"),
        ("r2", 2, "north", "地区 华北 不属于 华东、华南", "Region North not in East, South"),
        ("r3", 2, "east", "地区 华东", "Region East"),
    ],
)
def test_a_cell_says_the_value_met_and_its_test(
    rule: str, place: int, met: Value | Hidden, zh: str, en: str
) -> None:
    key = ("annual_sales", "overdue_days", "region")[place]
    said = [reason_text(TABLE, "t", rule, place, ((key, met),), each) for each in ("zh", "en")]
    assert said == [zh, en]


def test_a_constant_is_shown_with_its_value_too() -> None:
    met: Met = (("annual_sales", SALES), ("high_value", Decimal(1000000)))
    assert reason_text(TABLE, "t", "r3", 0, met, "zh") == (
        "年采购额 2,860,000 元 ≥ 高价值起点 1,000,000 元"
    )


@pytest.mark.parametrize(
    ("place", "met", "zh", "en"),
    [
        (
            0,
            Decimal(500),
            "年采购额 500 元，须不低于 100 万元",
            "Annual purchases 500 CNY, must be at least 1,000,000 CNY",
        ),
        (1, Decimal(1), "逾期天数 1 天，须为 0 天", "Overdue days 1 day, must be 0 days"),
        (1, None, "逾期天数 不详，须为 0 天", "Overdue days not known, must be 0 days"),
        (2, "north", "地区 华北，须是华东或华南", "Region North, must be East or South"),
    ],
)
def test_a_cell_that_did_not_hold_says_what_it_must_be(
    place: int, met: Value, zh: str, en: str
) -> None:
    key = ("annual_sales", "overdue_days", "region")[place]
    holds = None if met is None else False
    said = [
        reason_text(TABLE, "t", "r1", place, ((key, met),), each, holds=holds)
        for each in ("zh", "en")
    ]
    assert said == [zh, en]


LATE = Compare(">", Name("overdue_days"), number(60))
ORDERS_EACH = Compare(
    ">=", Arithmetic("/", Name("annual_sales"), Name("order_count")), number(2000)
)
CONDITION = Group(
    "all",
    (
        LATE,
        Group("any", (ORDERS_EACH, Compare("=", Name("region"), EAST))),
        Group("none", (KEY, tree.TextOperation("contains", Name("company"), Literal("x")))),
        tree.Not(Compare("=", tree.Previous("grade"), Literal("D"))),
        tree.And((tree.IsMissing(Name("years")), tree.Not(tree.And((LATE, KEY))))),
    ),
)
RULES = ruleset(
    rules("first", ("grade",), CheckedRule("a", 1, CONDITION, Outputs((("grade", Literal("A")),))))
)


def test_leaves_are_those_that_reasons_are_numbered_by() -> None:
    assert tuple(leaf.node for leaf in leaves(CONDITION)) == tuple(walk.leaves(CONDITION))
    assert [leaf.negated for leaf in leaves(CONDITION)] == [False] * 3 + [True] * 3 + [False] + [
        True
    ] * 2
    # Of an `any`, and of the members of a denied `and`, none is needed by itself.
    assert [leaf.needed for leaf in leaves(CONDITION)] == [
        True,
        False,
        False,
        True,
        True,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("place", "met", "holds", "zh", "en"),
    [
        (
            0,
            (("overdue_days", Decimal(61)),),
            True,
            "逾期天数 61 天 > 60 天",
            "Overdue days 61 days > 60 days",
        ),
        (
            1,
            (("annual_sales", Decimal(286000)), ("order_count", Decimal(46))),
            True,
            "年采购额 ÷ 订单数（年采购额 286,000 元，订单数 46）≥ 2,000 元",
            (
                "Annual purchases ÷ order count (annual purchases 286,000 CNY, order count 46)"
                " ≥ 2,000 CNY"
            ),
        ),
        (
            2,
            (("region", "south"),),
            False,
            "地区 华南，未满足：是华东",
            "Region South, not met: is East",
        ),
        (3, (("key_account", False),), False, "重点客户 否", "Key account no"),
        (3, (("key_account", True),), True, "重点客户 是，须为“否”", "Key account yes, must be no"),
        (
            4,
            (("company", "苏州"),),
            False,
            "公司名称 苏州 不包含“x”",
            "Company name 苏州 does not contain “x”",
        ),
        (
            4,
            (("company", "xy"),),
            True,
            "公司名称 xy，不得包含“x”",
            "Company name xy, must not contain “x”",
        ),
        (
            5,
            (("previous(grade)", "B"),),
            False,
            "上次的客户等级 B ≠ D",
            "Previous customer grade B ≠ D",
        ),
        (6, (("years", None),), True, "合作年限 不详", "Years of cooperation not known"),
        (
            6,
            (("years", Decimal(2)),),
            False,
            "合作年限 2 年，须不详",
            "Years of cooperation 2 years, must be not known",
        ),
    ],
)
def test_a_leaf_says_whether_it_was_as_the_rule_wants(
    place: int, met: Met, holds: bool, zh: str, en: str
) -> None:
    said = [reason_text(RULES, "t", "a", place, met, each, holds=holds) for each in ("zh", "en")]
    assert said == [zh, en]


SCORES = ruleset(
    CheckedScorecard(
        model.Scorecard("s", "score", ()),
        (
            CheckedScoreInput(
                "value",
                Both("价值得分", "Points for value"),
                Name("value"),
                VALUE,
                (CheckedBand("high", cell(ValueTest(Literal("high"))), Decimal(40)),),
                Decimal(0),
            ),
            CheckedScoreInput(
                "each",
                Both(),
                Arithmetic("/", Name("annual_sales"), Name("order_count")),
                CNY,
                (CheckedBand("some", cell(CompareTest(">", number(20000))), Decimal(-5)),),
            ),
        ),
    )
)


def test_points_stand_behind_what_gave_them() -> None:
    high: Met = (("value", "high"),)
    assert reason_text(SCORES, "s", "", 0, high, "zh", points=Decimal(40), band="high") == (
        "客户价值 高 +40"
    )
    nothing: Met = (("value", None),)
    assert reason_text(SCORES, "s", "", 0, nothing, "en", points=Decimal(0)) == (
        "Customer value not known +0"
    )
    both: Met = (("annual_sales", Decimal(90000)), ("order_count", Decimal(3)))
    assert reason_text(SCORES, "s", "", 1, both, "zh", points=Decimal(-5), band="some") == (
        "年采购额 ÷ 订单数（年采购额 90,000 元，订单数 3）> 2 万元 -5"
    )


def test_a_formula_says_what_it_read() -> None:
    product = Arithmetic("*", Name("annual_sales"), number("0.12"))
    formula = ruleset(CheckedFormula(model.Formula("f", "discount", ""), product))
    met: Met = (("annual_sales", Decimal(2000)),)
    assert reason_text(formula, "f", "", 0, met, "zh") == "年采购额 = 2,000 元"
    assert reason_text(formula, "f", "", 0, met, "en") == "Annual purchases = 2,000 CNY"
    fixed = ruleset(CheckedFormula(model.Formula("f", "discount", ""), number(5)))
    assert reason_text(fixed, "f", "", 0, (), "zh") == "5"


def test_a_hidden_value_is_nowhere_in_its_reason() -> None:
    met: Met = (("company", Hidden()),)
    for language in ("zh", "en"):
        assert "Hidden" not in reason_text(RULES, "t", "a", 4, met, language, holds=False)


def test_problems_say_their_block_and_what_failed() -> None:
    said = problem_text(TABLE, "t", "hit-policy-violated", "zh", rows=("r1", "r3"))
    assert said.startswith("「分级表」：")
    assert "第 1、3 行" in said
    assert "1 and 3" in problem_text(TABLE, "t", "hit-policy-violated", "en", rows=("r1", "r3"))
    assert "优惠比例" in problem_text(TABLE, "t", "outside-domain", "zh", expression="percent_off")
    assert (
        problem_text(TABLE, "t", "division-by-zero", "zh", expression="annual_sales / order_count")
        == "「分级表」：除数为零（年采购额 ÷ 订单数）。"
    )
    assert (
        problem_text(TABLE, "t", "division-by-zero", "en", expression="annual_sales / order_count")
        == "“Grading table”: the divisor is zero (annual purchases ÷ order count)."
    )
