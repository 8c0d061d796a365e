"""Cells and groups of conditions in words, in both languages."""

from __future__ import annotations

import pytest

from rulesets.expressions import tree
from rulesets.expressions.tree import (
    AnyCell,
    Call,
    Cell,
    Compare,
    CompareTest,
    Group,
    IsMissing,
    ListOf,
    Literal,
    MissingCell,
    Name,
    RangeTest,
    RowField,
    TextTest,
    ValueTest,
)
from rulesets.types import ListType, TextType, Type
from rulesets.wording import cell_text, condition_text
from tests.wording_sample import CNY, DAYS, GRADE, REGION, number, ruleset

SAMPLE = ruleset()
SALES, COUNT, YEARS = Name("annual_sales"), Name("order_count"), Name("years")
REGION_NAME, COMPANY, KEY = Name("region"), Name("company"), Name("key_account")
REGISTERED, RECEIVED, TODAY = Name("registered"), Name("received_at"), Call("today", ())
EAST, SOUTH = Literal("east"), Literal("south")
LARGE = Compare(">", RowField("amount"), number(100))

CELLS: list[tuple[str, Type, Cell, str, str]] = [
    (
        "annual_sales",
        CNY,
        tree.TestsCell(
            (RangeTest(number(1000000), number(5000000), low_included=True, high_included=False),)
        ),
        "年采购额不低于 100 万元而低于 500 万元",
        "annual purchases is at least 1,000,000 CNY and below 5,000,000 CNY",
    ),
    (
        "annual_sales",
        CNY,
        tree.TestsCell(
            (RangeTest(number(1), number(2), low_included=False, high_included=True),), negated=True
        ),
        "年采购额不超过 1 元或超过 2 元",
        "annual purchases is at most 1 CNY or above 2 CNY",
    ),
    (
        "overdue_days",
        DAYS,
        tree.TestsCell((ValueTest(number(0)),)),
        "逾期天数为 0 天",
        "overdue days is 0 days",
    ),
    (
        "overdue_days",
        DAYS,
        tree.TestsCell(
            (
                CompareTest("<", number(5)),
                RangeTest(number(10), number(20), low_included=True, high_included=False),
            )
        ),
        "逾期天数低于 5 天或（不低于 10 天而低于 20 天）",
        "overdue days is below 5 days or (at least 10 days and below 20 days)",
    ),
    (
        "overdue_days",
        DAYS,
        tree.TestsCell((CompareTest("<", number(5)),), negated=True),
        "逾期天数不低于 5 天",
        "overdue days is at least 5 days",
    ),
    (
        "region",
        REGION,
        tree.TestsCell((ValueTest(EAST), ValueTest(SOUTH))),
        "地区是华东或华南",
        "region is East or South",
    ),
    (
        "region",
        REGION,
        tree.TestsCell((ValueTest(EAST),), negated=True),
        "地区不是华东",
        "region is not East",
    ),
    (
        "region",
        REGION,
        tree.TestsCell((ValueTest(EAST), ValueTest(SOUTH)), negated=True),
        "地区不是华东、华南中的任何一个",
        "region is neither East nor South",
    ),
    (
        "region",
        REGION,
        tree.TestsCell((ValueTest(EAST), TextTest("within", SOUTH)), negated=True),
        "地区不是华东且不属于华南（含下级）",
        "region is not East and is not within South",
    ),
    (
        "region",
        REGION,
        tree.TestsCell((ValueTest(ListOf((EAST, SOUTH))),)),
        "地区属于华东、华南",
        "region is one of East, South",
    ),
    (
        "region",
        REGION,
        tree.TestsCell((ValueTest(Name("tags")),)),
        "地区属于标签",
        "region is one of tags",
    ),
    (
        "region",
        REGION,
        tree.TestsCell((ValueTest(EAST), ValueTest(Name("tags"))), negated=True),
        "地区不是华东且不属于标签",
        "region is not East and is not one of tags",
    ),
    (
        "tags",
        ListType(TextType()),
        tree.TestsCell((ValueTest(Name("services")),)),
        "标签等于服务项目",
        "tags equals services",
    ),
    (
        "region",
        REGION,
        tree.TestsCell((TextTest("within", EAST), TextTest("within", SOUTH))),
        "地区属于华东或华南（含下级）",
        "region is within East or South",
    ),
    (
        "region",
        REGION,
        tree.TestsCell((TextTest("within", EAST), TextTest("within", SOUTH)), negated=True),
        "地区不属于华东、华南中的任何一个（含下级）",
        "region is within none of East, South",
    ),
    (
        "grade",
        GRADE,
        tree.TestsCell((CompareTest(">=", Literal("B")),)),
        "客户等级是 B 或以上",
        "customer grade is B or higher",
    ),
    ("region", REGION, MissingCell(), "地区不详", "region is not known"),
    ("region", REGION, MissingCell(negated=True), "地区已知", "region is known"),
    ("region", REGION, AnyCell(), "地区不限", "region may be anything"),
]


@pytest.mark.parametrize(("key", "of_type", "cell", "zh", "en"), CELLS)
def test_a_cell_reads(key: str, of_type: Type, cell: Cell, zh: str, en: str) -> None:
    said = [cell_text(Name(key), cell, of_type, SAMPLE, language) for language in ("zh", "en")]
    assert said == [zh, en]


@pytest.mark.parametrize(
    "op", ["contains", "starts with", "ends with", "contains any of", "within"]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_text_test_differs_from_its_negation(op: str, language: str) -> None:
    operand = ListOf((EAST,)) if op == "contains any of" else EAST
    said, denied = (
        cell_text(
            REGION_NAME, tree.TestsCell((TextTest(op, operand),), negated), REGION, SAMPLE, language
        )
        for negated in (False, True)
    )
    assert said != denied


def test_groups_nest_visibly() -> None:
    inner = Group(
        "any", (Compare(">=", YEARS, number(3)), Group("none", (KEY, IsMissing(COMPANY))))
    )
    group = Group("all", (Compare("=", Name("overdue_days"), number(0)), inner))
    assert condition_text(group, SAMPLE, "zh") == (
        "逾期天数为 0 天，且（以下任一成立：合作年限不低于 3 年；"
        "（以下无一成立：重点客户；公司名称不详））"
    )
    assert condition_text(group, SAMPLE, "en") == (
        "overdue days is 0 days, and (any of these holds: years of cooperation is at least 3 years;"
        " (none of these holds: key account; company name is not known))"
    )


def test_a_group_of_one_says_no_more_than_its_condition() -> None:
    assert condition_text(Group("any", (KEY,)), SAMPLE, "en") == "key account"
    assert condition_text(Group("none", (KEY,)), SAMPLE, "zh") == "以下不成立：重点客户"


def test_a_title_with_punctuation_is_quoted_so_that_a_list_stays_readable() -> None:
    cell = tree.TestsCell((ValueTest(Literal("a, b")), ValueTest(Literal("c"))))
    assert cell_text(COMPANY, cell, None, SAMPLE, "en") == "company name is “a, b” or “c”"
