"""Finds the rows of a large table whose cells are true, at a cost that hardly grows with its rows.

Rows that name values in columns of equalities are grouped by them (see `index_groups`); the others
are found by masks (see `index_masks`), and so are those of a group with many rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.runtimes.compiled.index_cells import Column, read_column
from engine.runtimes.compiled.index_groups import FEWEST_ROWS, grouped
from engine.runtimes.compiled.index_masks import MaskIndex
from engine.runtimes.compiled.index_operands import ReadLiteral
from rulesets.expressions.tree import Cell
from rulesets.types import Type
from rulesets.values import Value


@dataclass(frozen=True)
class TableIndex:
    """The index of one table, built at load and never changed.

    Attributes:
        residual: for each row the columns whose cells are not in the index and must be tested.
        candidates: return, in row order, the rows all of whose indexed cells are true of the
            values of the columns.
    """

    residual: tuple[tuple[int, ...], ...]
    candidates: Callable[[Sequence[Value]], tuple[int, ...]]
    _left: bool
    _unknown_of: tuple[tuple[int, Callable[[Value], int], frozenset[int]], ...]

    @classmethod
    def build(
        cls, cells: Sequence[Sequence[Cell]], types: Sequence[Type], literal: ReadLiteral
    ) -> TableIndex:
        """Build the index of a table.

        Args:
            cells: the cells by row, then by column.
            types: the type of each column.
            literal: reads an operand, or answers `NOT_LITERAL` where it is not known at load.

        Example:
            >>> from decimal import Decimal
            >>> from engine.runtimes.compiled.index_operands import plain_literal
            >>> from rulesets.expressions.tree import AnyCell, CompareTest, Literal, TestsCell
            >>> from rulesets.types import NumberType
            >>> cell = TestsCell((CompareTest(">=", Literal(Decimal(10))),))
            >>> index = TableIndex.build([[cell], [AnyCell()]], [NumberType()], plain_literal)
            >>> index.candidates([Decimal(10)]), index.candidates([Decimal(9)])
            ((0, 1), (1,))
        """

        def read(position: int, rows: Sequence[int]) -> Column:
            return read_column([cells[row][position] for row in rows], types[position], literal)

        every = range(len(cells))
        columns = [read(position, every) for position in range(len(types))]
        groups = grouped(columns, len(cells), read) if len(cells) >= FEWEST_ROWS else None
        index = groups or MaskIndex.of(list(enumerate(columns)), len(cells))
        return cls(
            residual=_residual(columns, len(cells)),
            candidates=index.candidates,
            _left=any(column.residual for column in columns),
            _unknown_of=tuple(
                (at, column.look, column.unknown_of)
                for at, column in enumerate(columns)
                if any(column.cells)
            ),
        )

    def unknown_possible(self, values: Sequence[Value]) -> bool:
        """Tell whether the condition of a row may be unknown; false only when surely none is."""
        return self._left or any(
            unknown and look(values[at]) in unknown for at, look, unknown in self._unknown_of
        )


def _residual(columns: Sequence[Column], count: int) -> tuple[tuple[int, ...], ...]:
    """Gather the columns that are left by row; rows that are alike share one tuple."""
    left: dict[int, tuple[int, ...]] = {}
    for at, column in enumerate(columns):
        for row in column.residual:
            left[row] = (*left.get(row, ()), at)
    known = {each: each for each in left.values()}
    return tuple(known[left[row]] if row in left else () for row in range(count))
