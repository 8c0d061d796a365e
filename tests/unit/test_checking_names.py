"""Names, declarations and links across documents: what clashes, and what may stand together."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulesets.checked import Bundle
from rulesets.checking import check
from rulesets.checking.plain_cells import plain_cell, plain_number
from rulesets.expressions.parser import parse_cell, parse_expression
from rulesets.expressions.scope import Scope
from rulesets.model import Conclusion, Fact, Input, Row, Ruleset, Table
from rulesets.types import Code, CodeList, NumberType, TextType, Type
from tests.unit.checking_documents import faults, formula, said

CUSTOMER = "vocabulary: customer\nversion: 1\nfacts: [{key: sales, type: number, scale: 2}]\n"
USES = "ruleset: t\nzone: UTC\nuses: customer@1\n"


def test_a_fact_of_a_vocabulary_may_not_be_declared_again() -> None:
    again = "facts: [{key: sales, type: boolean}]"
    (found,) = faults("", CUSTOMER, head=USES, facts=again)
    assert found.code == "duplicate-name"
    assert found.message("en") == (
        "fact `sales`: the fact `sales` is declared already by vocabulary `customer`"
    )


def test_one_title_may_be_that_of_one_key_only() -> None:
    body = "facts: [{key: x, title: {zh: 额}, type: date}, {key: y, title: {en: 额}, type: date}]"
    assert said(faults("", facts=body)) == [
        "title-clash: fact `y`: the title `额` already names `x`"
    ]


def test_both_titles_may_be_alike_and_be_the_key() -> None:
    body = "facts: [{key: sku, title: {zh: sku, en: sku}, type: text}]"
    assert said(faults("", facts=body)) == []


def test_a_block_key_stands_once_across_what_is_included() -> None:
    inner = f"""
ruleset: inner
version: 1
zone: UTC
{formula("1").replace("out", "inner_out")}
"""
    head = "ruleset: t\nzone: UTC\ninclude: [inner@1]\n"
    assert said(faults(formula("2"), inner, head=head, facts="")) == [
        "duplicate-name: block `f`: the block `f` is declared already by ruleset `inner`"
    ]


def test_faults_of_an_included_ruleset_say_which() -> None:
    inner = f"ruleset: inner\nversion: 1\nzone: UTC\n{formula('1 + true')}"
    head = "ruleset: t\nzone: UTC\ninclude: [inner@1]\n"
    found = faults("", inner, head=head, facts="")
    assert [each.message("en") for each in found] == [
        "ruleset `inner`, formula `f`, character 5: expected a number, found a boolean"
    ]
    assert found[0].message("zh") == "规则集 `inner`，公式 `f`，第 5 个字符：应为数值，实为真假值"


def test_a_calendar_must_be_one_of_the_ruleset_itself() -> None:
    body = formula('add working days(day, 3, "us")', "type: date")
    assert [each.code for each in faults(body)] == ["unknown-calendar"]


def test_fields_and_columns_have_names_of_their_own() -> None:
    facts = """
facts:
  - {key: x, type: number, scale: 0}
  - {key: orders, type: records,
     fields: [{key: x, type: number, scale: 0}, {key: y, title: {zh: x}, type: date}]}
"""
    assert said(faults(formula("sum(orders, x) + x"), facts=facts)) == [
        "title-clash: fact `orders`, field `y`: the title `x` already names `x`"
    ]


def test_a_parameter_wins_over_a_fact_of_its_name() -> None:
    functions = """
functions:
  - {key: twice, parameters: [{key: n, type: number}], returns: {type: number}, expression: n * 2}
"""
    assert said(faults(functions + formula("twice(n)"))) == []


def test_a_function_that_leads_into_a_circle_is_not_reported_with_it() -> None:
    functions = """
functions:
  - {key: one, parameters: [{key: x, type: date}], returns: {type: number}, expression: two(x)}
  - {key: two, parameters: [{key: x, type: date}], returns: {type: number}, expression: two(x)}
  - {key: three, parameters: [{key: x, type: date}], returns: {type: number}, expression: one(x)}
"""
    assert said(faults(functions + formula("three(day)"))) == [
        "function-cycle: function `two`: a function may not call itself: `two` → `two`"
    ]


@pytest.mark.parametrize(
    ("of", "value", "code"),
    [
        ("type: number", "1.2亿", None),
        ("type: number", "'-3'", None),
        ("type: number", "n", "literal-required"),
        ("type: number", "abc", "literal-required"),
        ("type: number", "true", "type-mismatch"),
        ("type: number", "'1,234'", "comma-in-number"),
        ("type: text", "华东 大区", None),
        ("type: text", '\'"a" + "b"\'', "literal-required"),
        ("type: text, one_of: [{value: x, title: {zh: 甲}}]", "甲", None),
        ("type: text, one_of: [{value: x}]", "y", "not-in-list"),
        ("type: date", "2026-02-28", None),
        ("type: date", "2026-02-30", "bad-literal"),
        ("type: datetime", '"2026-02-28T09:00:00+08:00"', None),
        ("type: datetime", '"2026-02-28T09:00:00"', "bad-literal"),
        ("type: boolean", "true", None),
        ("type: boolean", "yes", "literal-required"),
        ("type: list, of: number", '"[1, 2]"', None),
        ("type: list, of: number", '"[1, n]"', "literal-required"),
    ],
)
def test_values_written_out(of: str, value: str, code: str | None) -> None:
    found = faults(f"constants: [{{key: k, {of}, value: {value}}}]")
    assert [each.code for each in found] == ([] if code is None else [code])


def test_a_blank_value_of_a_lookup_is_missing_but_a_key_is_needed() -> None:
    lookups = """
lookups:
  - {key: l, keys: [{key: k, type: text}], values: [{key: v, type: number}],
     rows: [[a, "-"], ["-", 1], [b]]}
"""
    assert said(faults(lookups)) == [
        "literal-required: lookup `l`, row 2, column `k`: expected a text written out, found `-`",
        "wrong-cell-count: lookup `l`, row 3: expected 2 cells, found 1",
    ]


def test_cases_name_facts_and_conclusions() -> None:
    cases = "cases: [{id: c1, given: {x: 1, n: 2, previous(out): 3}, expect: {out: 1, y: 2}}]"
    assert said(faults(formula("n") + cases)) == [
        "unknown-name: case `c1`: no fact is called `x`",
        "unknown-conclusion: case `c1`: there is no conclusion `y`",
    ]


def test_a_longer_cycle_is_shown_whole_and_once() -> None:
    body = """
conclusions:
  - {key: c0, type: number, scale: 0}
  - {key: c1, type: number, scale: 0}
  - {key: c2, type: number, scale: 0}
  - {key: c3, type: number, scale: 0}
blocks:
  - {key: b0, kind: formula, concludes: c0, expression: c1}
  - {key: b1, kind: formula, concludes: c1, expression: c2}
  - {key: b2, kind: formula, concludes: c2, expression: c0}
  - {key: b3, kind: formula, concludes: c3, expression: c0}
"""
    assert said(faults(body)) == [
        "cycle: formula `b0`: the conclusions depend on one another: `c0` → `c1` → `c2` → `c0`"
    ]


PLAIN = st.from_regex(
    r"(<=|>=|!=|<|>|=|\[|\(|\]| |\.\.|\)|[0-9]|\.|\"|a|中|,|-|%|万){1,12}", fullmatch=True
)
NUMBERS = st.from_regex(r"(<=|>=|<|>|=|!=)? ?[0-9]{1,3}(\.[0-9]{1,2})?", fullmatch=True)
RANGES = st.from_regex(r"[\[(\]][0-9]{1,3} \.\. [0-9]{1,3}(\.5)?[\])\[]", fullmatch=True)
TEXTS = st.from_regex(r"\"[a-c中 ,]{0,6}\"", fullmatch=True)


@given(PLAIN | NUMBERS | RANGES | TEXTS)
def test_plain_cells_are_what_the_parser_reads(text: str) -> None:
    for of in (NumberType(), TextType()):
        plain = plain_cell(text, of)
        if plain is not None:
            assert plain == parse_cell(text, Scope())
    number = plain_number(text)
    if number is not None:
        assert number == parse_expression(text, Scope())


def large_table(rows: int) -> Bundle:
    """Build a table of five columns whose cells are nearly all different."""
    provinces = CodeList(tuple(Code(f"p{each}") for each in range(300)))
    kinds = TextType(CodeList((Code("x"), Code("y"))))
    number = NumberType(scale=2)
    types: tuple[Type, ...] = (number, number, TextType(provinces), kinds, TextType())
    facts = tuple(Fact(key, of) for key, of in zip("abcde", types, strict=True))
    made = tuple(
        Row(
            f"r{i}",
            (f"[{i}0 .. {i}9)", f">= {i}.5", f"p{i % 300}", "x, y", f'"t{i}"'),
            (f"{i}",),
        )
        for i in range(rows)
    )
    block = Table("t", "first", tuple(map(Input, "abcde")), ("out",), made)
    ruleset = Ruleset("r", "UTC", facts=facts, blocks=(block,))
    return Bundle(replace(ruleset, conclusions=(Conclusion("out", number),)))


@pytest.mark.slow
def test_a_table_of_ten_thousand_rows_is_checked_in_about_a_second() -> None:
    bundle = large_table(10_000)
    began = time.process_time()
    checked = check(bundle)
    # Half a second is usual; the rest is for a machine that does other things too.
    assert time.process_time() - began < 3
    assert checked.constants == {}
    assert len(checked.blocks) == 1


@pytest.mark.parametrize(
    "title",
    [
        "缺失",
        "is missing",
        "starts with",
        "和",
        ">= 5",
        "≥5",
        "＞＝ 5",
        "-5",
        "，甲",
        "50万",
        "２０%",
    ],
)
def test_a_title_that_would_be_read_as_something_else_is_no_name(title: str) -> None:
    """A fact called `>= 5` would take the place of every cell that says so."""
    fact = f"facts: [{{key: x, type: number, scale: 0, title: {{zh: {title!r}}}}}]\n"
    assert [each.code for each in faults("", facts=fact)] == ["reserved-name"]
    field = f"fields: [{{key: x, type: number, scale: 0, title: {{en: {title!r}}}}}]"
    records = f"facts: [{{key: xs, type: records, {field}}}]\n"
    assert [each.code for each in faults("", facts=records)] == ["reserved-name"]


@pytest.mark.parametrize(
    "title", ["退货-换货", "近 90 天", "90天", "（停用）额度", "1/3 以上", "A, B"]
)
def test_a_title_may_hold_signs_and_begin_with_a_digit(title: str) -> None:
    fact = f"facts: [{{key: x, type: number, scale: 0, title: {{zh: {title!r}}}}}]\n"
    assert faults("", facts=fact) == ()
