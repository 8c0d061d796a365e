"""Cells and tests of section 5: does a value meet them? Unknown is None."""

from __future__ import annotations

from collections.abc import Callable

from engine.evaluation.logic import all_of, any_of, compare, member, negated, text_holds
from rulesets.expressions.tree import (
    AnyCell,
    Cell,
    CompareTest,
    MissingCell,
    Node,
    RangeTest,
    Test,
    TextTest,
)
from rulesets.types import CodeList
from rulesets.values import Kleene, Value, equal

Evaluate = Callable[[Node], Value]


def cell_holds(cell: Cell, subject: Value, codes: CodeList | None, evaluate: Evaluate) -> Kleene:
    """Tell whether a value meets a cell; `codes` is the list of the column, if it has one."""
    if isinstance(cell, AnyCell):  # 5.1
        return True
    if isinstance(cell, MissingCell):  # 5.5
        return (subject is None) is not cell.negated
    truth = any_of(meets(test, subject, codes, evaluate) for test in cell.tests)  # 5.2
    return negated(truth) if cell.negated else truth  # 5.3


def meets(test: Test, subject: Value, codes: CodeList | None, evaluate: Evaluate) -> Kleene:
    """Tell whether one test holds of a value."""
    if isinstance(test, CompareTest):
        return compare(test.op, subject, evaluate(test.operand), codes)
    if isinstance(test, TextTest):
        return text_holds(test.op, subject, evaluate(test.operand), codes)
    if isinstance(test, RangeTest):
        return _in_range(test, subject, codes, evaluate)
    operand = evaluate(test.operand)
    # 5.2: a list means membership, unless the column itself holds lists.
    if isinstance(operand, tuple) and not isinstance(subject, tuple):
        return member(subject, operand)
    return equal(subject, operand)


def _in_range(
    test: RangeTest, subject: Value, codes: CodeList | None, evaluate: Evaluate
) -> Kleene:
    """5.4: each end included or not, joined by Kleene's `and`."""
    low = ">=" if test.low_included else ">"
    high = "<=" if test.high_included else "<"
    return all_of(
        (
            compare(low, subject, evaluate(test.low), codes),
            compare(high, subject, evaluate(test.high), codes),
        )
    )
