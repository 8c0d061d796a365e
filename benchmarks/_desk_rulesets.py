"""Rulesets of as many rules, or rows of a lookup, as one wants: for the pages of drafts."""

from __future__ import annotations

from typing import Final

from rulesets.types import Both

TITLE: Final = Both("很多规则", "Many rules")
_MARKETS: Final = 20


def many_rules(number: int) -> str:
    """Write a block of so many rules, each of three conditions and a group."""
    rules = [
        f"""      - id: r{at}
        title: {{zh: 第 {at} 条, en: Number {at}}}
        when:
          all:
            - sales >= {at}000
            - market in (m{at % _MARKETS}, m{(at + 1) % _MARKETS})
            - any: [member = true, sales > floor]
        then: {{discount: {at % 50}.5}}"""
        for at in range(1, number + 1)
    ]
    blocks = """blocks:
  - key: discounts
    kind: rules
    title: {zh: 折扣规则, en: Discount rules}
    hit: max
    concludes: [discount]
    rules:
"""
    return _head() + blocks + "\n".join(rules) + "\n"


def large_lookup(rows: int) -> str:
    """Write a lookup of so many rows, from market and size to a rate."""
    lines = [f"      - [m{at % _MARKETS}, {at // _MARKETS}, {at % 30}.5]" for at in range(rows)]
    lookup = """lookups:
  - key: rates
    title: {zh: 费率, en: Rates}
    keys:
      - {key: of, title: {zh: 市场, en: Market}, type: text, one_of: market}
      - {key: size, title: {zh: 规模, en: Size}, type: number}
    values:
      - {key: rate, title: {zh: 费率值, en: Rate given}, type: number}
    rows:
"""
    block = """
blocks:
  - key: rated
    kind: formula
    title: {zh: 折扣计算, en: Discount by rate}
    concludes: discount
    expression: rates(market, floor).rate
"""
    return _head() + lookup + "\n".join(lines) + block


def _head() -> str:
    codes = ", ".join(
        f"{{value: m{at}, title: {{zh: 市场 {at}, en: Market {at}}}}}" for at in range(_MARKETS)
    )
    return f"""ruleset: many
title: {{zh: {TITLE.zh}, en: {TITLE.en}}}
zone: Asia/Shanghai
lists:
  - {{key: market, codes: [{codes}]}}
facts:
  - {{key: sales, title: {{zh: 年采购额, en: Annual purchases}}, type: number, scale: 2, unit: CNY}}
  - {{key: market, title: {{zh: 市场, en: Market}}, type: text, one_of: market}}
  - {{key: member, title: {{zh: 会员, en: Member}}, type: boolean}}
conclusions:
  - {{key: discount, title: {{zh: 折扣, en: Discount}}, type: number, scale: 1, unit: "%"}}
constants:
  - {{key: floor, title: {{zh: 起点, en: Starting point}}, type: number, value: 5}}
"""
