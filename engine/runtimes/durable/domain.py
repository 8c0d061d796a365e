"""A conclusion takes its value: rounded once, then held to its domain (6.2, 6.3, 2.4)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from engine.evaluation.moment import Failed
from rulesets.types import ListType, NumberType, TextType, Type
from rulesets.values import Value, in_domain, rounder

_MOST: Final = {str: 4000, tuple: 1000}
"""Characters of a text, items of a list."""


Taking = Callable[[Value], Value]


def taking(of: Type) -> Taking:
    """Prepare how a conclusion of a type takes values; it raises `Failed`: `outside-domain`.

    Example:
        >>> taking(NumberType(scale=2, maximum=Decimal(2), clamp=True))(Decimal("2.345"))
        Decimal('2')
    """
    if isinstance(of, NumberType):
        return _number(of)
    if isinstance(of, TextType):
        return _text(of)
    return _list(of) if isinstance(of, ListType) else _as_it_is


def _number(of: NumberType) -> Taking:
    rounding = rounder(of)

    def take(value: Value) -> Value:
        if not isinstance(value, Decimal):
            return value
        number = _clamped(rounding(value), of)
        return _inside(number, inside=in_domain(number, of))

    return take


def _text(of: TextType) -> Taking:
    places = None if of.one_of is None else of.one_of.places

    def take(value: Value) -> Value:
        if not isinstance(value, str):
            return value
        listed = places is None or value in places
        return _inside(value, inside=listed and len(value) <= _MOST[str])

    return take


def _list(of: ListType) -> Taking:
    item = taking(of.item)

    def take(value: Value) -> Value:
        if not isinstance(value, tuple):
            return value
        items = tuple(item(each) for each in value if each is not None)
        return _inside(items, inside=len(items) <= _MOST[tuple])

    return take


def _as_it_is(value: Value) -> Value:
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
