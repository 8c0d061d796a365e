"""A renamed key is renamed wherever it is named, and nothing is decided otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.intake import take_facts
from engine.runtimes.reference import Reference
from rulesets.assembly import assemble
from rulesets.checked import Bundle, CheckedRuleset
from rulesets.checking import check
from rulesets.documents import write
from rulesets.documents.lists import unlinked
from rulesets.documents.plain import plain_of, read_plain
from rulesets.drafting import Edit, applied, renamed
from rulesets.errors import CallerError
from rulesets.model import Ruleset, Vocabulary
from tests.generators.retyped import titled, widened
from tests.generators.rulesets import checked_sample, facts, seeded
from tests.generators.worlds import AS_OF
from tests.unit.loading import Nothing

NEW = "anew_7"


class _Documents(Nothing):
    """The vocabulary of a sample, and packaged calendars."""

    def __init__(self, vocabularies: tuple[Vocabulary, ...]) -> None:
        self._vocabularies = {each.id: each for each in vocabularies}

    def vocabulary(self, id: str, version: int) -> Vocabulary | None:  # noqa: A002 - its name
        return self._vocabularies.get(id)


def assembled(plain: dict[str, Any], vocabularies: tuple[Vocabulary, ...]) -> Bundle:
    ruleset = read_plain(plain)
    assert isinstance(ruleset, Ruleset)
    return assemble(ruleset, _Documents(vocabularies))


def keys_of(checked: CheckedRuleset) -> list[str]:
    named = (checked.facts, checked.conclusions, checked.constants, checked.lookups)
    return sorted(key for each in (*named, checked.functions) for key in each)


def name_of(checked: CheckedRuleset, key: str) -> tuple[str, str]:
    parts = ("facts", "conclusions", "constants", "lookups", "functions")
    return next((part, key) for part in parts if key in getattr(checked, part))


def answers(checked: CheckedRuleset, given: dict[str, Any], old: str, new: str) -> Any:
    """Infer, with facts by their new names; what is concluded by its old ones."""
    names = {old: new, f"previous({old})": f"previous({new})"}
    taken = take_facts({names.get(key, key): each for key, each in given.items()}, checked)
    inference = Reference().load(checked).infer(taken, AS_OF[0])
    back = {new: old}
    concluded = {back.get(key, key): each for key, each in inference.conclusions.items()}
    firings = [(each.block, each.rule, each.number) for each in inference.firings]
    return concluded, firings, sorted((each.code, each.block) for each in inference.problems)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 100_000), st.integers(1, 4), st.sampled_from(("", "zh", "en")))
def test_a_renamed_ruleset_decides_equally(seed: int, blocks: int, language: str) -> None:
    sample, checked = checked_sample(seed, blocks)
    if sample.bundle.included:
        return
    random = seeded(seed)
    written = checked.ruleset
    if language:
        written = widened(titled(checked, language), random)
    plain = plain_of(write(unlinked(written)))
    vocabularies = tuple(map(unlinked, sample.bundle.vocabularies))
    bundle = assembled(plain, vocabularies)
    before = check(bundle)
    for key in random.sample(keys_of(before), k=min(4, len(keys_of(before)))):
        after, inverse = applied(plain, renamed(plain, name_of(before, key), NEW, bundle))
        anew = []
        for each in vocabularies:
            words = plain_of(write(each))
            if any(fact.key == key for fact in each.facts):
                words, _ = applied(words, renamed(words, ("facts", key), NEW))
            vocabulary = read_plain(words)
            assert isinstance(vocabulary, Vocabulary)
            anew.append(vocabulary)
        checked_after = check(assembled(after, tuple(anew)))
        assert NEW in keys_of(checked_after)
        assert key not in keys_of(checked_after)
        assert applied(after, inverse)[0] == plain
        for _ in range(2):
            given_facts = facts(before, random)
            expected = answers(before, given_facts, key, key)
            assert answers(checked_after, given_facts, key, NEW) == expected


TEXT = """
ruleset: r
zone: UTC
facts:
  - {key: sales, title: {zh: 年采购额, en: Purchases}, type: number, scale: 2}
  - {key: sales_old, title: {zh: 去年采购额, en: Before}, type: number, scale: 2}
conclusions:
  - {key: grade, title: {zh: 等级, en: Grade}, type: text, one_of: [sales, B]}
  - {key: total, title: {zh: 合计, en: Total}, type: number, scale: 2}
constants:
  - {key: high, title: {zh: 高, en: High}, type: number, value: 50万}
functions:
  - key: twice
    title: {zh: 两倍, en: Twice}
    parameters: [{key: sales, type: number}]
    returns: {type: number}
    expression: sales * 2
blocks:
  - key: t
    kind: table
    hit: first
    inputs: [年采购额, {expression: "sales - sales_old", title: 增长}]
    outputs: grade
    rows:
      - {id: r1, when: [">= high", "> sales_old"], then: [sales]}
      - {id: r2, when: [">= 50万", "-"], then: [B], note: sales}
    otherwise: {grade: B}
  - key: f
    kind: formula
    concludes: total
    expression: "twice(sales) + (if previous(grade) = \\"sales\\" then 1 else 年采购额)"
cases:
  - {id: c, given: {sales: 1, previous(grade): B}, expect: {grade: B, total: 3}}
"""


def changes(*name: str) -> dict[tuple[str | int, ...], Any]:
    plain = plain_of(TEXT)
    found = renamed(plain, name, "anew", assembled(plain, ()))
    check(assembled(applied(plain, found)[0], ()))
    return {edit.path: edit.value for edit in found}


def test_a_fact_is_renamed_where_it_is_meant_and_nowhere_else() -> None:
    blocks = ("blocks", 0)
    assert changes("facts", "sales") == {
        ("facts", 0, "key"): "anew",
        (*blocks, "inputs", 1, "expression"): "anew - sales_old",
        ("blocks", 1, "expression"): (
            'twice(anew) + (if previous(grade) = "sales" then 1 else 年采购额)'
        ),
        ("cases", 0, "given", "sales"): None,
        ("cases", 0, "given", "anew"): "1",
    }


def test_a_conclusion_is_renamed_in_blocks_and_cases() -> None:
    assert changes("conclusions", "grade") == {
        ("conclusions", 0, "key"): "anew",
        ("blocks", 0, "outputs"): "anew",
        ("blocks", 0, "otherwise", "grade"): None,
        ("blocks", 0, "otherwise", "anew"): "B",
        ("blocks", 1, "expression"): (
            'twice(sales) + (if previous(anew) = "sales" then 1 else 年采购额)'
        ),
        ("cases", 0, "given", "previous(grade)"): None,
        ("cases", 0, "given", "previous(anew)"): "B",
        ("cases", 0, "expect", "grade"): None,
        ("cases", 0, "expect", "anew"): "B",
    }


def test_constants_and_functions_are_renamed() -> None:
    assert changes("constants", "high") == {
        ("constants", 0, "key"): "anew",
        ("blocks", 0, "rows", 0, "when", 0): ">= anew",
    }
    assert ("blocks", 1, "expression") in changes("functions", "twice")


@pytest.mark.parametrize(
    ("key", "new", "code"),
    [
        ("nothing", "anew", "key-not-there"),
        ("sales", "sales_old", "key-taken"),
        ("sales", "grade", "key-taken"),
        ("sales", "Anew", "bad-name"),
        ("sales", "a b", "bad-name"),
    ],
)
def test_a_name_that_cannot_be_given_is_refused(key: str, new: str, code: str) -> None:
    plain = plain_of(TEXT)
    with pytest.raises(CallerError) as caught:
        renamed(plain, ("facts", key), new, assembled(plain, ()))
    assert [fault.code for fault in caught.value.faults] == [code]


def test_a_vocabulary_renames_its_declaration() -> None:
    vocabulary = replace(Vocabulary("v", 1))
    plain = plain_of(write(vocabulary)) | {"facts": [{"key": "a", "type": "text"}]}
    assert renamed(plain, ("facts", "a"), "b") == (Edit("set", ("facts", 0, "key"), "b"),)
    with pytest.raises(CallerError):
        renamed(plain, ("facts", "c"), "b")


RECORDS = """
ruleset: r
zone: UTC
facts:
  - key: orders
    title: {zh: 订单, en: Orders}
    type: records
    fields:
      - {key: amount, title: {zh: 金额, en: Amount}, type: number, scale: 2}
      - {key: late, title: {zh: 逾期, en: Late}, type: boolean}
  - key: returns
    title: {zh: 退货, en: Returns}
    type: records
    fields: [{key: amount, title: {zh: 退款, en: Refund}, type: number, scale: 2}]
  - {key: least, title: {zh: 起点, en: Least}, type: number, scale: 2}
constants:
  - {key: amount, title: {zh: 数额, en: Sum of it}, type: number, value: 5}
conclusions:
  - {key: total, title: {zh: 合计, en: Total}, type: number, scale: 2}
functions:
  - key: raised
    title: {zh: 加成, en: Raised}
    parameters: [{key: by, type: number}]
    returns: {type: number}
    expression: by * amount
blocks:
  - key: f
    kind: formula
    concludes: total
    expression: >-
      sum(orders where amount>least and not(late), amount*2) + sum(returns, amount) + amount
      + sum(订单, 金额)
cases:
  - id: c
    given: {orders: [{late: false, amount: 1}, {amount: 2}], returns: [{amount: 3}]}
"""


def of_records(*name: str, new: str, text: str = RECORDS) -> dict[tuple[str | int, ...], Any]:
    plain = plain_of(text)
    found = renamed(plain, name, new, assembled(plain, ()))
    check(assembled(applied(plain, found)[0], ()))
    return {edit.path: edit.value for edit in found if edit.kind != "remove"}


def test_a_sub_fact_is_renamed_within_its_records_alone() -> None:
    given = ("cases", 0, "given", "orders")
    assert of_records("facts", "orders", "fields", "amount", new="paid") == {
        ("facts", 0, "fields", 0, "key"): "paid",
        ("blocks", 0, "expression"): (
            "sum(orders where paid>least and not(late), paid*2) + sum(returns, amount) + amount"
            " + sum(订单, 金额)"
        ),
        (*given, 0, "paid"): "1",
        (*given, 1, "paid"): "2",
    }


@pytest.mark.parametrize(
    ("name", "new", "code"),
    [
        (("facts", "orders", "fields", "amount"), "late", "key-taken"),
        (("facts", "orders", "fields", "amount"), "Amount", "bad-name"),
        (("facts", "orders", "fields", "amount"), "today", "reserved-name"),
        (("facts", "orders", "fields", "paid"), "sum_of_it", "key-not-there"),
        (("facts", "least", "fields", "amount"), "paid", "key-not-there"),
        # Within the aggregate it would hide the fact that is read there.
        (("facts", "orders", "fields", "amount"), "least", "rename-hides"),
        (("facts", "least"), "late", "rename-hides"),
        # In the function the parameter would hide the constant.
        (("constants", "amount"), "by", "rename-hides"),
        (("facts", "least"), "and", "reserved-name"),
    ],
)
def test_what_another_name_would_hide_is_not_renamed(
    name: tuple[str, ...], new: str, code: str
) -> None:
    plain = plain_of(RECORDS)
    with pytest.raises(CallerError) as caught:
        renamed(plain, name, new, assembled(plain, ()))
    assert [fault.code for fault in caught.value.faults] == [code]
