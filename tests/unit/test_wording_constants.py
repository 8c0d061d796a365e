"""Constants as sentences, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rulesets.checked import CheckedConstant
from rulesets.values import Value
from rulesets.wording import constant_sentence
from tests.wording_sample import CNY, ruleset

NEW_YEAR = date(2027, 1, 1)
MILLION, MORE = Decimal(1_000_000), Decimal(1_200_000)


@pytest.mark.parametrize(
    ("values", "zh", "en"),
    [
        (((None, MILLION),), "高价值起点为 100 万元。", "High value from is 1,000,000 CNY."),
        (
            ((None, MILLION), (NEW_YEAR, MORE)),
            "高价值起点为 100 万元，自 2027 年 1 月 1 日起为 120 万元。",
            "High value from is 1,000,000 CNY, 1,200,000 CNY from 1 Jan 2027 on.",
        ),
        (
            ((NEW_YEAR, MORE),),
            "高价值起点自 2027 年 1 月 1 日起为 120 万元。",
            "High value from is 1,200,000 CNY from 1 Jan 2027 on.",
        ),
    ],
)
def test_a_constant_reads(values: tuple[tuple[date | None, Value], ...], zh: str, en: str) -> None:
    constant = CheckedConstant("high_value", CNY, values)
    checked = replace(ruleset(), constants={"high_value": constant})
    assert constant_sentence(checked, "high_value", "zh") == zh
    assert constant_sentence(checked, "high_value", "en") == en
