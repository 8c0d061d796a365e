"""Comparisons at run time that have no short source of their own. Unknown is None."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import Any

from rulesets.types import CodeList
from rulesets.values import ARITHMETIC, Kleene, Value, comparable, equal, less

NOWHERE = float("nan")
"""The place of a text that is in no list: every comparison with it is false, and so unknown."""


def member(value: Value, items: Any) -> Kleene:
    """10.6: Kleene equality with any item; unknown when either is missing."""
    if value is None or items is None:
        return None
    return any_of(equal(value, each) for each in items)


def any_of(truths: Iterable[Kleene]) -> Kleene:
    """7.2."""
    unknown = False
    for each in truths:
        if each is True:
            return True
        unknown = unknown or each is None
    return None if unknown else False


def contains_any(text: str | None, items: Any) -> Kleene:
    """8.3: of a missing item the Kleene `or`."""
    if text is None or items is None:
        return None
    return any_of(None if each is None else each in text for each in items)


def compare(op: str, left: Value, right: Value, places: Mapping[str, int]) -> Kleene:
    """7.1: a comparison whose kinds are not known before."""
    if left is None or right is None:
        return None
    if op in {"=", "!="}:
        return equal(left, right) is (op == "=")
    if op in {">", "<="}:
        left, right = right, left
    before: Kleene
    if isinstance(left, str) and isinstance(right, str):
        if left not in places or right not in places:
            return None
        before = places[left] < places[right]
    else:
        before = less(left, right)
    return before if op in {"<", ">"} else not before


def value_met(subject: Value, operand: Value) -> Kleene:
    """5.2: equality, or membership when the operand is a list and the subject is none."""
    if isinstance(operand, tuple) and not isinstance(subject, tuple):
        return member(subject, operand)
    return equal(subject, operand)


def within(code: str, whole: str, codes: CodeList | None) -> bool:
    """2.3: a code is within itself, and within every code above it."""
    while code != whole:
        known = codes.by_value.get(code) if codes else None
        if known is None or not known.parent:
            return False
        code = known.parent
    return True


def total(values: Iterable[Decimal]) -> Decimal:
    """10.4: in order, each addition rounded."""
    return reduce(ARITHMETIC.add, values, Decimal(0))


_comparable: Any = comparable  # values of one kind, which types cannot tell


def least(values: Sequence[Any]) -> Value:
    """10.3: missing of nothing."""
    return min(values, key=_comparable, default=None)


def greatest(values: Sequence[Any]) -> Value:
    """10.3: missing of nothing."""
    return max(values, key=_comparable, default=None)


def average(values: Sequence[Any]) -> Value:
    """10.4."""
    return ARITHMETIC.divide(total(values), Decimal(len(values))) if values else None


def any_true(values: Sequence[Any]) -> Value:
    """10.3, 10.4."""
    return any(values) if values else None


def all_true(values: Sequence[Any]) -> Value:
    """10.3, 10.4."""
    return all(values) if values else None
