"""What generated source may call by name, and how a failed operation becomes a problem."""

from __future__ import annotations

import decimal
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from engine.decision import Problem
from engine.runtimes.compiled import logic, moments
from engine.runtimes.compiled.functions import composed
from engine.runtimes.compiled.moments import Failed
from rulesets.calendar import CalendarYearUnknown
from rulesets.expressions.printer import print_node
from rulesets.expressions.tree import Node
from rulesets.values import ARITHMETIC, Value, equal, power

FAILURES = (decimal.DivisionByZero, decimal.Overflow, CalendarYearUnknown, Failed)


@dataclass(frozen=True)
class Operation:
    """An operation that can fail; 7.6: its problem names its canonical text."""

    node: Node | str

    @cached_property
    def text(self) -> str:
        """The canonical text, or the key of a conclusion."""
        return self.node if isinstance(self.node, str) else print_node(self.node)


def fail(problems: set[Problem], block: str, error: Exception, operation: Operation) -> None:
    """7.6: note the problem of an operation that failed."""
    problems.add(Problem(block, code_of(error), operation.text))


def code_of(error: Exception) -> str:
    """Give the code of a failure (6.4, 6.5, 9.7)."""
    if isinstance(error, Failed):
        return error.code
    if isinstance(error, decimal.DivisionByZero):
        return "division-by-zero"
    return "number-too-large" if isinstance(error, decimal.Overflow) else "calendar-year-unknown"


def divided(left: Decimal, right: Decimal) -> Decimal:
    """6.4: also zero divided by zero is a division by zero."""
    if not right:
        raise decimal.DivisionByZero
    return ARITHMETIC.divide(left, right)


def raised(left: Decimal, right: Decimal) -> Decimal:
    """6.5."""
    result = power(left, right)
    if result is None:
        raise Failed("exponent-out-of-range")
    return result


def texts_joined(left: str, right: str) -> str:
    """8.4."""
    return composed(left + right)


def first_present(*values: Value) -> Value:
    """7.4."""
    return next((each for each in values if each is not None), None)


NAMES: Mapping[str, Any] = {
    "FAILURES": FAILURES,
    "NOWHERE": logic.NOWHERE,
    "number": Decimal,
    "fail": fail,
    "add": ARITHMETIC.add,
    "subtract": ARITHMETIC.subtract,
    "multiply": ARITHMETIC.multiply,
    "exact_divide": ARITHMETIC.divide,
    "minus": ARITHMETIC.minus,
    "divided": divided,
    "raised": raised,
    "texts_joined": texts_joined,
    "first_present": first_present,
    "equal": equal,
    "compare": logic.compare,
    "member": logic.member,
    "contains_any": logic.contains_any,
    "value_met": logic.value_met,
    "within": logic.within,
    "length": len,
    "set": set,
    "KeyError": KeyError,
    "aggregate_sum": logic.total,
    "aggregate_min": logic.least,
    "aggregate_max": logic.greatest,
    "aggregate_average": logic.average,
    "aggregate_any": logic.any_true,
    "aggregate_all": logic.all_true,
    "utc": moments.utc,
}
