"""The tree of an expression, a cell or a group: what the parser makes and every reader reads.

Trees are plain frozen data. Two trees are equal when they mean the same text; positions and the way
a number was typed are kept for messages and do not take part in equality. `at` is the character
where a node begins, counted from 1; 0 is a node that was not read from a text.

The number of a Literal is never negative: `-2` is Negate(Literal(2)), so that `-2 ** 2` has one
tree. And and Or have two operands or more; In and TestsCell one test or more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

LiteralValue = Decimal | str | bool | date | datetime


@dataclass(frozen=True)
class Literal:
    """A constant of the text: number, text, boolean, date or datetime.

    `typed_percent` says that a number was written with a percent sign outside a percent column, so
    that the checker can refuse a comparison with a fact of unit %.
    """

    value: LiteralValue
    typed_percent: bool = field(default=False, compare=False)
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Null:
    """`null`: a value that is missing, of any type; a whole expression or a branch of `if`."""

    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Name:
    """A fact, conclusion, constant or function parameter, by key."""

    key: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class RowField:
    """A sub-fact of the current row inside an aggregate over records, by key."""

    key: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Part:
    """A named part of a value: a column of a lookup's answer, or a component of a date."""

    of: Node
    key: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Negate:
    """Unary minus."""

    operand: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Arithmetic:
    """`+ - * / **` between two operands; `+` joins texts and `-` between dates counts days."""

    op: str
    left: Node
    right: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Compare:
    """`= != < <= > >=` between two operands."""

    op: str
    left: Node
    right: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Between:
    """`x between low and high`, both ends included."""

    subject: Node
    low: Node
    high: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class In:
    """`x in (tests)`: true when one test holds of x."""

    subject: Node
    tests: tuple[Test, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class IsMissing:
    """`x is missing`; with `negated`, `x is present`."""

    subject: Node
    negated: bool = False
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class TextOperation:
    """`contains`, `starts with`, `ends with`, `contains any of`, `within` between two operands."""

    op: str
    left: Node
    right: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class And:
    """Kleene conjunction of two or more operands."""

    operands: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Or:
    """Kleene disjunction of two or more operands."""

    operands: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Not:
    """Kleene negation."""

    operand: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class If:
    """`if condition then a else b`; only the taken branch is evaluated."""

    condition: Node
    then: Node
    otherwise: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Call:
    """A built-in function, a ruleset's own function or a lookup, by key, with its arguments."""

    function: str
    arguments: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Previous:
    """`previous(conclusion)`: the customer's last value of it, given as a fact."""

    key: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Aggregate:
    """`count | sum | min | max | average | any | all` over records, filtered by `where`."""

    function: str
    records: Node
    where: Node | None
    value: Node | None
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class ListOf:
    """`[a, b, c]`."""

    items: tuple[Node, ...]
    at: int = field(default=0, compare=False)


Node = (
    Literal
    | Null
    | Name
    | RowField
    | Part
    | Negate
    | Arithmetic
    | Compare
    | Between
    | In
    | IsMissing
    | TextOperation
    | And
    | Or
    | Not
    | If
    | Call
    | Previous
    | Aggregate
    | ListOf
)


@dataclass(frozen=True)
class ValueTest:
    """The subject equals the operand, or is one of its items when the operand is a list."""

    operand: Node


@dataclass(frozen=True)
class CompareTest:
    """`< 5`, `>= x`, `!= "A"`: the subject compared with the operand."""

    op: str
    operand: Node


@dataclass(frozen=True)
class RangeTest:
    """`[low .. high)`: each end included or not."""

    low: Node
    high: Node
    low_included: bool
    high_included: bool


@dataclass(frozen=True)
class TextTest:
    """`contains "x"`, `within 华东` and the like, of the subject."""

    op: str
    operand: Node


Test = ValueTest | CompareTest | RangeTest | TextTest


@dataclass(frozen=True)
class AnyCell:
    """A blank cell or `-`: true, even of missing."""


@dataclass(frozen=True)
class MissingCell:
    """`is missing`; with `negated`, `is present`."""

    negated: bool = False


@dataclass(frozen=True)
class TestsCell:
    """One of the tests holds of the column's value; with `negated`, `not(tests)`."""

    tests: tuple[Test, ...]
    negated: bool = False


Cell = AnyCell | MissingCell | TestsCell


@dataclass(frozen=True)
class Group:
    """`all`, `any` or `none` of conditions, nested as deep as limits allow."""

    kind: str
    conditions: tuple[Condition, ...]


Condition = Group | Node
