"""Reads the tests of cells with their operands: values named and spans between two values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from rulesets.expressions.tree import (
    Cell,
    CompareTest,
    ListOf,
    Literal,
    Negate,
    Node,
    RangeTest,
    Test,
    TestsCell,
    ValueTest,
)
from rulesets.types import (
    BooleanType,
    CodeList,
    DateTimeType,
    DateType,
    NumberType,
    TextType,
    Type,
)
from rulesets.values import ARITHMETIC, Value, comparable, kind


class NotLiteral(Enum):
    """The one answer for an operand whose value is not known at load."""

    NOT_LITERAL = 0


NOT_LITERAL = NotLiteral.NOT_LITERAL
ReadLiteral = Callable[[Node], Value | NotLiteral]
Key = Any  # a value as a column compares it: of one kind, with == and, where ordered, <

_KINDS: dict[type, str] = {
    NumberType: "number",
    TextType: "text",
    BooleanType: "boolean",
    DateType: "date",
    DateTimeType: "datetime",
}


def plain_literal(node: Node) -> Value | NotLiteral:
    """Read a literal, perhaps with a minus sign, or a list of them.

    Example:
        >>> from decimal import Decimal
        >>> plain_literal(Negate(Literal(Decimal(2))))
        Decimal('-2')
    """
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Negate) and isinstance(node.operand, Literal):
        # The checker lets nothing but a number here.
        return ARITHMETIC.minus(node.operand.value)  # type: ignore[arg-type]
    if isinstance(node, ListOf):
        items = [plain_literal(each) for each in node.items]
        known = tuple(each for each in items if each is not NOT_LITERAL)
        return known if len(known) == len(items) else NOT_LITERAL
    return NOT_LITERAL


@dataclass(frozen=True)
class Named:
    """The value is one of the keys, or with `negated` none of them."""

    keys: frozenset[Key]
    negated: bool = False


@dataclass(frozen=True)
class Span:
    """The value lies between two keys; a tuple is empty where that end is open."""

    low: tuple[Key, ...]
    high: tuple[Key, ...]
    low_included: bool = False
    high_included: bool = False

    @property
    def keys(self) -> frozenset[Key]:
        """The keys at its ends."""
        return frozenset(self.low + self.high)


Tests = tuple[Named | Span, ...]


class CellReader:
    """Reads the tests of one column's cells; None for a cell that cannot be indexed."""

    def __init__(self, of: Type, literal: ReadLiteral) -> None:
        self.kind = _KINDS.get(type(of), "")
        self.codes = of.one_of if isinstance(of, TextType) else None
        self._literal = literal

    def tests(self, cell: Cell) -> Tests | None:
        """Read a cell; a blank one and `is missing` have no tests."""
        if not isinstance(cell, TestsCell):
            return ()
        read = [self._test(test) for test in cell.tests]
        known = tuple(each for each in read if each is not None)
        return known if len(known) == len(read) else None

    def in_order(self, tests: Tests) -> Tests | None:
        """Put places of codes for texts; None when a text has no place."""
        if self.kind != "text":
            return tests
        places = self.codes.places if self.codes else {}
        if not all(key in places for test in tests for key in test.keys):
            return None
        return tuple(
            Named(frozenset(places[key] for key in test.keys), test.negated)
            if isinstance(test, Named)
            else Span(
                tuple(places[key] for key in test.low),
                tuple(places[key] for key in test.high),
                test.low_included,
                test.high_included,
            )
            for test in tests
        )

    def _test(self, test: Test) -> Named | Span | None:
        if isinstance(test, ValueTest):
            keys = self._keys(test.operand)
            return None if keys is None else Named(keys)
        if isinstance(test, RangeTest):
            low, high = self._key(test.low), self._key(test.high)
            ordered = low is not None and high is not None and self._has_order
            return (
                Span(low, high, test.low_included, test.high_included)
                if ordered and low and high
                else None
            )
        key = self._key(test.operand)
        if key is None:
            return None
        if isinstance(test, CompareTest):
            return self._compared(test.op, key)
        return Named(_within(key[0], self.codes)) if test.op == "within" else None

    def _compared(self, op: str, key: tuple[Key, ...]) -> Named | Span | None:
        if op in {"=", "!="}:
            return Named(frozenset(key), negated=op == "!=")
        if not self._has_order:
            return None
        if op[0] == "<":
            return Span((), key, high_included=op == "<=")
        return Span(key, (), low_included=op == ">=")

    @property
    def _has_order(self) -> bool:
        return self.kind in {"number", "date", "datetime"} or self.codes is not None

    def _key(self, node: Node) -> tuple[Key, ...] | None:
        value = self._literal(node)
        if value is NOT_LITERAL or value is None or kind(value) != self.kind:
            return None
        return (comparable(value),)

    def _keys(self, node: Node) -> frozenset[Key] | None:
        """5.2: a list means membership."""
        value = self._literal(node)
        if value is NOT_LITERAL or not self.kind:
            return None
        items = value if isinstance(value, tuple) else (value,)
        if any(each is None or kind(each) != self.kind for each in items):
            return None
        return frozenset(comparable(each) for each in items)


def _within(whole: str, codes: CodeList | None) -> frozenset[Key]:
    """2.3: the code itself and all that lie under it."""
    below: dict[str, list[str]] = {}
    for code in codes.codes if codes else ():
        below.setdefault(code.parent, []).append(code.value)
    found, open_ends = {whole}, [whole]
    while open_ends:
        more = [each for each in below.get(open_ends.pop(), ()) if each not in found]
        found.update(more)
        open_ends.extend(more)
    return frozenset(found)
