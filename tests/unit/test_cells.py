"""Cells as authors type them (section 5)."""

import pytest

from rulesets.errors import AuthorError, Fault
from rulesets.expressions import tree
from rulesets.expressions.parser import parse_cell
from rulesets.expressions.printer import print_cell
from rulesets.expressions.tree import AnyCell, Literal, MissingCell, Name, ValueTest
from rulesets.types import Both, Code, CodeList
from tests.generators.expressions import REGIONS, SCOPE

REGION = SCOPE.for_column(REGIONS)


def fault_of(text: str) -> Fault:
    with pytest.raises(AuthorError) as refused:
        parse_cell(text, REGION)
    (fault,) = refused.value.faults
    return fault


@pytest.mark.parametrize("text", ["", "  ", "-", "－", " – ", "　"])
def test_a_blank_cell_or_a_dash_is_any_value(text: str) -> None:
    assert parse_cell(text, SCOPE) == AnyCell()


@pytest.mark.parametrize(
    ("text", "negated"),
    [("缺失", False), ("为缺失", False), ("is missing", False), ("存在", True), ("不缺失", True)],
)
def test_missing_and_present(text: str, negated: bool) -> None:
    assert parse_cell(text, REGION) == MissingCell(negated=negated)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        (">= 90", ">= 90"),
        ("不低于50万", ">= 500000"),
        ("［1 .. 5万）", "[1 .. 50000)"),
        ("]1..2[", "(1 .. 2)"),
        ("（1 .. 2】", "(1 .. 2]"),
        ("1、 2，3", "1, 2, 3"),
        ("1,23", "1, 23"),
        ("> 5, < 3", "> 5, < 3"),
        ("非（1、2）", "not(1, 2)"),
        ("not(> 5)", "not(> 5)"),
        ("-5", "-5"),
        ("[-5 .. -1]", "[-5 .. -1]"),
        ("[1, 2]", "[1, 2]"),
        ("[1, 2] + x", "[1, 2] + x"),
        ("(x + 1) * 2", "(x + 1) * 2"),
        ("(x = 1)", "(x = 1)"),
        ("< 天数 * 2", "< days * 2"),
        ("包含“急”", 'contains "急"'),
        ("真", "true"),
    ],
)
def test_tests(typed: str, canonical: str) -> None:
    assert print_cell(parse_cell(typed, SCOPE)) == canonical


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("华东", '"east"'),
        ("East", '"east"'),
        ("east、上海", '"east", "shanghai"'),
        ("A+", '"A+"'),
        ("A，A+", '"A", "A+"'),
        ("30-60", '"30-60"'),
        ("30 到 60", '"30-60"'),
        ("非（华东）", 'not("east")'),
        ("位于华东", 'within "east"'),
        ("!= A 级", '!= "A"'),
        ('"west"', '"west"'),
        ("地区", "region"),
    ],
)
def test_values_of_the_list_stand_unquoted(typed: str, canonical: str) -> None:
    assert print_cell(parse_cell(typed, REGION)) == canonical


def test_a_value_wins_over_a_name_as_long_and_a_longer_name_over_a_value() -> None:
    codes = CodeList((Code("days", Both("天数")), Code("high", Both("高于平均"))))
    scope = SCOPE.for_column(codes)
    assert parse_cell("天数", scope) == tree.TestsCell((ValueTest(Literal("days")),))
    assert parse_cell("days", scope) == tree.TestsCell((ValueTest(Literal("days")),))
    assert parse_cell("高于平均", scope) == tree.TestsCell((ValueTest(Literal("high")),))
    short = SCOPE.for_column(CodeList((Code("k", Both("天")),)))
    assert parse_cell("天数", short) == tree.TestsCell((ValueTest(Name("days")),))


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("华南", "not-in-list", 1),
        ("华东人", "not-in-list", 1),
        ("华东、华南", "not-in-list", 4),
        ("1,234", "comma-in-number", 1),
        ("12,5O", "syntax", 4),
        ("== 5", "syntax", 1),
        ("=> 5", "syntax", 1),
        ("'A'", "syntax", 1),
        ("[1 .. 5", "syntax", 8),
        ("[1 . 5]", "syntax", 6),
        ("1 .. 5", "syntax", 3),
        ("]1, 2]", "syntax", 3),
        ("x = 1", "syntax", 3),
        ("1,", "syntax", 3),
        ("not(1) 2", "syntax", 8),
        ("not(缺失)", "syntax", 5),
        ("缺失, 1", "syntax", 3),
        ("= null", "null-not-a-value", 3),
        ("null", "null-not-a-value", 1),
        ("1, (if 真 then 空值 else null)", "null-not-a-value", 5),
        ("(" * 70 + "1" + ")" * 70, "expression-too-large", 66),
        ("1" + " + 1" * 70, "expression-too-large", 1),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_character(text: str, code: str, place: int) -> None:
    fault = fault_of(text)
    assert (fault.code, dict(fault.place)["character"]) == (code, place)


def test_the_nearest_value_is_offered() -> None:
    assert "`华东`" in fault_of("华南").hint("zh")
    assert "`Shanghai`" in fault_of("Shangai").hint("en")
