"""A conclusion takes its value: rounded once, then held to its domain (section 6)."""

from __future__ import annotations

from decimal import Decimal

from engine.evaluation.moment import Failed
from rulesets.types import ListType, NumberType, TextType, Type
from rulesets.values import Value, in_domain, rounded

MOST_CHARACTERS = 4000
MOST_ITEMS = 1000


def concluded(value: Value, of: Type) -> Value:
    """Round a value and hold it to its type.

    Raises:
        Failed: 6.3: `outside-domain`.
    """
    if isinstance(value, Decimal) and isinstance(of, NumberType):
        return _number(value, of)
    if isinstance(value, str) and isinstance(of, TextType):
        return _text(value, of)
    if isinstance(value, tuple) and isinstance(of, ListType):
        # 2.4: a list is concluded without its missing items, and each item is held to its type.
        items = tuple(concluded(each, of.item) for each in value if each is not None)
        if len(items) > MOST_ITEMS:
            raise Failed("outside-domain")
        return items
    return value


def _number(value: Decimal, of: NumberType) -> Value:
    """6.2, 6.3."""
    value = rounded(value, of)
    if of.clamp and of.minimum is not None and value < of.minimum:
        return of.minimum
    if of.clamp and of.maximum is not None and value > of.maximum:
        return of.maximum
    if not in_domain(value, of):
        raise Failed("outside-domain")
    return value


def _text(value: str, of: TextType) -> Value:
    """6.3: in its list; 8.4: at most 4,000 characters."""
    listed = of.one_of is None or value in of.one_of.values
    if not listed or len(value) > MOST_CHARACTERS:
        raise Failed("outside-domain")
    return value
