"""Aggregates of section 10, over the values that are not missing, in the order of their rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rulesets.values import ARITHMETIC, Value, less

Present = Sequence[Any]
"""What is left to aggregate: values of one type, none of them missing (10.2, 10.5)."""


def count(values: Present) -> Value:
    """10.3: 0 of nothing."""
    return Decimal(len(values))


def total(values: Present) -> Decimal:
    """10.4: each addition rounds as 6.1 says, in the order of the rows; 10.3: 0 of nothing."""
    result = Decimal(0)
    for each in values:
        result = ARITHMETIC.add(result, each)
    return result


def least(values: Present) -> Value:
    """10.3: missing of nothing."""
    result = None
    for each in values:
        if result is None or less(each, result):
            result = each
    return result


def greatest(values: Present) -> Value:
    """10.3: missing of nothing."""
    result = None
    for each in values:
        if result is None or less(result, each):
            result = each
    return result


def average(values: Present) -> Value:
    """10.4: the sum divided by how many there are."""
    return ARITHMETIC.divide(total(values), Decimal(len(values))) if values else None


def any_true(values: Present) -> Value:
    """10.4: true when one is true; 10.3: missing of nothing."""
    return any(values) if values else None


def all_true(values: Present) -> Value:
    """10.4: true when every one is true; 10.3: missing of nothing."""
    return all(values) if values else None


AGGREGATES: Mapping[str, Callable[[Present], Value]] = {
    "count": count,
    "sum": total,
    "min": least,
    "max": greatest,
    "average": average,
    "any": any_true,
    "all": all_true,
}
