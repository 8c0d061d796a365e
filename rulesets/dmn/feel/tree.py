"""The tree of a FEEL expression: what `rulesets.dmn.feel.parser` makes of a text.

It has all of FEEL 1.5 that can be told apart by its form, also what the language of Fenji does not
have: what cannot be said there is refused by name when it is translated, never when it is read.
`at` is the character where a node begins, from 1. Source of the grammar: OMG DMN 1.5, 10.3.1.2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

At = int


@dataclass(frozen=True)
class Null:
    """`null`."""

    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class Number:
    """A number, never negative: a sign is a `Negate`."""

    value: Decimal
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class String:
    """A text."""

    value: str
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class Boolean:
    """`true` or `false`."""

    value: bool
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class AtLiteral:
    """`@"2026-03-01"`, `@"P1D"`: a date, time, date and time, or duration by its form."""

    text: str
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class Name:
    """A name in scope, spaces in it made single; or one that is not known, of one word."""

    name: str
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class Path:
    """`of.name`."""

    of: Feel
    name: str
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class Negate:
    """`-x`."""

    operand: Feel
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class Binary:
    """`+ - * / **`, `and`, `or`, and `= != < <= > >=`."""

    op: str
    left: Feel
    right: Feel
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class Between:
    """`x between a and b`."""

    subject: Feel
    low: Feel
    high: Feel
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class InTests:
    """`x in test` or `x in (tests)`."""

    subject: Feel
    tests: tuple[Test, ...]
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class InstanceOf:
    """`x instance of type`."""

    subject: Feel
    type: str
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class If:
    """`if c then a else b`."""

    condition: Feel
    then: Feel
    otherwise: Feel
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class Quantified:
    """`some x in list, … satisfies c`, or `every`."""

    kind: Literal["some", "every"]
    iterators: tuple[tuple[str, Feel], ...]
    satisfies: Feel
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class For:
    """`for x in list, … return e`; an iterator over `a .. b` has a `RangeLiteral`."""

    iterators: tuple[tuple[str, Feel], ...]
    result: Feel
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class Filter:
    """`list[condition or place]`; `item` and the members of the items are names inside."""

    of: Feel
    by: Feel
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class Call:
    """`f(a, b)` or `f(name: a)`; `not(x)`, `date("…")` and the like too."""

    function: Feel
    positional: tuple[Feel, ...] = ()
    named: tuple[tuple[str, Feel], ...] = ()
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class ListLiteral:
    """`[a, b]`."""

    items: tuple[Feel, ...]
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class ContextLiteral:
    """`{a: 1, b: a + 1}`."""

    entries: tuple[tuple[str, Feel], ...]
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class FunctionLiteral:
    """`function(x: number) x + 1`; `types`: a text for each parameter, or none at all.

    `external`: `function(x) external {…}`, the body says where a function outside of FEEL is.
    """

    parameters: tuple[str, ...]
    body: Feel
    types: tuple[str, ...] = ()
    external: bool = False
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class RangeLiteral:
    """`[a .. b)`: each end included or not."""

    low: Feel
    high: Feel
    low_included: bool
    high_included: bool
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class OneSidedRange:
    """A range with one end as a value: `(< 5)`, `(..5)`, `[5..)`; with `=` and `!=` too.

    It is not `[null..5]`: what has no end is not compared there.
    """

    op: str
    operand: Feel
    at: At = field(default=0, compare=False)


Feel = (
    Null
    | Number
    | String
    | Boolean
    | AtLiteral
    | Name
    | Path
    | Negate
    | Binary
    | Between
    | InTests
    | InstanceOf
    | If
    | Quantified
    | For
    | Filter
    | Call
    | ListLiteral
    | ContextLiteral
    | FunctionLiteral
    | RangeLiteral
    | OneSidedRange
)


@dataclass(frozen=True)
class CompareTest:
    """`< 5`, `= x`, `!= x`."""

    op: str
    operand: Feel
    at: At = field(default=0, compare=False)


@dataclass(frozen=True)
class ValueTest:
    """An expression: equal to it, one of its items, or in it when it is a range.

    An expression that holds `?` is a condition of its own.
    """

    operand: Feel
    at: At = field(default=0, compare=False)


Test = CompareTest | ValueTest


@dataclass(frozen=True)
class UnaryTests:
    """A cell of an input column: `-` has no tests. `negated`: `not(tests)`."""

    tests: tuple[Test, ...]
    negated: bool = False
    at: At = field(default=0, compare=False)
