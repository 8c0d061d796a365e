"""Large tables: an index finds the rows that may be true, small tests decide on the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from engine.runtimes.compiled.logic import any_of, compare, contains_any, value_met, within
from rulesets.checked import CheckedRow
from rulesets.expressions import tree
from rulesets.expressions.printer import print_node
from rulesets.expressions.tree import Cell, Node, Test
from rulesets.types import CodeList
from rulesets.values import Kleene, Value

Values = Sequence[Value]
"""The columns' values, then those of operands that are no literals."""
Meets = Callable[[Values], Kleene]
_NO_PLACES: Mapping[str, int] = {}


@dataclass(frozen=True, eq=False)
class LargeRow:
    """A row with the tests of its cells that are not blank."""

    row: CheckedRow
    tests: tuple[Meets, ...]

    def stands(self, today: date | None) -> bool:
        """12.1, 9.8: a row that is disabled or not in force is as if it were not there."""
        row = self.row
        if row.disabled:
            return False
        if row.valid_from is None and row.valid_to is None:
            return True
        assert today is not None  # noqa: S101 - a table with days is given one
        begun = row.valid_from is None or row.valid_from <= today
        return begun and (row.valid_to is None or today <= row.valid_to)

    def true(self, values: Values) -> bool:
        """12.1: every cell is true."""
        return all(test(values) is True for test in self.tests)

    def unknown(self, values: Values) -> bool:
        """12.1: no cell is false, and one is unknown."""
        truths = [test(values) for test in self.tests]
        return None in truths and not any(each is False for each in truths)


class LargeTable:
    """The rows of a table, and the places where operands that are no literals are found."""

    def __init__(self, columns: int, codes: Sequence[CodeList | None]) -> None:
        self._columns = columns
        self._codes = codes
        self._places: dict[str, int] = {}
        self._known: dict[tuple[int, int], Meets] = {}
        self._rows: list[LargeRow] = []
        self.operands: list[Node] = []

    def add(self, row: CheckedRow) -> None:
        """Add a row."""
        cells = enumerate(row.cells)
        tests = (self._cell(c, at) for at, c in cells if not isinstance(c, tree.AnyCell))
        self._rows.append(LargeRow(row, tuple(tests)))

    def fired(self, values: Values, today: date | None) -> list[int]:
        """Find the rows whose condition is true."""
        return [
            place for place, row in enumerate(self._rows) if row.stands(today) and row.true(values)
        ]

    def first(self, values: Values, today: date | None) -> list[int]:
        """12.4: find the first of them."""
        for place, row in enumerate(self._rows):
            if row.stands(today) and row.true(values):
                return [place]
        return []

    def unknown(self, values: Values, today: date | None) -> bool:
        """Tell whether the condition of a row is unknown."""
        return any(row.stands(today) and row.unknown(values) for row in self._rows)

    def _cell(self, cell: Cell, at: int) -> Meets:
        if isinstance(cell, tree.MissingCell):
            return partial(_missing, at, cell.negated)
        assert isinstance(cell, tree.TestsCell)  # noqa: S101 - blank cells have no test
        tests = [self._test(each, at) for each in cell.tests]
        if len(tests) == 1 and not cell.negated:
            return tests[0]
        return partial(_any, tests, cell.negated)

    def _test(self, test: Test, at: int) -> Meets:
        codes = self._codes[at]
        if isinstance(test, tree.RangeTest):
            low = self._compared(">=" if test.low_included else ">", at, test.low)
            high = self._compared("<=" if test.high_included else "<", at, test.high)
            return partial(_both, low, high)
        if isinstance(test, tree.CompareTest):
            return self._compared(test.op, at, test.operand)
        operand = self._operand(test.operand)
        if isinstance(test, tree.TextTest):
            return partial(_text, test.op, at, operand, codes)
        return partial(_value, at, operand)

    def _compared(self, op: str, at: int, operand: Node) -> Meets:
        codes = self._codes[at]
        places = codes.places if codes is not None else _NO_PLACES
        return partial(_compared, op, at, self._operand(operand), places)

    def _operand(self, node: Node) -> Callable[[Values], Any]:
        """Read a literal, or a value that is evaluated once for the table."""
        if isinstance(node, tree.Literal):
            value = node.value
            return lambda _: value
        text = print_node(node)
        if text not in self._places:
            self._places[text] = self._columns + len(self.operands)
            self.operands.append(node)
        place = self._places[text]
        return lambda values: values[place]


def _missing(at: int, negated: bool, values: Values) -> Kleene:
    return (values[at] is None) is not negated


def _any(tests: Sequence[Meets], negated: bool, values: Values) -> Kleene:
    truth = any_of([test(values) for test in tests])
    return truth if truth is None or not negated else not truth


def _both(low: Meets, high: Meets, values: Values) -> Kleene:
    truths = low(values), high(values)
    if False in truths:
        return False
    return None if None in truths else True


def _compared(
    op: str, at: int, operand: Meets, places: Mapping[str, int], values: Values
) -> Kleene:
    return compare(op, values[at], operand(values), places)


def _value(at: int, operand: Meets, values: Values) -> Kleene:
    return value_met(values[at], operand(values))


def _text(op: str, at: int, operand: Meets, codes: CodeList | None, values: Values) -> Kleene:
    left: Any = values[at]
    right: Any = operand(values)
    if left is None or right is None:
        return None
    if op == "contains any of":
        return contains_any(left, right)
    if op == "contains":
        return right in left
    if op == "starts with":
        return bool(left.startswith(right))
    return bool(left.endswith(right)) if op == "ends with" else within(left, right, codes)
