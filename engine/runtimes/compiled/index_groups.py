"""Finds rows by the values they name: rows that name the same ones stand in one group.

A row's key are the classes that it names in columns of equalities. Rows that name in the same
columns share one dictionary of groups by key, so a customer is looked up once in each dictionary.
The rows of a group that is found are few and tested on their other columns, or have masks of their
own. Rows that name nothing, and those that would need too many keys, are the rest: a few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from operator import itemgetter
from typing import Any

from engine.runtimes.compiled.index_cells import Column
from engine.runtimes.compiled.index_masks import MaskIndex
from rulesets.values import Value

FEWEST_ROWS = 4000
"""The masks of fewer rows are short: joining them is as fast."""

_MOST_KEYS = 8
"""In so many groups a row may stand, so that memory stays in bounds."""

_MOST_SHAPES = 2
"""For so many choices of columns there is a dictionary; each costs a look at every lookup."""

_MOST_REST = 1 / 16
"""When more of the rows stand in no group, masks of all rows are as fast, and simpler."""

_FEW = 8
"""The ends of so few spans are compared sooner than a number is found among all ends."""

_MOST_TESTED = 32
"""So many rows of a group are tested one by one; more have masks."""

Read = Callable[[int, Sequence[int]], Column]
"""Reads the column at a position for some rows only."""
Shape = tuple[int, ...]
"""The positions of the columns in which a row names values."""
_Spans = tuple[tuple[Decimal, ...], tuple[Decimal, ...]] | None
_Test = tuple[int, Callable[[Value], int], tuple[Container[int], ...], _Spans]
"""Position, look, the classes that each row of the table accepts, and the spans if all are such."""


@dataclass(frozen=True)
class _Part:
    """Rows with masks of their own."""

    rows: tuple[int, ...]
    masks: MaskIndex

    def found(self, values: Sequence[Value]) -> list[int]:
        """Return the rows, by their numbers in the table."""
        return [self.rows[at] for at in self.masks.candidates(values)]


_Group = tuple[int, ...] | _Part


@dataclass(frozen=True)
class GroupIndex:
    """Groups of rows by what they name, and the rest; built at load and never changed."""

    _named: tuple[tuple[int, Callable[[Value], int]], ...]
    _width: int
    _shapes: tuple[tuple[Callable[[list[int]], Any], dict[Any, _Group], tuple[_Test, ...]], ...]
    _rest: tuple[_Group, tuple[_Test, ...]] | None

    def candidates(self, values: Sequence[Value]) -> tuple[int, ...]:
        """Return, in row order, the rows all of whose indexed cells are true.

        Args:
            values: the value of each column.
        """
        classes = [-1] * self._width  # -1: not looked up
        for position, look in self._named:
            classes[position] = look(values[position])
        found: list[int] = []
        for key, groups, tests in self._shapes:
            group = groups.get(key(classes))
            if group is not None:
                found += _found(group, tests, values, classes)
        if self._rest is not None:
            found += _found(*self._rest, values, classes)
        if len(found) > 1:
            found.sort()
        return tuple(found)


def _found(
    group: _Group, tests: tuple[_Test, ...], values: Sequence[Value], classes: list[int]
) -> Sequence[int]:
    """Keep the rows of a group whose other cells are true."""
    if isinstance(group, _Part):
        return group.found(values)
    rows: Sequence[int] = group
    for position, look, accepts, spans in tests:
        number: Any = values[position]
        if spans is not None and number is not None and len(rows) <= _FEW:
            lows, highs = spans
            rows = [row for row in rows if lows[row] <= number < highs[row]]
            continue
        at = classes[position]
        if at < 0:
            at = classes[position] = look(number)
        rows = [row for row in rows if at in accepts[row]]
        if not rows:
            break
    return rows


def grouped(columns: Sequence[Column], count: int, read: Read) -> GroupIndex | None:
    """Group the rows of a table; None where too few name the same columns.

    Args:
        columns: read for all rows, in the order of the values.
        count: how many rows.
        read: reads a column again, for some rows only.
    """
    points = [(at, each.cells) for at, each in enumerate(columns) if not each.ordered]
    shapes = [_shape(points, row) for row in range(count)]
    kept = [shape for shape, _ in Counter(shapes).most_common(_MOST_SHAPES + 1) if shape]
    if not kept:
        return None
    making = _Making(columns, read)
    rows_of: dict[Shape, list[int]] = {shape: [] for shape in kept[:_MOST_SHAPES]}
    for row, shape in enumerate(shapes):
        rows_of.get(shape, making.rest).append(row)
    made = tuple(making.shape(shape, rows) for shape, rows in rows_of.items())
    positions = sorted({at for shape in rows_of for at in shape})
    rest = tuple(sorted(making.rest))
    if len(rest) > max(_MOST_TESTED, count * _MOST_REST):
        return None
    return GroupIndex(
        tuple((at, columns[at].look) for at in positions),
        len(columns),
        made,
        (making.group(rest, ()), making.tests(rest, ())) if rest else None,
    )


def _shape(points: Sequence[tuple[int, Sequence[Any]]], row: int) -> Shape:
    """Choose the columns of a row's key: those that name fewest values first."""
    named = []
    for at, cells in points:
        cell = cells[row]
        if cell is not None and cell.listed and not cell.others and not cell.missing:
            named.append((len(cell.listed), at))
    keys, chosen = 1, []
    for size, at in sorted(named):
        keys *= size
        if keys > _MOST_KEYS:
            break
        chosen.append(at)
    return tuple(sorted(chosen))


class _Making:
    """Makes groups; `rest` gathers the rows that stand in none."""

    def __init__(self, columns: Sequence[Column], read: Read) -> None:
        self._columns = columns
        self._read = read
        self.rest: list[int] = []

    def shape(
        self, shape: Shape, rows: Sequence[int]
    ) -> tuple[Callable[[list[int]], Any], dict[Any, _Group], tuple[_Test, ...]]:
        """Group rows that name values in the same columns."""
        sizes = Counter(key for row in rows for key in self._keys(shape, row))
        groups: dict[Any, list[int]] = {}
        for row in rows:
            keys = list(self._keys(shape, row))
            if len(keys) > 1 and any(sizes[key] > _MOST_TESTED for key in keys):
                self.rest.append(row)  # in the masks of several groups it would take much room
                continue
            for key in keys:
                groups.setdefault(key, []).append(row)
        made = {key: self.group(tuple(each), shape) for key, each in groups.items()}
        return itemgetter(*shape), made, self.tests(rows, shape)

    def group(self, rows: tuple[int, ...], but: Shape) -> _Group:
        """Give many rows masks, of all columns but those of their key."""
        if len(rows) <= _MOST_TESTED:
            return rows
        others = [at for at in range(len(self._columns)) if at not in but]
        columns = [(at, self._read(at, rows)) for at in others]
        return _Part(rows, MaskIndex.of(columns, len(rows)))

    def tests(self, rows: Sequence[int], but: Shape) -> tuple[_Test, ...]:
        """Give the tests of the other columns in which one of the rows has something to say."""
        others = [(at, each) for at, each in enumerate(self._columns) if at not in but]
        return tuple(
            (at, each.look, each.accepts, each.spans)
            for at, each in others
            if any(each.cells[row] is not None for row in rows)
        )

    def _keys(self, shape: Shape, row: int) -> Iterator[Any]:
        """List the keys of a row as `itemgetter` reads them: a lone class is no tuple."""
        cells = [self._columns[at].cells[row] for at in shape]
        listed = [each.listed for each in cells if each is not None]
        return product(*listed) if len(shape) > 1 else iter(listed[0])
