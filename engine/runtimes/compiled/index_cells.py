"""What the cells of one column accept, as classes of values: the ground of a table's index.

The operands of a column's cells cut its values into classes: in every class each cell is true of
all values or of none. A column of equalities has a class for each value named and one for all
others. A column with comparisons has a class for each operand and one for each gap between two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from engine.runtimes.compiled.index_operands import CellReader, Key, Named, ReadLiteral, Span, Tests
from rulesets.expressions.tree import (
    AnyCell,
    Cell,
    MissingCell,
    TestsCell,
)
from rulesets.types import (
    CodeList,
    Type,
)
from rulesets.values import Value, comparable, kind

MOST_BUCKETS = 1024
"""Neighbouring classes share a bucket from here on, so that memory stays in bounds."""

_PLAIN: dict[str, type] = {"number": Decimal, "text": str, "boolean": bool, "date": date}
"""The types whose values are looked up as they are, by kind; a moment is put into UTC first."""

_EVER = Decimal("-Infinity"), Decimal("Infinity")
_NEVER = _EVER[::-1]

EVERYTHING = range(1 << 62)
"""The classes of a blank cell."""


@dataclass(frozen=True)
class Accepts:
    """The classes in which a cell is true.

    Attributes:
        classes: answers `class in classes`.
        buckets: of a column with order, the buckets it touches: disjoint, first and past the last.
        listed: of a column of equalities, the classes named.
        others: of a column of equalities, whether it is true where it is not listed instead.
        missing: whether it is true of missing.
    """

    classes: Container[int]
    buckets: tuple[tuple[int, int], ...] = ()
    listed: frozenset[int] = frozenset()
    others: bool = False
    missing: bool = False


@dataclass(frozen=True)
class Column:
    """A column, read.

    Attributes:
        cells: for each row what its cell accepts; None where it is blank or in `residual`.
        residual: the rows whose cell must be tested by itself.
        look: leads from a value to its class.
        other: the class of values that no cell speaks of.
        missing: the class of missing.
        shift: by how many bits a class is shifted to its bucket.
        ordered: whether it has comparisons.
        unknown_of: which of `other` and `missing` leave a cell unknown.
        keys: of a column of numbers with comparisons, the operands in order.
    """

    cells: tuple[Accepts | None, ...]
    residual: frozenset[int]
    look: Callable[[Value], int]
    other: int
    missing: int
    shift: int
    ordered: bool
    unknown_of: frozenset[int]
    keys: tuple[Decimal, ...] = ()

    @cached_property
    def spans(self) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]] | None:
        """For each row, from which number and below which it is true; None where some is not so.

        Of missing this says nothing: a blank cell is true of it, and the others are not.
        """
        if not self.keys:
            return None
        found = [self._span(each) for each in self.cells]
        lows, highs = zip(*(each or _NEVER for each in found), strict=True)
        return None if None in found else (lows, highs)

    def _span(self, cell: Accepts | None) -> tuple[Decimal, Decimal] | None:
        """Read a cell's classes: a number's is odd, a gap's even; 0 is the gap below them all."""
        if cell is None:
            return _EVER
        classes = cell.classes
        if not isinstance(classes, range) or classes.stop % 2 == 0:
            return None
        if classes.start % 2 == 0 and classes.start > 0:
            return None
        low = self.keys[classes.start // 2] if classes.start else _EVER[0]
        past = classes.stop // 2
        return low, self.keys[past] if past < len(self.keys) else _EVER[1]

    @cached_property
    def accepts(self) -> tuple[Container[int], ...]:
        """The classes that each row accepts; all, where its cell is not in the index."""
        return tuple(EVERYTHING if each is None else each.classes for each in self.cells)


def read_column(cells: Sequence[Cell], of: Type, literal: ReadLiteral) -> Column:
    """Read the cells of one column, in row order."""
    reader = CellReader(of, literal)
    distinct, rows = _distinct(cells)
    read = [reader.tests(each) for each in distinct]
    spans = any(isinstance(test, Span) for tests in read for test in tests or ())
    if spans:
        # Places of codes stand for the codes; a text that has none leaves its cell to itself.
        read = [tests and reader.in_order(tests) for tests in read]
    keys = {key for tests in read for test in tests or () for key in test.keys}
    scale = _Ordered(sorted(keys), reader.codes) if spans else _Points(keys)
    accepts = [
        None if tests is None or isinstance(cell, AnyCell) else scale.accepts(cell, tests)
        for cell, tests in zip(distinct, read, strict=True)
    ]
    unknown = {scale.missing} if any(isinstance(cell, TestsCell) for cell in distinct) else set()
    return Column(
        cells=tuple(accepts[at] for at in rows),
        residual=frozenset(row for row, at in enumerate(rows) if read[at] is None),
        look=scale.looking(reader.kind),
        other=scale.other,
        missing=scale.missing,
        shift=scale.shift,
        ordered=spans,
        unknown_of=frozenset(unknown | ({scale.other} if spans else set())),
        keys=tuple(sorted(keys)) if spans and reader.kind == "number" else (),
    )


def _distinct(cells: Sequence[Cell]) -> tuple[tuple[Cell, ...], list[int]]:
    """Find the cells that differ, and for each row the place of its own among them.

    Hashing a cell takes longer than reading it, and cells that are typed alike are one object.
    """
    objects = {id(cell): cell for cell in cells}
    places: dict[Cell, int] = {}
    found = {key: places.setdefault(cell, len(places)) for key, cell in objects.items()}
    return tuple(places), [found[id(cell)] for cell in cells]


class _Points:
    """Classes of a column of equalities: each key, others, missing."""

    shift = 0

    def __init__(self, keys: set[Key]) -> None:
        self._classes = {key: at for at, key in enumerate(keys)}
        self.other = len(keys)
        self.missing = len(keys) + 1

    def accepts(self, cell: Cell, tests: Tests) -> Accepts:
        """Fold `or` over the tests: a set of classes, or all others than a set."""
        if isinstance(cell, MissingCell):
            return self._accepts(frozenset(), others=cell.negated, missing=not cell.negated)
        listed, others = frozenset[int](), False
        for test in tests:
            assert isinstance(test, Named)  # noqa: S101 - a span would have made it ordered
            keys = frozenset(self._classes[key] for key in test.keys)
            if test.negated:
                listed = listed & keys if others else keys - listed
            else:
                listed = listed - keys if others else listed | keys
            others = others or test.negated
        assert isinstance(cell, TestsCell)  # noqa: S101 - a blank cell is not asked for
        return self._accepts(listed, others=others is not cell.negated, missing=False)

    def _accepts(self, listed: frozenset[int], *, others: bool, missing: bool) -> Accepts:
        lone = frozenset({self.missing})
        if others:
            return Accepts(_Except(listed | lone), listed=listed, others=True)
        return Accepts(listed | lone if missing else listed, listed=listed, missing=missing)

    def looking(self, of: str) -> Callable[[Value], int]:
        """Make the function from a value to its class."""
        classes, other, missing = self._classes, self.other, self.missing
        plain = _PLAIN.get(of)

        def look(value: Value) -> int:
            # Python's True equals 1, and not every value can be looked up: the type goes first.
            if type(value) is plain:
                return classes.get(value, other)
            if value is None:
                return missing
            return classes.get(comparable(value), other) if kind(value) == of else other

        return look


class _Ordered:
    """Classes of a column with comparisons: gap, key, gap, key, …, gap; others; missing."""

    def __init__(self, keys: list[Key], codes: CodeList | None) -> None:
        self._keys = keys
        self._at = {key: at for at, key in enumerate(keys)}
        self._places = codes.places if codes else None
        self._count = 2 * len(keys) + 1
        self.shift = max(0, (self._count // MOST_BUCKETS).bit_length())
        buckets = ((self._count - 1) >> self.shift) + 1
        self.other = buckets << self.shift
        self.missing = (buckets + 1) << self.shift

    def accepts(self, cell: Cell, tests: Tests) -> Accepts:
        """Join the spans of the tests; `not` leaves the gaps between them."""
        if isinstance(cell, MissingCell):
            spans = [(0, self._count), (self.other, self.other + 1)]
            return self._accepts(spans if cell.negated else [(self.missing, self.missing + 1)])
        assert isinstance(cell, TestsCell)  # noqa: S101 - a blank cell is not asked for
        spans = _joined([span for test in tests for span in self._spans(test)])
        # A text that has no place in the list: comparisons of it are unknown (2.2).
        other = any(isinstance(test, Named) and test.negated for test in tests)
        if cell.negated:
            spans = self._gaps(spans)
            other = all(isinstance(test, Named) and not test.negated for test in tests)
        return self._accepts([*spans, (self.other, self.other + 1)] if other else spans)

    def _spans(self, test: Named | Span) -> list[tuple[int, int]]:
        if isinstance(test, Named):
            spans = _joined([(2 * self._at[key] + 1, 2 * self._at[key] + 2) for key in test.keys])
            return self._gaps(spans) if test.negated else spans
        first, past = 0, self._count
        for key in test.low:
            first = 2 * self._at[key] + (1 if test.low_included else 2)
        for key in test.high:
            past = 2 * self._at[key] + (2 if test.high_included else 1)
        return [(first, past)] if first < past else []

    def _gaps(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        firsts = [0, *(past for _, past in spans)]
        pasts = [*(first for first, _ in spans), self._count]
        return [span for span in zip(firsts, pasts, strict=True) if span[0] < span[1]]

    def _accepts(self, spans: list[tuple[int, int]]) -> Accepts:
        ranges = tuple(range(first, past) for first, past in spans)
        shift = self.shift
        buckets = _joined([(first >> shift, ((past - 1) >> shift) + 1) for first, past in spans])
        return Accepts(ranges[0] if len(ranges) == 1 else _Ranges(ranges), tuple(buckets))

    def looking(self, of: str) -> Callable[[Value], int]:
        """Make the function from a value to its class."""
        keys, places, other, missing = self._keys, self._places, self.other, self.missing
        count, moments, texts = len(keys), of == "datetime", of == "text"

        def look(value: Value) -> int:
            if value is None:
                return missing
            key: Key = value
            if texts:
                key = places.get(value) if places and isinstance(value, str) else None
                if key is None:
                    return other
            elif moments:
                key = comparable(value)
            at = bisect_left(keys, key)
            return at + at + 1 if at < count and keys[at] == key else at + at

        return look


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put spans in order and join those that overlap or touch."""
    joined: list[tuple[int, int]] = []
    for first, past in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(past, joined[-1][1]))
        else:
            joined.append((first, past))
    return joined


@dataclass(frozen=True)
class _Except:
    """All classes but these."""

    of: frozenset[int]

    def __contains__(self, at: object) -> bool:
        return at not in self.of


@dataclass(frozen=True)
class _Ranges:
    """The classes of several ranges."""

    of: tuple[range, ...]

    def __contains__(self, at: object) -> bool:
        return any(at in each for each in self.of)
