"""What a version freezes and its identity (section 17)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from rulesets.assembly import assemble
from rulesets.checked import CheckedRuleset
from rulesets.checking import check
from rulesets.documents import read
from rulesets.freezing import (
    freeze,
    identity,
    identity_of_frozen,
    thaw,
)
from rulesets.model import Ruleset
from service.calendars import packaged_calendars
from service.library import library_texts
from tests.unit.checking_documents import FOLDER, Documents, checked

ALL_KINDS = (FOLDER / "checking_all_kinds.yaml").read_text("utf-8")

VOCABULARY = """\
vocabulary: people
version: 1
lists: [{key: size, title: {zh: 规模, en: Size}, ordered: true,
  codes: [{value: small, title: {zh: 小, en: Small}}, {value: large, title: {zh: 大, en: Large}}]}]
facts:
  - {key: sales, title: {zh: 销售额, en: Sales}, type: number, scale: 2, unit: CNY}
  - {key: size, title: {zh: 客户规模, en: Customer size}, type: text, one_of: size}
"""
INCLUDED = """\
ruleset: base
version: 1
zone: Asia/Shanghai
uses: people@1
calendars: [cn]
conclusions: [{key: big, title: {zh: 大客户, en: Big}, type: boolean}]
blocks:
  - {key: big, kind: formula, concludes: big, expression: sales > 50万}
cases: [{id: c1, given: {sales: 5}, expect: {big: "false"}}]
"""
OUTER = """\
ruleset: outer
version: 4
zone: Asia/Shanghai
uses: people@1
include: base@1
conclusions:
  - {key: off, title: {zh: 优惠, en: Percent off}, type: number, scale: 1, unit: "%"}
  - {key: class, title: {zh: 类别, en: Class}, type: text, one_of: size}
  - {key: points, title: {zh: 分数, en: Points}, type: number, scale: 0}
constants:
  - {key: limit, title: {zh: 门槛, en: Limit}, type: number, unit: CNY, value: 100万}
lookups:
  - {key: best, title: {zh: 最高, en: Best}, keys: [{key: s, type: text, one_of: size}],
     values: [{key: p, type: number, scale: 0}], rows: [[small, 1.0], [large, 2]]}
blocks:
  - key: off
    kind: table
    hit: first
    inputs: [sales]
    outputs: [off]
    rows:
      - {id: r1, when: [">= limit"], then: [15%], note: most}
      - {id: r2, when: ["[50万 .. 100万)"], then: [10]}
    otherwise: {off: 0}
  - key: class
    kind: rules
    hit: first
    concludes: [class]
    rules:
      - {id: a, when: {all: [big, "size = large"]}, then: {class: large}}
    otherwise: {class: small}
  - key: points
    kind: formula
    concludes: points
    expression: best(class) * 2
cases: [{id: c1, given: {sales: 5}, expect: {off: 0}}]
laws: [{id: l1, text: off <= 30}]
"""


def made(outer: str = OUTER, included: str = INCLUDED, words: str = VOCABULARY) -> CheckedRuleset:
    ruleset = read(outer)
    assert isinstance(ruleset, Ruleset)
    return check(assemble(ruleset, Documents((included, words))))


def library(name: str) -> CheckedRuleset:
    texts = library_texts()
    ruleset = read(texts[f"{name}.yaml"])
    assert isinstance(ruleset, Ruleset)
    return check(assemble(ruleset, Documents(tuple(texts.values()))))


@pytest.mark.parametrize(
    "first",
    [made(), library("customer-grade"), library("complaint-sla"), checked(ALL_KINDS)],
    ids=["made", "customer-grade", "complaint-sla", "every kind of block"],
)
def test_what_is_thawed_is_the_same_ruleset(first: CheckedRuleset) -> None:
    frozen = freeze(first)
    # Stored as JSON text, as a database does.
    again = check(thaw(json.loads(json.dumps(frozen))))
    assert freeze(again) == frozen
    assert identity(again) == identity(first) == identity_of_frozen(frozen)
    assert [each.key for each in again.blocks] == [each.key for each in first.blocks]
    assert again.ruleset.version == first.ruleset.version
    assert again.ruleset.cases == first.ruleset.cases
    assert again.ruleset.laws == first.ruleset.laws
    assert again.facts == first.facts
    assert again.calendars == first.calendars


def test_an_identity_is_a_sha256_in_lower_case() -> None:
    found = identity(made())
    assert len(found) == 64
    assert set(found) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("100万", "1000000"),
        ("100万", "１00万"),
        ("[50万 .. 100万)", "[500000 .. 1000000）"),
        (">= limit", "≥ 门槛"),
        (">= limit", ">=   Limit"),
        ("inputs: [sales]", "inputs: [销售额]"),
        ("15%", "15.0"),
        ("size = large", '客户规模 = \\"large\\"'),
        ("best(class) * 2", "最高(类别) × 2"),
        ("[small, 1.0]", "[小, 1]"),
        ("[small, 1.0]", '["small", "1"]'),
        ("then: {class: large}", "then: {class: 大}"),
        ("version: 4\n", ""),
        ("blocks:\n", "# why\nblocks: # and how\n"),
        ("cases: [{id: c1, given: {sales: 5}, expect: {off: 0}}]", "cases: []"),
        ("laws: [{id: l1, text: off <= 30}]", ""),
        ("uses: people@1", "uses: [people@1]"),
    ],
)
def test_the_same_meaning_typed_otherwise_has_the_same_identity(old: str, new: str) -> None:
    assert old in OUTER
    assert identity(made(OUTER.replace(old, new))) == identity(made())


def test_the_order_of_blocks_says_nothing() -> None:
    head, rest = OUTER.split("blocks:\n", maxsplit=1)
    blocks, tail = rest.split("cases:")
    table, rules = blocks.split("  - key: class\n")
    moved = f"{head}blocks:\n  - key: class\n{rules}{table}cases:{tail}"
    assert identity(made(moved)) == identity(made())


def test_cases_of_an_included_ruleset_say_nothing_and_are_kept() -> None:
    fewer = INCLUDED.split("cases:", maxsplit=1)[0]
    assert identity(made(OUTER, fewer)) == identity(made())
    (base,) = thaw(freeze(made())).included
    assert [case.id for case in base.cases] == ["c1"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("zone: Asia/Shanghai", "zone: UTC"),
        ("value: 100万", "value: 101万"),
        ("zh: 优惠", "zh: 优惠比例"),
        ("note: most", "note: more"),
        ("id: r1", "id: r9"),
        ("{off: 0}\n", "{off: 1}\n"),
        ("hit: first\n    inputs", "hit: unique\n    inputs"),
        ("scale: 1,", "scale: 2,"),
        ("[small, 1.0], [large, 2]", "[large, 2], [small, 1.0]"),
        ('size = large"]', 'size != large"]'),
        ("15%], note", "15%], disabled: true, note"),
    ],
)
def test_what_can_change_a_decision_or_a_sentence_changes_the_identity(old: str, new: str) -> None:
    assert old in OUTER
    assert identity(made(OUTER.replace(old, new))) != identity(made())


def test_moving_a_row_changes_the_identity() -> None:
    rows = [line for line in OUTER.splitlines(keepends=True) if "{id: r" in line]
    moved = OUTER.replace("".join(rows), "".join(reversed(rows)))
    assert moved != OUTER
    assert identity(made(moved)) != identity(made())


def test_included_rulesets_vocabularies_and_lists_are_covered() -> None:
    first = identity(made())
    assert identity(made(OUTER, INCLUDED.replace("50万", "51万"))) != first
    assert identity(made(OUTER, INCLUDED, VOCABULARY.replace("zh: 小", "zh: 小型"))) != first
    assert identity(made(OUTER, INCLUDED, VOCABULARY.replace("en: Sales", "en: Sale"))) != first


def test_a_day_of_a_calendar_is_covered() -> None:
    first = made()
    cn = packaged_calendars()["cn"]
    day = next(day for day in sorted(cn.holidays) if day.year == cn.last_year)
    changed = replace(cn, holidays=cn.holidays - {day})
    bundle = replace(first.bundle, calendars=(changed,))
    assert identity(check(bundle)) != identity(first)
    assert date(cn.last_year, 1, 1) <= day
