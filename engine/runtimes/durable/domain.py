"""A conclusion takes its value: rounded once, then held to its domain (6.2, 6.3, 2.4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from engine.evaluation.moment import Failed
from rulesets.types import ListType, NumberType, TextType, Type
from rulesets.values import Value, in_domain, rounded

_MOST: Final = {str: 4000, tuple: 1000}
"""Characters of a text, items of a list."""


def taken(value: Value, of: Type) -> Value:
    """Round a value and hold it to its type.

    Raises:
        Failed: `outside-domain`.

    Example:
        >>> taken(Decimal("2.345"), NumberType(scale=2, maximum=Decimal(2), clamp=True))
        Decimal('2')
    """
    match value, of:
        case Decimal(), NumberType():
            number = _clamped(rounded(value, of), of)
            return _inside(number, inside=in_domain(number, of))
        case str(), TextType(one_of=codes):
            listed = codes is None or value in codes.places
            return _inside(value, inside=listed and len(value) <= _MOST[str])
        case tuple(), ListType(item=item):
            items = tuple(taken(each, item) for each in value if each is not None)
            return _inside(items, inside=len(items) <= _MOST[tuple])
    return value


def _clamped(number: Decimal, of: NumberType) -> Decimal:
    if not of.clamp:
        return number
    if of.minimum is not None and number < of.minimum:
        return of.minimum
    return of.maximum if of.maximum is not None and number > of.maximum else number


def _inside(value: Value, *, inside: bool) -> Value:
    if not inside:
        raise Failed("outside-domain")
    return value
