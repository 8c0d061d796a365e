"""Whole blocks as sentences, in both languages."""

from __future__ import annotations

import typing
from datetime import date

import pytest

from rulesets import model
from rulesets.checked import (
    CheckedBlock,
    CheckedRule,
    Outputs,
)
from rulesets.expressions import tree
from rulesets.expressions.tree import (
    Compare,
    CompareTest,
    Group,
    Literal,
    MissingCell,
    Name,
    RangeTest,
    ValueTest,
)
from rulesets.wording import (
    Sentence,
    block_sentences,
    block_title,
    hit_policy_title,
    kind_title,
    name_title,
    rule_sentence,
)
from tests.wording_sample import (
    ANY,
    CNY,
    DAYS,
    EAST,
    FIVE_MILLION,
    KEY,
    MILLION,
    REGION,
    SOUTH,
    cell,
    number,
    row,
    rules,
    ruleset,
    table,
    texts,
)

GRADING = table(
    "first",
    (("annual_sales", CNY), ("overdue_days", DAYS), ("region", REGION)),
    ("grade", "percent_off"),
    (
        row(
            1,
            (
                cell(RangeTest(MILLION, FIVE_MILLION, low_included=True, high_included=False)),
                cell(ValueTest(number(0))),
                ANY,
            ),
            ("grade", Literal("A")),
            ("percent_off", number(12)),
        ),
        row(
            2,
            (
                cell(CompareTest(">=", MILLION)),
                MissingCell(),
                cell(ValueTest(EAST), ValueTest(SOUTH)),
            ),
            ("grade", Literal("B")),
            ("percent_off", None),
            valid=(date(2026, 1, 1), date(2026, 12, 31)),
        ),
        row(3, (ANY, ANY, ANY), ("grade", None), ("percent_off", None), disabled=True),
    ),
    Outputs((("grade", Literal("D")), ("percent_off", number(0)))),
    Outputs((("grade", Literal("C")),)),
)


def test_a_table_reads_from_its_policy_to_what_is_left() -> None:
    assert texts(GRADING, "zh") == [
        (
            "按年采购额、逾期天数和地区决定客户等级和优惠比例：自上而下，首个成立的行生效，"
            "优惠比例最高 30%，最低 0%。"
        ),
        (
            "当 年采购额不低于 100 万元而低于 500 万元，且 逾期天数为 0 天，"
            "则 客户等级为 A，优惠比例为 12%。"
        ),
        (
            "2026 年 1 月 1 日至 2026 年 12 月 31 日期间，当 年采购额不低于 100 万元，"
            "且 逾期天数不详，"
            "且 地区是华东或华南，则 客户等级为 B。"
        ),
        "（已停用）在任何情况下，不作结论。",
        "若没有行成立，而有的行因事实不详无法判断，则 客户等级为 C。",
        "否则，客户等级为 D，优惠比例为 0%。",
    ]
    assert texts(GRADING, "en") == [
        (
            "Customer grade and percent off by annual purchases, overdue days and region:"
            " from top to"
            " bottom, the first row that holds applies, percent off at most 30% and at least 0%."
        ),
        (
            "When annual purchases is at least 1,000,000 CNY and below 5,000,000 CNY,"
            " and overdue days"
            " is 0 days, then customer grade is A and percent off is 12%."
        ),
        (
            "From 1 Jan 2026 to 31 Dec 2026, when annual purchases is at least 1,000,000 CNY, and"
            " overdue days is not known, and region is East or South, then customer grade is B."
        ),
        "(Disabled) In every case, nothing is concluded.",
        (
            "If no row holds and some row cannot be judged because a fact is not known, then"
            " customer grade is C."
        ),
        "Otherwise, customer grade is D and percent off is 0%.",
    ]


def test_sentences_say_which_row_they_are() -> None:
    said = block_sentences(ruleset(GRADING), "t", "en")
    assert [(each.kind, each.rule, each.number) for each in said] == [
        ("head", "", 0),
        ("row", "r1", 1),
        ("row", "r2", 2),
        ("row", "r3", 3),
        ("when unknown", "", 0),
        ("otherwise", "", 0),
    ]
    assert isinstance(said[0], Sentence)
    assert rule_sentence(ruleset(GRADING), "t", "r3", "en") == said[3].text


@pytest.mark.parametrize(
    ("valid", "zh", "en"),
    [
        ((date(2026, 1, 1), None), "自 2026 年 1 月 1 日起，", "From 1 Jan 2026 on, "),
        ((None, date(2026, 1, 1)), "至 2026 年 1 月 1 日为止，", "Until 1 Jan 2026, "),
    ],
)
def test_one_sided_validity(valid: tuple[date | None, date | None], zh: str, en: str) -> None:
    block = table(
        "first",
        (("region", REGION),),
        ("grade",),
        (row(1, (ANY,), ("grade", Literal("A")), valid=valid),),
    )
    checked = ruleset(block)
    assert rule_sentence(checked, "t", "r1", "zh") == f"{zh}在任何情况下，客户等级为 A。"
    assert rule_sentence(checked, "t", "r1", "en") == f"{en}in every case, customer grade is A."


def discounts(hit: model.HitPolicy, concludes: str, value: tree.Node) -> CheckedBlock:
    return rules(hit, (concludes,), CheckedRule("a", 1, KEY, Outputs(((concludes, value),))))


POLICIES: dict[model.HitPolicy, tuple[str, tree.Node, tuple[str, str], tuple[str, str]]] = {
    "unique": (
        "payment_days",
        number(5),
        ("决定账期：至多一条成立，成立的那一条生效。", "账期为 5 天"),
        (
            "Payment days: at most one rule may hold, and that one applies.",
            "payment days is 5 days",
        ),
    ),
    "any": (
        "payment_days",
        number(5),
        ("决定账期：可有几条同时成立，但结论须相同。", "账期为 5 天"),
        (
            "Payment days: several rules may hold, but must conclude the same.",
            "payment days is 5 days",
        ),
    ),
    "first": (
        "payment_days",
        number(5),
        ("决定账期：自上而下，首个成立的规则生效。", "账期为 5 天"),
        (
            "Payment days: from top to bottom, the first rule that holds applies.",
            "payment days is 5 days",
        ),
    ),
    "priority": (
        "value",
        Literal("high"),
        ("决定客户价值：成立的各条规则中，结论最优先的那一条生效。", "客户价值为高"),
        (
            "Customer value: of the rules that hold, the one with the highest outcome applies.",
            "customer value is High",
        ),
    ),
    "rule order": (
        "services",
        Literal("上门"),
        ("决定服务项目：成立的各条规则的结论按规则的次序全部列出。", "服务项目列入“上门”"),
        (
            "Services: the outcomes of all rules that hold are listed in the order of the rules.",
            "services includes “上门”",
        ),
    ),
    "output order": (
        "services",
        Literal("上门"),
        ("决定服务项目：成立的各条规则的结论从最优先的起全部列出。", "服务项目列入“上门”"),
        (
            "Services: the outcomes of all rules that hold are listed, the highest first.",
            "services includes “上门”",
        ),
    ),
    "collect": (
        "services",
        Literal("上门"),
        ("决定服务项目：成立的各条规则的结论全部收集。", "服务项目列入“上门”"),
        (
            "Services: the outcomes of all rules that hold are collected.",
            "services includes “上门”",
        ),
    ),
    "sum": (
        "percent_off",
        number(5),
        ("决定优惠比例：成立的各条规则所给的值相加，最高 30%，最低 0%。", "优惠比例加 5%"),
        (
            (
                "Percent off: the values given by all rules that hold are added up,"
                " at most 30% and at"
                " least 0%."
            ),
            "percent off goes up by 5%",
        ),
    ),
    "min": (
        "payment_days",
        number(5),
        ("决定账期：取成立的各条规则所给的最小值。", "账期至多为 5 天"),
        (
            "Payment days: the smallest value given by the rules that hold applies.",
            "payment days is at most 5 days",
        ),
    ),
    "max": (
        "payment_days",
        number(5),
        ("决定账期：取成立的各条规则所给的最大值。", "账期至少为 5 天"),
        (
            "Payment days: the largest value given by the rules that hold applies.",
            "payment days is at least 5 days",
        ),
    ),
    "count": (
        "signals",
        number(7),
        ("决定风险信号数：统计成立的规则有几条。", "风险信号数加 1"),
        ("Risk signals: the rules that hold are counted.", "risk signals goes up by 1"),
    ),
}


def test_every_hit_policy_has_an_example_and_a_title() -> None:
    policies = typing.get_args(model.HitPolicy)
    assert set(POLICIES) == set(policies)
    for language in ("zh", "en"):
        assert len({hit_policy_title(policy, language) for policy in policies}) == len(policies)


@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_a_hit_policy_reads(policy: model.HitPolicy) -> None:
    concludes, value, zh, en = POLICIES[policy]
    block = discounts(policy, concludes, value)
    assert texts(block, "zh") == [zh[0], f"当 重点客户，则 {zh[1]}。"]
    assert texts(block, "en") == [en[0], f"When key account, then {en[1]}."]


def test_what_a_sum_takes_away_is_said_so() -> None:
    block = discounts("sum", "percent_off", tree.Negate(number(2)))
    assert texts(block, "zh")[1] == "当 重点客户，则 优惠比例减 2%。"
    assert texts(block, "en")[1] == "When key account, then percent off goes down by 2%."


@pytest.mark.parametrize(
    ("policy", "zh", "en"),
    [
        (
            "priority",
            "决定账期和客户价值：成立的各条规则中，客户价值最优先的那一条生效。",
            (
                "Payment days and customer value:"
                " of the rules that hold, the one with the highest customer value applies."
            ),
        ),
        (
            "output order",
            "决定账期和客户价值：成立的各条规则的结论按客户价值从最优先的起全部列出。",
            (
                "Payment days and customer value:"
                " the outcomes of all rules that hold are listed, the highest customer value first."
            ),
        ),
    ],
)
def test_outputs_without_order_take_no_part(policy: model.HitPolicy, zh: str, en: str) -> None:
    given = Outputs((("payment_days", number(5)), ("value", Literal("high"))))
    rule = CheckedRule("a", 1, Group("all", (KEY,)), given)
    block = rules(policy, ("payment_days", "value"), rule)
    assert (texts(block, "zh")[0], texts(block, "en")[0]) == (zh, en)


@pytest.mark.parametrize(
    ("policy", "zh", "en"),
    [
        ("first", "优惠比例为空", "percent off is left open"),
        ("sum", "优惠比例不变", "percent off stays as it is"),
        ("max", "优惠比例不变", "percent off stays as it is"),
        ("count", "优惠比例加 1", "percent off goes up by 1"),
    ],
)
def test_null_reads_as_what_it_does(policy: model.HitPolicy, zh: str, en: str) -> None:
    block = discounts(policy, "percent_off", tree.Null())
    assert texts(block, "zh")[1] == f"当 重点客户，则 {zh}。"
    assert texts(block, "en")[1] == f"When key account, then {en}."


def test_a_rule_with_one_group_of_any() -> None:
    late = Compare(">", Name("overdue_days"), number(60))
    group = Group("any", (late, tree.IsMissing(Name("company"))))
    block = rules(
        "first", ("grade",), CheckedRule("a", 1, group, Outputs((("grade", Literal("D")),)))
    )
    assert (
        texts(block, "zh")[1]
        == "当 以下任一成立：逾期天数超过 60 天；公司名称不详，则 客户等级为 D。"
    )
    assert texts(block, "en")[1] == (
        "When any of these holds: overdue days is above 60 days; company name is not known, then"
        " customer grade is D."
    )


def test_titles_of_names_and_kinds() -> None:
    checked = ruleset(GRADING)
    assert name_title(checked, "annual_sales", "en") == "Annual purchases"
    assert name_title(checked, "high_value", "zh") == "高价值起点"
    assert name_title(checked, "previous(grade)", "zh") == "上次的客户等级"
    assert name_title(checked, "previous(grade)", "en") == "Previous customer grade"
    assert name_title(checked, "nowhere", "en") == "nowhere"
    assert block_title(checked, "t", "en") == "Grading table"
    assert kind_title("when unknown", "zh") == "无法判断时"
    kinds = {"rule", "scorecard", "formula", "deadline", "otherwise", "when unknown"}
    for kind in kinds | {"adjustment", "ranking", "table", "rules", "band"}:
        assert kind_title(kind, "zh") != kind_title(kind, "en")
