"""Every built-in function and aggregate of section 18 of docs/language.md, declared once.

The parser reads the names, the checker the signatures, the engines the keys, the editor the helps.
"""

from __future__ import annotations

from collections.abc import Mapping

from rulesets.expressions.function_rows import CHOICES, MOMENTS, NUMBERS, TEXTS
from rulesets.expressions.signatures import AggregateSpec, FunctionSpec, function
from rulesets.types import Both

__all__ = ["AGGREGATES", "FUNCTIONS", "PREVIOUS", "AggregateSpec", "FunctionSpec"]

FUNCTIONS: Mapping[str, FunctionSpec] = {
    spec.key: spec for spec in NUMBERS + TEXTS + MOMENTS + CHOICES
}
"""Built-in functions by key. A key may hold spaces; canonical text prints it so."""

AGGREGATES: Mapping[str, AggregateSpec] = {
    spec.key: spec
    for spec in (
        AggregateSpec(
            "count",
            Both("计数", "count"),
            "number",
            "none",
            False,
            Both("有多少行", "how many rows there are"),
            "count(orders where amount > 100)",
        ),
        AggregateSpec(
            "sum",
            Both("求和", "sum"),
            "number",
            "number",
            True,
            Both("各行的合计", "the total over the rows"),
            "sum(orders, amount)",
        ),
        AggregateSpec(
            "min",
            Both("最小值", "min"),
            "same as value",
            "ordered",
            True,
            Both("各行中最小的", "the least over the rows"),
            "min(orders, amount)",
        ),
        AggregateSpec(
            "max",
            Both("最大值", "max"),
            "same as value",
            "ordered",
            True,
            Both("各行中最大的", "the greatest over the rows"),
            "max(orders, amount)",
        ),
        AggregateSpec(
            "average",
            Both("平均值", "average"),
            "number",
            "number",
            True,
            Both("各行的平均", "the mean over the rows"),
            "average(orders, amount)",
        ),
        AggregateSpec(
            "any",
            Both("任一满足", "any"),
            "boolean",
            "boolean",
            True,
            Both("是否有一行满足", "whether one row meets the condition"),
            "any(orders, amount > 100)",
        ),
        AggregateSpec(
            "all",
            Both("全部满足", "all"),
            "boolean",
            "boolean",
            True,
            Both("是否每行都满足", "whether every row meets the condition"),
            "all(orders, amount > 100)",
        ),
    )
}
"""Aggregates by key."""

PREVIOUS = function(
    "18.25",
    "previous",
    "上次",
    "conclusion",
    "same as first",
    ("客户上一次的该项结论", "the customer's last value of that conclusion"),
    'previous(grade) = "A"',
)
"""`previous(conclusion)`, which the tree keeps as a node of its own."""
