"""Operations that can fail, which may not stand in conditions (5.8 of docs/language.md).

Division by anything but a literal, powers of what is not written out, functions that can give a
problem, and products, sums and powers that may grow beyond the range of numbers. Sizes are bounded
by exponents: a name has at most 18 digits, a literal its own, a sum one more than its larger side,
a product the sum of both.
"""

from __future__ import annotations

import decimal
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from rulesets.checked import CheckedFunction, CheckedLookup
from rulesets.checking.calls import literal_number
from rulesets.expressions.functions import FUNCTIONS
from rulesets.expressions.tree import (
    Aggregate,
    Arithmetic,
    Call,
    Cell,
    Condition,
    If,
    ListOf,
    Literal,
    Name,
    Negate,
    Node,
    Part,
)
from rulesets.expressions.walk import children, within
from rulesets.values import ARITHMETIC, MOST_DIGITS

MOST_EXPONENT = 6000
"""Short of the 6144 of clause 6.4, so that a bound that is off by a few is still a bound."""

_GREATEST_POWER = 1000
# A list has at most 1,000 items, records at most 10,000 rows: a sum has that many digits more.
_MANY = 5
# Days, months, hours and lengths of texts are numbers of few digits.
_OTHER = 18


@dataclass(frozen=True)
class Sizes:
    """How large what is named may be: exponents of ten, by key; functions are looked into."""

    constants: Mapping[str, int] = field(default_factory=dict)
    lookups: Mapping[str, int] = field(default_factory=dict)
    functions: Mapping[str, CheckedFunction] = field(default_factory=dict)
    parameters: Mapping[str, int] = field(default_factory=dict)
    known: dict[tuple[str, tuple[int, ...]], Called] = field(default_factory=dict)

    def called(self, function: CheckedFunction, call: Call) -> Called:
        """Look into a function with the sizes of its arguments; once for the same sizes."""
        arguments = tuple(bound(each, self) for each in call.arguments)
        found = self.known.get((function.key, arguments))
        if found is None:
            keys = (key for key, _ in function.parameters)
            given = dict(zip(keys, arguments, strict=False))
            inside = replace(self, parameters=given)
            fails = can_fail(function.body, inside) is not None
            found = Called(bound(function.body, inside), fails=fails)
            self.known[function.key, arguments] = found
        return found


@dataclass(frozen=True)
class Called:
    """What is known of a function called with arguments of certain sizes."""

    bound: int
    fails: bool


def size_of(value: object) -> int:
    """Return the exponent of ten that a value stays below; 0 for what is no number.

    Example:
        >>> size_of(Decimal("999")), size_of(Decimal("0.001")), size_of(("a", Decimal(12)))
        (3, 0, 2)
    """
    if isinstance(value, tuple):
        return max(map(size_of, value), default=0)
    if isinstance(value, Decimal) and value:
        return max(0, value.adjusted() + 1)
    return 0


def sizes_of_lookup(lookup: CheckedLookup) -> int:
    """Return the exponent of ten that all values of a lookup stay below."""
    return max((size_of(values) for values in lookup.rows.values()), default=0)


def can_fail(of: Node | Cell | Condition, sizes: Sizes) -> Node | None:
    """Return the first operation of an expression, cell or condition that can fail, if one can.

    Example:
        >>> from rulesets.expressions.tree import Compare
        >>> ratio = Arithmetic("/", Name("profit"), Name("sales"))
        >>> can_fail(Compare(">", ratio, Literal(Decimal(1))), Sizes()) is ratio
        True
        >>> can_fail(Arithmetic("/", Name("profit"), Literal(Decimal(12))), Sizes()) is None
        True
    """
    return next((node for node in within(of) if _fails(node, sizes)), None)


def _fails(node: Node, sizes: Sizes) -> bool:
    if isinstance(node, Call):
        own = sizes.functions.get(node.function)
        if own is not None:
            return sizes.called(own, node).fails
        spec = FUNCTIONS.get(node.function)
        return spec is not None and spec.can_fail
    if not isinstance(node, Arithmetic):
        # A sum over rows can grow too large as well.
        return isinstance(node, Aggregate) and bound(node, sizes) > MOST_EXPONENT
    if node.op == "/" and not literal_number(node.right):
        return True
    if node.op == "**":
        return _power_fails(node)
    return bound(node, sizes) > MOST_EXPONENT


def _power_fails(node: Arithmetic) -> bool:
    base, exponent = literal_number(node.left), literal_number(node.right)
    if base is None or exponent is None:
        return True
    if exponent != exponent.to_integral_value() or abs(exponent) > _GREATEST_POWER:
        return True
    return (not base and exponent < 0) or _power_bound(base, exponent) > MOST_EXPONENT


def _power_bound(base: Decimal, exponent: Decimal) -> int:
    if not base or not exponent:
        return 1
    try:
        return size_of(ARITHMETIC.power(base, exponent))
    except decimal.DecimalException:
        return MOST_EXPONENT + 1


def bound(node: Node, sizes: Sizes) -> int:
    """Return an exponent of ten that the number of an expression stays below."""
    match node:
        case Literal():
            found = size_of(node.value)
        case Name():
            own = sizes.parameters.get(node.key, sizes.constants.get(node.key))
            found = MOST_DIGITS if own is None else own
        case Arithmetic():
            found = _arithmetic_bound(node, sizes)
        case If():
            found = max(bound(node.then, sizes), bound(node.otherwise, sizes))
        case Negate() | ListOf():
            found = max((bound(each, sizes) for each in children(node)), default=0)
        case Aggregate():
            inner = node.records if node.value is None else node.value
            found = bound(inner, sizes) + (_MANY if node.function in {"sum", "count"} else 1)
        case Part() if isinstance(node.of, Call) and node.of.function in sizes.lookups:
            found = sizes.lookups[node.of.function]
        case Call():
            found = _call_bound(node, sizes)
        case _:
            found = MOST_DIGITS
    return found


def _arithmetic_bound(node: Arithmetic, sizes: Sizes) -> int:
    left, right = bound(node.left, sizes), bound(node.right, sizes)
    if node.op in {"+", "-"}:
        return max(left, right) + 1
    if node.op == "*":
        return left + right
    base, other = literal_number(node.left), literal_number(node.right)
    if node.op == "/":
        # Divided by 0.001, a number grows by three digits.
        return left + max(0, -other.adjusted()) if other else MOST_EXPONENT + 1
    if base is None or other is None:
        return MOST_EXPONENT + 1
    return _power_bound(base, other)


def _call_bound(node: Call, sizes: Sizes) -> int:
    own = sizes.functions.get(node.function)
    if own is not None:
        return sizes.called(own, node).bound
    if node.function in sizes.lookups:
        return sizes.lookups[node.function]
    spec = FUNCTIONS.get(node.function)
    if spec is not None and spec.keeps_unit:
        # Rounding to -18 decimals and away from zero may add as many digits.
        return max((bound(each, sizes) for each in children(node)), default=0) + _OTHER + 1
    return MOST_DIGITS
