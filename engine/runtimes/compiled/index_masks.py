"""Finds rows by masks: whole numbers with one bit for each row, joined by `and`.

Each class of a column's values (see `index_cells`) has a mask: a bit is set where the row's cell is
true; the first row is the highest bit. Two bounds hold the memory: neighbouring classes share a
mask, and a value that few rows name has a short list of them instead. What such a mask holds too
much is tested again.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.runtimes.compiled.index_cells import Accepts, Column
from rulesets.values import Value

_MOST_MASKS = 256
"""A column of equalities with more values than this has masks only for those many rows name."""

_FEW_ROWS = 16


@dataclass(frozen=True)
class _Lookup:
    """A column, ready to be asked.

    `masks` by bucket; `few` by class: rows that the mask leaves out; `accepts` by row. With
    `exact` masks hold no row too many.
    """

    position: int
    look: Callable[[Value], int]
    shift: int
    masks: Sequence[int]
    few: Mapping[int, tuple[int, ...]]
    accepts: tuple[Container[int], ...]
    exact: bool

    @property
    def plain(self) -> _Plain:
        """What a lookup reads; `accepts` only where masks may hold too much."""
        accepts = None if self.exact else self.accepts
        return (self.position, self.look, self.shift, self.masks, accepts)


# Position, look, shift, masks, accepts: a lookup without the cost of reading attributes.
_Plain = tuple[int, Callable[[Value], int], int, Sequence[int], tuple[Container[int], ...] | None]
_Test = tuple[int, tuple[Container[int], ...]]
"""The class of a column's value, and the classes that each row accepts."""


@dataclass(frozen=True)
class MaskIndex:
    """The masks of some rows, built at load and never changed."""

    _count: int
    _lookups: tuple[_Lookup, ...]
    _plain: tuple[_Plain, ...]
    _sparse: bool

    @classmethod
    def of(cls, columns: Sequence[tuple[int, Column]], count: int) -> MaskIndex:
        """Make the masks of so many rows.

        Args:
            columns: read for these rows, each with its position among the values.
            count: how many rows.
        """
        used = [(at, column) for at, column in columns if any(column.cells)]
        # Hashing is cheaper than bisecting: equalities go first, and may leave no row.
        used.sort(key=lambda each: each[1].ordered)
        lookups = tuple(_lookup(at, column) for at, column in used)
        return cls(
            _count=count,
            _lookups=lookups,
            _plain=tuple(each.plain for each in lookups),
            _sparse=any(each.few for each in lookups),
        )

    def candidates(self, values: Sequence[Value]) -> tuple[int, ...]:
        """Return, in row order, the rows all of whose indexed cells are true.

        Args:
            values: the value of each column.
        """
        if self._sparse:
            return self._gathered(values)
        mask = -1
        doubtful: list[_Test] = []
        for position, look, shift, masks, accepts in self._plain:
            at = look(values[position])
            mask &= masks[at >> shift]
            if not mask:
                return ()
            if accepts is not None:
                doubtful.append((at, accepts))
        rows = self._rows(mask)
        return tuple(_tested(rows, doubtful) if doubtful else rows)

    def _gathered(self, values: Sequence[Value]) -> tuple[int, ...]:
        """Join masks and short lists: a row is in the mask of every column or in a list of one."""
        mask, few = -1, set[int]()
        tests: list[_Test] = []
        doubtful: list[_Test] = []
        for lookup in self._lookups:
            at = lookup.look(values[lookup.position])
            held, more = lookup.masks[at >> lookup.shift], lookup.few.get(at, ())
            mask &= held
            few.update(more)
            tests.append((at, lookup.accepts))
            if not lookup.exact:
                doubtful.append(tests[-1])
        found = _tested(self._rows(mask), doubtful) if mask else []
        if few:
            found = sorted({*found, *_tested(few, tests)})
        return tuple(found)

    def _rows(self, mask: int) -> list[int]:
        if mask < 0:  # no column had anything to say
            return list(range(self._count))
        rows = []
        bits = _room(self._count) * 8
        while mask:
            length = mask.bit_length()
            rows.append(bits - length)
            mask ^= 1 << (length - 1)
        return rows


def _tested(rows: Iterable[int], tests: list[_Test]) -> list[int]:
    """Keep the rows that accept all these classes."""
    for at, accepts in tests:
        rows = [row for row in rows if at in accepts[row]]
    return list(rows)


def _lookup(position: int, column: Column) -> _Lookup:
    masks, few, exact = _ordered(column) if column.ordered else _points(column)
    return _Lookup(position, column.look, column.shift, masks, few, column.accepts, exact)


_Masks = tuple[Sequence[int], Mapping[int, tuple[int, ...]], bool]


def _ordered(column: Column) -> _Masks:
    """Sweep over the buckets: rows come in where their cells begin and go where they end."""
    coming: dict[int, list[int]] = {}
    going: dict[int, list[int]] = {}
    rows = bytearray(_room(len(column.cells)))
    for row, cell in enumerate(column.cells):
        if cell is None:
            rows[row >> 3] |= 128 >> (row & 7)
        for first, past in () if cell is None else cell.buckets:
            coming.setdefault(first, []).append(row)
            going.setdefault(past, []).append(row)
    masks: list[int] = []
    mask = int.from_bytes(rows, "big")
    for bucket in range((column.missing >> column.shift) + 1):
        if bucket in coming or bucket in going:
            _clear(rows, going.get(bucket, ()))
            _set(rows, coming.get(bucket, ()))
            mask = int.from_bytes(rows, "big")
        masks.append(mask)
    return masks, {}, column.shift == 0


def _points(column: Column) -> _Masks:
    """Make the mask of each value: of the rows true of all others, and of those that name it."""
    named: list[list[int]] = [[] for _ in range(column.other)]
    denied: list[list[int]] = [[] for _ in range(column.other)]
    base, missing = (bytearray(_room(len(column.cells))) for _ in range(2))
    for row, cell in enumerate(column.cells):
        _enter(row, cell, base, missing)
        if cell is not None:
            for at in cell.listed:
                (denied if cell.others else named)[at].append(row)
    most = 0 if column.other <= _MOST_MASKS else max(_FEW_ROWS, len(column.cells) >> 10)
    others = int.from_bytes(base, "big")
    masks: list[int] = []
    few: dict[int, tuple[int, ...]] = {}
    for at, (more, less) in enumerate(zip(named, denied, strict=True)):
        if len(more) <= most and len(less) <= most and most:
            masks.append(others)
            few[at] = tuple(more)
            continue
        rows = bytearray(base)
        _clear(rows, less)
        _set(rows, more)
        masks.append(int.from_bytes(rows, "big"))
    exact = not any(denied[at] for at in few)
    return [*masks, others, int.from_bytes(missing, "big")], few, exact


def _enter(row: int, cell: Accepts | None, base: bytearray, missing: bytearray) -> None:
    """Enter a row where it is true of values that no cell names, and of missing."""
    bit = 128 >> (row & 7)
    if cell is None or cell.others:
        base[row >> 3] |= bit
    if cell is None or cell.missing:
        missing[row >> 3] |= bit


def _set(rows: bytearray, of: Sequence[int]) -> None:
    for row in of:
        rows[row >> 3] |= 128 >> (row & 7)


def _clear(rows: bytearray, of: Sequence[int]) -> None:
    for row in of:
        rows[row >> 3] &= ~(128 >> (row & 7))


def _room(rows: int) -> int:
    """How many bytes hold a bit for each row."""
    return (rows + 7) >> 3
