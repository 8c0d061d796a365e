"""A conclusion is rounded to its step and scale, and may be kept within bounds: said in FEEL."""

from __future__ import annotations

from decimal import Decimal

from rulesets.dmn.feel.nulls import guarded
from rulesets.dmn.feel.tree import Binary, Call, Feel, If, Name, Negate, Null, Number
from rulesets.types import NumberType, Type

ROUNDINGS = {
    "half-up": "round half up",
    "half-even": "decimal",
    "up": "round up",
    "down": "round down",
}
_ZERO = Decimal(0)


def number(value: Decimal) -> Feel:
    """Say a number, a negative one by its sign."""
    return Negate(Number(-value)) if value < 0 else Number(value)


def rounded(feel: Feel, of: Type) -> Feel:
    """Say a value as it is concluded; a number written out needs no rounding.

    Example:
        >>> from rulesets.dmn.feel.printer import print_feel
        >>> print_feel(rounded(Name("a"), NumberType(scale=2)))
        'round half up(a, 2)'
    """
    if not isinstance(of, NumberType) or is_written_out(feel):
        return feel
    return clamped(to_scale(feel, of), of)


def unrounded(feel: Feel, of: Type) -> Feel:
    """Return what `rounded` was given to say; what is of another form, as it is.

    Example:
        >>> cents = NumberType(scale=2, maximum=Decimal(9), clamp=True)
        >>> unrounded(rounded(Name("a"), cents), cents)
        Name(name='a', at=0)
    """
    if not isinstance(of, NumberType):
        return feel
    inner = feel.otherwise if isinstance(feel, If) and feel.then == Null() else feel
    bounds = (of.minimum, of.maximum) if of.clamp else ()
    for _ in filter(lambda bound: bound is not None, bounds):
        inner = _first(inner)
    if of.scale is not None:
        inner = _first(inner)
    if of.step is not None and isinstance(inner, Binary):
        steps = _first(inner.left)
        inner = steps.left if isinstance(steps, Binary) else inner
    return inner if rounded(inner, of) == feel else feel


def _first(of: Feel) -> Feel:
    return of.positional[0] if isinstance(of, Call) and of.positional else of


def is_written_out(feel: Feel) -> bool:
    """Tell whether a value is a number, or nothing at all."""
    return isinstance(feel.operand if isinstance(feel, Negate) else feel, Number | Null)


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
