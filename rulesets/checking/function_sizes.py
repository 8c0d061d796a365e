"""How large functions are with the functions they call opened: engines evaluate them so (1.10)."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import TopologicalSorter

from rulesets.checked import CheckedFunction
from rulesets.checking.report import Report
from rulesets.expressions.tree import Call
from rulesets.expressions.walk import depth, within

MOST_LEVELS = 64
MOST_OPERATIONS = 5_000


def check_sizes(
    functions: Mapping[str, CheckedFunction], places: Mapping[str, Report]
) -> frozenset[str]:
    """Report functions that are too large opened; return all that lead into one.

    No function may lead into a circle.
    """
    calls = {
        key: [
            node.function
            for node in within(each.body)
            if isinstance(node, Call) and node.function in functions
        ]
        for key, each in functions.items()
    }
    levels: dict[str, int] = {}
    operations: dict[str, int] = {}
    unsound: set[str] = set()
    for key in TopologicalSorter(calls).static_order():
        body = functions[key].body
        below = calls[key]
        levels[key] = depth(body) + max((levels[each] for each in below), default=0)
        operations[key] = sum(1 for _ in within(body)) + sum(operations[each] for each in below)
        too_large = levels[key] > MOST_LEVELS or operations[key] > MOST_OPERATIONS
        if too_large and unsound.isdisjoint(below):
            places[key].add(
                "function-too-large",
                levels=MOST_LEVELS,
                operations=MOST_OPERATIONS,
                found_levels=levels[key],
                found_operations=operations[key],
            )
        if too_large:
            unsound.add(key)
    return frozenset(unsound)
