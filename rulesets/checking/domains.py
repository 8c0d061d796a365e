"""Domains of numbers: how they are said, and concluded literals that lie outside (2.8)."""

from __future__ import annotations

from decimal import Decimal

from rulesets.checking.calls import literal_number
from rulesets.checking.report import Report
from rulesets.expressions.tree import If, ListOf, Node
from rulesets.types import Both, ListType, NumberType, Type
from rulesets.values import MOST_DIGITS, decimal_text, digits, in_domain, rounded

_ANY_NUMBER = Both("数值", "a number")
_MOST_SCALE = 12


def said_domain(of: NumberType) -> Both:
    """Say the numbers that lie in a domain.

    Example:
        >>> said_domain(NumberType(minimum=Decimal(0), maximum=Decimal(100))).en
        'a number from 0 to 100'
        >>> said_domain(NumberType(minimum=Decimal(0))).zh
        '不低于 0 的数值'
    """
    low = None if of.minimum is None else decimal_text(of.minimum)
    high = None if of.maximum is None else decimal_text(of.maximum)
    if low is not None and high is not None:
        return Both(f"介于 {low} 与 {high} 之间的数值", f"a number from {low} to {high}")
    if low is not None:
        return Both(f"不低于 {low} 的数值", f"a number of {low} or more")
    if high is not None:
        return Both(f"不高于 {high} 的数值", f"a number of {high} or less")
    return _ANY_NUMBER


def refuse_outside(node: Node, of: Type, report: Report) -> None:
    """Report each literal that is concluded and that rounding leaves outside the domain (2.8)."""
    if isinstance(node, If):
        refuse_outside(node.then, of, report)
        refuse_outside(node.otherwise, of, report)
    elif isinstance(node, ListOf) and isinstance(of, ListType):
        for item in node.items:
            refuse_outside(item, of.item, report)
    elif isinstance(of, NumberType):
        number = literal_number(node)
        if number is not None and not _lands_inside(number, of):
            report.add(
                "literal-outside-domain",
                character=node.at,
                expected=_said_with_digits(number, of),
                found=decimal_text(number),
            )


def _lands_inside(number: Decimal, of: NumberType) -> bool:
    """Tell whether a number has a value once it is concluded (6.2, 6.3)."""
    if not _is_sound(of):
        return True  # the declaration has a fault of its own
    value = rounded(number, of)
    below = of.minimum is not None and value < of.minimum
    above = of.maximum is not None and value > of.maximum
    return of.clamp if below or above else in_domain(value, of)


def _is_sound(of: NumberType) -> bool:
    scaled = of.scale is not None and 0 <= of.scale <= _MOST_SCALE
    stepped = of.step is None or of.step > 0
    return scaled and stepped and not is_empty(of)


def is_empty(of: NumberType) -> bool:
    """Tell whether no number lies in a domain, which is refused where it is declared."""
    return of.minimum is not None and of.maximum is not None and of.minimum > of.maximum


def _said_with_digits(number: Decimal, of: NumberType) -> Both:
    said = said_domain(of)
    if digits(rounded(number, of)) <= MOST_DIGITS:
        return said
    return Both(
        f"{said.zh}（至多 {MOST_DIGITS} 位数字）", f"{said.en} (at most {MOST_DIGITS} digits)"
    )
