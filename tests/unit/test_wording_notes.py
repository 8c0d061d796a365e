"""Functions, notes, chains of choices and formulas of yes and no, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rulesets import model
from rulesets.checked import CheckedConstant, CheckedFormula, CheckedLookup
from rulesets.expressions.tree import Call, Compare, If, Literal, Name, Node, ValueTest
from rulesets.types import Both, Code, CodeList, ListType, TextType
from rulesets.wording import (
    block_sentences,
    constant_sentence,
    expression_text,
    function_sentence,
    note_text,
    part_sentence,
)
from rulesets.wording.literals import literal_text
from tests.wording_sample import CNY, EAST, GRADE, REGION, cell, number, row, ruleset, table

SALES, COUNT = Name("annual_sales"), Name("order_count")


def test_a_function_reads_as_a_formula() -> None:
    sample = ruleset()
    assert function_sentence(sample, "clv", "zh") == (
        "客户终身价值（average、count）为 average × count。"
    )
    assert function_sentence(sample, "clv", "en") == (
        "Customer lifetime value (average, count) is average × count."
    )


def test_a_function_that_chooses_stands_after_a_colon() -> None:
    body = If(Compare(">", Name("count"), number(2)), Name("average"), number(0))
    sample = ruleset()
    sample = replace(sample, functions={"clv": replace(sample.functions["clv"], body=body)})
    assert function_sentence(sample, "clv", "zh") == (
        "客户终身价值（average、count）：如果 count 超过 2，则 average，否则 0 元。"
    )


@pytest.mark.parametrize(
    ("note", "zh", "en"),
    [
        ("从未下过单 / never ordered", "从未下过单", "never ordered"),
        ("从未下过单", "从未下过单", "从未下过单"),
        ("a / b / c", "a / b / c", "a / b / c"),
        ("12/2026", "12/2026", "12/2026"),
        ("", "", ""),
    ],
)
def test_a_note_in_two_halves_is_read_in_one_language(note: str, zh: str, en: str) -> None:
    assert (note_text(note, "zh"), note_text(note, "en")) == (zh, en)


def test_the_sentence_of_a_row_has_its_note() -> None:
    block = table(
        "first",
        (("region", REGION),),
        ("grade",),
        (row(1, (cell(ValueTest(EAST)),), ("grade", Literal("A"))),),
    )
    written = model.Row(block.rows[0].id, ("east",), ("A",), note="近 / near")
    block = replace(block, block=replace(block.block, rows=(written,)))
    assert [each.note for each in block_sentences(ruleset(block), "t", "en")] == ["", "near"]


def test_one_choice_after_another_needs_no_brackets() -> None:
    inner: Node = If(Compare(">", COUNT, number(2)), number(2), number(3))
    node = If(Compare(">", COUNT, number(5)), number(1), inner)
    assert expression_text(node, ruleset(), "zh") == (
        "如果订单数超过 5，则 1，否则，如果订单数超过 2，则 2，否则 3"
    )
    assert expression_text(node, ruleset(), "en") == (
        "1 if order count is above 5, otherwise 2 if order count is above 2, otherwise 3"
    )
    nested = If(Compare(">", COUNT, number(5)), inner, number(1))
    assert expression_text(nested, ruleset(), "zh") == (
        "如果订单数超过 5，则（如果订单数超过 2，则 2，否则 3），否则 1"
    )


def test_a_formula_of_yes_and_no_says_what_it_means() -> None:
    written = model.Formula("f", "review", "annual_sales > 50000")
    block = CheckedFormula(written, Compare(">", SALES, number(50000)))
    assert part_sentence(ruleset(block), "f", "formula", "zh") == (
        "人工复核即年采购额超过 5 万元。"
    )
    assert part_sentence(ruleset(block), "f", "formula", "en") == (
        "Review by hand means annual purchases is above 50,000 CNY."
    )


def test_a_lookup_of_one_column_is_named_by_its_title() -> None:
    terms = CheckedLookup("terms", (GRADE,), (("limit", CNY),), {})
    sample = replace(ruleset(), lookups={"terms": terms})
    call = Call("terms", (Name("grade"),))
    assert expression_text(call, sample, "zh") == "客户等级对应的等级条款"
    assert expression_text(call, sample, "en") == "the grade terms for customer grade"


def test_advice_stands_in_quotation_marks_however_it_is_written() -> None:
    advice = Both(
        "每季度登门拜访一次并请对方高层到厂里来看看",
        "Visit every quarter and invite their executives to the works",
    )
    short = Both("每季度拜访", "Visit every quarter")
    codes = TextType(CodeList((Code("long", advice), Code("short", short))))
    for language in ("zh", "en"):
        title = advice.in_language(language)
        assert literal_text("long", codes, language)[0] == f"“{title}”"
        assert literal_text("short", codes, language)[0] == short.in_language(language)


def test_a_constant_of_many_values_speaks_of_them_as_many() -> None:
    words = CheckedConstant("high_value", ListType(TextType()), ((None, ("a", "b")),))
    sample = replace(ruleset(), constants={"high_value": words})
    assert constant_sentence(sample, "high_value", "en") == "High value from are a, b."
    one = replace(sample, constants={"high_value": replace(words, values=((None, ("a",)),))})
    assert constant_sentence(one, "high_value", "en") == "High value from is a."
