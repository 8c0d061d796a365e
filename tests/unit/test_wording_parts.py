"""Scorecards, formulas, deadlines, rankings and what is left, in both languages."""

from __future__ import annotations

import typing
from decimal import Decimal

import pytest

from rulesets import model
from rulesets.checked import (
    CheckedBand,
    CheckedBlock,
    CheckedDeadline,
    CheckedFormula,
    CheckedRanking,
    CheckedScorecard,
    CheckedScoreInput,
    Outputs,
)
from rulesets.expressions import tree
from rulesets.expressions.tree import (
    Arithmetic,
    CompareTest,
    If,
    Literal,
    Name,
    ValueTest,
)
from rulesets.types import Both
from rulesets.wording import (
    block_sentences,
    part_sentence,
    rule_sentence,
)
from tests.wording_sample import (
    ANY,
    CNY,
    EAST,
    KEY,
    REGION,
    SOUTH,
    VALUE,
    cell,
    number,
    row,
    ruleset,
    table,
    texts,
)

GRADING = table(
    "first",
    (("region", REGION),),
    ("grade", "percent_off"),
    (row(1, (ANY,), ("grade", Literal("A")), ("percent_off", number(1))),),
    Outputs((("grade", Literal("D")), ("percent_off", number(0)))),
    Outputs((("grade", Literal("C")),)),
)


SCORES = CheckedScorecard(
    model.Scorecard("s", "score", (), Both("评分卡", "Scorecard")),
    (
        CheckedScoreInput(
            "value",
            Both("价值得分", "Points for value"),
            Name("value"),
            VALUE,
            (
                CheckedBand("high", cell(ValueTest(Literal("high"))), Decimal(40)),
                CheckedBand("low", cell(ValueTest(Literal("low"))), Decimal(-1)),
            ),
            Decimal(0),
        ),
        CheckedScoreInput(
            "sales",
            Both(),
            Name("annual_sales"),
            CNY,
            (
                CheckedBand("some", cell(CompareTest(">", number(20000))), Decimal(1)),
                CheckedBand("rest", ANY, Decimal(0)),
            ),
        ),
        CheckedScoreInput(
            "region",
            Both(),
            Name("region"),
            REGION,
            (CheckedBand("near", cell(ValueTest(EAST), ValueTest(SOUTH)), Decimal("2.5")),),
        ),
    ),
    Outputs((("score", number(0)),)),
)


def test_a_scorecard_reads_band_by_band() -> None:
    assert texts(SCORES, "zh") == [
        "综合评分为客户价值、年采购额和地区各项得分之和。",
        "客户价值为高：40 分",
        "客户价值为低：-1 分",
        "客户价值不详：0 分",
        "年采购额超过 2 万元：1 分",
        "年采购额为其他情况：0 分",
        "地区为华东或华南：2.5 分",
        "地区不详或不属于以上各段：没有总分",
        "若得不出综合评分，则 综合评分为 0。",
    ]
    assert texts(SCORES, "en") == [
        "Overall score is the total of the points for customer value, annual purchases and region.",
        "Customer value is High: 40 points",
        "Customer value is Low: -1 point",
        "Customer value is not known: 0 points",
        "Annual purchases is above 20,000 CNY: 1 point",
        "Annual purchases is anything else: 0 points",
        "Region is East or South: 2.5 points",
        "Region is not known or in none of these bands: no total",
        "If overall score cannot be worked out, then overall score is 0.",
    ]


def deadline(
    unit: model.DeadlineUnit, amount: tree.Node, otherwise: Outputs | None = None
) -> CheckedBlock:
    calendar = "cn" if unit.startswith("working") else ""
    written = model.Deadline("d", "respond_by", "", "", unit, calendar)
    return CheckedDeadline(written, Name("received_at"), amount, calendar, otherwise)


@pytest.mark.parametrize(
    ("block", "zh", "en"),
    [
        (
            deadline("working days", number(3)),
            "投诉响应时限为受理时间之后 3 个工作日（中国工作日历），当日下班前。",
            (
                "Complaint response deadline is 3 working days after received at (China working"
                " calendar), by the close of that day."
            ),
        ),
        (
            deadline("working days", Name("response_days")),
            "投诉响应时限为受理时间加上响应天数（中国工作日历），当日下班前。",
            (
                "Complaint response deadline is days to respond after received at"
                " (China"
                " working calendar), by the close of that day."
            ),
        ),
        (
            deadline("working hours", number(8)),
            "投诉响应时限为受理时间之后 8 个工作小时（中国工作日历）。",
            (
                "Complaint response deadline is 8 working hours after received at (China working"
                " calendar)."
            ),
        ),
        (
            deadline("days", number(1)),
            "投诉响应时限为受理时间之后 1 天，同一时刻。",
            "Complaint response deadline is 1 day after received at, at the same time of day.",
        ),
        (
            deadline("hours", number(4)),
            "投诉响应时限为受理时间之后 4 小时。",
            "Complaint response deadline is 4 hours after received at.",
        ),
        (
            CheckedFormula(
                model.Formula("f", "discount", ""),
                Arithmetic("*", Name("annual_sales"), number("0.12")),
            ),
            "优惠金额为年采购额 × 12%。",
            "Discount is annual purchases × 12%.",
        ),
        (
            CheckedFormula(model.Formula("f", "percent_off", ""), If(KEY, number(12), number(5))),
            "优惠比例：如果重点客户，则 12%，否则 5%；最高 30%，最低 0%。",
            "Percent off is 12% if key account, otherwise 5%; at most 30% and at least 0%.",
        ),
        (
            CheckedRanking(
                model.Ranking("k", "share", "", "cumulative share"),
                Name("annual_sales"),
                Name("region"),
            ),
            "采购排名为客户在地区相同的客户中按年采购额从高到低排列的累计占比。",
            (
                "Purchase ranking is the customer's cumulative share by annual purchases,"
                " highest first,"
                " among customers of the same region."
            ),
        ),
        (
            CheckedRanking(
                model.Ranking("k", "share", "", "quantile", descending=False, quantiles=5),
                Name("annual_sales"),
                None,
            ),
            "采购排名为客户在全部客户中按年采购额从低到高排列的 5 等分组。",
            (
                "Purchase ranking is the customer's group among 5 equal ones by annual purchases,"
                " lowest"
                " first, among all customers."
            ),
        ),
    ],
)
def test_a_block_of_one_sentence_reads(block: CheckedBlock, zh: str, en: str) -> None:
    assert (texts(block, "zh"), texts(block, "en")) == ([zh], [en])
    kind = type(block.block).__name__.lower()
    assert part_sentence(ruleset(block), block.block.key, kind, "en") == en


@pytest.mark.parametrize("measure", typing.get_args(model.RankingMeasure))
@pytest.mark.parametrize("unit", typing.get_args(model.DeadlineUnit))
def test_every_measure_and_unit_has_words(
    measure: model.RankingMeasure, unit: model.DeadlineUnit
) -> None:
    ranking = CheckedRanking(model.Ranking("k", "share", "", measure), Name("annual_sales"), None)
    for block in (ranking, deadline(unit, number(2))):
        for language in ("zh", "en"):
            assert texts(block, language)[0]


def test_parts_that_fire_as_a_whole() -> None:
    late = deadline("hours", number(4), Outputs((("respond_by", Name("received_at")),)))
    checked = ruleset(late, SCORES, GRADING)
    said = {
        ("d", "otherwise"): "若得不出投诉响应时限，则 投诉响应时限为受理时间。",
        ("d", "adjustment"): "投诉响应时限由人工调整。",
        ("s", "scorecard"): "综合评分为客户价值、年采购额和地区各项得分之和。",
        ("t", "otherwise"): "否则，客户等级为 D，优惠比例为 0%。",
        ("t", "when unknown"): "若没有行成立，而有的行因事实不详无法判断，则 客户等级为 C。",
        ("t", "adjustment"): "「分级表」的结论由人工调整。",
    }
    for (block, kind), text in said.items():
        assert part_sentence(checked, block, kind, "zh") == text
    assert part_sentence(checked, "d", "adjustment", "en") == (
        "Complaint response deadline was set by hand."
    )
    assert part_sentence(checked, "t", "adjustment", "en") == (
        "The outcome of “Grading table” was set by hand."
    )


def test_a_part_that_is_not_there_is_refused() -> None:
    checked = ruleset(SCORES)
    with pytest.raises(KeyError):
        part_sentence(checked, "s", "when unknown", "zh")
    with pytest.raises(KeyError):
        part_sentence(checked, "s", "formula", "zh")
    with pytest.raises(KeyError):
        rule_sentence(checked, "s", "r1", "zh")
    with pytest.raises(KeyError):
        block_sentences(checked, "nowhere", "zh")
