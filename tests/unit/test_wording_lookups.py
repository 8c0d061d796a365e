"""Lookups as sentences, in both languages."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from rulesets.checked import CheckedLookup
from rulesets.values import Value
from rulesets.wording import lookup_sentences
from tests.wording_sample import CNY, DAYS, GRADE, ruleset


def test_each_row_reads_and_blanks_are_left_out() -> None:
    rows: dict[tuple[Value, ...], tuple[Value, ...]] = {
        ("A",): (Decimal(60), Decimal(500_000)),
        ("B",): (Decimal(1), None),
        ("C",): (None, None),
    }
    terms = CheckedLookup("terms", (GRADE,), (("days", DAYS), ("limit", CNY)), rows)
    checked = replace(ruleset(), lookups={"terms": terms})
    assert lookup_sentences(checked, "terms", "zh") == (
        "A：天数 60 天，额度 50 万元",
        "B：天数 1 天",
        "C",
    )
    assert lookup_sentences(checked, "terms", "en") == (
        "A: Days 60 days, Limit 500,000 CNY",
        "B: Days 1 day",
        "C",
    )


def test_one_column_does_without_its_title() -> None:
    terms = CheckedLookup("terms", (GRADE,), (("days", DAYS),), {("A",): (Decimal(60),)})
    checked = replace(ruleset(), lookups={"terms": terms})
    assert lookup_sentences(checked, "terms", "zh") == ("A：60 天",)
    assert lookup_sentences(checked, "terms", "en") == ("A: 60 days",)
