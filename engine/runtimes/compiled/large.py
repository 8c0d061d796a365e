"""Large tables: an index finds the rows that may be true, small tests decide on the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from engine.runtimes.compiled.index_operands import plain_literal
from engine.runtimes.compiled.indexing import TableIndex
from engine.runtimes.compiled.logic import any_of, compare, contains_any, value_met, within
from rulesets.checked import CheckedRow, CheckedTable
from rulesets.expressions import tree
from rulesets.expressions.printer import print_node
from rulesets.expressions.tree import Cell, Node, Test
from rulesets.types import CodeList
from rulesets.values import Kleene, Value

Values = Sequence[Value]
"""The columns' values, then those of operands that are no literals."""
Meets = Callable[[Values], Kleene]
_NO_PLACES: Mapping[str, int] = {}


class LargeTable:
    """The rows of a table that are not disabled, and operands that are no literals.

    The index answers for cells with literals; `_tests` holds the tests of the others by row, and
    `_all` of every cell that is not blank, where somebody asks for what is unknown.
    """

    def __init__(self, table: CheckedTable, codes: Sequence[CodeList | None]) -> None:
        self.operands: list[Node] = []
        self.rows = tuple(row for row in table.rows if not row.disabled)
        self._columns = len(codes)
        self._codes = codes
        self._places: dict[str, int] = {}
        cells = [row.cells for row in self.rows]
        self._index = TableIndex.build(cells, table.subject_types, plain_literal)
        self._tests = tuple(map(self._row, self.rows, self._index.residual))
        everywhere = range(self._columns)
        asked = self.rows if table.when_unknown is not None else ()
        self._all = tuple(self._row(row, everywhere) for row in asked)
        self._dated = any(row.valid_from or row.valid_to for row in self.rows)
        self._sure = not self._dated and not any(self._tests)

    def fired(self, values: Values, today: date | None) -> Sequence[int]:
        """12.1: find the rows whose condition is true."""
        found = self._index.candidates(values)
        if self._sure:
            return found
        return [place for place in found if self._true(place, values, today)]

    def first(self, values: Values, today: date | None) -> Sequence[int]:
        """12.4: find the first of them."""
        found = self._index.candidates(values)
        if self._sure:
            return found[:1]
        return next(([place] for place in found if self._true(place, values, today)), [])

    def unknown(self, values: Values, today: date | None) -> bool:
        """12.10: tell whether the condition of a row is unknown."""
        if not self._index.unknown_possible(values):
            return False
        for place, tests in enumerate(self._all):
            if self._stands(place, today):
                truths = [test(values) for test in tests]
                if None in truths and not any(each is False for each in truths):
                    return True
        return False

    def _true(self, place: int, values: Values, today: date | None) -> bool:
        return self._stands(place, today) and all(
            test(values) is True for test in self._tests[place]
        )

    def _stands(self, place: int, today: date | None) -> bool:
        """9.8: a row that is not in force is as if it were not there."""
        if not self._dated:
            return True
        assert today is not None  # noqa: S101 - a table with days is given one
        row = self.rows[place]
        begun = row.valid_from is None or row.valid_from <= today
        return begun and (row.valid_to is None or today <= row.valid_to)

    def _row(self, row: CheckedRow, columns: Sequence[int]) -> tuple[Meets, ...]:
        return tuple(
            self._cell(row.cells[at], at)
            for at in columns
            if not isinstance(row.cells[at], tree.AnyCell)
        )

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
