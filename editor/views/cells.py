"""Cells in a table's short form: `≥ 100 万`, `[100 万 .. 500 万)`; the column says the rest."""

from __future__ import annotations

from typing import Final

from rulesets.checked import CheckedRuleset
from rulesets.expressions.tree import (
    AnyCell,
    Cell,
    CompareTest,
    Literal,
    MissingCell,
    Negate,
    Node,
    RangeTest,
    Test,
    TextTest,
    ValueTest,
)
from rulesets.types import Both, ListType, Type
from rulesets.wording import expression_text, value_text

_SIGNS: Final = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_TEXT_TESTS: Final = {
    "contains": Both("包含 {}", "contains {}"),
    "starts with": Both("开头是 {}", "starts with {}"),
    "ends with": Both("结尾是 {}", "ends with {}"),
    "contains any of": Both("包含任一 {}", "contains any of {}"),
    "within": Both("位于 {}", "within {}"),
}
_MISSING, _PRESENT = Both("不详", "not known"), Both("已知", "known")
_NOT = Both("不是 {}", "not {}")
_NOT_TEXT_TESTS: Final = {
    "contains": Both("不包含 {}", "does not contain {}"),
    "starts with": Both("开头不是 {}", "does not start with {}"),
    "ends with": Both("结尾不是 {}", "does not end with {}"),
    "contains any of": Both("不包含任一 {}", "contains none of {}"),
    "within": Both("不位于 {}", "not within {}"),
}


def short_cell(cell: Cell, of_type: Type, checked: CheckedRuleset, language: str) -> str:
    """Say a cell shortly; a blank one is empty.

    Args:
        cell: the cell.
        of_type: the type of its column, for units and titles of codes.
        checked: the ruleset.
        language: `zh` or `en`.
    """
    if isinstance(cell, AnyCell):
        return ""
    if isinstance(cell, MissingCell):
        return (_PRESENT if cell.negated else _MISSING).in_language(language)
    if cell.negated and len(cell.tests) == 1 and isinstance(cell.tests[0], TextTest):
        only = cell.tests[0]
        operand = operand_text(only.operand, of_type, checked, language)
        return _NOT_TEXT_TESTS[only.op].in_language(language).format(operand)
    comma = "，" if language == "zh" else ", "
    tests = comma.join(_test(each, of_type, checked, language) for each in cell.tests)
    return _NOT.in_language(language).format(tests) if cell.negated else tests


def _test(test: Test, of_type: Type, checked: CheckedRuleset, language: str) -> str:
    if isinstance(test, ValueTest):
        return operand_text(test.operand, of_type, checked, language)
    if isinstance(test, CompareTest):
        operand = operand_text(test.operand, of_type, checked, language)
        return f"{_SIGNS[test.op]} {operand}"
    if isinstance(test, RangeTest):
        low = operand_text(test.low, of_type, checked, language)
        high = operand_text(test.high, of_type, checked, language)
        opening, closing = "[" if test.low_included else "(", "]" if test.high_included else ")"
        return f"{opening}{low} .. {high}{closing}"
    operand = operand_text(test.operand, of_type, checked, language)
    return _TEXT_TESTS[test.op].in_language(language).format(operand)


def operand_text(node: Node, of_type: Type, checked: CheckedRuleset, language: str) -> str:
    """Say an operand or an output: a literal by the column's titles and without its unit."""
    like = of_type.item if isinstance(of_type, ListType) else of_type
    if isinstance(node, Literal):
        return value_text(node.value, like, language, unit=False)
    if isinstance(node, Negate) and isinstance(node.operand, Literal):
        return "−" + value_text(node.operand.value, like, language, unit=False)
    return expression_text(node, checked, language)
