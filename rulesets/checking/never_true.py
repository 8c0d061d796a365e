"""Tests that no value of a domain can meet: a row with such a test never fires (2.9).

A test is looked at together with the `not` and `none` around it: `not(> 200)` of a fact that is at
most 100 is always true and let through, `not(<= 100)` is refused.
"""

from __future__ import annotations

from decimal import Decimal

from rulesets.checking.calls import literal_number
from rulesets.checking.domains import is_empty, said_domain
from rulesets.checking.naming import Names
from rulesets.checking.report import Report
from rulesets.expressions.lexer import shortened
from rulesets.expressions.printer import print_cell, print_node
from rulesets.expressions.tree import (
    And,
    Between,
    Cell,
    Compare,
    CompareTest,
    In,
    Name,
    Node,
    Not,
    Or,
    Previous,
    RangeTest,
    Test,
    TestsCell,
    TextTest,
    ValueTest,
)
from rulesets.expressions.walk import operands
from rulesets.types import NumberType

_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}

# Comparisons of one value with numbers, all of which must hold; None is not a literal.
_Comparisons = tuple[tuple[str, Decimal | None], ...]


def refuse_dead_cell(subject: Node, cell: Cell, names: Names, report: Report) -> None:
    """Report each test of a cell that no value of the subject can meet."""
    of = _domain(subject, names)
    if of is None or not isinstance(cell, TestsCell):
        return
    for test in cell.tests:
        if _never(_of_test(test), of, negated=cell.negated):
            at = operands(test)[0].at
            _add(print_cell(TestsCell((test,), cell.negated)), of, at, report)


def refuse_dead_condition(node: Node, names: Names, report: Report, *, negated: bool) -> None:
    """Report each comparison with a literal in a condition that no value can meet."""
    match node:
        case And() | Or():
            for each in node.operands:
                refuse_dead_condition(each, names, report, negated=negated)
        case Not():
            refuse_dead_condition(node.operand, names, report, negated=not negated)
        case In():
            for test in node.tests:
                found = _of_test(test)
                _look(
                    In(node.subject, (test,), node.at), node.subject, found, names, report, negated
                )
        case Between():
            ends = ((">=", literal_number(node.low)), ("<=", literal_number(node.high)))
            _look(node, node.subject, ends, names, report, negated)
        case Compare():
            right = ((node.op, literal_number(node.right)),)
            _look(node, node.left, right, names, report, negated)
            left = ((_MIRRORED[node.op], literal_number(node.left)),)
            _look(node, node.right, left, names, report, negated)
        case _:
            pass


def _look(
    leaf: Node,
    subject: Node,
    found: _Comparisons,
    names: Names,
    report: Report,
    negated: bool,
) -> None:
    of = _domain(subject, names)
    if of is not None and _never(found, of, negated=negated):
        _add(print_node(Not(leaf) if negated else leaf), of, leaf.at, report)


def _add(test: str, of: NumberType, at: int, report: Report) -> None:
    report.add("never-true", character=at, expected=said_domain(of), test=shortened(test))


def _domain(subject: Node, names: Names) -> NumberType | None:
    """Return the domain of a fact or conclusion: what else is named is not held to its bounds."""
    declared = None
    if isinstance(subject, Name):
        declared = names.facts.get(subject.key) or names.conclusions.get(subject.key)
    elif isinstance(subject, Previous):
        declared = names.conclusions.get(subject.key)
    of = None if declared is None else declared.type
    return of if isinstance(of, NumberType) and not is_empty(of) else None


def _of_test(test: Test) -> _Comparisons:
    match test:
        case CompareTest():
            return ((test.op, literal_number(test.operand)),)
        case ValueTest():
            return (("=", literal_number(test.operand)),)
        case RangeTest():
            low = ">=" if test.low_included else ">"
            high = "<=" if test.high_included else "<"
            return ((low, literal_number(test.low)), (high, literal_number(test.high)))
        case TextTest():
            return ()


def _never(found: _Comparisons, of: NumberType, *, negated: bool) -> bool:
    """Tell whether the comparisons cannot all hold; negated, whether one cannot fail to hold."""
    if not negated:
        return any(value is not None and _impossible(op, value, of) for op, value in found)
    return bool(found) and all(
        value is not None and _impossible(_OPPOSITE[op], value, of) for op, value in found
    )


def _impossible(op: str, value: Decimal, of: NumberType) -> bool:
    low, high = of.minimum, of.maximum
    match op:
        case "<":
            return low is not None and low >= value
        case "<=":
            return low is not None and low > value
        case ">":
            return high is not None and high <= value
        case ">=":
            return high is not None and high < value
        case "=":
            return _impossible("<=", value, of) or _impossible(">=", value, of)
        case _:
            return low is not None and low == high == value
