"""A conclusion is rounded to its step and scale, and may be kept within bounds: said in FEEL."""

from __future__ import annotations

from decimal import Decimal

from rulesets.dmn.exporting.types import number
from rulesets.dmn.feel.nulls import guarded
from rulesets.dmn.feel.tree import Binary, Call, Feel, Name
from rulesets.expressions.tree import Literal, Negate, Node, Null
from rulesets.types import NumberType, Type

ROUNDINGS = {
    "half-up": "round half up",
    "half-even": "decimal",
    "up": "round up",
    "down": "round down",
}
_ZERO = Decimal(0)


def rounded(feel: Feel, node: Node, of: Type) -> Feel:
    """Say a value as it is concluded; a number written out needs no rounding."""
    if not isinstance(of, NumberType) or _written_out(node):
        return feel
    return clamped(to_scale(feel, of), of)


def _written_out(node: Node) -> bool:
    inner = node.operand if isinstance(node, Negate) else node
    return isinstance(inner, Literal | Null)


def to_scale(feel: Feel, of: NumberType) -> Feel:
    """Say the rounding to step and scale."""
    rounding = Name(ROUNDINGS[of.rounding])
    if of.step is not None:
        steps = Call(rounding, (Binary("/", feel, number(of.step)), number(_ZERO)))
        feel = Binary("*", steps, number(of.step))
    if of.scale is None:
        return feel
    return Call(rounding, (feel, number(Decimal(of.scale))))


def clamped(feel: Feel, of: NumberType) -> Feel:
    """Say the nearer bound of a number beyond them."""
    if not of.clamp:
        return feel
    value = feel
    if of.maximum is not None:
        value = Call(Name("min"), (value, number(of.maximum)))
    if of.minimum is not None:
        value = Call(Name("max"), (value, number(of.minimum)))
    return guarded(feel, value)
