"""A conclusion takes its value: rounded once, then held to its domain (6.2, 6.3)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.runtimes.compiled.moments import Failed
from rulesets.types import ListType, NumberType, TextType, Type
from rulesets.values import MOST_DIGITS, Value, in_domain, rounder

MOST_CHARACTERS = 4000
MOST_ITEMS = 1000
Take = Callable[[Any], Value]
"""Rounds a value, or None; raises `Failed` when it lies outside the domain."""


def taker(of: Type) -> Take | None:
    """Make what a conclusion of a type does with a value; None: it takes each as it is."""
    if isinstance(of, NumberType):
        return _number(of)
    if isinstance(of, TextType):
        return _text(of)
    return _list(of) if isinstance(of, ListType) else None


def _number(of: NumberType) -> Take:
    rounds = rounder(of)
    low, high, clamp = of.minimum, of.maximum, of.clamp
    # Below this a number of the scale has at most 18 digits; beyond it they are counted.
    small = Decimal((0, (1,), MOST_DIGITS - (of.scale or 0)))
    negative = small.copy_negate()

    def take(value: Any) -> Value:
        if value is None:
            return None
        value = rounds(value)
        if low is not None and value < low:
            return _beyond(low, clamp)
        if high is not None and value > high:
            return _beyond(high, clamp)
        if not negative < value < small and not in_domain(value, of):
            raise Failed("outside-domain")
        return value  # type: ignore[no-any-return]  # a number

    return take


def _beyond(bound: Decimal, clamp: bool) -> Decimal:
    """6.3: with `clamp` the nearer bound."""
    if not clamp:
        raise Failed("outside-domain")
    return bound


def _text(of: TextType) -> Take:
    values = of.one_of.values if of.one_of is not None else None

    def take(value: Any) -> Value:
        if value is None:
            return None
        if (values is not None and value not in values) or len(value) > MOST_CHARACTERS:
            raise Failed("outside-domain")
        return value  # type: ignore[no-any-return]  # a text

    return take


def _list(of: ListType) -> Take:
    item = taker(of.item)

    def take(value: Any) -> Value:
        if value is None:
            return None
        items = tuple(each for each in value if each is not None)
        if item is not None:
            items = tuple(item(each) for each in items)
        if len(items) > MOST_ITEMS:
            raise Failed("outside-domain")
        return items

    return take


NOTHING = Decimal(0)
