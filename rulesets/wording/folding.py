"""Conditions that are shorter said together: two bounds of one subject are a range."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from rulesets.expressions import tree

_FROM, _TO = frozenset({">", ">="}), frozenset({"<", "<="})
_Each = TypeVar("_Each")


def folded(conditions: Iterable[_Each]) -> list[_Each | tree.In]:
    """Make one range of a lower and an upper bound that stand side by side.

    Both say the same (clause 5.3): `a >= 20 and a < 50` is `a in [20 .. 50)`.
    """
    made: list[_Each | tree.In] = []
    for each in conditions:
        span = _span(made[-1], each) if made else None
        if span is None:
            made.append(each)
        else:
            made[-1] = span
    return made


def _span(first: object, second: object) -> tree.In | None:
    if not isinstance(first, tree.Compare) or not isinstance(second, tree.Compare):
        return None
    low, high = (second, first) if first.op in _TO else (first, second)
    if low.op not in _FROM or high.op not in _TO or low.left != high.left:
        return None
    test = tree.RangeTest(
        low.right, high.right, low_included=low.op == ">=", high_included=high.op == "<="
    )
    return tree.In(low.left, (test,))
