"""Cells as spreadsheets and people write them, put as docs/language.md section 5 reads them."""

import pytest

from rulesets.drafting.entering import entered, quoted
from rulesets.types import (
    BooleanType,
    Both,
    Code,
    CodeList,
    DateType,
    NumberType,
    TextType,
    Type,
)

SALES = NumberType(unit="CNY")
REGION = TextType(
    one_of=CodeList((Code("east", Both("华东", "East")), Code("south", Both("华南", "South"))))
)


@pytest.mark.parametrize(
    ("text", "of", "meant"),
    [
        # Thousands, currencies, powers of ten: what Excel puts on the clipboard.
        ("1,000,000", SALES, "1000000"),
        ("１，０００", SALES, "1000"),
        (">= 1,000,000", SALES, ">= 1000000"),
        ("¥12,345.60", SALES, "12345.60"),
        ("50万元", SALES, "50万"),
        ("1E+06", SALES, "1000000"),
        # What people write for a range or a comparison.
        ("50万至100万", SALES, "[50万 .. 100万]"),
        ("50 - 100", SALES, "[50 .. 100]"),
        ("50～100", SALES, "[50 .. 100]"),
        ("≥50万且<100万", SALES, "[50万 .. 100万)"),
        ("（100 万，500 万]", SALES, "(100万 .. 500万]"),
        ("100万以上", SALES, ">= 100万"),
        ("不足3", SALES, "< 3"),
        ("*", SALES, "-"),
        ("不限", REGION, "-"),
        # What the language reads itself stays as it was typed.
        ("≥ 50万", SALES, "≥ 50万"),
        ("大于等于50万", SALES, "大于等于50万"),
        ("15%", NumberType(unit="%"), "15%"),
        ("５０", SALES, "５０"),
        ("3, 5", SALES, "3, 5"),
        ("[1,2]", SALES, "[1,2]"),
        ("high * 2 - 1", SALES, "high * 2 - 1"),
        ("10-5", SALES, "10-5"),
        (">= 5, < 3", SALES, ">= 5, < 3"),
        # What may mean two things is left to be told.
        ("1,23", SALES, "1,23"),
        ("3个", SALES, "3个"),
        ("2026年13月1日", DateType(), "2026年13月1日"),
        ("2026/3/1", DateType(), 'date("2026-03-01")'),
        (">= 2026年3月1日", DateType(), '>= date("2026-03-01")'),
        ("是", BooleanType(), "true"),
        ("FALSE", BooleanType(), "false"),
        ("0", BooleanType(), "false"),
        ("华东/华南", REGION, "华东、华南"),
        ("华东, 华南", REGION, "华东, 华南"),
        ("EAST ", REGION, "East"),
        ("华北", REGION, "华北"),
        ("1,000", None, "1,000"),
        ("1,000", TextType(), "1,000"),
    ],
)
def test_a_cell_is_put_as_it_was_meant(text: str, of: Type | None, meant: str) -> None:
    assert entered(text, of) == meant


def test_a_value_is_no_range() -> None:
    assert entered("5-10", SALES, tests=False) == "5-10"
    assert entered("1,000", SALES, tests=False) == "1000"


@pytest.mark.parametrize(("text", "meant"), [(">= 5O万", ">= 50万"), ("l2", "12"), ("3个", "3个")])
def test_letters_are_taken_for_digits_only_where_one_may_guess(text: str, meant: str) -> None:
    assert entered(text, SALES) == text
    assert entered(text, SALES, guess=True) == meant


def test_words_that_stand_bare_are_texts() -> None:
    assert quoted("制造业、零售业") == '"制造业"、"零售业"'
    assert quoted('他说"好"') == '"他说\\"好"'
